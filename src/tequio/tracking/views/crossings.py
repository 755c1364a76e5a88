"""A plan crossed by what its commitments have in common; the roadmap and the deliverables of one of them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tequio.people.queries import Request
from tequio.plans import policies as plan_policies
from tequio.plans.models import ActionPlan
from tequio.tracking import exports, queries
from tequio.tracking.forms.crossings import CrossingSearch
from tequio.tracking.queries import crossings as crossed
from tequio.tracking.queries import roadmap as outline
from tequio.tracking.queries.crossing import Crossing
from tequio.tracking.views.asked import canonical, commitment_of, marked, plan_of
from tequio.tracking.views.downloads import as_csv, handed
from tequio.web.page import page

PER_PAGE = 50


def crossings(request: Request, public_id: str, slug: str) -> HttpResponse:
    """List the tables that cross a plan."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    place = [request.jurisdiction.slug, found.public_id, found.slug]
    rows = [
        (title, lede, reverse(f"tracking:{which}", args=place))
        for which, (title, lede, _label, _make) in crossed.CROSSINGS.items()
    ]
    return page(request, "tracking/crossings.html", plan=found, rows=rows, **marked(found))


def crossing(request: Request, public_id: str, slug: str, which: str) -> HttpResponse:
    """Show one of them."""
    found = plan_of(request, public_id)
    title, lede, label, make = crossed.CROSSINGS[which]
    return canonical(request, found, slug) or _shown(
        request, found, make(found), which=which, title=title, lede=lede, label=label
    )


def place_sdgs(request: Request) -> HttpResponse:
    """Cross the commitments of every public plan of a place with the 2030 Agenda."""
    title, lede, label, _make = crossed.CROSSINGS["sdgs"]
    made = crossed.sdgs(request.jurisdiction)
    return _shown(request, request.jurisdiction, made, which="sdgs", title=title, lede=lede, label=label)


def roadmap(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show the phases of a commitment, one inside another, and when each is."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    return page(
        request,
        "tracking/roadmap.html",
        commitment=found,
        phases=outline.phases_of(found),
        may_edit=plan_policies.can_edit_commitment(request.actor, found),
        **marked(found),
    )


def deliverables(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show what each milestone of a commitment delivered, the addresses that lead nowhere first."""
    found = commitment_of(request, public_id)
    links = [one for one in queries.links_of(found.plan, Q(pk=found.pk)) if one.kind == "deliverable"]
    may_edit = plan_policies.can_edit_commitment(request.actor, found)
    return canonical(request, found, slug) or _shown(
        request,
        found,
        outline.matrix(found, links),
        which="deliverables",
        title=_("Milestones and what they deliver"),
        lede=_("What each milestone delivered and where it is, with the links that are empty or broken."),
        label=_("State of the link"),
        edit_url=reverse("plans:edit_deliverables", args=[request.jurisdiction.slug, public_id]) if may_edit else "",
    )


def _shown(request: Request, thing: Any, made: Crossing, *, which: str, label: Any, **more: Any) -> HttpResponse:
    search = CrossingSearch(request.GET, crossing=made, label=label)
    rows = search.narrow_rows(made.rows)
    if request.GET.get("formato") == "csv":
        records = [record for row in rows for record in row.records]
        return handed("csv", f"{thing.slug}-{which}", exports.CROSSING_FIELDS[which], records)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "tracking/crossing.html",
        thing=thing,
        is_plan=isinstance(thing, ActionPlan),
        made=made,
        shown=shown,
        lines=[(row, list(zip(made.columns, row.cells, strict=True))) for row in shown],
        search=search,
        is_narrowed=search.is_narrowed,
        csv_url=as_csv(request),
        **(more | marked(thing)),
    )
