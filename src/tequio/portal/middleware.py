"""Cache by the record: what a visitor sees of a public page changes only with a fact, so a tag of facts is its tag.

The entity tag holds the newest entries of the page's subjects (queries/told.py), the release, the language, the rules
of the place **and its day**, because lateness moves at midnight without an entry. Whoever holds that tag is answered
304 before the view runs; whoever does not gets the page of the last visitor, if this process remembers it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from tequio import __version__
from tequio.kit import clock
from tequio.people.models import Jurisdiction
from tequio.people.queries import Visitor
from tequio.portal.queries.told import Told, told_by
from tequio.record import queries as record

# A page made while a fact commits may show it under the older tag; such a page is forgotten after this many seconds,
# and its tag no longer matches anyhow.
AT_MOST = 60
_ANY = "*"


class RecordCacheMiddleware:
    """Answer visitors from what they hold, or from what this process remembers, while nothing of it moved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        tag: str = getattr(request, "told_as", "")
        is_shared = bool(tag) and _is_for_everybody(request, response)
        if is_shared:
            if response.status_code == 200 and not response.streaming and not hasattr(request, "is_remembered"):
                caches["pages"].set(_key(request, tag), (response.content, dict(response.headers)), AT_MOST)
            response.headers["ETag"] = tag
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if _is_visitor(request) and not response.has_header("Cache-Control"):
            # A shared cache may keep what is for everybody, and asks here each time whether it still holds.
            response.headers["Cache-Control"] = "no-cache" if is_shared else "private, no-cache"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Answer before the page is made, where nothing moved."""
        match = request.resolver_match
        if request.method not in ("GET", "HEAD") or match is None or not _is_stranger(request):
            return None
        told = told_by(match.view_name, request, kwargs)
        if told is None:
            return None
        tag = request.told_as = _tag(request, told)  # type: ignore[attr-defined]
        if _ANY not in request.headers.get("If-None-Match", ""):
            unchanged = get_conditional_response(request, etag=tag)
            if unchanged is not None:
                return unchanged
        found = caches["pages"].get(_key(request, tag))
        if found is None:
            return None
        request.is_remembered = True  # type: ignore[attr-defined]
        content, headers = found
        return HttpResponse(content, headers=headers)


def _is_visitor(request: HttpRequest) -> bool:
    actor = getattr(request, "actor", None)
    return isinstance(actor, Visitor) and actor.user is None


def _is_stranger(request: HttpRequest) -> bool:
    """Tell whether nothing of the page can be meant for this person alone: no account, no message waiting."""
    return _is_visitor(request) and not request.session.session_key


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether a page carries nothing of one visitor: a form's token, a cookie."""
    has_token = "CSRF_COOKIE_NEEDS_UPDATE" in request.META
    return response.status_code in (200, 304) and not response.cookies and not has_token


def _tag(request: HttpRequest, told: Told) -> str:
    """Return a weak tag: compressing pads each answer at random, so that no two have the same bytes."""
    said = f"{__version__} {get_language()} {request.build_absolute_uri()} {told.mark()} {_place(request, told)}"
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _place(request: HttpRequest, told: Told) -> str:
    """Say the rules of the place and its day; of every place, where the page tells of all."""
    place = getattr(request, "jurisdiction", None)
    places = [place] if place is not None else []
    if told.is_everything:
        places = list(Jurisdiction.objects.order_by("pk"))
    now = clock.now()
    days = sorted({one.day_of(now).isoformat() for one in places}) or [now.date().isoformat()]
    return f"{days} {[_values(one) for one in places]}"


def _values(thing: Model) -> list[Any]:
    return [getattr(thing, field.attname) for field in thing._meta.concrete_fields]


def _key(request: HttpRequest, tag: str) -> str:
    return f"{record.site()} {tag}".replace(" ", "|")
