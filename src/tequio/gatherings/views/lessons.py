"""What was learned: the register, and recommendations that are somebody's task."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from tequio.gatherings import actions, exports, forms, policies, queries
from tequio.gatherings.models import Lesson
from tequio.gatherings.views.gatherings import handed
from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.web.page import page

PER_PAGE = 30


@require_safe
def lessons(request: Request) -> HttpResponse:
    """List what was learned in a place."""
    search = forms.LessonSearch(request.GET)
    found = search.narrow(queries.lessons_of(request.jurisdiction))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today, who = request.jurisdiction.day_of(clock.now()), request.actor
    may = policies.can_assign_recommendation, policies.can_settle_recommendation
    return page(
        request,
        "gatherings/lessons.html",
        shown=shown,
        rows=[(one, one.is_late(today), *(ask(who, one) for ask in may)) for one in shown],
        search=search,
        is_narrowed=search.is_narrowed,
        may_add=policies.can_manage_gatherings(request.actor, request.jurisdiction),
    )


@require_safe
def download(request: Request, form: str) -> HttpResponse:
    """Hand over what was learned."""
    rows = exports.lessons(queries.lessons_of(request.jurisdiction))
    return handed(form, exports.as_csv(exports.LESSONS, rows) if form == "csv" else exports.as_json(rows))


@login_required
def add(request: Request) -> HttpResponse:
    """Write down something learned outside of any gathering."""
    require(policies.can_manage_gatherings(request.actor, request.jurisdiction))
    form = forms.LessonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add_lesson(
                jurisdiction=request.jurisdiction, values=form.values, actor=request.actor, at=clock.now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            return redirect("gatherings:lessons", request.jurisdiction.slug)
    return page(request, "gatherings/lesson.html", form=form)


@login_required
def assign(request: Request, public_id: str) -> HttpResponse:
    """Ask an institution to see to a recommendation."""
    lesson = _lesson(request, public_id)
    require(policies.can_assign_recommendation(request.actor, lesson))
    form = forms.AssignForm(request.POST or None, lesson=lesson)
    if form.is_valid():
        try:
            actions.assign_recommendation(lesson=lesson, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            return redirect("gatherings:lessons", request.jurisdiction.slug)
    return page(request, "gatherings/lesson.html", form=form, lesson=lesson)


@login_required
def settle(request: Request, public_id: str) -> HttpResponse:
    """Say what was done about a recommendation."""
    lesson = _lesson(request, public_id)
    require(policies.can_settle_recommendation(request.actor, lesson))
    form = forms.SettleForm(request.POST or None)
    if form.is_valid():
        try:
            actions.settle_recommendation(
                lesson=lesson, outcome=form.cleaned_data["outcome"], actor=request.actor, at=clock.now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            return redirect("gatherings:lessons", request.jurisdiction.slug)
    return page(request, "gatherings/lesson.html", form=form, lesson=lesson)


def _lesson(request: Request, public_id: str) -> Lesson:
    return get_object_or_404(queries.lessons_of(request.jurisdiction), public_id=public_id)
