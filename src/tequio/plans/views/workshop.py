"""The workshop of a commitment: what is written, what is missing, what comes next; publish, withdraw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.plans import actions, checks, policies, queries
from tequio.plans.forms.fields import PublishForm, ReasonForm
from tequio.plans.models import ActionPlan, Commitment
from tequio.plans.views.asked import sheet_of
from tequio.plans.vocab import State
from tequio.web.page import page

# The sections that are a tree: they have pages of their own.
TREES = frozenset({"milestones", "objectives", "key_actions"})


def edit_commitment(request: Request, public_id: str) -> HttpResponse:
    """Show where each section stands and what comes next."""
    found = _editable(request, public_id)
    parts = queries.parts_of(found)
    found_checks = checks.of(found)
    blocking = [check for check in found_checks if check.is_blocking]
    return page(
        request,
        "plans/workshop.html",
        commitment=found,
        rows=[{"part": part, "url": section_url(found, part.key)} for part in parts],
        blocking=[{"check": one, "url": section_url(found, one.key)} for one in blocking],
        doubts=[{"check": one, "url": node_url(found, one)} for one in found_checks if not one.is_blocking],
        done=sum(part.state == "filled" for part in parts),
        following=next_step(found, blocking),
        may_publish=policies.can_publish_commitment(request.actor, found),
        review_url=review_url(found),
        may_accept=policies.can_accept_limit(request.actor, found),
    )


def accept_limit(request: Request, public_id: str, key: str) -> HttpResponse:
    """Accept a text above the form's limit, with a reason."""
    found = _editable(request, public_id)
    require(policies.can_accept_limit(request.actor, found))
    part = next((one for one in queries.parts_of(found) if one.key == key and one.is_over), None)
    if part is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.accept_limit(
                commitment=found, key=key, reason=form.cleaned_data["reason"], actor=request.actor, at=now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Accepted as it stands: the reason will be published with the text."))
            return redirect("plans:edit_commitment", request.jurisdiction.slug, public_id)
    return page(request, "plans/limit.html", form=form, commitment=found, part=part)


def publish_commitment(request: Request, public_id: str) -> HttpResponse:
    """Show the form as everybody will see it, and publish it after asking."""
    found = sheet_of(request, public_id)
    require(policies.can_publish_commitment(request.actor, found))
    form = _publishing(request, found)
    if form.is_valid():
        try:
            actions.publish_commitment(commitment=found, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The commitment is public now. Its milestones and weights are frozen."))
            return redirect(found)
    blocking = [check for check in checks.of(found) if check.is_blocking]
    rows = [{"check": one, "url": section_url(found, one.key)} for one in blocking]
    return page(
        request, "plans/publish.html", form=form, commitment=found, parts=queries.parts_of(found), blocking=rows
    )


def withdraw_commitment(request: Request, public_id: str) -> HttpResponse:
    """Withdraw a commitment, after asking why."""
    found = sheet_of(request, public_id)
    require(policies.can_publish_commitment(request.actor, found))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.withdraw_commitment(
                commitment=found, reason=form.cleaned_data["reason"], actor=request.actor, at=now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The commitment is no longer public. The record keeps what was stated."))
            return redirect("plans:edit_commitment", request.jurisdiction.slug, public_id)
    return page(request, "plans/withdraw.html", form=form, commitment=found)


def _publishing(request: Request, found: Commitment) -> PublishForm:
    asked = found.template.section("approval") or {}
    return PublishForm(
        request.POST if request.method == "POST" else None,
        is_needed=found.state == State.WITHDRAWN,
        is_approval_needed=bool(asked.get("on_publishing")),
        approval=found.approval,
    )


def section_url(commitment: Commitment, key: str) -> str:
    """Return the page where a section is written."""
    place = [commitment.plan.jurisdiction.slug, commitment.public_id]
    if key in TREES:
        return reverse("plans:tree", args=place)
    return reverse("plans:edit_section", args=[*place, key])


def node_url(commitment: Commitment, check: checks.Check) -> str:
    """Return the page where a doubt is mended."""
    if check.milestone is None:
        return section_url(commitment, check.key)
    place = [commitment.plan.jurisdiction.slug, commitment.public_id]
    return reverse("plans:edit_node", args=[*place, "hito", check.milestone.pk])


def review_url(thing: ActionPlan | Commitment) -> str:
    """Return the page of the draft under public review; empty where there is none."""
    review = queries.review_of(thing)
    return queries.address_of(review) if review else ""


def next_step(commitment: Commitment, blocking: list[checks.Check]) -> dict[str, Any] | None:
    """Return the section to go on with: the first that stands in the way, in the order of the form."""
    order = [section["key"] for section in commitment.template.sections]
    waiting = sorted(blocking, key=lambda check: order.index(check.key) if check.key in order else len(order))
    if not waiting:
        return None
    return {"sentence": waiting[0].sentence, "url": section_url(commitment, waiting[0].key)}


def _editable(request: Request, public_id: str) -> Commitment:
    found = sheet_of(request, public_id)
    require(policies.can_edit_commitment(request.actor, found))
    return found
