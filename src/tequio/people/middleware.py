"""Who asks, and about which place: request.actor and request.jurisdiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tequio.kit import clock
from tequio.kit.actor import Actor
from tequio.people import policies, queries
from tequio.people.models import Tenure, User
from tequio.people.vocab import CHOSEN
from tequio.record import queries as record

# What still answers before the site exists, and while a coordination has no second factor.
_BEFORE_INSTALLING = ("/instalar/", "/static/", "/idioma/", "/salud/")
_BEFORE_SECOND_FACTOR = ("/cuenta/", "/mi-cuenta/", "/static/", "/idioma/")


class WhoAndWhereMiddleware:
    """Set request.actor (officer with the chosen office, or visitor) and request.jurisdiction (from the path)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        timezone.deactivate()  # this thread may still show the times of another place
        request.jurisdiction = None  # type: ignore[attr-defined]
        request.tenures = []  # type: ignore[attr-defined]
        if not record.is_installed():
            request.actor = queries.Visitor()  # type: ignore[attr-defined]
            if not request.path.startswith(_BEFORE_INSTALLING):
                return redirect("people:install")
            return self.get_response(request)
        actor = request.actor = actor_of(request)  # type: ignore[attr-defined]
        if _lacks_second_factor(actor) and not request.path.startswith(_BEFORE_SECOND_FACTOR):
            return redirect(reverse("mfa_activate_totp"))
        response = self.get_response(request)
        # What somebody sees with an account stays out of shared caches and of what the next person finds with "back".
        if queries.account_of(actor) is not None and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Take the jurisdiction out of the path; 404 if there is none at that name."""
        slug = kwargs.pop("jurisdiction", None)
        if slug is not None:
            place = queries.jurisdiction(slug)
            if place is None:
                raise Http404
            timezone.activate(ZoneInfo(place.time_zone))
            request.jurisdiction = place  # type: ignore[attr-defined]
        return


def actor_of(request: HttpRequest) -> Actor:
    """Return the officer or visitor behind a request; one query for an account, none for a stranger."""
    user = request.user
    if not isinstance(user, User):
        return queries.Visitor()
    held: list[Tenure] = queries.tenures_at(user, clock.now())
    request.tenures = held  # type: ignore[attr-defined]
    if not held:
        return queries.Visitor(user)
    chosen = request.session.get(CHOSEN)
    tenure = next((one for one in held if one.office.public_id == chosen), held[0])
    return queries.Officer(user, tenure.office)


def _lacks_second_factor(actor: Actor) -> bool:
    if not settings.SECOND_FACTOR_REQUIRED or not isinstance(actor, queries.Officer):
        return False
    return policies.holds(actor, "coordination") and not queries.has_second_factor(actor.user)
