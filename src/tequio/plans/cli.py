"""What the command line asks of this room: to read a document without writing anything, and the public texts."""

from __future__ import annotations

from collections.abc import Mapping

from tequio.plans import document
from tequio.plans.imports.recognise import Reading, read
from tequio.plans.models import ActionPlan
from tequio.plans.vocab import State

__all__ = ["Reading", "read", "texts"]


def texts(plan: ActionPlan) -> Mapping[str, str]:
    """Return the files of the public texts of a plan and its commitments: name → canonical JSON."""
    files = {"plan.json": document.written(document.of_plan(plan))[0]}
    for commitment in plan.commitments.filter(state=State.PUBLISHED).select_related("plan", "template"):
        files[f"compromiso-{commitment.public_id}.json"] = document.written(document.of_commitment(commitment))[0]
    return files
