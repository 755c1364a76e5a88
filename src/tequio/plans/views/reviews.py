"""Drafts under public review: the page that everybody reads, and those of coordination."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.contributions import queries as contributed
from tequio.contributions.models import thread_url
from tequio.contributions.vocab import Purpose
from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.plans import actions, policies, queries
from tequio.plans.forms.fields import ReasonForm
from tequio.plans.forms.reviews import ReviewForm, ReviewRulesForm
from tequio.plans.models import ActionPlan, Commitment, PublicReview
from tequio.plans.views.asked import commitment_of, marked, plan_of
from tequio.web.page import page


def review(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a commitment's draft to everybody, with its deadline and what was said of it."""
    return _shown(request, {"commitment__public_id": public_id, "commitment__plan__jurisdiction": request.jurisdiction})


def plan_review(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a plan's draft to everybody, with its deadline and what was said of it."""
    return _shown(request, {"plan__public_id": public_id, "plan__jurisdiction": request.jurisdiction})


def open_review(request: Request, public_id: str) -> HttpResponse:
    """Open a commitment's draft to comments, after asking until when."""
    return _open(request, commitment_of(request, public_id))


def open_plan_review(request: Request, public_id: str) -> HttpResponse:
    """Open a plan's draft to comments, after asking until when."""
    return _open(request, plan_of(request, public_id))


def extend_review(request: Request, public_id: str) -> HttpResponse:
    """Take comments for longer, with the reason."""
    found = _changing(request, public_id)
    days = queries.review_days(request.jurisdiction)
    later = max(found.closes_on, clock.today(request.jurisdiction.time_zone)) + timedelta(days=days)
    form = ReviewForm(_posted(request), closes_on=later, is_longer=True)
    if form.is_valid():
        try:
            actions.extend_review(review=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The review takes comments for longer, and says why."))
            return redirect(queries.address_of(found))
    return page(request, "plans/review_extend.html", review=found, form=form, back=queries.address_of(found))


def withdraw_review(request: Request, public_id: str) -> HttpResponse:
    """Take a draft back from the public, with the reason."""
    found = _changing(request, public_id)
    form = ReasonForm(_posted(request))
    if form.is_valid():
        try:
            actions.withdraw_review(review=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The draft is no longer public. The record keeps that it was."))
            return redirect(_workshop(found.thing))
    return page(request, "plans/review_withdraw.html", review=found, form=form, back=queries.address_of(found))


def review_rules(request: Request) -> HttpResponse:
    """Set how long a public review lasts here."""
    require(policies.can_manage_plans(request.actor, request.jurisdiction))
    form = ReviewRulesForm(_posted(request), initial={"days": queries.review_days(request.jurisdiction)})
    if form.is_valid():
        try:
            actions.change_review_rules(
                jurisdiction=request.jurisdiction, **form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("It was saved."))
            return redirect("plans:review_rules", request.jurisdiction.slug)
    return page(request, "plans/review_rules.html", form=form)


def _shown(request: Request, wanted: dict[str, Any]) -> HttpResponse:
    found = queries.public_reviews().filter(**wanted).first()
    if found is None:
        raise Http404
    thing, address = found.thing, queries.address_of(found)
    if request.path != address:
        return redirect(address, permanent=True)
    is_open = found.is_open(on=clock.today(request.jurisdiction.time_zone))
    return page(
        request,
        "plans/review.html",
        review=found,
        thing=thing,
        title=queries.title_of(found),
        parts=queries.text_of(found),
        is_open=is_open,
        is_final=policies.is_public(thing),
        annex=contributed.annex_of(thing.urn),
        comment_url=thread_url(request.jurisdiction, thing.urn, purpose=Purpose.REVIEW),
        may_change=policies.can_change_review(request.actor, found),
        **marked(thing),
    )


def _open(request: Request, thing: ActionPlan | Commitment) -> HttpResponse:
    require(policies.can_open_review(request.actor, thing))
    today = clock.today(request.jurisdiction.time_zone)
    form = ReviewForm(_posted(request), closes_on=today + timedelta(days=queries.review_days(request.jurisdiction)))
    if form.is_valid():
        try:
            made = actions.open_review(thing=thing, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Everybody can read this draft and comment on it now."))
            return redirect(queries.address_of(made))
    return page(request, "plans/review_open.html", form=form, thing=thing, back=_workshop(thing))


def _changing(request: Request, public_id: str) -> PublicReview:
    found = get_object_or_404(queries.public_reviews(), public_id=public_id)
    if queries.place_of(found.thing) != request.jurisdiction:
        raise Http404
    require(policies.can_change_review(request.actor, found))
    return found


def _workshop(thing: ActionPlan | Commitment) -> str:
    name = "plans:edit_commitment" if isinstance(thing, Commitment) else "plans:edit_plan"
    return reverse(name, args=[queries.place_of(thing).slug, thing.public_id])


def _posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None
