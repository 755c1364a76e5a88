"""The front pages: every place, and one place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.portal import queries
from tequio.tracking import queries as tracking
from tequio.web.page import page


def home(request: Request) -> HttpResponse:
    """Show the places that run plans here; where there is only one, go to it."""
    places = queries.places()
    if len(places) == 1:
        return redirect("portal:place", places[0][0].slug)
    return page(
        request,
        "portal/home.html",
        places=places,
        moved=tracking.recent_changes()[: queries.CHANGES],
        mark=queries.mark_of_all(places),
        feed_url=reverse("record:feed"),
    )


def place(request: Request) -> HttpResponse:
    """Show what a place promised, what moved, what is late, and how to take part."""
    at = clock.now()
    today = request.jurisdiction.day_of(at)
    plans = [queries.at_a_glance(plan, at) for plan in queries.in_force(request.jurisdiction, today)]
    moved = tracking.recent_changes(jurisdiction=request.jurisdiction)[: queries.CHANGES]
    return page(
        request,
        "portal/place.html",
        plans=plans,
        reviews=queries.open_reviews(request.jurisdiction, today),
        moved=moved,
        children=queries.below(request.jurisdiction),
        mark=queries.mark_of(request.jurisdiction, plans),
        feed_url=reverse("record:feed") + "?" + urlencode({"lugar": request.jurisdiction.public_id}),
    )
