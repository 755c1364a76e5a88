"""The indicator formats of a plan: write, propose, observe, approve, ask."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tequio.contributions import actions as contributions
from tequio.contributions.vocab import Kind, Purpose
from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.plans import queries as plans
from tequio.questionnaires import queries as questionnaires
from tequio.tracking import actions, exports, policies, queries
from tequio.tracking.forms.formats import AdoptForm, ApprovalForm, AskForm, ObservationForm, ProposalForm, WordingForm
from tequio.tracking.models import IndicatorFormat
from tequio.tracking.views.asked import marked, plan_of
from tequio.tracking.views.downloads import handed
from tequio.web.page import page


def formats(request: Request, public_id: str, slug: str) -> HttpResponse:
    """List the formats of a plan, and what waits for the next session."""
    plan = plan_of(request, public_id)
    waiting = queries.for_next_session(request.jurisdiction, at=clock.now())
    may_manage = policies.can_manage_formats(request.actor, request.jurisdiction)
    return page(
        request,
        "tracking/formats.html",
        plan=plan,
        formats=list(queries.formats_visible_to(request.actor).filter(plan=plan)),
        waiting=[(one, one.is_over(on=request.jurisdiction.day_of(clock.now()))) for one in waiting],
        may_manage=may_manage,
        brought=plans.formats_brought(plan) if may_manage else [],
        **marked(plan),
    )


@require_POST
@login_required
def create(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Open the draft of the standard format."""
    plan = plan_of(request, public_id)
    return redirect(actions.open_format(plan=plan, actor=request.actor, at=clock.now()))


@login_required
def adopt(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show what came with the imported documents of a plan, and open a draft with it once nothing names another."""
    plan = plan_of(request, public_id)
    require(policies.can_manage_formats(request.actor, request.jurisdiction))
    brought = queries.brought_to(plan, queries.standard_format()["sections"])
    form = AdoptForm(request.POST or None, flagged=[one for one in brought if one.foreign])
    if form.is_valid():
        by: dict[str, Any] = {"actor": request.actor, "at": clock.now()}
        try:
            return redirect(actions.adopt_formats(plan=plan, mended=form.cleaned_data, **by))
        except Refused as no:
            form.refuse(no)
    return page(request, "tracking/adopt_formats.html", plan=plan, brought=brought, form=form, **marked(plan))


def format(request: Request, public_id: str, slug: str, format_id: str) -> HttpResponse:
    """Show what a format asks of each axis, with the institution of the axis in its place."""
    found = format_of(request, public_id, format_id)
    axes = queries.axes_of(found.plan)
    own, worded = queries.institutions_of_axes(axes), queries.wording_of(found)
    axis = next((one for one in axes if one.public_id == request.GET.get("eje")), axes[0] if axes else None)
    version = queries.version_shown(found)
    body = own.get(axis.pk) if axis else None
    wording = worded.get(axis.pk, {}) if axis else {}
    return page(
        request,
        "tracking/format.html",
        format=found,
        version=version,
        axes=[(one, own.get(one.pk)) for one in axes],
        axis=axis,
        body=body,
        rows=queries.asked_of(version, wording, queries.bindings_of(body)) if version else [],
        findings=queries.findings_of(found) if not found.is_approved else [],
        window=queries.window_of(found),
        may_manage=policies.can_manage_formats(request.actor, request.jurisdiction),
        may_word=policies.can_word_format(request.actor, found),
        **marked(found.plan),
    )


@login_required
def word(request: Request, public_id: str, slug: str, format_id: str, axis_id: str) -> HttpResponse:
    """Write the questions in the words of an axis."""
    found = format_of(request, public_id, format_id)
    require(policies.can_word_format(request.actor, found))
    axis = next((one for one in queries.axes_of(found.plan) if one.public_id == axis_id), None)
    version = queries.version_shown(found)
    if axis is None or version is None:
        return redirect(found)
    wording = queries.wording_of(found).get(axis.pk, {})
    form = WordingForm(request.POST or None, questions=questionnaires.questions_of(version), wording=wording)
    if form.is_valid():
        at = clock.now()
        try:
            actions.word_questions(format=found, commitment=axis, texts=form.cleaned_data, actor=request.actor, at=at)
        except Refused as no:
            form.refuse(no)
        else:
            return redirect(f"{found.get_absolute_url()}?eje={axis.public_id}")
    return page(request, "tracking/format_change.html", format=found, form=form, title=axis.title, kind="word")


@login_required
def propose(request: Request, public_id: str, slug: str, format_id: str) -> HttpResponse:
    """Send a format to the members, with the days in which they observe it."""
    found = format_of(request, public_id, format_id)
    require(policies.can_word_format(request.actor, found))
    today = request.jurisdiction.day_of(clock.now())
    form = ProposalForm(request.POST or None, plan=found.plan, initial={"opens_on": today})
    if form.is_valid():
        try:
            actions.propose_format(format=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            return redirect(found.get_absolute_url() + "observaciones/")
    said: dict[str, Any] = {"title": _("Propose it to the members"), "send": _("Propose")}
    return page(request, "tracking/format_change.html", format=found, form=form, kind="propose", **said)


def observations(request: Request, public_id: str, slug: str, format_id: str) -> HttpResponse:
    """Show the matrix of what was observed, and let members observe."""
    found = format_of(request, public_id, format_id)
    may_observe = policies.can_observe_format(request.actor, found)
    form = ObservationForm(request.POST or None)
    if form.is_valid():
        require(may_observe)
        if observe(request, found, form):
            return redirect(request.path)
    window, rows = queries.window_of(found), queries.observations_of(found)
    return page(
        request,
        "tracking/format_observations.html",
        format=found,
        window=window,
        deadline=queries.deadline_of(window) if window else None,
        is_over=bool(window and window.is_over(on=request.jurisdiction.day_of(clock.now()))),
        rows=rows,
        silent=queries.silent(window, rows) if window else [],
        form=form,
        may_observe=may_observe,
        may_manage=policies.can_word_format(request.actor, found),
        **marked(found.plan),
    )


def observe(request: Request, found: IndicatorFormat, form: ObservationForm) -> bool:
    """Hand over an observation; tell whether it was taken."""
    try:
        made, _token = contributions.submit_contribution(
            thing=found.urn,
            jurisdiction=request.jurisdiction,
            kind=Kind.COMMENT,
            text=form.cleaned_data["text"],
            purpose=Purpose.REVIEW,
            actor=request.actor,
            at=clock.now(),
        )
    except Refused as no:
        form.refuse(no)
        return False
    if made.is_late:
        messages.warning(request, _("It was kept, and marked late: the last day to observe has gone by."))
    else:
        messages.success(request, _("Your observation was kept."))
    return True


def observations_csv(request: Request, public_id: str, slug: str, format_id: str) -> HttpResponse:
    """Give the matrix of observations."""
    found = format_of(request, public_id, format_id)
    records = exports.observations(queries.observations_of(found))
    return handed("csv", f"observaciones-{found.public_id}", exports.OBSERVATION_FIELDS, records)


@login_required
def approve(request: Request, public_id: str, slug: str, format_id: str) -> HttpResponse:
    """Record that a session approved a format."""
    found = format_of(request, public_id, format_id)
    require(policies.can_word_format(request.actor, found))
    window = queries.window_of(found)
    form = ApprovalForm(request.POST or None, initial={"session": window.target_session if window else ""})
    if form.is_valid():
        try:
            actions.approve_format(format=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            return redirect(found)
    title = _("Record its approval")
    return page(request, "tracking/format_change.html", format=found, form=form, title=title, kind="approve")


@login_required
def ask(request: Request, public_id: str, slug: str, format_id: str) -> HttpResponse:
    """Ask the axes to fill the format for a period."""
    found = format_of(request, public_id, format_id)
    require(policies.can_manage_formats(request.actor, request.jurisdiction))
    form = AskForm(request.POST or None, plan=found.plan)
    if form.is_valid():
        try:
            made = actions.ask_format(format=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            n = len(made)
            messages.success(request, ngettext("%(n)s axis was asked.", "%(n)s axes were asked.", n) % {"n": n})
            return redirect(found)
    said: dict[str, Any] = {"title": _("Ask the axes to fill it"), "send": _("Ask for it")}
    return page(request, "tracking/format_change.html", format=found, form=form, kind="ask", **said)


def format_of(request: Request, public_id: str, format_id: str) -> Any:
    """Return a format of a plan of this place; 404 for whom it does not exist."""
    visible = queries.formats_visible_to(request.actor).filter(plan=plan_of(request, public_id))
    return get_object_or_404(visible, public_id=format_id)
