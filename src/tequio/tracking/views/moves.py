"""Dates that move: a milestone's own page, and every move of a commitment or a plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.plans import actions as plans
from tequio.plans import policies as plan_policies
from tequio.plans.models import ActionPlan, Commitment, Milestone
from tequio.tracking import actions, exports, policies, queries
from tequio.tracking.forms import DecisionForm, MoveForm
from tequio.tracking.models import MoveProposal
from tequio.tracking.views.asked import canonical, commitment_of, marked, milestone_of, plan_of
from tequio.tracking.views.downloads import handed
from tequio.web.page import page


def dates(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show how a milestone's dates moved; move them, or propose it."""
    found = milestone_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    if request.method == "POST" and not plan_policies.can_move_milestone(request.actor, found):
        require(policies.can_propose_move(request.actor, found))
    form = MoveForm(request.POST if request.method == "POST" else None, milestone=found)
    if form.is_valid():
        try:
            said = _moved(request, found, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, said)
            return redirect(request.path)
    return _dates(request, found, form=form)


@require_POST
def decide(request: Request, public_id: str, slug: str, proposal_id: str) -> HttpResponse:
    """Accept proposed dates, decline them, or take them back."""
    found = milestone_of(request, public_id)
    proposal = get_object_or_404(MoveProposal.objects.filter(milestone=found), public_id=proposal_id)
    form = DecisionForm(request.POST, prefix="answer")
    if form.is_valid():
        act: Any = {"proposal": proposal, "actor": request.actor, "at": clock.now()}
        try:
            if "withdraw" in request.POST:
                actions.withdraw_move(**act)
            else:
                actions.decide_move(accept="accept" in request.POST, **form.cleaned_data, **act)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The answer is kept, with your office and the day."))
            return redirect("tracking:milestone_dates", request.jurisdiction.slug, public_id, slug)
    return _dates(request, found, form=MoveForm(None, milestone=found), answer=form)


def commitment_moves(request: Request, public_id: str, slug: str) -> HttpResponse:
    """List every move of the dates of a commitment."""
    found = commitment_of(request, public_id)
    return canonical(request, found, slug) or _moves(request, found, Milestone.objects.filter(commitment=found))


def plan_moves(request: Request, public_id: str, slug: str) -> HttpResponse:
    """List every move of the dates of a plan's public commitments."""
    found = plan_of(request, public_id)
    return canonical(request, found, slug) or _moves(request, found, queries.public_leaves(found))


def _moved(request: Request, milestone: Milestone, form: MoveForm) -> str:
    """Move the dates where the actor may, else propose it; return what to tell them."""
    asked: Any = {"milestone": milestone, **form.values, "actor": request.actor, "at": clock.now()}
    if plan_policies.can_move_milestone(request.actor, milestone):
        plans.move_milestone(**asked)
        return _("The dates moved. The original ones, and why, stay on this page.")
    actions.propose_move(**asked)
    return _("Your proposal is public, and waits for the coordination.")


def _moves(request: Request, thing: ActionPlan | Commitment, milestones: Any) -> HttpResponse:
    rescheduling = queries.rescheduling_of(milestones)
    if request.GET.get("formato") == "csv":
        return handed("csv", f"{thing.slug}-reprogramaciones", exports.MOVE_FIELDS, exports.moves(rescheduling.moves))
    slipped = [row for row in queries.leaves(milestones.exclude(moves=None), at=clock.now()) if row.slippage]
    slipped.sort(key=lambda row: -row.slippage)
    context: dict[str, Any] = {"thing": thing, "rescheduling": rescheduling, "slipped": slipped}
    return page(request, "tracking/moves.html", **context, **marked(thing))


def _dates(request: Request, milestone: Milestone, form: MoveForm, answer: DecisionForm | None = None) -> HttpResponse:
    may_move = plan_policies.can_move_milestone(request.actor, milestone)
    rescheduling = queries.rescheduling_of(Milestone.objects.filter(pk=milestone.pk))
    waiting = rescheduling.waiting[0] if rescheduling.waiting else None
    return page(
        request,
        "tracking/milestone_dates.html",
        milestone=milestone,
        row=queries.leaf(milestone, at=clock.now()),
        rescheduling=rescheduling,
        form=form if may_move or (not waiting and policies.can_propose_move(request.actor, milestone)) else None,
        may_move=may_move,
        waiting=waiting,
        may_decide=waiting and policies.can_decide_move(request.actor, waiting),
        may_withdraw=waiting and policies.can_withdraw_move(request.actor, waiting),
        answer=answer or DecisionForm(None, prefix="answer"),
        **marked(milestone.commitment),
    )
