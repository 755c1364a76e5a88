"""Pages that belong to nobody: errors, statements, the gallery."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tequio.web.page import page


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not allowed, and what to do."""
    return page(request, "403.html", status=403, reason="")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form got too old to be trusted."""
    return page(request, "403.html", status=403, reason="", is_stale_form=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here."""
    return page(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we failed, without asking the database anything."""
    return page(request, "500.html", status=500)
