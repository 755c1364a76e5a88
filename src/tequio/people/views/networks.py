"""Networks of agents of change: the strategy that everybody reads, and whom they approached."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, exports, policies, queries
from tequio.people.forms import ApproachForm, ApproachSearchForm, NetworkForm, posted
from tequio.people.models import AgentNetwork, Approach
from tequio.people.queries import Request
from tequio.people.views.listing import PER_PAGE, download, narrowed
from tequio.record import queries as record
from tequio.web.page import page


def networks(request: Request) -> HttpResponse:
    """List the networks of a place."""
    place = request.jurisdiction
    may = policies.can_keep_networks(request.actor, place)
    return page(request, "people/networks.html", networks=queries.networks_of(place), may_keep=may)


def network(request: Request, public_id: str, shape: str = "") -> HttpResponse:
    """Show a strategy and its outreach; organisations are named only if they joined, except to coordination."""
    found = _network(request, public_id)
    search = ApproachSearchForm(request.GET)
    rows = queries.approaches_of(found, **narrowed(search))
    if shape:
        return download(request, shape, exports.APPROACHES, rows)
    may = policies.can_keep_networks(request.actor, request.jurisdiction)
    return page(
        request,
        "people/network.html",
        network=found,
        search=search,
        lines=[(one, bool(may) or queries.may_be_named(one)) for one in rows[: PER_PAGE * 4]],
        results=queries.results_of(found),
        may_keep=may,
        mark=record.about(request.jurisdiction.urn),
    )


def add_network(request: Request) -> HttpResponse:
    """Publish a network with its strategy."""
    return _kept(request, None)


def edit_network(request: Request, public_id: str) -> HttpResponse:
    """Say a strategy otherwise."""
    require(policies.can_keep_networks(request.actor, request.jurisdiction))
    return _kept(request, _network(request, public_id))


def _kept(request: Request, known: AgentNetwork | None) -> HttpResponse:
    place = request.jurisdiction
    require(policies.can_keep_networks(request.actor, place))
    form = NetworkForm(posted(request), initial=NetworkForm.initial_of(known) if known else {})
    if form.is_valid():
        try:
            kept = actions.publish_network(
                jurisdiction=place, network=known, **form.cleaned_data, actor=request.actor, at=now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The strategy is public."))
            return redirect(kept)
    back = reverse("people:networks", args=[place.slug])
    return page(
        request, "people/filled.html", form=form, title=_("Network of agents of change"), button=_("Publish"), back=back
    )


def add_approach(request: Request, public_id: str) -> HttpResponse:
    """Note an organisation that was approached."""
    require(policies.can_keep_networks(request.actor, request.jurisdiction))
    return _approached(request, _network(request, public_id), None)


def edit_approach(request: Request, public_id: str, approach: str) -> HttpResponse:
    """Note what came of an approach since."""
    require(policies.can_keep_networks(request.actor, request.jurisdiction))
    found = _network(request, public_id)
    known = get_object_or_404(Approach, public_id=approach, network=found)
    return _approached(request, found, known)


def _approached(request: Request, found: AgentNetwork, known: Approach | None) -> HttpResponse:
    form = ApproachForm(posted(request), initial=ApproachForm.initial_of(known) if known else {})
    if form.is_valid():
        try:
            actions.note_approach(network=found, approach=known, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Noted."))
            return redirect(found)
    title, back = _("Organisation approached"), found.get_absolute_url()
    return page(request, "people/filled.html", form=form, title=title, button=_("Save"), back=back)


def _network(request: Request, public_id: str) -> AgentNetwork:
    rows = AgentNetwork.objects.select_related("jurisdiction")
    return get_object_or_404(rows, public_id=public_id, jurisdiction=request.jurisdiction)
