"""Writing plans: open, change, publish, withdraw, and start a commitment in one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people.models import Institution
from tequio.people.queries import Officer, Request
from tequio.plans import actions, policies, queries
from tequio.plans.forms.fields import ReasonForm
from tequio.plans.forms.plans import DraftForm, PlanForm
from tequio.plans.models import ActionPlan
from tequio.plans.views.asked import plan_of
from tequio.plans.views.workshop import review_url
from tequio.plans.vocab import State
from tequio.web.page import page


def open_plan(request: Request) -> HttpResponse:
    """Open the draft of a plan."""
    require(policies.can_manage_plans(request.actor, request.jurisdiction))
    form = PlanForm(_posted(request), jurisdiction=request.jurisdiction)
    if form.is_valid():
        try:
            plan = actions.open_plan(
                jurisdiction=request.jurisdiction, values=form.values, actor=request.actor, at=now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The plan was saved as a draft: nobody outside sees it yet."))
            return redirect("plans:edit_plan", request.jurisdiction.slug, plan.public_id)
    return page(request, "plans/plan_edit.html", form=form, plan=None)


def edit_plan(request: Request, public_id: str) -> HttpResponse:
    """Change a plan, and see what stands in it."""
    plan = _managed(request, public_id)
    form = PlanForm(_posted(request), jurisdiction=request.jurisdiction, plan=plan)
    if form.is_valid():
        try:
            actions.change_plan(
                plan=plan,
                values=form.values,
                revision=form.cleaned_data["revision"],
                reason=form.cleaned_data.get("reason", ""),
                actor=request.actor,
                at=now(),
            )
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The plan was saved."))
            return redirect("plans:edit_plan", request.jurisdiction.slug, public_id)
    commitments = queries.commitments_visible_to(request.actor).filter(plan=plan).order_by("order", "pk")
    context: dict[str, Any] = {"commitments": commitments, "review_url": review_url(plan)}
    return page(request, "plans/plan_edit.html", form=form, plan=plan, **context)


def publish_plan(request: Request, public_id: str) -> HttpResponse:
    """Publish a plan, after asking."""
    plan = _managed(request, public_id)
    form = ReasonForm(_posted(request), is_needed=plan.state == State.WITHDRAWN)
    if form.is_valid():
        try:
            reason = form.cleaned_data.get("reason", "")
            actions.publish_plan(plan=plan, reason=reason, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The plan is public now."))
            return redirect(plan)
    return page(request, "plans/plan_publish.html", form=form, plan=plan)


def withdraw_plan(request: Request, public_id: str) -> HttpResponse:
    """Withdraw a plan, after asking why."""
    plan = _managed(request, public_id)
    form = ReasonForm(_posted(request))
    if form.is_valid():
        try:
            actions.withdraw_plan(plan=plan, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The plan is no longer public. The record keeps what was stated."))
            return redirect("plans:edit_plan", request.jurisdiction.slug, public_id)
    return page(request, "plans/plan_withdraw.html", form=form, plan=plan)


def draft_commitment(request: Request, public_id: str) -> HttpResponse:
    """Start a commitment: choose its form, write its title."""
    plan = plan_of(request, public_id)
    require(policies.can_draft_commitment(request.actor, plan))
    form = DraftForm(_posted(request), templates=queries.templates(), authors=_authors(request))
    if form.is_valid():
        values = {"author": _own_institution(request), **form.cleaned_data}
        try:
            made = actions.draft_commitment(plan=plan, **values, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The draft is open: go on section by section, in any order."))
            return redirect("plans:edit_commitment", request.jurisdiction.slug, made.public_id)
    back = reverse("plans:edit_plan", args=[request.jurisdiction.slug, public_id])
    may_manage = policies.can_manage_plans(request.actor, request.jurisdiction)
    return page(request, "plans/commitment_new.html", form=form, plan=plan, back=back if may_manage else "")


def _own_institution(request: Request) -> Institution | None:
    return request.actor.office.institution if isinstance(request.actor, Officer) else None


def _authors(request: Request) -> QuerySet[Institution] | None:
    """Return the institutions that a draft may be handed to: coordination chooses, a liaison writes for its own."""
    if not policies.can_manage_plans(request.actor, request.jurisdiction):
        return None
    return Institution.objects.filter(jurisdiction=request.jurisdiction)


def _managed(request: Request, public_id: str) -> ActionPlan:
    plan = plan_of(request, public_id)
    require(policies.can_manage_plans(request.actor, request.jurisdiction))
    return plan


def _posted(request: Request) -> object:
    return request.POST if request.method == "POST" else None
