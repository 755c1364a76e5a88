"""What was said in a place, for anybody: the list, its files, how soon it is answered, what was moderated."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tequio.contributions import exports, queries
from tequio.contributions.forms import ContributionSearch
from tequio.contributions.policies import can_change_rules
from tequio.contributions.views.asked import thing_of
from tequio.contributions.vocab import Reason
from tequio.kit import clock
from tequio.people.queries import Request
from tequio.record import queries as record
from tequio.web.page import page

PER_PAGE = 25


@require_safe
def contributions(request: Request) -> HttpResponse:
    """List what was asked and said in a place, with its answers."""
    at = clock.now()
    search = ContributionSearch(request.GET)
    today = request.jurisdiction.day_of(at)
    found = search.narrow(queries.contributions_of(request.jurisdiction), on=today)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "contributions/contributions.html",
        shown=shown,
        rows=queries.said(shown, at=at),
        today=today,
        search=search,
        is_narrowed=search.is_narrowed,
        query=request.GET.urlencode(),
    )


@require_safe
def table(request: Request, form: str) -> HttpResponse:
    """Give what was asked and said in a place, as it was searched for."""
    at = clock.now()
    search = ContributionSearch(request.GET)
    found = search.narrow(queries.contributions_of(request.jurisdiction), on=request.jurisdiction.day_of(at))
    return handed(f"{request.jurisdiction.slug}-preguntas", queries.said(found, at=at), form)


@require_safe
def thread_table(request: Request, kind: str, thing: str, form: str) -> HttpResponse:
    """Give what was said about a thing and all beneath it."""
    name, _about = thing_of(request, kind, thing)
    rows = queries.said(queries.contributions_about(name), at=clock.now())
    return handed(f"{kind}-{thing}-preguntas", rows, form)


@require_safe
def annex(request: Request, kind: str, thing: str) -> HttpResponse:
    """Give the comments that a form carries at its end, with what became of each."""
    name, _about = thing_of(request, kind, thing)
    return handed(f"{kind}-{thing}-comentarios", queries.said(queries.annex_of(name), at=clock.now()), "json")


@require_safe
def pace(request: Request) -> HttpResponse:
    """Show how soon a place answers."""
    return page(
        request,
        "contributions/pace.html",
        pace=queries.pace_of(request.jurisdiction, at=clock.now()),
        rules=queries.rules_of(request.jurisdiction),
        may_change=can_change_rules(request.actor, request.jurisdiction),
    )


@require_safe
def moderation(request: Request) -> HttpResponse:
    """Show what was hidden, shown again or erased, as the record tells it."""
    found = record.of_types(*queries.MODERATED, tenant=request.jurisdiction.urn)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "contributions/moderation.html", shown=shown, lines=record.lines(shown), reasons=Reason.labels)


def handed(name: str, rows: list[queries.Said], form: str) -> HttpResponse:
    """Hand over what was said as a file of its own, as CSV or JSON."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Access-Control-Allow-Origin": "*"}
    found = exports.records(rows)
    if form == "csv":
        return HttpResponse(exports.as_csv(found), content_type="text/csv; charset=utf-8", headers=headers)
    return HttpResponse(exports.as_json(found), content_type="application/json", headers=headers)
