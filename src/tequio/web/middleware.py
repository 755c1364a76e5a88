"""Refusals become pages: Denied is a 403 with its reason."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from tequio.kit.policy import Denied
from tequio.web.page import page


class RefusalMiddleware:
    """Answer a Denied, wherever it was raised, with the page that says why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # No address holds a NUL, and PostgreSQL refuses to look for one.
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return page(request, "404.html", status=404)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a Denied into a 403."""
        if isinstance(exception, Denied):
            return page(request, "403.html", status=403, reason=exception.reason)
        return None


class GZipPagesMiddleware(GZipMiddleware):
    """Compress pages and data, never stored files: those keep their bytes, their ranges and their entity tags."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what is whole in memory and made of text."""
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/", "application/json", "application/atom+xml")):
            return response
        return super().process_response(request, response)
