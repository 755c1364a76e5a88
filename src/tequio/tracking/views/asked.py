"""What a request asks for, if whoever asks may see it, and what a page says of its history."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from tequio.people.queries import Request
from tequio.plans import queries as plan_queries
from tequio.plans.models import ActionPlan, Commitment, Milestone
from tequio.record import queries as record


def plan_of(request: Request, public_id: str) -> ActionPlan:
    """Return a plan of this place; 404 for whom it does not exist."""
    return get_object_or_404(plan_queries.plans_of(request.jurisdiction, request.actor), public_id=public_id)


def commitment_of(request: Request, public_id: str) -> Commitment:
    """Return a commitment of this place; 404 for whom it does not exist."""
    return get_object_or_404(plan_queries.commitments_of(request.jurisdiction, request.actor), public_id=public_id)


def milestone_of(request: Request, public_id: str) -> Milestone:
    """Return a milestone of this place; 404 for whom it does not exist."""
    visible = plan_queries.milestones_visible_to(request.actor).select_related(
        "overlaps__commitment__plan__jurisdiction"
    )
    return get_object_or_404(visible.filter(commitment__plan__jurisdiction=request.jurisdiction), public_id=public_id)


def canonical(request: Request, thing: ActionPlan | Commitment | Milestone, slug: str) -> HttpResponse | None:
    """Redirect for ever to the address with the present slug, unless the request came by it."""
    match = request.resolver_match
    if slug == thing.slug or match is None:
        return None
    # The middleware took the jurisdiction out of these; `form` is no part of the address.
    names = {name: value for name, value in match.kwargs.items() if name in ("public_id", "slug", "period_id")}
    names |= {"jurisdiction": request.jurisdiction.slug, "slug": thing.slug}
    address = reverse(match.view_name, kwargs=names)
    return redirect(address + (f"?{request.GET.urlencode()}" if request.GET else ""), permanent=True)


def marked(thing: ActionPlan | Commitment) -> dict[str, Any]:
    """Return what the footer says of a thing's history; nothing while it has none."""
    return {"mark": record.about(thing.urn)}
