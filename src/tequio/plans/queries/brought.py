"""Reads of what came with imported documents and has no table of its own in this room."""

from __future__ import annotations

from dataclasses import dataclass

from tequio.plans.models import ActionPlan, Commitment, ImportedDocument


@dataclass(frozen=True)
class BroughtQuestion:
    """A row of an indicator format; `foreign`: the institution that it names, if it is not its axis' own (X07)."""

    category: str
    indicator: str
    question: str
    evidence: str
    foreign: str


@dataclass(frozen=True)
class BroughtFormat:
    """The indicator format that came with an axis."""

    commitment: Commitment
    questions: tuple[BroughtQuestion, ...]


def formats_brought(plan: ActionPlan) -> list[BroughtFormat]:
    """Return the format that came with each commitment of a plan, the newest document's; two queries."""
    found = ImportedDocument.objects.filter(plan=plan, confirmed_at__isnull=False).exclude(formats=[])
    rows = [row for formats in found.order_by("confirmed_at").values_list("formats", flat=True) for row in formats]
    newest = {row["commitment"]: row["questions"] for row in rows}
    if not newest:
        return []
    axes = Commitment.objects.filter(plan=plan, public_id__in=newest).select_related("author", "plan__jurisdiction")
    return [
        BroughtFormat(axis, tuple(BroughtQuestion(**one) for one in newest[axis.public_id]))
        for axis in axes.order_by("order", "pk")
    ]
