"""One milestone: its dates, its evidence, its history, and what an officer may do with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.contributions import queries as contributions
from tequio.kit import clock
from tequio.kit.policy import Refused
from tequio.people.queries import Request
from tequio.plans.models import Milestone
from tequio.plans.vocab import EvidenceKind
from tequio.tracking import actions, policies, queries
from tequio.tracking.forms import EvidenceForm, ReportForm, ReviewForm
from tequio.tracking.models import Evidence
from tequio.tracking.views.asked import canonical, marked, milestone_of
from tequio.tracking.vocab import Status
from tequio.web.page import page


def milestone(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show a milestone to anybody, and to officers what they may do with it."""
    found = milestone_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    return _show(request, found)


@require_POST
def report(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Report how a milestone stands."""
    found = milestone_of(request, public_id)
    form = ReportForm(request.POST, milestone=found, prefix="report")
    if form.is_valid():
        try:
            standing = actions.report_status(milestone=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _said(standing.is_claim))
            return redirect("tracking:mine") if "to_list" in request.POST else redirect(found)
    return _show(request, found, report_form=form)


@require_POST
def submit(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Hand in a piece of evidence."""
    found = milestone_of(request, public_id)
    form = EvidenceForm(request.POST, request.FILES, milestone=found, prefix="evidence")
    if form.is_valid():
        mended = queries.returned_to(request.actor).filter(milestone=found, kind=form.cleaned_data["kind"]).first()
        try:
            actions.submit_evidence(
                milestone=found, supersedes=mended, **form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The evidence was handed in. Somebody of another institution will review it."))
            return redirect(found.get_absolute_url() + "#evidence")
    return _show(request, found, evidence_form=form)


@require_POST
def review(request: Request, public_id: str, slug: str, evidence_id: str) -> HttpResponse:
    """Accept or return a piece of evidence."""
    found = milestone_of(request, public_id)
    piece = _piece(request, found, evidence_id)
    form = ReviewForm(request.POST, prefix=piece.public_id)
    if form.is_valid():
        try:
            actions.review_evidence(evidence=piece, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your review is kept, with your office and the day."))
            return redirect(found.get_absolute_url() + "#evidence")
    return _show(request, found, review_form=form, reviewed=piece)


@require_POST
def withdraw(request: Request, public_id: str, slug: str, evidence_id: str) -> HttpResponse:
    """Take back a piece that nobody reviewed yet."""
    found = milestone_of(request, public_id)
    try:
        actions.withdraw_evidence(evidence=_piece(request, found, evidence_id), actor=request.actor, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(request, _("The piece was taken back. The record keeps that it was handed in."))
    return redirect(found.get_absolute_url() + "#evidence")


def _piece(request: Request, milestone: Milestone, public_id: str) -> Evidence:
    for row in queries.pieces_of(milestone, request.actor):
        if row.evidence.public_id == public_id:
            return row.evidence
    raise Http404


def _show(request: Request, milestone: Milestone, **bound: Any) -> HttpResponse:
    """Show the page, with a form that was refused in its place."""
    may_report = policies.can_report_status(request.actor, milestone)
    may_submit = policies.can_submit_evidence(request.actor, milestone)
    row = queries.leaf(milestone, at=clock.now())
    context: dict[str, Any] = {
        "milestone": milestone,
        "row": row,
        "pieces": _with_forms(queries.pieces_of(milestone, request.actor), bound),
        "history": queries.history_of(milestone),
        "means": milestone.means.all(),
        "missing": [EvidenceKind(kind).label if kind else _("a piece of any kind") for kind in row.missing],
        "to_confirm": _to_confirm(row) if may_report else "",
        "talk": contributions.talk_of(milestone.urn) if queries.is_public(milestone.commitment) else None,
        **marked(milestone.commitment),
    }
    if may_report:
        first = {"status": row.status, "value": row.value}
        context["report_form"] = ReportForm(milestone=milestone, prefix="report", initial=first)
    if may_submit:
        first = {"kind": next(iter(row.missing), ""), "credit": str(request.actor.office.institution)}  # type: ignore[attr-defined]
        context["evidence_form"] = EvidenceForm(milestone=milestone, prefix="evidence", initial=first)
    return page(request, "tracking/milestone.html", **(context | bound))


def _with_forms(
    pieces: list[queries.PieceRow], bound: dict[str, Any]
) -> list[tuple[queries.PieceRow, ReviewForm | None]]:
    reviewed = bound.get("reviewed")
    return [
        (row, bound["review_form"] if reviewed and row.evidence.pk == reviewed.pk else _review_form(row))
        for row in pieces
    ]


def _review_form(row: queries.PieceRow) -> ReviewForm | None:
    return ReviewForm(prefix=row.evidence.public_id) if row.may_review else None


def _to_confirm(row: queries.LeafRow) -> str:
    """Return the status that stands without anybody having reported it: the document's, else the initial one."""
    if row.is_confirmed:
        return ""
    stated = row.milestone.stated
    return stated if stated in Status.values else Status.NOT_STARTED


def _said(is_claim: bool) -> str:
    if is_claim:
        return _("Reported. It will be finished when one piece of each kind is accepted by somebody else.")
    return _("The report is kept, with your office and the day.")
