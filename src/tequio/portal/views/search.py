"""Site search: one box over everything public, of the site or of one place."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tequio.people.queries import Request
from tequio.portal.forms import SiteSearch
from tequio.portal.queries import findings
from tequio.web.page import page

SUGGESTED = 6
LONGEST_NUMBER = 6


@require_safe
def search(request: Request) -> HttpResponse:
    """Show what holds the words asked for, of the whole site or of one place."""
    form = SiteSearch(request.GET, kinds=findings.kinds())
    found, shown = _found(request, form)
    return page(
        request,
        "portal/search.html",
        form=form,
        found=found,
        shown=shown,
        tabs=_tabs(request, form, found),
        here=_tab(request, form.text, form.kind),
        suggested=findings.newest(request.jurisdiction, SUGGESTED) if not found.rows else [],
        json_url=_address(request, "search_json") + f"?{request.GET.urlencode()}",
        everywhere_url=reverse("portal:search") + "?" + urlencode({"q": form.text}) if request.jurisdiction else "",
    )


@require_safe
def search_json(request: Request) -> HttpResponse:
    """Give the same hits as data."""
    found, shown = _found(request, SiteSearch(request.GET, kinds=findings.kinds()))
    rows = [
        {
            "urn": one.document.urn,
            "kind": one.document.kind,
            "title": one.document.title,
            "where": one.document.where,
            "url": request.build_absolute_uri(one.document.url),
            "snippet": "".join(piece for piece, _is_hit in one.snippet),
        }
        for one in found.rows
    ]
    said = {
        "count": found.count,
        "is_more": found.is_more,
        "by_kind": found.by_kind,
        "page": shown.number,
        "pages": shown.paginator.num_pages,
        "results": rows,
    }
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def opensearch(request: Request) -> HttpResponse:
    """Tell browsers how to search here (OpenSearch 1.1)."""
    response = page(
        request,
        "portal/opensearch.xml",
        language=get_language(),
        url=request.build_absolute_uri(reverse("portal:search")),
        json_url=request.build_absolute_uri(reverse("portal:search_json")),
    )
    response["Content-Type"] = "application/opensearchdescription+xml; charset=utf-8"
    return response


def _found(request: Request, form: SiteSearch) -> tuple[findings.Findings, Any]:
    """Return a page of hits; a number of a page that is not there means the last one."""
    said = request.GET.get("page", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < LONGEST_NUMBER else 1
    number = max(1, min(number, findings.MOST // findings.PER_PAGE))
    start = (number - 1) * findings.PER_PAGE
    found = findings.find(form.text, kind=form.kind, place=request.jurisdiction, start=start)
    pages = Paginator(range(min(found.count, findings.MOST)), findings.PER_PAGE)
    return found, pages.get_page(number)


def _tabs(request: Request, form: SiteSearch, found: findings.Findings) -> list[tuple[str, str]]:
    """Return a link for each kind that was found, the whole first."""
    named = sorted(findings.kinds().items(), key=lambda one: one[1][1])
    counted = [(_("Everything"), "", sum(found.by_kind.values()))]
    counted += [(str(name), kind, found.by_kind[kind]) for kind, (name, _rank) in named if found.by_kind.get(kind)]
    return [(f"{name} ({count})", _tab(request, form.text, kind)) for name, kind, count in counted]


def _tab(request: Request, text: str, kind: str) -> str:
    asked = {"q": text} | ({"tipo": kind} if kind else {})
    return f"{_address(request, 'search')}?{urlencode(asked)}"


def _address(request: Request, name: str) -> str:
    place = request.jurisdiction
    return reverse(f"portal:{name}_place", args=[place.slug]) if place else reverse(f"portal:{name}")
