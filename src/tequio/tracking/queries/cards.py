"""Commitments and plans at a glance, for lists and front pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tequio.plans.models import ActionPlan, Commitment, Milestone
from tequio.tracking.queries.figures import CommitmentProgress, progress_of
from tequio.tracking.queries.lists import late_milestones, milestones_without_evidence
from tequio.tracking.queries.promise import leads_by_commitment
from tequio.tracking.queries.rows import LeafRow, leaves
from tequio.tracking.queries.weaving import loom
from tequio.web.loom import Row


@dataclass(frozen=True)
class Card:
    """A commitment at a glance: its figures, its loom, who leads it."""

    progress: CommitmentProgress
    loom: Sequence[Row]
    leads: str


def cards(commitments: Iterable[Commitment], *, at: datetime) -> list[Card]:
    """Draw some commitments as cards, in a fixed number of queries."""
    rows = list(commitments)
    keys = [one.pk for one in rows]
    figures = progress_of(rows)
    woven: dict[int, list[LeafRow]] = {key: [] for key in keys}
    for leaf in leaves(Milestone.objects.filter(commitment__in=keys), at=at):
        woven[leaf.milestone.commitment_id].append(leaf)
    leads = leads_by_commitment(keys)
    return [Card(figures[key], loom(woven[key]), leads.get(key, "")) for key in keys]


def counts_of_plan(plan: ActionPlan, *, at: datetime) -> dict[str, int]:
    """Count the public milestones of a plan that are late, and those without evidence."""
    below = {"commitment__plan": plan}
    return {
        "late_count": late_milestones(at=at, jurisdiction=plan.jurisdiction).filter(**below).count(),
        "unproven_count": milestones_without_evidence(jurisdiction=plan.jurisdiction).filter(**below).count(),
    }
