"""A place and its rules."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, policies, queries
from tequio.people.forms import JurisdictionForm, SettingsForm, posted
from tequio.people.queries import Request
from tequio.record import queries as record
from tequio.web.page import page


def rules(request: Request) -> HttpResponse:
    """Tell everybody by which rules this place plays."""
    place = request.jurisdiction
    return page(
        request,
        "people/rules.html",
        place=place,
        mark=record.about(place.urn),
        week=queries.week_of(place),
        holidays=queries.holidays_of(place),
        reviewers=queries.role_names(place.reviewers),
        reviewers_of_coordination=queries.role_names(place.reviewers_of_coordination),
        may_change=policies.can_change_jurisdiction(request.actor, place),
    )


def settings(request: Request) -> HttpResponse:
    """Set the rules of this place."""
    place = request.jurisdiction
    require(policies.can_change_jurisdiction(request.actor, place))
    form = SettingsForm(posted(request), initial=SettingsForm.initial_of(place))
    if form.is_valid():
        try:
            actions.change_jurisdiction(jurisdiction=place, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The rules changed, and everybody can see that they did."))
            return redirect("people:rules", place.slug)
    return page(request, "people/settings.html", form=form)


def add_jurisdiction(request: Request) -> HttpResponse:
    """Found a jurisdiction inside this one; whoever founds it looks after it until it has a coordination."""
    parent = request.jurisdiction
    require(policies.can_found_jurisdiction(request.actor, parent))
    form = JurisdictionForm(posted(request), initial={"time_zone": parent.time_zone})
    if form.is_valid():
        try:
            founded = actions.create_jurisdiction(**form.cleaned_data, parent=parent, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Founded. Now add the institution that coordinates it and invite somebody."))
            return redirect("people:add-institution", founded.slug)
    return page(request, "people/jurisdiction_new.html", form=form)
