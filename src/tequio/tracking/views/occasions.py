"""The accountability page of a commitment: its gatherings, what was learned, who has to see to what."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.plans.models import Commitment
from tequio.tracking import actions, policies, queries
from tequio.tracking.forms import EvaluationRulesForm, LinkForm, session_form
from tequio.tracking.views.asked import canonical, commitment_of, marked
from tequio.web.page import page

RULES = ("least_sectors", "scale_from", "scale_to", "session_months")


def accountability(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show how a commitment gave account and what was learned; link a gathering to it."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    form, at = _form(request, found), clock.now()
    if form is not None and form.is_valid():
        wanted = form.cleaned_data["gathering"]
        try:
            actions.link_gathering(commitment=found, gathering=wanted, actor=request.actor, at=at)
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The gathering is linked."))
            return redirect(request.path)
    return page(
        request,
        "tracking/accountability.html",
        commitment=found,
        shown=queries.accountability_of(found, request.actor, at),
        overdue=queries.session_overdue(found, at),
        rules=queries.evaluation_rules_of(request.jurisdiction),
        form=form,
        **marked(found),
    )


@login_required
def write(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Write down an accountability session, with what is known filled in."""
    found = commitment_of(request, public_id)
    require(policies.can_link_gathering(request.actor, found))
    form = session_form(request.POST or None, found, clock.now())
    if form.is_valid():
        try:
            made = actions.write_session(commitment=found, values=form.values, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("It is a draft: announce it, or tell what happened."))
            return redirect(made)
    return page(request, "tracking/session.html", commitment=found, form=form)


@login_required
@require_POST
def unlink(request: Request, public_id: str, slug: str, gathering_id: str) -> HttpResponse:
    """Take back that a gathering was about a commitment."""
    found = commitment_of(request, public_id)
    require(policies.can_link_gathering(request.actor, found))
    gathering = get_object_or_404(queries.gatherings_about(found, request.actor), public_id=gathering_id)
    actions.unlink_gathering(commitment=found, gathering=gathering, actor=request.actor, at=clock.now())
    messages.success(request, _("The gathering is no longer linked; it stays in its own page."))
    return redirect("tracking:accountability", request.jurisdiction.slug, public_id, slug)


def rules(request: Request) -> HttpResponse:
    """Show by which rules a place evaluates and gives account, and change them."""
    held = queries.evaluation_rules_of(request.jurisdiction)
    may = policies.can_change_evaluation_rules(request.actor, request.jurisdiction)
    if request.method == "POST":
        require(may)
    form = EvaluationRulesForm(request.POST or None, initial={name: getattr(held, name) for name in RULES})
    if form.is_valid():
        try:
            actions.change_evaluation_rules(
                jurisdiction=request.jurisdiction, **form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The rules are public, with your office and the day."))
            return redirect(request.path)
    return page(request, "tracking/evaluation_rules.html", rules=held, form=form if may else None)


def _form(request: Request, commitment: Commitment) -> LinkForm | None:
    may_link = policies.can_link_gathering(request.actor, commitment)
    if request.method == "POST":
        require(may_link)
    if not may_link:
        return None
    return LinkForm(request.POST or None, gatherings=queries.to_link(commitment, request.actor))
