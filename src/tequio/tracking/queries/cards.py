"""Commitments and plans at a glance, for lists and front pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tequio.plans.models import ActionPlan, Commitment
from tequio.tracking.queries.figures import CommitmentProgress, progress_of
from tequio.tracking.queries.lists import late_milestones, milestones_without_evidence
from tequio.tracking.queries.promise import leads_by_commitment
from tequio.tracking.queries.weaving import small_loom
from tequio.web.loom import Row


@dataclass(frozen=True)
class Card:
    """A commitment at a glance: its figures, its loom, who leads it."""

    progress: CommitmentProgress
    loom: Sequence[Row]
    leads: str


def cards(
    commitments: Iterable[Commitment], *, at: datetime, measured: Iterable[CommitmentProgress] = ()
) -> list[Card]:
    """Draw some commitments as cards, in a fixed number of queries; what is already measured is not read again."""
    rows = list(commitments)
    known = {one.commitment.pk: one for one in measured}
    unknown = [one for one in rows if one.pk not in known]
    figures = known | (progress_of(unknown) if unknown else {})
    leads = leads_by_commitment(one.pk for one in rows)
    return [
        Card(figures[one.pk], small_loom(figures[one.pk], on=one.plan.jurisdiction.day_of(at)), leads.get(one.pk, ""))
        for one in rows
    ]


def counts_of_plan(plan: ActionPlan, *, at: datetime) -> dict[str, int]:
    """Count the public milestones of a plan that are late, and those without evidence."""
    below = {"commitment__plan": plan}
    return {
        "late_count": late_milestones(at=at, jurisdiction=plan.jurisdiction).filter(**below).count(),
        "unproven_count": milestones_without_evidence(jurisdiction=plan.jurisdiction).filter(**below).count(),
    }
