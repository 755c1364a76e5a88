"""Plans as anybody sees them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans import queries as plan_queries
from tequio.plans.models import ActionPlan
from tequio.tracking import queries
from tequio.web.page import page

PER_PAGE = 20


def plans(request: Request) -> HttpResponse:
    """List the plans of a place, the newest first."""
    found = plan_queries.plans_visible_to(request.actor).filter(jurisdiction=request.jurisdiction)
    text = request.GET.get("q", "").strip()
    if text:
        found = found.filter(name__icontains=text)
    shown = Paginator(found.order_by("-start", "-pk"), PER_PAGE).get_page(request.GET.get("pagina"))
    return page(
        request, "tracking/plans.html", plans=shown, progress=queries.plans_progress(shown.object_list), text=text
    )


def plan(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a plan: what was promised and how far it is."""
    found = _plan(request, public_id)
    if slug != found.slug:
        return redirect(found, permanent=True)
    return page(
        request, "tracking/plan.html", plan=found, progress=queries.plan_progress(found), at=clock.now()
    )


def plan_progress(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Explain a plan's percentage."""
    found = _plan(request, public_id)
    return page(request, "tracking/plan_progress.html", plan=found, progress=queries.plan_progress(found))


def _plan(request: Request, public_id: str) -> ActionPlan:
    visible = plan_queries.plans_visible_to(request.actor).filter(jurisdiction=request.jurisdiction)
    return get_object_or_404(visible, public_id=public_id)
