"""Pages that visitors ask again and again, remembered until the record moves.

What a visitor sees of a plan, a commitment or a milestone changes only with a fact, so the newest entry of the record
is part of the key; so are the address, the language and the day, because lateness moves at midnight without an entry.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from tequio import __version__
from tequio.kit import clock
from tequio.people.queries import Visitor
from tequio.record import queries as record

# Views whose content is public facts only.
REMEMBERED = frozenset(
    {
        "portal:home",
        "portal:place",
        "tracking:plan",
        "tracking:commitment",
        "tracking:milestone",
        "tracking:late",
        "tracking:unproven",
    }
)
# Two facts may commit in another order than their ids: a page made between them is forgotten after this many seconds.
AT_MOST = 60


class RememberedPageMiddleware:
    """Answer a visitor with the page of the last visitor, while nothing in it can have changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = getattr(request, "remembered_as", None)
        if key and _is_for_everybody(request, response):
            caches["pages"].set(key, (response.content, response.headers["Content-Type"]), AT_MOST)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Return the remembered page, if there is one for this visitor."""
        if request.method != "GET" or not _is_stranger(request):
            return None
        if request.resolver_match is None or request.resolver_match.view_name not in REMEMBERED:
            return None
        key = _key(request)
        found = caches["pages"].get(key)
        if found is None:
            request.remembered_as = key  # type: ignore[attr-defined]
            return None
        content, content_type = found
        return HttpResponse(content, content_type=content_type)


def _is_stranger(request: HttpRequest) -> bool:
    """Tell whether nothing of the page can be meant for this person alone: no account, no message waiting."""
    actor = getattr(request, "actor", None)
    return isinstance(actor, Visitor) and actor.user is None and not request.session.session_key


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    has_token = "CSRF_COOKIE_NEEDS_UPDATE" in request.META
    return response.status_code == 200 and not response.streaming and not response.cookies and not has_token


def _key(request: HttpRequest) -> str:
    place = getattr(request, "jurisdiction", None)
    day = place.day_of(clock.now()) if place is not None else clock.now().date()
    return f"{__version__} {record.newest()} {day} {get_language()} {request.get_full_path()}".replace(" ", "|")
