"""For search engines: what there is, page by page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tequio.portal.queries import sitemaps


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the parts of the map of the site (sitemaps.org)."""
    parts = [_absolute(request, reverse("portal:sitemap_part", args=[one])) for one in sitemaps.parts()]
    return render(request, "portal/sitemap.xml", {"parts": parts}, content_type="application/xml; charset=utf-8")


@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """Give one part of the map: the addresses of public things, and when the record last told of each."""
    rows = sitemaps.part(number)
    if rows is None:
        raise Http404
    found = [(_absolute(request, url), at) for url, at in rows]
    return render(request, "portal/sitemap_part.xml", {"rows": found}, content_type="application/xml; charset=utf-8")


def _absolute(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)
