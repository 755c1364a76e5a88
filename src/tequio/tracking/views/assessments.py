"""What each side says of a commitment, side by side; and where the sides of a plan differ."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit import clock
from tequio.kit.policy import Refused
from tequio.people.queries import Request
from tequio.plans.models import Commitment
from tequio.tracking import actions, exports, policies, queries
from tequio.tracking.forms import AnswerForm, AssessmentForm, TracksSearch
from tequio.tracking.models import Assessment
from tequio.tracking.views.asked import canonical, commitment_of, marked, plan_of
from tequio.tracking.views.downloads import handed
from tequio.tracking.vocab import Track
from tequio.web.page import page

FORMS = ("csv", "json")


def assessments(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show the three sides of a commitment; publish an assessment for the side that one speaks for."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    if request.GET.get("formato") in FORMS:
        records = exports.assessments(queries.tracks_of([found], jurisdiction=request.jurisdiction))
        return handed(request.GET["formato"], f"{found.slug}-valoraciones", exports.ASSESSMENT_FIELDS, records)
    track = request.POST.get("track", "")
    if request.method != "POST" or track not in Track.values:
        return _show(request, found)
    form = _form(found, track, request.POST)
    if form.is_valid():
        try:
            actions.assess_commitment(
                commitment=found, track=track, **form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The assessment is public, with your office and the day."))
            return redirect(request.path)
    return _show(request, found, **{track: form})


@require_POST
def answer(request: Request, public_id: str, slug: str, assessment_id: str) -> HttpResponse:
    """Publish the reply of the assessed side."""
    found = commitment_of(request, public_id)
    one = get_object_or_404(Assessment.objects.filter(commitment=found), public_id=assessment_id)
    form = AnswerForm(request.POST, prefix=one.public_id)
    if form.is_valid():
        try:
            actions.answer_assessment(assessment=one, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The reply is public, beside the assessment."))
            return redirect("tracking:assessments", request.jurisdiction.slug, public_id, slug)
    return _show(request, found, **{f"answer-{one.public_id}": form})


def plan_assessments(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Compare the sides in every public commitment of a plan."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    search = TracksSearch(request.GET)
    every = queries.tracks_from(queries.plan_progress(found).commitments, jurisdiction=request.jurisdiction)
    rows = search.narrow_tracks(every)
    if request.GET.get("formato") in FORMS:
        records = exports.assessments(rows)
        return handed(request.GET["formato"], f"{found.slug}-valoraciones", exports.ASSESSMENT_FIELDS, records)
    return page(
        request,
        "tracking/plan_assessments.html",
        plan=found,
        rows=rows,
        different=sum(one.is_different for one in every),
        search=search,
        is_narrowed=search.is_narrowed,
        rules=queries.rules_of(found.jurisdiction),
        **marked(found),
    )


def _show(request: Request, commitment: Commitment, **bound: Any) -> HttpResponse:
    at = clock.now()
    (tracks,) = queries.tracks_of([commitment], jurisdiction=request.jurisdiction)
    sides = []
    for side in tracks.sides:
        may_assess = policies.can_assess_commitment(request.actor, commitment, side.track, at)
        form = (bound.get(side.track) or _form(commitment, side.track)) if may_assess else None
        sides.append((side, form, _answer(request, side, bound)))
    return page(
        request,
        "tracking/assessments.html",
        commitment=commitment,
        tracks=tracks,
        sides=sides,
        history=list(queries.assessments_of([commitment.pk])),
        rules=queries.rules_of(commitment.plan.jurisdiction),
        has_monitoring=queries.has_monitoring_body(commitment.plan.jurisdiction, at),
        **marked(commitment),
    )


def _form(commitment: Commitment, track: str, data: Any = None) -> AssessmentForm:
    periods = queries.periods_of(commitment.plan)
    return AssessmentForm(data, track=track, periods=periods, prefix=track)


def _answer(request: Request, side: queries.Side, bound: dict[str, Any]) -> AnswerForm | None:
    one = side.assessment
    if one is None or side.reply or not policies.can_answer_assessment(request.actor, one):
        return None
    return bound.get(f"answer-{one.public_id}") or AnswerForm(None, prefix=one.public_id)
