"""Plans as anybody sees them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans import policies as plan_policies
from tequio.plans import queries as plan_queries
from tequio.plans.models import ActionPlan, Commitment, Milestone
from tequio.plans.vocab import State
from tequio.tracking import exports, queries
from tequio.tracking.forms import AlertSearch, CommitmentSearch, TextSearch
from tequio.tracking.views.asked import canonical, marked, plan_of
from tequio.tracking.views.downloads import as_csv, handed
from tequio.web.page import page

PER_PAGE = 12
ALERTS_PER_PAGE = 25


def plans(request: Request) -> HttpResponse:
    """List the plans of a place, the newest first."""
    search = TextSearch(request.GET)
    found = search.narrow(plan_queries.plans_of(request.jurisdiction, request.actor), "name", "description")
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
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    at = clock.now()
    search = CommitmentSearch(request.GET, plan=found)
    visible = plan_queries.commitments_visible_to(request.actor).filter(plan=found)
    late = queries.late_milestones(at=at, jurisdiction=found.jurisdiction)
    commitments = search.narrow_commitments(visible, late=late)
    shown: Page[Commitment] = Paginator(commitments, PER_PAGE).get_page(request.GET.get("page"))
    progress = queries.plan_progress(found)
    return page(
        request,
        "tracking/plan.html",
        plan=found,
        progress=progress,
        shown=shown,
        cards=queries.cards(shown, at=at, measured=progress.commitments),
        search=search,
        is_narrowed=search.is_narrowed,
        aspects=queries.aspects_of_plan(found, request.actor, at),
        may_manage=plan_policies.can_manage_plans(request.actor, request.jurisdiction),
        **(_addresses(found) | _beside(found, request) | marked(found) | queries.counts_of_plan(found, at=at)),
    )


def plan_progress(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Explain a plan's percentage."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    progress = queries.plan_progress(found)
    return page(request, "tracking/plan_progress.html", plan=found, progress=progress, **marked(found))


def alerts(request: Request, public_id: str, slug: str) -> HttpResponse:
    """List what is worth a second look in a plan, the gravest first."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    search = AlertSearch(request.GET)
    quiet_days = queries.rules_of(found.jurisdiction).quiet_days
    alerts = _alerts(found, search, quiet_days)
    if request.GET.get("formato") == "csv":
        return handed("csv", f"{found.slug}-alertas", exports.ALERT_FIELDS, exports.alerts(alerts))
    shown = Paginator(alerts, ALERTS_PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "tracking/alerts.html",
        plan=found,
        shown=shown,
        search=search,
        is_narrowed=search.is_narrowed,
        quiet_days=quiet_days,
        csv_url=as_csv(request),
        **marked(found),
    )


def _alerts(plan: ActionPlan, search: AlertSearch, quiet_days: int) -> list[queries.AnyAlert]:
    at = clock.now()
    leaves = Milestone.objects.filter(commitment__plan=plan, commitment__state=State.PUBLISHED)
    rows = queries.leaves(search.narrow(leaves, "title", "commitment__title"), at=at)
    moved, unlinked = queries.last_moved(leaves), queries.milestones_with_broken_links(plan)
    found = queries.alerts_of(rows, quiet_days=quiet_days, moved=moved, unlinked=unlinked)
    owed = queries.owed_alerts(search.narrow(Commitment.objects.filter(plan=plan), "title"), at)
    return search.narrow_alerts(queries.gravest_first([*found, *owed]))


def _beside(plan: ActionPlan, request: Request) -> dict[str, Any]:
    """Return the plan before this one and those after it, where the actor may see them."""
    visible = plan_queries.plans_of(request.jurisdiction, request.actor)
    rows = list(visible.filter(Q(pk=plan.predecessor_id) | Q(predecessor=plan)))
    before = next((one for one in rows if one.pk == plan.predecessor_id), None)
    return {"before": before, "after": [one for one in rows if one is not before]}


def _addresses(plan: ActionPlan) -> dict[str, Any]:
    place = plan.jurisdiction.slug
    whole = [place, plan.public_id, plan.slug]
    return {
        "how_url": reverse("tracking:plan_progress", args=whole),
        "alerts_url": reverse("tracking:alerts", args=whole),
        "late_url": reverse("tracking:late", args=[place]) + f"?plan={plan.public_id}",
        "unproven_url": reverse("tracking:unproven", args=[place]) + f"?plan={plan.public_id}",
    }
