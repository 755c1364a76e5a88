"""One milestone: its dates, its evidence, its history, and what an officer may do with it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans import queries as plan_queries
from tequio.plans.models import Milestone
from tequio.tracking import policies, queries
from tequio.web.page import page


def milestone(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a milestone."""
    found = _milestone(request, public_id)
    if slug != found.slug:
        return redirect(found, permanent=True)
    return page(
        request,
        "tracking/milestone.html",
        row=queries.leaf(found, at=clock.now()),
        pieces=queries.pieces_of(found, request.actor),
        history=queries.history_of(found),
        may_report=policies.can_report_status(request.actor, found),
    )


def _milestone(request: Request, public_id: str) -> Milestone:
    visible = plan_queries.milestones_visible_to(request.actor)
    return get_object_or_404(
        visible.filter(commitment__plan__jurisdiction=request.jurisdiction), public_id=public_id
    )
