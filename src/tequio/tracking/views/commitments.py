"""Commitments as anybody sees them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans import policies as plan_policies
from tequio.plans import queries as plan_queries
from tequio.plans.models import Commitment
from tequio.record import queries as record
from tequio.tracking import gantt, queries
from tequio.tracking.views.drawing import bars, gantt_words
from tequio.web.page import page

MISSING = 8


def commitment(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a commitment to a citizen: what was promised, how far it is, what is missing."""
    found = get_commitment(request, public_id)
    if slug != found.slug:
        return redirect(found, permanent=True)
    rows = queries.leaves_of(found, at=clock.now())
    promise = queries.promise_of(found)
    return page(
        request,
        "tracking/commitment.html",
        commitment=found,
        progress=queries.progress_of([found])[found.pk],
        loom=queries.loom(rows),
        headings=queries.by_heading(rows),
        missing=[row for row in rows if row.is_late or row.status == "stuck"][:MISSING],
        leads=promise.leads,
        parties=promise.parties,
        baselines=promise.baselines,
        alignment=promise.alignment,
        publication=promise.publication,
        may_edit=plan_policies.can_edit_commitment(request.actor, found),
        **addresses(found),
    )


def progress(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Explain a commitment's percentage: its tree, its weights, the evidence behind each leaf."""
    found = get_commitment(request, public_id)
    measured = queries.progress_of([found])[found.pk]
    pieces = queries.accepted_pieces([one.pk for one in measured.milestones.values()])
    return page(
        request,
        "tracking/commitment_progress.html",
        commitment=found,
        progress=measured,
        details=[(one, pieces.get(one.milestone.pk, ()) if one.milestone else ()) for one in measured.details],
        **addresses(found),
    )


def calendar(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Draw a commitment's milestones on the calendar."""
    found = get_commitment(request, public_id)
    rows = queries.leaves_of(found, at=clock.now())
    today = found.plan.jurisdiction.day_of(clock.now())
    drawing = gantt.draw(bars(rows), on=today, words=gantt_words())
    return page(request, "tracking/gantt.html", commitment=found, drawing=drawing, **addresses(found))


def evidence(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show all the evidence of a commitment that the actor may see."""
    found = get_commitment(request, public_id)
    pieces = queries.evidence_visible_to(request.actor).filter(milestone__commitment=found)
    return page(
        request,
        "tracking/evidence.html",
        commitment=found,
        pieces=pieces.order_by("-submitted_at", "-pk"),
        **addresses(found),
    )


def get_commitment(request: Request, public_id: str) -> Commitment:
    """Find a commitment of this place that the actor may see, or answer 404."""
    visible = plan_queries.commitments_of(request.jurisdiction, request.actor)
    return get_object_or_404(visible, public_id=public_id)


def addresses(commitment: Commitment) -> dict[str, Any]:
    """Return where a commitment's other pages are, and how many entries the record has of it."""
    whole = [commitment.plan.jurisdiction.slug, commitment.public_id, commitment.slug]
    return {
        "how_url": reverse("tracking:commitment_progress", args=whole),
        "gantt_url": reverse("tracking:gantt", args=whole),
        "evidence_url": reverse("tracking:evidence", args=whole),
        "ficha_url": reverse("plans:ficha", args=whole),
        "json_url": reverse("plans:commitment_json", args=whole),
        "versions_url": reverse("plans:versions", args=whole),
        "edit_url": reverse("plans:edit_commitment", args=whole[:2]),
        "history_url": reverse("record:history", args=["commitment", commitment.public_id]),
        "entries": record.entries_of(commitment.urn).count(),
    }
