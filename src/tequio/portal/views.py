"""The front pages: every place, one place, and the desk of whoever works here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tequio.kit import clock
from tequio.people.queries import Officer, Request
from tequio.plans import policies as plan_policies
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
        moved=moved,
        children=queries.below(request.jurisdiction),
        mark=queries.mark_of(request.jurisdiction, plans),
        feed_url=reverse("record:feed") + "?" + urlencode({"lugar": request.jurisdiction.urn}),
    )


@login_required
def desk(request: Request) -> HttpResponse:
    """Show an officer what waits for them: what they owe, what they may review, what came back."""
    if not isinstance(request.actor, Officer):
        return redirect("people:account")
    jurisdiction = request.actor.office.institution.jurisdiction
    return page(
        request,
        "portal/desk.html",
        place=jurisdiction,
        desk=tracking.desk(request.actor, at=clock.now(), limit=queries.ROWS),
        drafts=queries.drafts_of(request.actor),
        may_import=plan_policies.can_import(request.actor, jurisdiction),
        may_plan=plan_policies.can_manage_plans(request.actor, jurisdiction),
    )
