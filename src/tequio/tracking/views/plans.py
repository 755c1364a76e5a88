"""Plans as anybody sees them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans import policies as plan_policies
from tequio.plans import queries as plan_queries
from tequio.plans.models import ActionPlan, Commitment
from tequio.record import queries as record
from tequio.tracking import queries
from tequio.tracking.forms import CommitmentSearch, TextSearch
from tequio.web.page import page

PER_PAGE = 12


def plans(request: Request) -> HttpResponse:
    """List the plans of a place, the newest first."""
    search = TextSearch(request.GET)
    found = plan_queries.plans_visible_to(request.actor).filter(jurisdiction=request.jurisdiction)
    found = search.narrow(found, "name")
    shown: Page[ActionPlan] = Paginator(found.order_by("-start", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    figures = queries.plans_progress(shown.object_list)
    return page(
        request,
        "tracking/plans.html",
        shown=shown,
        rows=[(one, figures[one.pk]) for one in shown],
        search=search,
        is_narrowed=search.is_narrowed,
        may_manage=plan_policies.can_manage_plans(request.actor, request.jurisdiction),
    )


def plan(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a plan: what was promised and how far it is."""
    found = get_plan(request, public_id)
    if slug != found.slug:
        return redirect(found, permanent=True)
    search = CommitmentSearch(request.GET, plan=found)
    commitments = search.narrow_commitments(
        plan_queries.commitments_visible_to(request.actor).filter(plan=found).order_by("order", "pk")
    )
    shown: Page[Commitment] = Paginator(commitments, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "tracking/plan.html",
        plan=found,
        progress=queries.plan_progress(found),
        shown=shown,
        cards=queries.cards(shown.object_list, at=clock.now()),
        search=search,
        is_narrowed=search.is_narrowed,
        may_manage=plan_policies.can_manage_plans(request.actor, request.jurisdiction),
        **_addresses(found),
        **queries.counts_of_plan(found, at=clock.now()),
    )


def plan_progress(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Explain a plan's percentage."""
    found = get_plan(request, public_id)
    return page(request, "tracking/plan_progress.html", plan=found, progress=queries.plan_progress(found))


def get_plan(request: Request, public_id: str) -> ActionPlan:
    """Find a plan of this place that the actor may see, or answer 404."""
    visible = plan_queries.plans_visible_to(request.actor).filter(jurisdiction=request.jurisdiction)
    return get_object_or_404(visible, public_id=public_id)


def _addresses(plan: ActionPlan) -> dict[str, Any]:
    place = plan.jurisdiction.slug
    return {
        "how_url": reverse("tracking:plan_progress", args=[place, plan.public_id, plan.slug]),
        "late_url": reverse("tracking:late", args=[place]) + f"?plan={plan.public_id}",
        "unproven_url": reverse("tracking:unproven", args=[place]) + f"?plan={plan.public_id}",
        "history_url": reverse("record:history", args=["plan", plan.public_id]),
        "entries": record.entries_of(plan.urn).count(),
    }
