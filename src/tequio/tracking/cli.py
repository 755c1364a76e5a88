"""What the command line asks of this room: a plan as files of open data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tequio.plans.models import ActionPlan, Milestone
from tequio.plans.vocab import State
from tequio.tracking import exports, queries


def tables(plan: ActionPlan, *, at: datetime) -> Mapping[str, str]:
    """Return the files of a plan's public milestones and progress, with the meaning of every field: name → text."""
    leaves = Milestone.objects.filter(commitment__plan=plan, commitment__state=State.PUBLISHED)
    milestones = exports.milestones(queries.leaves(leaves, at=at))
    pieces = queries.accepted_pieces(leaves.values_list("pk", flat=True))
    progress = exports.progress(queries.plan_progress(plan).commitments, pieces)
    return {
        "hitos.csv": exports.as_csv(exports.MILESTONE_FIELDS, milestones),
        "hitos.json": exports.as_json(exports.MILESTONE_FIELDS, milestones),
        "avance.csv": exports.as_csv(exports.PROGRESS_FIELDS, progress),
        "avance.json": exports.as_json(exports.PROGRESS_FIELDS, progress),
        "campos.csv": exports.dictionary_csv([*exports.MILESTONE_FIELDS, *exports.PROGRESS_FIELDS]),
    }
