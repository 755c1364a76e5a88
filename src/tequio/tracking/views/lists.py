"""Lists of milestones: the public ones (late, without evidence) and the officers' own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from tequio.kit import clock
from tequio.kit.policy import require
from tequio.people.queries import Request
from tequio.plans import queries as plan_queries
from tequio.plans.models import Milestone
from tequio.tracking import exports, policies, queries
from tequio.tracking.forms import MilestoneSearch
from tequio.web.page import page

PER_PAGE = 25
_WORDS: dict[str, dict[str, Any]] = {
    "late": {
        "title": _("What is late"),
        "explanation": _("Milestones past their last day that are not finished. The most recent deadline comes first."),
        "nothing": _("Nothing is late"),
    },
    "unproven": {
        "title": _("What has no evidence"),
        "explanation": _("Milestones without a single piece of evidence. The earliest deadline comes first."),
        "nothing": _("Every milestone has evidence"),
    },
}


def late(request: Request) -> HttpResponse:
    """List the milestones past their last day and not finished."""
    return _list(request, "late", queries.late_milestones(at=clock.now(), jurisdiction=request.jurisdiction))


def unproven(request: Request) -> HttpResponse:
    """List the milestones without a single piece of evidence."""
    return _list(request, "unproven", queries.milestones_without_evidence(jurisdiction=request.jurisdiction))


@login_required
def to_review(request: Request) -> HttpResponse:
    """List the evidence that waits for the actor's review."""
    require(policies.can_open_review_queue(request.actor, request.jurisdiction))
    found = queries.review_queue(request.actor).filter(milestone__commitment__plan__jurisdiction=request.jurisdiction)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "tracking/review.html", shown=shown)


def _list(request: Request, kind: str, found: QuerySet[Milestone]) -> HttpResponse:
    plans = plan_queries.plans_visible_to(request.actor).filter(jurisdiction=request.jurisdiction)
    search = MilestoneSearch(request.GET, jurisdiction=request.jurisdiction, plans=plans)
    found = search.narrow_milestones(found)
    at = clock.now()
    if request.GET.get("formato") == "csv":
        records = exports.milestones(queries.leaves(found, at=at))
        text = exports.as_csv(exports.MILESTONE_FIELDS, records)
        headers = {"Content-Disposition": f'attachment; filename="{request.jurisdiction.slug}-{kind}.csv"'}
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked["formato"] = "csv"
    return page(
        request,
        "tracking/list.html",
        shown=shown,
        rows=_in_order(shown.object_list, at),
        search=search,
        is_narrowed=search.is_narrowed,
        csv_url=f"?{asked.urlencode()}",
        **_WORDS[kind],
    )


def _in_order(milestones: Any, at: Any) -> list[queries.LeafRow]:
    keys = [one.pk for one in milestones]
    rows = {row.milestone.pk: row for row in queries.leaves(Milestone.objects.filter(pk__in=keys), at=at)}
    return [rows[key] for key in keys]
