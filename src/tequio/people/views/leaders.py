"""The restricted directory of neighbourhood leaders. Whoever may not open it finds nothing here."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit.clock import now
from tequio.kit.policy import Refused
from tequio.people import actions, exports, policies, queries
from tequio.people.forms import LeaderForm, LeaderSearchForm, PurposeForm, posted
from tequio.people.models import Jurisdiction, Leader
from tequio.people.queries import Request
from tequio.people.views.listing import Line, Listing, download, listed, narrowed
from tequio.web.page import page


def leaders(request: Request) -> HttpResponse:
    """List the neighbourhoods, without names or contacts."""
    place = _opened(request)
    search = LeaderSearchForm(request.GET)
    rows = queries.leaders_of(place, on=place.day_of(now()), **narrowed(search))
    listing = Listing(
        title=_("Neighbourhood leaders"),
        lede=_("Restricted. Names and contacts open one by one, for a reason that the private trail keeps."),
        columns=(_("Neighbourhood"), _("Municipality"), _("Organisation"), _("Consent until")),
        empty=_("Note somebody only with their consent."),
        buttons=[
            (_("Note somebody"), reverse("people:add_leader", args=[place.slug])),
            (_("Download"), reverse("people:export_leaders", args=[place.slug])),
        ],
    )
    return listed(request, listing, search, rows, _line)


def _line(one: Leader) -> Line:
    url = reverse("people:leader", args=[one.jurisdiction.slug, one.public_id])
    return Line(one.neighbourhood, url, (one.municipality, one.organisation, one.expires_on.strftime("%d/%m/%Y")))


def add_leader(request: Request) -> HttpResponse:
    """Note somebody of a neighbourhood, with their consent."""
    place = _opened(request)
    form = LeaderForm(posted(request))
    if form.is_valid():
        try:
            actions.note_leader(jurisdiction=place, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Noted with their consent."))
            return redirect("people:leaders", place.slug)
    title, back = _("Somebody of a neighbourhood"), reverse("people:leaders", args=[place.slug])
    return page(request, "people/filled.html", form=form, title=title, button=_("Save"), back=back)


def leader(request: Request, public_id: str) -> HttpResponse:
    """Show the consent of somebody; their name and contact only after saying what for."""
    found = _leader(request, public_id)
    form, is_open = PurposeForm(posted(request)), False
    if form.is_valid():
        try:
            actions.read_leader(leader=found, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            is_open = True
    return page(request, "people/leader.html", leader=found, form=form, is_open=is_open)


@require_POST
def erase_leader(request: Request, public_id: str) -> HttpResponse:
    """Erase somebody who withdrew their consent."""
    actions.erase_leader(leader=_leader(request, public_id), actor=request.actor, at=now())
    messages.success(request, _("Erased: nothing of that person is kept."))
    return redirect("people:leaders", request.jurisdiction.slug)


def export_leaders(request: Request) -> HttpResponse:
    """Download the leaders whose consent holds, after saying what for."""
    place = _opened(request)
    form = PurposeForm(posted(request))
    if form.is_valid():
        try:
            rows = actions.export_leaders(jurisdiction=place, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            answer = download(request, "csv", exports.LEADERS, rows)
            answer["Cache-Control"] = "no-store"
            return answer
    title, back = _("Download the neighbourhood leaders"), reverse("people:leaders", args=[place.slug])
    return page(request, "people/filled.html", form=form, title=title, button=_("Download"), back=back)


def _opened(request: Request) -> Jurisdiction:
    if not policies.can_open_leaders(request.actor, request.jurisdiction):
        raise Http404
    return request.jurisdiction


def _leader(request: Request, public_id: str) -> Leader:
    place = _opened(request)
    return get_object_or_404(Leader.objects.select_related("jurisdiction"), public_id=public_id, jurisdiction=place)
