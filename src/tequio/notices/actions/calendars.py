"""The secret address of somebody's dates."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tequio.kit import secret
from tequio.kit.actor import Actor
from tequio.kit.policy import require
from tequio.notices import policies
from tequio.notices.events import CalendarClosed, CalendarOpened
from tequio.notices.models import CalendarKey
from tequio.people.queries import Officer
from tequio.record.actions import audit


@transaction.atomic
def open_calendar(*, officer: Officer, actor: Actor, at: datetime) -> str:
    """Make a secret address for one's dates in an office, and return its secret this once; an earlier one stops."""
    require(policies.can_keep_calendar(actor))
    require(policies.can_switch_reminders(actor, officer.user))
    token = secret.made()
    CalendarKey.objects.update_or_create(
        user=officer.user, office=officer.office, defaults={"token_hash": secret.hash_of(token), "made_at": at}
    )
    place = officer.office.institution.jurisdiction.urn
    audit(CalendarOpened(tenant=place, subject=officer.office.urn, office=officer.office.urn), actor=actor, at=at)
    return token


@transaction.atomic
def close_calendar(*, officer: Officer, actor: Actor, at: datetime) -> None:
    """Close the secret address of one's dates: it answers no longer."""
    require(policies.can_keep_calendar(actor))
    require(policies.can_switch_reminders(actor, officer.user))
    CalendarKey.objects.filter(user=officer.user, office=officer.office).delete()
    place = officer.office.institution.jurisdiction.urn
    audit(CalendarClosed(tenant=place, subject=officer.office.urn, office=officer.office.urn), actor=actor, at=at)
