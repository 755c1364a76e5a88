"""The daily reminders: to each office what it owes, and to coordination what is late for long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from tequio.jobs.actions import job
from tequio.jobs.queries import Appointment
from tequio.jobs.vocab import daily
from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.kit.duty import Duty
from tequio.notices import actions as notices_actions
from tequio.notices import queries as notices
from tequio.people.models import Institution, Jurisdiction, Tenure, User
from tequio.people.queries import Officer
from tequio.people.vocab import COORDINATION
from tequio.portal import queries

# A mail names this many of each kind and counts the rest: the whole list is on the desk.
NAMED = 15


@dataclass
class Owed:
    """What a person is reminded of, whatever the offices in which they owe it."""

    user: User
    late: dict[str, Duty] = field(default_factory=dict)
    soon: dict[str, Duty] = field(default_factory=dict)
    # For coordination: what other institutions have owed for long.
    elsewhere: dict[str, tuple[Institution, Duty]] = field(default_factory=dict)

    def said(self) -> str:
        """Return what makes one mail different from another: which things, and whether each is late."""
        found = [f"late {one}" for one in self.late] + [f"soon {one}" for one in self.soon]
        return "\n".join(sorted(found + [f"elsewhere {one}" for one in self.elsewhere]))


@job()
def remind() -> None:
    """Remind the offices of every place where today is a working day and whose rule says so."""
    at = now()
    for place in Jurisdiction.objects.order_by("pk"):
        today = place.day_of(at)
        rule = notices.rule_of(place)
        if rule.is_on and place.is_working_day(today):
            owed = gather(place, at, soon=rule.days_before, long=rule.days_after)
            notices_actions.send_reminders(
                reminders=[_reminder(one, place, today) for one in owed], actor=SYSTEM, at=at
            )


def gather(place: Jurisdiction, at: datetime, *, soon: int, long: int) -> list[Owed]:
    """Return what everybody in a place is to be reminded of; nobody who has nothing to hear."""
    today = place.day_of(at)
    held = Tenure.objects.in_force(on=today).filter(office__institution__jurisdiction=place, user__is_active=True)
    tenures = list(held.select_related("user", "office__institution__jurisdiction", "office__role").order_by("pk"))
    found: dict[int, Owed] = {}
    escalated: dict[str, tuple[Institution, Duty]] = {}
    for tenure in tenures:
        owed = found.setdefault(tenure.user_id, Owed(tenure.user))
        for duty in queries.owed_by(Officer(tenure.user, tenure.office), at):
            _sort(owed, duty, today, soon)
            if duty.due and (today - duty.due).days >= max(long, 1):
                escalated[duty.uid] = (tenure.office.institution, duty)
    for tenure in tenures:
        if tenure.office.role_id == COORDINATION:
            mine = found[tenure.user_id]
            mine.elsewhere = {uid: one for uid, one in escalated.items() if uid not in mine.late}
    return [one for one in found.values() if one.late or one.soon or one.elsewhere]


def _sort(owed: Owed, duty: Duty, today: date, soon: int) -> None:
    if duty.is_late(today):
        owed.late[duty.uid] = duty
    elif duty.due and duty.due <= today + timedelta(days=soon):
        owed.soon[duty.uid] = duty


def _reminder(owed: Owed, place: Jurisdiction, today: date) -> notices_actions.Reminder:
    with translation.override(settings.LANGUAGE_CODE):
        written = notices.letter(
            to=owed.user.email,
            template="portal/mail/reminder",
            context={
                "place": place,
                "late": _named(owed.late.values(), today),
                "soon": _named(owed.soon.values(), today),
                "elsewhere": _by_institution(owed.elsewhere.values()),
                "more_late": max(0, len(owed.late) - NAMED),
                "more_soon": max(0, len(owed.soon) - NAMED),
                "desk_url": settings.BASE_URL + reverse("portal:desk"),
                "off_url": settings.BASE_URL + reverse("notices:mine"),
            },
            place=place,
            headers={"Auto-Submitted": "auto-generated"},
        )
    return notices_actions.Reminder(user=owed.user, on=today, said=owed.said(), letter=written)


def _named(duties: Iterable[Duty], today: date) -> list[tuple[Duty, int]]:
    ordered = sorted(duties, key=lambda one: (one.due or date.max, str(one.what)))
    return [(one, (today - one.due).days if one.due else 0) for one in ordered[:NAMED]]


def _by_institution(owed: Iterable[tuple[Institution, Duty]]) -> list[tuple[str, int, date]]:
    """Return, for each institution, how many things are late for long, and since when the eldest."""
    found: dict[str, list[date]] = defaultdict(list)
    for institution, duty in owed:
        if duty.due:
            found[institution.name].append(duty.due)
    return [(name, len(days), min(days)) for name, days in sorted(found.items())]


def timetable() -> Sequence[Appointment]:
    """Say when this room's jobs recur: early on the day, so that the mail is there when work begins."""
    return [Appointment(remind, daily("07:30", zone="America/Mexico_City"))]
