"""Lists: the public ones (late, without evidence, what moved) and the officers' own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tequio.kit import clock
from tequio.kit.policy import require
from tequio.people.queries import Officer, Request
from tequio.plans import queries as plan_queries
from tequio.plans.models import Milestone
from tequio.tracking import exports, policies, queries
from tequio.tracking.forms import MilestoneSearch, OwnSearch, QuickReportForm, TextSearch
from tequio.tracking.views.downloads import as_csv, handed
from tequio.web.page import page

PER_PAGE = 25
PER_DESK = 10
_WORDS: dict[str, dict[str, Any]] = {
    "late": {
        "title": _("What is late"),
        "explanation": _("Milestones past their last day that are not finished. The most recent deadline comes first."),
        "nothing": _("Nothing is late"),
    },
    "overdue": {
        "title": _("What is past its original date"),
        "explanation": _("Milestones not finished past the day that was agreed first, even if their date moved."),
        "nothing": _("Nothing is past its original date"),
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


def overdue(request: Request) -> HttpResponse:
    """List the milestones past the date agreed first and not finished, moved or not."""
    return _list(request, "overdue", queries.overdue_milestones(at=clock.now(), jurisdiction=request.jurisdiction))


def unproven(request: Request) -> HttpResponse:
    """List the milestones without a single piece of evidence."""
    return _list(request, "unproven", queries.milestones_without_evidence(jurisdiction=request.jurisdiction))


def changes(request: Request) -> HttpResponse:
    """List every change of status, the newest first."""
    search = TextSearch(request.GET)
    found = queries.recent_changes(jurisdiction=request.jurisdiction)
    found = search.narrow(found, "milestone__title", "milestone__commitment__title", "note")
    if request.GET.get("formato") == "csv":
        return handed("csv", f"{request.jurisdiction.slug}-cambios", exports.CHANGE_FIELDS, exports.changes(found))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "tracking/changes.html",
        shown=shown,
        search=search,
        is_narrowed=search.is_narrowed,
        csv_url=as_csv(request),
    )


@login_required
def to_review(request: Request) -> HttpResponse:
    """List the evidence that waits for the actor's review."""
    require(policies.can_open_review_queue(request.actor, request.jurisdiction))
    search = TextSearch(request.GET)
    found = queries.review_queue(request.actor).filter(milestone__commitment__plan__jurisdiction=request.jurisdiction)
    found = search.narrow(found, "title", "milestone__title", "milestone__commitment__title")
    if request.GET.get("formato") == "csv":
        return handed("csv", "por-revisar", exports.QUEUE_FIELDS, exports.queue(found))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    more: dict[str, Any] = {"search": search, "is_narrowed": search.is_narrowed, "csv_url": as_csv(request)}
    return page(request, "tracking/review.html", shown=shown, **more)


@login_required
def mine(request: Request) -> HttpResponse:
    """List what the actor's institution answers for, each with a short form to report on it."""
    if not isinstance(request.actor, Officer):
        return redirect("people:account")
    search = OwnSearch(request.GET)
    found = search.narrow_milestones(queries.own_milestones(request.actor))
    if request.GET.get("formato") == "csv":
        records = exports.milestones(queries.leaves(found, at=clock.now()))
        return handed("csv", "mis-hitos", exports.MILESTONE_FIELDS, records)
    shown = Paginator(found, PER_DESK).get_page(request.GET.get("page"))
    return page(
        request,
        "tracking/mine.html",
        shown=shown,
        rows=[(row, _quick(row)) for row in _in_order(shown, clock.now())],
        search=search,
        is_narrowed=search.is_narrowed,
        csv_url=as_csv(request),
    )


def _list(request: Request, kind: str, found: QuerySet[Milestone]) -> HttpResponse:
    plans = plan_queries.plans_of(request.jurisdiction, request.actor)
    search = MilestoneSearch(request.GET, jurisdiction=request.jurisdiction, plans=plans)
    found = search.narrow_milestones(found)
    at = clock.now()
    if request.GET.get("formato") == "csv":
        records = exports.milestones(queries.leaves(found, at=at))
        return handed("csv", f"{request.jurisdiction.slug}-{kind}", exports.MILESTONE_FIELDS, records)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "tracking/list.html",
        shown=shown,
        rows=_in_order(shown, at),
        search=search,
        is_narrowed=search.is_narrowed,
        csv_url=as_csv(request),
        here=reverse(f"tracking:{kind}", args=[request.jurisdiction.slug]) + _asked(request),
        tabs=[
            (words["title"], reverse(f"tracking:{name}", args=[request.jurisdiction.slug]) + _asked(request))
            for name, words in _WORDS.items()
        ],
        **_WORDS[kind],
    )


def _asked(request: Request) -> str:
    """Repeat what narrows the list, so that the next one is narrowed alike."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"?{asked.urlencode()}" if asked else ""


def _in_order(shown: Page[Milestone], at: datetime) -> list[queries.LeafRow]:
    keys = [one.pk for one in shown]
    rows = {row.milestone.pk: row for row in queries.leaves(Milestone.objects.filter(pk__in=keys), at=at)}
    return [rows[key] for key in keys]


def _quick(row: queries.LeafRow) -> QuickReportForm:
    first = {"status": row.status, "value": row.value}
    return QuickReportForm(
        milestone=row.milestone, prefix="report", initial=first, auto_id=f"m{row.milestone.public_id}-%s"
    )
