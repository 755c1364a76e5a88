"""Commitments as anybody sees them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans import policies as plan_policies
from tequio.plans import queries as plan_queries
from tequio.plans.models import Commitment
from tequio.tracking import queries
from tequio.web.page import page


def commitment(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a commitment to a citizen: what was promised, how far it is, what is missing."""
    found = _commitment(request, public_id)
    if slug != found.slug:
        return redirect(found, permanent=True)
    rows = queries.leaves_of(found, at=clock.now())
    return page(
        request,
        "tracking/commitment.html",
        commitment=found,
        progress=queries.progress_of([found])[found.pk],
        loom=queries.loom(rows),
        headings=queries.by_heading(rows),
        may_edit=plan_policies.can_edit_commitment(request.actor, found),
    )


def progress(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Explain a commitment's percentage."""
    found = _commitment(request, public_id)
    return page(
        request,
        "tracking/commitment_progress.html",
        commitment=found,
        progress=queries.progress_of([found])[found.pk],
    )


def _commitment(request: Request, public_id: str) -> Commitment:
    visible = plan_queries.commitments_of(request.jurisdiction, request.actor)
    return get_object_or_404(visible, public_id=public_id)
