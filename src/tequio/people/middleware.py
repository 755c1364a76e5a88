"""Who asks, and about which place: request.actor and request.jurisdiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from tequio.kit import clock
from tequio.kit.actor import Actor
from tequio.people import queries
from tequio.people.models import User

CHOSEN = "tequio_office"


class WhoAndWhereMiddleware:
    """Set request.actor (officer with the chosen office, or visitor) and request.jurisdiction (from the path)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.jurisdiction = None
        request.actor = actor_of(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Take the jurisdiction out of the path; 404 if there is none at that name."""
        slug = kwargs.pop("jurisdiction", None)
        if slug is not None:
            request.jurisdiction = queries.jurisdiction(slug)
            if request.jurisdiction is None:
                raise Http404
        return None


def actor_of(request: HttpRequest) -> Actor:
    """Return the officer or visitor behind a request."""
    user = request.user
    if not isinstance(user, User):
        return queries.Visitor()
    held = queries.tenures_of(user, on=clock.today("America/Mexico_City"))
    request.tenures = held
    if not held:
        return queries.Visitor(user)
    chosen = request.session.get(CHOSEN)
    tenure = next((one for one in held if one.office.public_id == chosen), held[0])
    return queries.Officer(user, tenure.office)
