"""From the report of a roadmap to the phases and deliverables of its commitment. Called inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import fold
from tequio.plans import policies, queries
from tequio.plans.actions._directory import words_of
from tequio.plans.imports.draft import DraftPhase, DraftRoadmap
from tequio.plans.models import ActionPlan, Commitment, Deliverable, Phase, Template

# What a new commitment is written on, where the report names one that the plan has not.
_TEMPLATE = "form-21"


def outlined(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return phases whose depths make an outline: none is deeper than one below the one above it."""
    kept: list[dict[str, Any]] = []
    above = -1
    for row in rows:
        above = min(max(0, row.get("depth") or 0), above + 1)
        kept.append({**row, "depth": above, "title": row.get("title") or "—"})
    return kept


def store_roadmap(route: DraftRoadmap, *, plan: ActionPlan, actor: Actor, at: datetime) -> Commitment:
    """Write what a report says into the draft of its commitment, or into a new one.

    Raises Refused if that commitment is public or has a roadmap already: what people read changes with a reason only.
    """
    title = words_of(route.title)
    found = queries.commitment_called(plan, plan.jurisdiction, title)
    if found is None:
        commitment = _opened(route, title, plan)
    else:
        commitment = Commitment.objects.select_for_update(of=("self",)).get(pk=found.pk)
        require(policies.can_edit_commitment(actor, commitment))
        if commitment.is_published or commitment.phases.exists() or commitment.deliverables.exists():
            raise Refused(None, _("This commitment is public or has a roadmap already: change it there, by hand."))
        commitment.revision += 1
        commitment.save()
    rows = [row for phase in route.phases for row in _rows(phase, 0)]
    Phase.objects.bulk_create(
        Phase(commitment=commitment, order=order, **row) for order, row in enumerate(rows, start=1)
    )
    leaves = {fold(leaf.title): leaf for leaf in commitment.milestones.all()}
    Deliverable.objects.bulk_create(
        Deliverable(
            commitment=commitment,
            order=order,
            step=words_of(row.milestone),
            title=words_of(row.title),
            url=words_of(row.link)[:500],
            milestone=leaves.get(fold(words_of(row.milestone))),
        )
        for order, row in enumerate(route.deliverables, start=1)
    )
    return commitment


def _opened(route: DraftRoadmap, title: str, plan: ActionPlan) -> Commitment:
    template = Template.objects.filter(code=_TEMPLATE).order_by("-version").first()
    if template is None:
        raise Refused(None, f"template {_TEMPLATE} is not loaded")
    order = plan.commitments.count() + 1
    said = route.start or route.end
    return Commitment.objects.create(
        plan=plan,
        template=template,
        order=order,
        number=str(order),
        title=title or "—",
        start=route.start.on if route.start else None,
        end=route.end.on if route.end else None,
        precision=said.precision if said and said.precision else "month",
    )


def _rows(phase: DraftPhase, depth: int) -> Iterator[dict[str, Any]]:
    yield {"depth": depth, "title": words_of(phase.name)[:300], "objective": words_of(phase.text)}
    for inner in phase.phases:
        yield from _rows(inner, depth + 1)
