"""What is public by rule: late milestones, those without evidence, and what moved."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from tequio.kit.month import Precision
from tequio.people.models import Jurisdiction
from tequio.plans.models import Commitment, Milestone
from tequio.plans.vocab import State
from tequio.tracking.models import Evidence, StatusChange
from tequio.tracking.vocab import Status

# An activity without dates has its key action's. The databases sort empty dates apart, so the order says where.
_LAST_DAY = Coalesce("end", "key_action__end")


def is_public(commitment: Commitment) -> bool:
    """Tell whether everybody may see a commitment: it is published, and so is its plan."""
    return commitment.is_published and commitment.plan.is_published


def public(prefix: str = "") -> Q:
    """Say the same of many: `prefix` leads to the commitment."""
    conditions: dict[str, Any] = {f"{prefix}state": State.PUBLISHED, f"{prefix}plan__state": State.PUBLISHED}
    return Q(**conditions)


def public_milestones(*, jurisdiction: Jurisdiction | None = None) -> QuerySet[Milestone]:
    """Return the milestones of public commitments, of one place if given."""
    found = Milestone.objects.filter(public("commitment__"))
    return found.filter(commitment__plan__jurisdiction=jurisdiction) if jurisdiction else found


def late_milestones(*, at: datetime, jurisdiction: Jurisdiction | None = None) -> QuerySet[Milestone]:
    """Return the public milestones past their last day and not finished, the most recent deadline first.

    Each is judged on the day of its own jurisdiction.
    """
    places = [jurisdiction] if jurisdiction else _one_per_zone()
    late = Q(pk__in=[])
    for place in places:
        late |= Q(commitment__plan__jurisdiction__time_zone=place.time_zone) & _past(place.day_of(at))
    found = public_milestones(jurisdiction=jurisdiction).filter(late).exclude(standing__status=Status.FINISHED)
    return found.order_by(_LAST_DAY.desc(nulls_last=True), "pk")


def overdue_milestones(*, at: datetime, jurisdiction: Jurisdiction) -> QuerySet[Milestone]:
    """Return the public milestones past the day that was agreed first, whatever moved since, and not finished."""
    today = jurisdiction.day_of(at)
    found = public_milestones(jurisdiction=jurisdiction).exclude(standing__status=Status.FINISHED)
    overdue = Q(original_ends_on__lt=today) | Q(original_ends_on__isnull=True) & _past(today)
    return found.filter(overdue).order_by(_LAST_DAY.desc(nulls_last=True), "pk")


def milestones_without_evidence(*, jurisdiction: Jurisdiction | None = None) -> QuerySet[Milestone]:
    """Return the public milestones without a single piece that was not returned, the earliest deadline first."""
    pieces = Evidence.objects.standing().filter(milestone=OuterRef("pk"))
    return (
        public_milestones(jurisdiction=jurisdiction)
        .filter(~Exists(pieces))
        .order_by(_LAST_DAY.asc(nulls_last=True), "pk")
    )


def recent_changes(*, jurisdiction: Jurisdiction | None = None) -> QuerySet[StatusChange]:
    """Return what moved in public commitments, newest first."""
    found = StatusChange.objects.filter(public("milestone__commitment__"))
    if jurisdiction:
        found = found.filter(jurisdiction=jurisdiction)
    related = ("milestone__commitment__plan__jurisdiction", "office__institution", "office__role")
    return found.select_related(*related).order_by("-at", "-pk")


def _past(today: date) -> Q:
    """Say in SQL what Milestone.ends_on says of one: a month deadline runs to the last day of its month."""
    return _ended("", today) | Q(end__isnull=True) & _ended("key_action__", today)


def _ended(prefix: str, today: date) -> Q:
    month = Q(**{f"{prefix}precision": Precision.MONTH, f"{prefix}end__lt": today.replace(day=1)})
    other = ~Q(**{f"{prefix}precision": Precision.MONTH}) & Q(**{f"{prefix}end__lt": today})
    return month | other


def _one_per_zone() -> list[Jurisdiction]:
    zones = Jurisdiction.objects.order_by().values_list("time_zone", flat=True).distinct()
    return [Jurisdiction(time_zone=zone) for zone in zones]
