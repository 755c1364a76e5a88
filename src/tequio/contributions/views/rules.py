"""How a place answers, for its coordination to set."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tequio.contributions import actions, policies, queries
from tequio.contributions.forms import RulesForm
from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.web.page import page


def rules(request: Request) -> HttpResponse:
    """Set within how many days this place answers, and how much one visitor may write."""
    place = request.jurisdiction
    require(policies.can_change_rules(request.actor, place))
    form = RulesForm(request.POST or None, initial=RulesForm.initial_of(queries.rules_of(place)))
    if form.is_valid():
        try:
            actions.change_rules(jurisdiction=place, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The rules changed, and everybody can see that they did."))
            return redirect("contributions:pace", place.slug)
    return page(request, "contributions/rules.html", form=form)
