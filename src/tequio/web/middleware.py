"""Refusals become pages: Denied is a 403 with its reason."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
