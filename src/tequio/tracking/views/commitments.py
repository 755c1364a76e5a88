"""Commitments as anybody sees them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans import policies as plan_policies
from tequio.plans.models import Commitment, Milestone
from tequio.plans.vocab import Horizon
from tequio.tracking import gantt, queries
from tequio.tracking.forms import EvidenceSearch, HorizonSearch
from tequio.tracking.views.asked import canonical, commitment_of, marked
from tequio.tracking.views.drawing import bars, gantt_words
from tequio.tracking.vocab import Status
from tequio.web.page import page

MISSING = 8
PER_PAGE = 24


def commitment(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a commitment to a citizen: what was promised, how far it is, what is missing."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    at = clock.now()
    rows = queries.leaves_of(found, at=at)
    missing = [row for row in rows if row.is_late or row.status == Status.STUCK]
    return page(
        request,
        "tracking/commitment.html",
        commitment=found,
        progress=queries.progress_of([found])[found.pk],
        loom=queries.loom(rows),
        headings=queries.by_heading(rows),
        missing=missing[:MISSING],
        more_missing=max(0, len(missing) - MISSING),
        aspects=queries.aspects_of_commitment(found, request.actor, at),
        promise=queries.promise_of(found),
        may_edit=plan_policies.can_edit_commitment(request.actor, found),
        **addresses(found),
        **marked(found),
    )


def progress(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Explain a commitment's percentage: its tree, its weights, the evidence behind each leaf."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    measured = queries.progress_of([found])[found.pk]
    pieces = queries.accepted_pieces([one.pk for one in measured.milestones.values()])
    horizons = [(Horizon(code).label, figures) for code, figures in queries.by_horizon(measured).items() if code]
    return page(
        request,
        "tracking/commitment_progress.html",
        commitment=found,
        progress=measured,
        details=[(one, pieces.get(one.milestone.pk, ()) if one.milestone else ()) for one in measured.details],
        horizons=horizons if len(horizons) > 1 else [],
        **addresses(found),
        **marked(found),
    )


def calendar(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Draw a commitment's milestones on the calendar."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    horizons = list(found.objectives.order_by("order", "pk"))
    search = HorizonSearch(request.GET, horizons=horizons)
    leaves = search.narrow_milestones(Milestone.objects.filter(commitment=found))
    today = found.plan.jurisdiction.day_of(clock.now())
    drawing = gantt.draw(bars(queries.leaves(leaves, at=clock.now())), on=today, words=gantt_words())
    return page(
        request,
        "tracking/gantt.html",
        commitment=found,
        drawing=drawing,
        search=search if len(horizons) > 1 else None,
        **addresses(found),
        **marked(found),
    )


def evidence(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show all the evidence of a commitment that the actor may see."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    search = EvidenceSearch(request.GET)
    pieces = search.narrow_pieces(queries.evidence_visible_to(request.actor).filter(milestone__commitment=found))
    shown = Paginator(pieces.order_by("-submitted_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "tracking/evidence.html",
        commitment=found,
        shown=shown,
        search=search,
        is_narrowed=search.is_narrowed,
        **addresses(found),
        **marked(found),
    )


def addresses(commitment: Commitment) -> dict[str, Any]:
    """Return where a commitment's other pages are."""
    whole = [commitment.plan.jurisdiction.slug, commitment.public_id, commitment.slug]
    return {
        "how_url": reverse("tracking:commitment_progress", args=whole),
        "gantt_url": reverse("tracking:gantt", args=whole),
        "evidence_url": reverse("tracking:evidence", args=whole),
        "sheet_url": reverse("plans:sheet", args=whole),
        "json_url": reverse("plans:commitment_json", args=whole),
        "versions_url": reverse("plans:versions", args=whole),
        "edit_url": reverse("plans:edit_commitment", args=whole[:2]),
    }
