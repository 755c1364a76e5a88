"""Reminders: what a place rules, what an account chose, and the mails, one a day at most."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.jobs.actions import send_mail
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.notices import policies
from tequio.notices.events import ReminderRuleSet, RemindersSent, RemindersSwitched
from tequio.notices.models import ReminderRule, Reminding
from tequio.notices.queries import Letter
from tequio.notices.vocab import MOST_DAYS
from tequio.people.models import Jurisdiction, User
from tequio.record.actions import audit, record
from tequio.record.queries import site, urn

AGAIN = timedelta(days=7)


@dataclass(frozen=True)
class Reminder:
    """A mail for an account on a day of its place; `said` changes when there is news in it."""

    user: User
    on: date
    said: str
    letter: Letter


@transaction.atomic
def send_reminders(*, reminders: Iterable[Reminder], actor: Actor, at: datetime) -> int:
    """Put reminders in line: none to whoever switched them off, had one that day, or would read the same within a week.

    A crash before the commit leaves everything as it was; after it, the queue keeps the mails.
    """
    require(policies.can_close_digests(actor))
    wanted = {one.user.pk: one for one in reminders}
    known = {row.user_id: row for row in Reminding.objects.select_for_update().filter(user__in=wanted)}
    sent = 0
    for key, one in sorted(wanted.items()):
        row = known.get(key) or Reminding(user=one.user)
        said = hashlib.sha256(one.said.encode()).hexdigest()
        is_news = row.last_on is None or row.said != said or one.on - row.last_on >= AGAIN
        if row.is_off or row.last_on == one.on or not is_news:
            continue
        row.last_on, row.said = one.on, said
        row.save()
        letter = one.letter
        send_mail.enqueue(
            to=letter.to, subject=letter.subject, text=letter.text, html=letter.html, headers=dict(letter.headers)
        )
        sent += 1
    if not sent:
        return 0
    place = urn("site", site())
    audit(RemindersSent(tenant=place, subject=place, count=sent), actor=actor, at=at)
    return sent


@transaction.atomic
def switch_reminders(*, user: User, is_off: bool, actor: Actor, at: datetime) -> None:
    """Switch one's own reminders on or off."""
    require(policies.can_switch_reminders(actor, user))
    Reminding.objects.update_or_create(user=user, defaults={"is_off": is_off})
    place = urn("site", site())
    audit(RemindersSwitched(tenant=place, subject=user.urn, is_off=is_off), actor=actor, at=at)


@transaction.atomic
def set_reminder_rule(
    *, jurisdiction: Jurisdiction, is_on: bool, days_before: int, days_after: int, actor: Actor, at: datetime
) -> ReminderRule:
    """Rule when the offices of a place are reminded, and when its coordination hears of a delay. It is public."""
    require(policies.can_set_reminders(actor, jurisdiction))
    for field, days in (("days_before", days_before), ("days_after", days_after)):
        if not 0 <= days <= MOST_DAYS:
            raise Refused(field, _("Between 0 and %(most)s days.") % {"most": MOST_DAYS})
    values: dict[str, Any] = {"is_on": is_on, "days_before": days_before, "days_after": days_after}
    rule, _made = ReminderRule.objects.update_or_create(jurisdiction=jurisdiction, defaults=values)
    record(ReminderRuleSet(tenant=jurisdiction.urn, subject=jurisdiction.urn, **values), actor=actor, at=at)
    return rule
