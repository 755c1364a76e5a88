"""One contribution, and what offices do with it: answer, divide, hide; and the queue of what waits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tequio.contributions import actions, policies, queries
from tequio.contributions.forms import AnswerForm, HideForm, PointsForm, QueueSearch
from tequio.contributions.models import Contribution, thread_url
from tequio.contributions.views.asked import contribution_of, marked
from tequio.contributions.views.reading import handed
from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.record.queries import Resolved
from tequio.web.page import page

PER_PAGE = 25


@login_required
@require_safe
def queue(request: Request) -> HttpResponse:
    """List what waits for an answer of the actor's office, the first due first."""
    require(policies.can_open_queue(request.actor, request.jurisdiction))
    at = clock.now()
    search = QueueSearch(request.GET)
    today = request.jurisdiction.day_of(at)
    found = search.narrow(queries.answerable_by(request.actor, request.jurisdiction), on=today)
    if request.GET.get("formato") == "csv":
        return handed(f"{request.jurisdiction.slug}-por-responder", queries.said(found, at=at), "csv")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "contributions/queue.html",
        shown=shown,
        rows=queries.said(shown, at=at),
        search=search,
        is_narrowed=search.is_narrowed,
        query=request.GET.urlencode(),
    )


def contribution(request: Request, public_id: str) -> HttpResponse:
    """Show one contribution with its answers, and to offices what they may do with it."""
    found, about = contribution_of(request, public_id)
    return _show(request, found, about)


@require_POST
def answer(request: Request, public_id: str, number: str) -> HttpResponse:
    """Answer one point."""
    found, about = contribution_of(request, public_id)
    require(policies.can_answer(request.actor, found))
    point = next((one for one in found.points.all() if one.number == int(number)), None)
    if point is None:
        raise Http404
    form = AnswerForm(request.POST, kind=found.kind, prefix=f"p{point.number}")
    if form.is_valid():
        try:
            actions.answer_point(point=point, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your answer is published, with your office and the day."))
            return redirect(found)
    return _show(request, found, about, answered={point.number: form}, form=form)


@require_POST
def separate(request: Request, public_id: str) -> HttpResponse:
    """Divide a contribution in points."""
    found, about = contribution_of(request, public_id)
    require(policies.can_separate_points(request.actor, found))
    form = PointsForm(request.POST)
    if form.is_valid():
        try:
            actions.separate_points(contribution=found, texts=form.said, actor=request.actor, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Now each point can be answered on its own."))
            return redirect(found)
    return _show(request, found, about, points_form=form)


@require_POST
def hide(request: Request, public_id: str) -> HttpResponse:
    """Hide a contribution, with a reason."""
    found, about = contribution_of(request, public_id)
    require(policies.can_moderate(request.actor, found))
    form = HideForm(request.POST)
    if form.is_valid():
        try:
            actions.hide_contribution(contribution=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is hidden. Everybody can see that it was, and why."))
            return redirect(found)
    return _show(request, found, about, hide_form=form)


@require_POST
def restore(request: Request, public_id: str) -> HttpResponse:
    """Show a hidden contribution again."""
    found, _about = contribution_of(request, public_id)
    try:
        actions.restore_contribution(contribution=found, actor=request.actor, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(request, _("It is shown again."))
    return redirect(found)


def _show(
    request: Request, found: Contribution, about: Resolved, answered: dict[int, AnswerForm] | None = None, **bound: Any
) -> HttpResponse:
    """Show the page, with a form that was refused in its place."""
    may_answer = policies.can_answer(request.actor, found)
    may_moderate = policies.can_moderate(request.actor, found)
    forms = answered or {}
    context: dict[str, Any] = {
        "one": found,
        "thing": about,
        "thread_url": thread_url(request.jurisdiction, found.thread.thing, purpose=found.thread.purpose),
        "today": request.jurisdiction.day_of(clock.now()),
        "may_moderate": may_moderate,
        "forms": [
            (point, forms.get(point.number) or AnswerForm(kind=found.kind, prefix=f"p{point.number}"))
            for point in found.points.all()
            if may_answer
        ],
        **marked(found.thread.subject),
    }
    if may_answer and policies.can_separate_points(request.actor, found) and _says_much(found.text):
        context["points_form"] = PointsForm()
    if may_moderate and not found.is_hidden and not found.is_error:
        context["hide_form"] = HideForm()
    return page(request, "contributions/contribution.html", **(context | bound))


def _says_much(text: str) -> bool:
    """Whether it may hold several points: it is long, or written in several lines."""
    return len(text) > 200 or "\n" in text.strip()
