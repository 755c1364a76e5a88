"""A page: one template, its context, and the right status."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tequio.kit.slot import Slot

# Filled by the roof: each answers the menu entries (text, address, is_current) that a request may see.
menu: Slot[[HttpRequest], list[tuple[Any, str]]] = Slot("web.menu")

# Filled by the roof: each answers the links (text, address) of every page's foot.
footer: Slot[[HttpRequest], list[tuple[Any, str]]] = Slot("web.footer")


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a full page; 422 when a bound form in it is invalid, so that nobody takes it for done."""
    forms = [value for value in context.values() if isinstance(value, BaseForm | BaseFormSet)]
    if status == 200 and any(form.is_bound and not form.is_valid() for form in forms):
        status = 422
    return render(request, template, context, status=status)


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page behind a secret address out of caches, of search engines and of the next site's knowledge.

    The browser still says where a form of it comes from, or every form would be refused as another site's.
    """
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Return what base.html needs on every page."""
    return {
        "site_title": settings.SITE_TITLE,
        "is_demo": settings.IS_DEMO,
        "menu": [entry for answer in menu.ask(request) for entry in answer],
        "foot": [entry for answer in footer.ask(request) for entry in answer],
        "actor": getattr(request, "actor", None),
        "jurisdiction": getattr(request, "jurisdiction", None),
    }
