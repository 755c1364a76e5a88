"""The public lists: what is late, and what has no evidence."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans.models import Milestone
from tequio.tracking import queries
from tequio.web.page import page

PER_PAGE = 25


def late(request: Request) -> HttpResponse:
    """List the milestones past their last day and not finished."""
    return _list(request, "late", queries.late_milestones(at=clock.now(), jurisdiction=request.jurisdiction))


def unproven(request: Request) -> HttpResponse:
    """List the milestones without a single piece of evidence."""
    return _list(request, "unproven", queries.milestones_without_evidence(jurisdiction=request.jurisdiction))


def _list(request: Request, kind: str, found: QuerySet[Milestone]) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    if text:
        found = found.filter(title__icontains=text)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
    rows = queries.leaves(Milestone.objects.filter(pk__in=[one.pk for one in shown]), at=clock.now())
    return page(request, "tracking/list.html", kind=kind, shown=shown, rows=rows, text=text)
