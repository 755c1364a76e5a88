"""What an office owes, whatever the room, by when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from tequio.kit.duty import Duty
from tequio.kit.slot import Slot
from tequio.people.queries import Officer

# Filled by the roof: each answers what an officer owes, whatever the room.
duties: Slot[[Officer, datetime], Sequence[Duty]] = Slot("portal.duties")

# The words of the kinds that rooms use; another kind is shown as it is written.
KINDS: dict[str, Any] = {
    "milestone": _("Milestones"),
    "unreported": _("Nobody has reported"),
    "link": _("Links to mend"),
    "period": _("Reports of a period"),
    "close": _("Periods to close"),
    "move": _("Dates to decide"),
    "format": _("Indicator formats"),
    "returned": _("Evidence that came back"),
    "review": _("To review"),
    "question": _("Questions to answer"),
    "answer": _("Questions to answer"),
    "moderation": _("To moderate"),
}
LATE, WEEK, MONTH, LATER, UNDATED = "late", "week", "month", "later", "undated"
GROUPS: dict[str, Any] = {
    LATE: _("Late"),
    WEEK: _("This week"),
    MONTH: _("This month"),
    LATER: _("Later"),
    UNDATED: _("Without a date"),
}


@dataclass(frozen=True)
class Line:
    """A duty, with the words that the page shows."""

    duty: Duty
    group: str
    days_late: int

    @property
    def kind(self) -> Any:
        return kind_word(self.duty.kind)


@dataclass(frozen=True)
class Group:
    """Lines that are due in the same span."""

    code: str
    lines: Sequence[Line]

    @property
    def title(self) -> Any:
        return GROUPS[self.code]


@dataclass(frozen=True)
class Desk:
    """All that is owed, in order: the longest late first, what has no date last."""

    lines: Sequence[Line]
    kinds: Sequence[str]
    abouts: Sequence[str]
    counts: dict[str, int]


def kind_word(kind: str) -> Any:
    """Return the words of a kind of duty."""
    return KINDS.get(kind, kind)


def owed_by(officer: Officer, at: datetime) -> list[Duty]:
    """Return everything that an officer owes, each thing once."""
    found = {one.uid: one for answer in duties.ask(officer, at) for one in answer}
    return sorted(found.values(), key=lambda one: (one.due is None, one.due or date.max, str(one.about), str(one.what)))


def desk_of(officer: Officer, at: datetime) -> Desk:
    """Return an officer's duties as lines, judged on the day of their place."""
    today = officer.office.institution.jurisdiction.day_of(at)
    owed = owed_by(officer, at)
    lines = [line_of(one, today) for one in owed]
    counts = {code: sum(line.group == code for line in lines) for code in GROUPS}
    return Desk(
        lines=lines,
        kinds=list(dict.fromkeys(one.kind for one in owed)),
        abouts=sorted({str(one.about) for one in owed if one.about}),
        counts=counts,
    )


def in_groups(lines: Iterable[Line]) -> list[Group]:
    """Return some lines under their spans, in order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.group, []).append(line)
    return [Group(code, found[code]) for code in GROUPS if code in found]


def line_of(duty: Duty, today: date) -> Line:
    """Return a duty as a line, on a day."""
    late = (today - duty.due).days if duty.due and duty.is_late(today) else 0
    return Line(duty, span_of(duty.due, today), late)


def span_of(due: date | None, today: date) -> str:
    """Say in which span a day falls: weeks end on Sunday, as calendars here show them."""
    if due is None:
        return UNDATED
    if due < today:
        return LATE
    if due <= today + timedelta(days=7 - today.isoweekday()):
        return WEEK
    return MONTH if (due.year, due.month) == (today.year, today.month) else LATER
