"""Reminders and calendars: what a place and an account chose."""

from __future__ import annotations

from tequio.kit import secret
from tequio.notices.models import CalendarKey, ReminderRule, Reminding
from tequio.people.models import Jurisdiction, User
from tequio.people.queries import Officer


def rule_of(jurisdiction: Jurisdiction) -> ReminderRule:
    """Return when a place reminds its offices; without a row, the usual days."""
    found = ReminderRule.objects.filter(jurisdiction=jurisdiction).first()
    return found or ReminderRule(jurisdiction=jurisdiction)


def reminding_of(user: User) -> Reminding:
    """Return what an account chose and was last sent."""
    return Reminding.objects.filter(user=user).first() or Reminding(user=user)


def calendar_key(officer: Officer) -> CalendarKey | None:
    """Return the calendar address of a person in an office, if one was made."""
    return CalendarKey.objects.filter(user=officer.user, office=officer.office).first()


def key_behind(token: str) -> CalendarKey | None:
    """Return the calendar that a secret address opens."""
    related = ("user", "office__institution__jurisdiction", "office__role")
    return CalendarKey.objects.select_related(*related).filter(token_hash=secret.hash_of(token)).first()
