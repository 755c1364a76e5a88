"""Deadlines as they were said: the date that was expressed, the length that was stated, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tequio.contributions import queries as contributions
from tequio.contributions.models import Contribution
from tequio.contributions.vocab import Purpose
from tequio.kit.month import last_day
from tequio.people.models import Institution, Jurisdiction
from tequio.tracking.models import IndicatorFormat, ObservationWindow
from tequio.tracking.vocab import FormatState, LengthUnit

_LONGEST = 400  # days: where no day is a working day, a count still ends


@dataclass(frozen=True)
class Deadline:
    """A deadline beside what was said of its length."""

    closes_on: date
    stated_end: date | None
    suggested: date | None
    days: int

    @property
    def differs(self) -> bool:
        """Whether the expressed date is not where the stated length leads."""
        return self.stated_end is not None and self.stated_end != self.closes_on


@dataclass(frozen=True)
class Observation:
    """What somebody observed about a format, as the matrix shows it; the words of what was hidden are not shown."""

    contribution: Contribution
    who: str
    text: str
    ruling: str
    answer: str


def stated_end(place: Jurisdiction, opens_on: date, length: int | None, unit: str) -> date | None:
    """Return where a stated length leads, counted from the opening."""
    if not length:
        return None
    if unit == LengthUnit.WORKING_DAYS:
        return contributions.answer_by(place, opens_on, length)
    if unit == LengthUnit.MONTHS:
        month = opens_on.month - 1 + length
        year, month = opens_on.year + month // 12, month % 12 + 1
        return date(year, month, min(opens_on.day, last_day(year, month).day))
    return opens_on + timedelta(days=length * (7 if unit == LengthUnit.WEEKS else 1))


def working_day_before(place: Jurisdiction, day: date) -> date:
    """Return a day, or the last working day of the place before it: what is suggested, never imposed."""
    for back in range(_LONGEST):
        if place.is_working_day(day - timedelta(days=back)):
            return day - timedelta(days=back)
    return day


def deadline_of(window: ObservationWindow) -> Deadline:
    """Say whether a window's date and its stated length agree; needs the plan's jurisdiction at hand."""
    place = window.format.plan.jurisdiction
    end = stated_end(place, window.opens_on, window.length, window.unit)
    return Deadline(window.closes_on, end, working_day_before(place, end) if end else None, window.days)


def window_of(format: IndicatorFormat) -> ObservationWindow | None:
    """Return the newest window of a format."""
    return format.windows.select_related("format__plan__jurisdiction").prefetch_related("invited").first()


def observations_of(format: IndicatorFormat) -> list[Observation]:
    """Return what was observed about a format, the oldest first, late ones among them."""
    found = contributions.contributions_about(format.urn, Purpose.REVIEW)
    return [_observed(one) for one in found.order_by("submitted_at", "pk")]


def _observed(one: Contribution) -> Observation:
    is_read = not (one.is_hidden or one.is_withdrawn)
    points = list(one.points.all())
    rulings = [point.get_ruling_display() for point in points if point.ruling]
    answers = [answers[0].text for point in points if (answers := list(point.answers.all()))]
    who = one.office.institution.name if one.office else one.name
    return Observation(one, who, one.text if is_read else "", "; ".join(rulings), "\n".join(answers))


def silent(window: ObservationWindow, observed: Iterable[Observation]) -> list[Institution]:
    """Return the members that were invited and observed nothing: once it is over, that counts as no observations."""
    spoke = {one.contribution.office.institution.current_id for one in observed if one.contribution.office}
    return [one for one in window.invited.all() if one.current_id not in spoke]


def for_next_session(place: Jurisdiction, *, at: datetime) -> list[ObservationWindow]:
    """Return the proposals that wait for a session to decide, those whose window is over first."""
    today = place.day_of(at)
    waiting = ObservationWindow.objects.filter(
        format__plan__jurisdiction=place, format__state=FormatState.PROPOSED
    ).select_related("format__plan__jurisdiction", "format__questionnaire")
    newest: dict[int, ObservationWindow] = {}
    for one in waiting.order_by("pk"):
        newest[one.format_id] = one
    return sorted(newest.values(), key=lambda one: (not one.is_over(on=today), one.closes_on))
