"""Evaluations of a commitment by several sectors: writing one, scoring, the report."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tequio.files.vocab import TITLE_LENGTH, Licence
from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.policies import coordinates
from tequio.people.queries import Officer, Request
from tequio.plans.models import Milestone
from tequio.plans.vocab import EvidenceKind
from tequio.tracking import actions, exports, policies, queries
from tequio.tracking.forms import AttachForm, CopyForm, EvaluationForm, FindingsForm, ScoresForm, criteria_form
from tequio.tracking.models import Evaluation
from tequio.tracking.views.asked import canonical, commitment_of, marked
from tequio.tracking.views.downloads import handed
from tequio.web.page import page


@require_safe
def evaluations(request: Request, public_id: str, slug: str) -> HttpResponse:
    """List the evaluations of a commitment."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    return page(
        request,
        "tracking/evaluations.html",
        commitment=found,
        rows=list(queries.evaluations_of(found, request.actor)),
        may_manage=policies.can_manage_evaluations(request.actor, found),
        rules=queries.evaluation_rules_of(request.jurisdiction),
        **marked(found),
    )


@require_safe
def evaluation(request: Request, public_id: str, slug: str, evaluation_id: str) -> HttpResponse:
    """Show what is evaluated and by what criteria; once published, its report."""
    held = _found(request, public_id, evaluation_id)
    report = queries.report_of(held) if held.is_published else None
    attach = _attach(request, held) if held.is_published else None
    return page(
        request,
        "tracking/evaluation.html",
        commitment=held.commitment,
        evaluation=held,
        report=report,
        criteria=list(held.criteria.all()),
        evaluators=report.evaluators if report else list(held.evaluators.all()),
        attach=attach,
        rules=queries.evaluation_rules_of(request.jurisdiction),
        may=_may(request, held),
        **marked(held.commitment),
    )


@require_safe
def download(request: Request, public_id: str, slug: str, evaluation_id: str, form: str) -> HttpResponse:
    """Hand over a published report: every score as CSV, or the whole document that the record cites as JSON."""
    held = _found(request, public_id, evaluation_id)
    if not held.is_published:
        raise Http404
    if form == "csv":
        return handed("csv", f"evaluacion-{held.public_id}", exports.SCORE_FIELDS, exports.scores(held))
    return JsonResponse(queries.told(held), json_dumps_params={"ensure_ascii": False, "indent": 1})


@login_required
def create(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Write an evaluation."""
    found = commitment_of(request, public_id)
    require(policies.can_manage_evaluations(request.actor, found))
    form, rows = _forms(request)
    if form.is_valid() and rows.is_valid():
        told = {"values": form.cleaned_data, "criteria": rows.cleaned_data}
        try:
            made = actions.draft_evaluation(commitment=found, **told, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            return redirect(made)
    return page(request, "tracking/edit_evaluation.html", commitment=found, form=form, rows=rows)


@login_required
def edit(request: Request, public_id: str, slug: str, evaluation_id: str) -> HttpResponse:
    """Change an evaluation before it opens."""
    held = _found(request, public_id, evaluation_id)
    require(policies.can_edit_evaluation(request.actor, held))
    form, rows = _forms(request, held)
    if form.is_valid() and rows.is_valid():
        values = form.cleaned_data
        told: dict[str, Any] = {"values": values, "criteria": rows.cleaned_data, "revision": values["revision"]}
        try:
            actions.change_evaluation(evaluation=held, **told, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            return redirect(held)
    return page(
        request, "tracking/edit_evaluation.html", commitment=held.commitment, evaluation=held, form=form, rows=rows
    )


@login_required
@require_POST
def open_it(request: Request, public_id: str, slug: str, evaluation_id: str) -> HttpResponse:
    """Let evaluators score."""
    held = _found(request, public_id, evaluation_id)
    actions.open_evaluation(evaluation=held, actor=request.actor, at=clock.now())
    messages.success(request, _("Evaluators may score now. Its criteria no longer change."))
    return redirect(held)


@login_required
def score(request: Request, public_id: str, slug: str, evaluation_id: str) -> HttpResponse:
    """Give the scores of one's own institution."""
    held = _found(request, public_id, evaluation_id)
    require(policies.can_score_evaluation(request.actor, held))
    assert isinstance(request.actor, Officer)  # noqa: S101 - the policy made sure
    mine = queries.evaluators_of(held).filter(institution=request.actor.institution_id).first()
    form = ScoresForm(request.POST or None, criteria=list(held.criteria.all()), evaluator=mine)
    if form.is_valid():
        said = {"scores": form.scores, "comment": form.cleaned_data["comment"]}
        try:
            actions.score_evaluation(evaluation=held, **said, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Your scores are kept. They are public with the report."))
            return redirect(held)
    return page(request, "tracking/score.html", commitment=held.commitment, evaluation=held, form=form)


@login_required
def copy(request: Request, public_id: str, slug: str, evaluation_id: str) -> HttpResponse:
    """Copy the scores of an organisation from its paper."""
    held = _found(request, public_id, evaluation_id)
    require(policies.can_copy_scores(request.actor, held))
    form = CopyForm(request.POST or None, criteria=list(held.criteria.all()))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "sector", "comment")} | {"scores": form.scores}
        try:
            actions.copy_scores(evaluation=held, **said, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The scores are kept, marked as copied by your office."))
            return redirect(held)
    return page(request, "tracking/score.html", commitment=held.commitment, evaluation=held, form=form, is_copy=True)


@login_required
def publish(request: Request, public_id: str, slug: str, evaluation_id: str) -> HttpResponse:
    """Publish the report with its findings, seeing the figures first."""
    held = _found(request, public_id, evaluation_id)
    require(policies.can_publish_evaluation(request.actor, held))
    form = FindingsForm(request.POST or None)
    if form.is_valid():
        try:
            actions.publish_evaluation(evaluation=held, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The report is public."))
            return redirect(held)
    return page(
        request,
        "tracking/publish_evaluation.html",
        commitment=held.commitment,
        evaluation=held,
        form=form,
        report=queries.report_of(held),
    )


@login_required
@require_POST
def attach(request: Request, public_id: str, slug: str, evaluation_id: str) -> HttpResponse:
    """Hand in a published report as evidence of a milestone: its address."""
    held = _found(request, public_id, evaluation_id)
    form = AttachForm(request.POST, milestones=_milestones(request, held))
    if not held.is_published or not form.is_valid():
        raise Http404
    try:
        piece = actions.submit_evidence(
            milestone=form.cleaned_data["milestone"],
            kind=EvidenceKind.RESULTS_REPORT,
            title=held.title[:TITLE_LENGTH],
            credit=_("Evaluation by several sectors"),
            licence=Licence.CC_BY,
            url=settings.BASE_URL + held.get_absolute_url(),
            actor=request.actor,
            at=clock.now(),
        )
    except Refused as no:
        messages.error(request, no.reason)
        return redirect(held)
    messages.success(request, _("The report is handed in as evidence; somebody else reviews it."))
    return redirect(piece.milestone)


def _found(request: Request, public_id: str, evaluation_id: str) -> Evaluation:
    commitment = commitment_of(request, public_id)
    return get_object_or_404(queries.evaluations_of(commitment, request.actor), public_id=evaluation_id)


def _forms(request: Request, held: Evaluation | None = None) -> tuple[EvaluationForm, Any]:
    rules = queries.evaluation_rules_of(request.jurisdiction)
    data = request.POST or None
    return EvaluationForm(data, evaluation=held), criteria_form(data, held, rules)


def _may(request: Request, held: Evaluation) -> dict[str, bool]:
    """Say what an actor may do with an evaluation, for its buttons."""
    actor = request.actor
    return {
        "edit": bool(policies.can_edit_evaluation(actor, held)),
        "score": bool(policies.can_score_evaluation(actor, held)),
        "copy": bool(policies.can_copy_scores(actor, held)),
        "publish": bool(policies.can_publish_evaluation(actor, held)),
    }


def _milestones(request: Request, held: Evaluation) -> Any:
    if coordinates(request.actor, request.jurisdiction):
        return Milestone.objects.filter(commitment=held.commitment_id)
    if isinstance(request.actor, Officer):
        return queries.answered_by(request.actor).filter(commitment=held.commitment_id)
    return Milestone.objects.none()


def _attach(request: Request, held: Evaluation) -> AttachForm | None:
    if not isinstance(request.actor, Officer):
        return None
    found = _milestones(request, held)
    return AttachForm(milestones=found) if found.exists() else None
