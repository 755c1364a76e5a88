"""Who holds what in a place: private pages of its coordination, and the invitation that somebody opens."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, policies, queries
from tequio.people.forms import AcceptForm, InviteForm, PeopleSearchForm, ReasonForm, posted
from tequio.people.models import Invitation, Tenure
from tequio.people.queries import Request
from tequio.web.page import page, private


def people(request: Request) -> HttpResponse:
    """List offices, who holds them and who is invited."""
    place = request.jurisdiction
    require(policies.can_see_people(request.actor, place))
    search = PeopleSearchForm(request.GET)
    wanted = search.cleaned_data if search.is_valid() else {}
    seats = queries.seats_of(place, on=place.day_of(now()), text=wanted.get("q", ""), role=wanted.get("role", ""))
    return page(request, "people/people.html", search=search, seats=seats, at=now())


def invite(request: Request) -> HttpResponse:
    """Invite somebody to an office."""
    require(policies.can_grant_office(request.actor, request.jurisdiction))
    form = InviteForm(posted(request), jurisdiction=request.jurisdiction)
    if form.is_valid():
        try:
            actions.invite(**form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("people:people", request.jurisdiction.slug)
    return page(request, "people/invite.html", form=form)


@require_POST
def resend_invitation(request: Request, public_id: str) -> HttpResponse:
    """Send an invitation again."""
    actions.resend_invitation(invitation=_invitation(request, public_id), actor=request.actor, at=now())
    messages.success(request, _("The invitation is on its way again; the earlier link no longer works."))
    return redirect("people:people", request.jurisdiction.slug)


@require_POST
def withdraw_invitation(request: Request, public_id: str) -> HttpResponse:
    """Take an invitation back."""
    actions.withdraw_invitation(invitation=_invitation(request, public_id), actor=request.actor, at=now())
    messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    return redirect("people:people", request.jurisdiction.slug)


def end_office(request: Request, public_id: str) -> HttpResponse:
    """End the tenure of an office, with its reason."""
    place = request.jurisdiction
    require(policies.can_see_people(request.actor, place))
    rows = Tenure.objects.select_related("office__institution__jurisdiction", "user")
    tenure = get_object_or_404(rows, public_id=public_id, office__institution__jurisdiction=place)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            actions.end_office(tenure=tenure, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The office is free."))
            return redirect("people:people", place.slug)
    return page(request, "people/office_end.html", form=form, tenure=tenure)


def invitation(request: Request, token: str) -> HttpResponse:
    """Show an invitation to whoever opens its link, and take the answer."""
    found = queries.invitation_behind(token)
    if found is None:
        raise Http404
    is_new = queries.claimed_account(found.email) is None
    form = AcceptForm(posted(request), is_new=is_new)
    if form.is_valid():
        try:
            actions.accept_invitation(invitation=found, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The office is yours: %(office)s.") % {"office": found.office.title})
            return redirect("account_login" if is_new else "people:account")
    may = policies.can_accept_invitation(request.actor, found, now())
    return private(page(request, "people/invitation.html", invitation=found, may=may, form=form, is_new=is_new))


def _invitation(request: Request, public_id: str) -> Invitation:
    # Before looking: whether somebody was invited is private.
    require(policies.can_grant_office(request.actor, request.jurisdiction))
    rows = Invitation.objects.select_related("office__institution__jurisdiction")
    return get_object_or_404(rows, public_id=public_id, office__institution__jurisdiction=request.jurisdiction)
