"""The gatherings of a commitment, what was learned in them, and whether it gives account in time (R048, R049)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.gatherings import queries as gatherings
from tequio.gatherings.models import Gathering, Lesson
from tequio.gatherings.vocab import COUNTS, Kind
from tequio.gatherings.vocab import State as GatheringState
from tequio.kit import month
from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.people.models import Jurisdiction
from tequio.people.vocab import Sector
from tequio.plans.models import Commitment
from tequio.tracking.models import EvaluationRules, Occasion
from tequio.tracking.queries.lists import public


@dataclass(frozen=True)
class SectorCount:
    """How many people of a sector took part in all the gatherings of a commitment."""

    label: Any
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Accountability:
    """What people met for about a commitment, who took part, and what everybody took away."""

    gatherings: Sequence[tuple[Gathering, int]]
    sectors: Sequence[SectorCount]
    totals: dict[str, int]
    lessons: Sequence[tuple[Any, Sequence[Lesson]]]
    tasks: Sequence[tuple[Lesson, bool]]

    @property
    def people(self) -> int:
        return sum(self.totals.values())

    @property
    def reported(self) -> int:
        return sum(one.is_reported for one, _people in self.gatherings)


def evaluation_rules_of(jurisdiction: Jurisdiction) -> EvaluationRules:
    """Return what a place decided, or the usual rules."""
    return EvaluationRules.objects.filter(jurisdiction=jurisdiction).first() or EvaluationRules(
        jurisdiction=jurisdiction
    )


def gatherings_about(commitment: Commitment, actor: Actor) -> QuerySet[Gathering]:
    """Return the gatherings about a commitment that an actor may see."""
    return gatherings.gatherings_of(commitment.plan.jurisdiction, actor).filter(occasions__commitment=commitment)


def to_link(commitment: Commitment, actor: Actor) -> QuerySet[Gathering]:
    """Return the gatherings of a commitment's place that nobody has linked to it."""
    found = gatherings.gatherings_of(commitment.plan.jurisdiction, actor)
    return found.exclude(occasions__commitment=commitment).exclude(state=GatheringState.CANCELLED)


def accountability_of(commitment: Commitment, actor: Actor, at: datetime) -> Accountability:
    """Gather what a commitment's accountability page shows, in a fixed number of queries."""
    whole = gatherings_about(commitment, actor).prefetch_related("attendance")
    learned = Lesson.objects.public().select_related("owner", "jurisdiction", "gathering__jurisdiction")
    found = list(whole.prefetch_related(Prefetch("lessons", queryset=learned)))
    found.sort(key=lambda one: one.kind != Kind.ACCOUNTABILITY)  # stable: the newest first in each half
    by_sector: dict[str, Counter[str]] = {}
    for row in (row for one in found if one.is_reported for row in one.attendance.all()):
        by_sector.setdefault(row.sector, Counter()).update({name: getattr(row, name) for name in COUNTS})
    sectors = [
        SectorCount(Sector(code).label, {name: by_sector[code][name] for name in COUNTS})
        for code in Sector.values
        if code in by_sector
    ]
    lessons = [lesson for one in found for lesson in one.lessons.all()]
    today = commitment.plan.jurisdiction.day_of(at)
    tasks = [lesson for lesson in lessons if lesson.owner_id and not lesson.settled_on]
    tasks.sort(key=lambda one: (one.due_on is None, one.due_on or one.said_on))
    return Accountability(
        gatherings=[(one, gatherings.headcount(one).total) for one in found],
        sectors=sectors,
        totals={name: sum(one.counts[name] for one in sectors) for name in COUNTS},
        lessons=gatherings.by_kind(lessons),
        tasks=[(one, one.is_late(today)) for one in tasks],
    )


def session_due(commitment: Commitment, sessions: Iterable[date], months: int) -> date | None:
    """Return the day by which the next accountability session should be: so long after the start or the last one.

    None without a start, and where the commitment ends before that day.
    """
    if commitment.start is None:
        return None
    due = _later(max([commitment.start, *sessions]), months)
    if commitment.end is not None and month.last_day(commitment.end.year, commitment.end.month) < due:
        return None
    return due


def session_overdue(commitment: Commitment, at: datetime) -> date | None:
    """Return since when a commitment owes an accountability session; two queries."""
    held = Occasion.objects.filter(
        commitment=commitment, gathering__kind=Kind.ACCOUNTABILITY, gathering__state=GatheringState.REPORTED
    )
    return _overdue(commitment, list(held.values_list("gathering__on", flat=True)), at)


def _overdue(commitment: Commitment, sessions: list[date], at: datetime) -> date | None:
    rules = EvaluationRules.objects.filter(jurisdiction=commitment.plan.jurisdiction_id).first() or EvaluationRules()
    due = session_due(commitment, sessions, rules.session_months)
    return due if due and due < commitment.plan.jurisdiction.day_of(at) else None


def accountability_aspect(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Tell on a commitment's page how many gatherings were about it, and whether it owes a session; two queries."""
    if not commitment.is_published:
        return None
    about = Occasion.objects.filter(commitment=commitment).exclude(gathering__state=GatheringState.DRAFT)
    rows = list(about.values_list("gathering__on", "gathering__kind", "gathering__state"))
    held = (Kind.ACCOUNTABILITY, GatheringState.REPORTED)
    overdue = _overdue(commitment, [on for on, *what in rows if tuple(what) == held], at)
    count = len(rows)
    told = ngettext("%(n)s gathering.", "%(n)s gatherings.", count) % {"n": count}
    if overdue:
        told = _("It has owed an accountability session since %(day)s.") % {"day": overdue.strftime("%d/%m/%Y")}
    elif not count:
        told = _("No gathering about it yet.")
    return Aspect(_("Accountability and lessons"), told, accountability_page(commitment), is_urgent=bool(overdue))


def concerned(gathering: Gathering, actor: Actor) -> list[tuple[str, str]]:
    """Name the public commitments that a gathering was about, with their accountability pages; one query."""
    found = Commitment.objects.filter(public(), occasions__gathering=gathering).select_related("plan__jurisdiction")
    return [(one.title, accountability_page(one)) for one in found.order_by("plan", "order", "pk")]


def public_occasions() -> QuerySet[Occasion]:
    """Return which gatherings were about which commitments, where everybody may read of both."""
    found = Occasion.objects.filter(public("commitment__")).exclude(gathering__state=GatheringState.DRAFT)
    return found.select_related("commitment__plan__jurisdiction", "gathering")


def overdue_sessions(commitments: Sequence[Commitment], at: datetime) -> list[tuple[Commitment, date]]:
    """Return which of some commitments of one place owe an accountability session, and since when; two queries."""
    if not commitments:
        return []
    place = commitments[0].plan.jurisdiction
    months = evaluation_rules_of(place).session_months
    held: dict[int, list[date]] = {}
    about = Q(gathering__kind=Kind.ACCOUNTABILITY, gathering__state=GatheringState.REPORTED)
    found = Occasion.objects.filter(about, commitment__in=commitments)
    for key, on in found.values_list("commitment", "gathering__on"):
        held.setdefault(key, []).append(on)
    today = place.day_of(at)
    due = [(one, session_due(one, held.get(one.pk, ()), months)) for one in commitments]
    return [(one, day) for one, day in due if day and day < today]


def _later(day: date, months: int) -> date:
    year, rest = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, rest + 1, min(day.day, month.last_day(year, rest + 1).day))


def accountability_page(commitment: Commitment) -> str:
    """Return the address on which a commitment gives account."""
    place = commitment.plan.jurisdiction
    return reverse("tracking:accountability", args=[place.slug, commitment.public_id, commitment.slug])
