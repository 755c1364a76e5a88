"""What an organisation does with its private link, and what coordination decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, policies, queries
from tequio.people.forms import AnswerForm, DecideForm, OrganisationForm, posted
from tequio.people.models import Organisation
from tequio.people.queries import Request
from tequio.people.views.listing import yes
from tequio.people.vocab import PriorityGroup, Scope
from tequio.web.page import page, private


def organisation_link(request: Request, token: str) -> HttpResponse:
    """Show an organisation its registration, to confirm and to correct."""
    found = _behind(request, token)
    form = OrganisationForm(posted(request), initial=OrganisationForm.initial_of(found))
    if form.is_valid():
        try:
            actions.edit_organisation(organisation=found, told=form.told(), token=token, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Saved. The coordination reads it before it is public."))
            return private(redirect("people:organisation_link", request.jurisdiction.slug, token))
    return private(page(request, "people/organisation_link.html", form=form, organisation=found, token=token))


@require_POST
def confirm_organisation(request: Request, token: str) -> HttpResponse:
    """Confirm a registration."""
    found = _behind(request, token)
    actions.confirm_organisation(organisation=found, token=token, actor=request.actor, at=now())
    messages.success(request, _("Confirmed. The coordination reads it and answers you by mail."))
    return private(redirect("people:organisation_link", request.jurisdiction.slug, token))


@require_POST
def withdraw_organisation(request: Request, token: str) -> HttpResponse:
    """Leave the mapping and erase what was said."""
    found = _behind(request, token)
    actions.withdraw_organisation(organisation=found, token=token, actor=request.actor, at=now())
    messages.success(request, _("Your organisation left the mapping, and what it said is erased."))
    return redirect("people:organisations", request.jurisdiction.slug)


def answer_message(request: Request, token: str) -> HttpResponse:
    """Answer a message that came through the site."""
    relay = queries.relay_behind(token)
    if relay is None or relay.organisation.jurisdiction_id != request.jurisdiction.pk:
        raise Http404
    form = AnswerForm(posted(request))
    may = policies.can_answer_relay(request.actor, relay)
    if may and form.is_valid():
        try:
            actions.answer_relay(relay=relay, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Your answer is on its way."))
            return private(redirect("people:answer_message", request.jurisdiction.slug, token))
    return private(page(request, "people/message_answer.html", form=form, relay=relay, may=may))


def organisations_waiting(request: Request) -> HttpResponse:
    """List what waits for a decision."""
    require(policies.can_moderate_organisations(request.actor, request.jurisdiction))
    waiting = queries.organisations_waiting(request.jurisdiction)
    return page(request, "people/organisations_waiting.html", waiting=waiting)


def decide_organisation(request: Request, public_id: str) -> HttpResponse:
    """Publish what an organisation sent, or return it with a reason."""
    require(policies.can_moderate_organisations(request.actor, request.jurisdiction))
    rows = Organisation.objects.select_related("jurisdiction")
    found = get_object_or_404(rows, public_id=public_id, jurisdiction=request.jurisdiction)
    form = DecideForm(posted(request), initial={"seen": found.mark})
    if form.is_valid():
        try:
            if form.cleaned_data["decision"] == "publish":
                seen = form.cleaned_data["seen"]
                actions.publish_organisation(organisation=found, seen=seen, actor=request.actor, at=now())
            else:
                reason = form.cleaned_data["reason"]
                actions.return_organisation(organisation=found, reason=reason, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Decided. The organisation receives a mail."))
            return redirect("people:organisations_waiting", request.jurisdiction.slug)
    back = reverse("people:organisations_waiting", args=[request.jurisdiction.slug])
    return page(request, "people/organisation_decide.html", form=form, organisation=found, told=_told(found), back=back)


@require_POST
def remove_organisation(request: Request, public_id: str) -> HttpResponse:
    """Take an organisation out of the mapping, as coordination."""
    require(policies.can_moderate_organisations(request.actor, request.jurisdiction))
    found = get_object_or_404(Organisation, public_id=public_id, jurisdiction=request.jurisdiction)
    actions.withdraw_organisation(organisation=found, actor=request.actor, at=now())
    messages.success(request, _("The organisation left the mapping."))
    return redirect("people:organisations", request.jurisdiction.slug)


def _told(organisation: Organisation) -> list[tuple[str, str]]:
    """Return what an organisation says of itself, or wants to say from now on, in words."""
    said = OrganisationForm.initial_of(organisation)
    groups = [str(dict(PriorityGroup.choices).get(one, one)) for one in said["groups"]]
    return [
        (_("Name"), said["name"]),
        (_("Scope"), str(Scope(said["scope"]).label)),
        (_("What it does"), said["about"]),
        (_("Topics"), said["topics"]),
        (_("Priority groups that it works with"), "\n".join(groups)),
        (_("Gender perspective"), yes(said["has_gender_focus"])),
        (_("How it would like to collaborate"), said["framework"]),
        (_("Web page"), said["website"]),
        (_("Contact point"), said["contact_label"]),
        (_("It agrees to publish its e-mail"), yes(said["shows_contact"])),
    ]


def _behind(request: Request, token: str) -> Organisation:
    found = queries.organisation_behind(token)
    if found is None or found.jurisdiction_id != request.jurisdiction.pk:
        raise Http404
    return found
