"""Filled formats: what each axis answered, how they compare, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.paper import spreadsheet
from tequio.people.queries import Request
from tequio.questionnaires import actions as questionnaires
from tequio.questionnaires import queries as asked
from tequio.questionnaires.forms import AnswerForm
from tequio.tracking import actions, exports, policies, queries
from tequio.tracking.forms.formats import IndicatorEvidenceForm
from tequio.tracking.forms.reports import ReviewForm
from tequio.tracking.models import FilledFormat, FormatEvidence
from tequio.tracking.views.asked import commitment_of, marked
from tequio.tracking.views.downloads import handed
from tequio.tracking.views.formats import format_of
from tequio.web.page import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filled_formats(request: Request, public_id: str, slug: str) -> HttpResponse:
    """List the formats that an axis filled, and those that it owes if the actor may see them."""
    axis = commitment_of(request, public_id)
    rows = queries.filled_visible_to(request.actor).filter(commitment=axis)
    return page(request, "tracking/filled_formats.html", commitment=axis, rows=list(rows), **marked(axis))


def filled_format(request: Request, public_id: str, slug: str, filled_id: str) -> HttpResponse:
    """Show a filled format: Categoría–Indicador–Información–Evidencia."""
    return _show(request, filled_of(request, public_id, filled_id))


@login_required
def fill(request: Request, public_id: str, slug: str, filled_id: str) -> HttpResponse:
    """Fill a format: what is right is saved, and the rest comes back whole."""
    found = filled_of(request, public_id, filled_id)
    require(policies.can_fill_format(request.actor, found))
    sections = asked.sections_of(found.response.version)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AnswerForm(*sent, sections=sections, response=found.response, answers=asked.answers_of(found.response))
    if request.method == "POST" and (done := keep(request, found, form)):
        messages.success(request, done)
        return redirect(found if "send" in request.POST else request.path)
    return page(request, "tracking/fill_format.html", filled=found, form=form)


def keep(request: Request, found: FilledFormat, form: AnswerForm) -> str:
    """Save what is right, and send it if that was asked; return what to say, empty if something is wrong."""
    by: dict[str, Any] = {"actor": request.actor, "at": clock.now()}
    try:
        questionnaires.save_answers(response=found.response, given=form.given(), **by)
        if form.errors:
            form.error_title = _("What is right was saved. Mend what is marked: nothing that you wrote is lost.")
            return ""
        if "send" not in request.POST:
            return _("Saved. You can go on later, and send it when it is complete.")
        actions.submit_format(filled=found, **by)
    except Refused as no:
        form.refuse(no)
        return ""
    return _("Sent: it is public now. You can still add evidence.")


@require_POST
@login_required
def prove(request: Request, public_id: str, slug: str, filled_id: str) -> HttpResponse:
    """Hand in evidence of an indicator."""
    found = filled_of(request, public_id, filled_id)
    form = IndicatorEvidenceForm(request.POST, request.FILES, indicators=_indicators(found))
    if form.is_valid():
        try:
            actions.prove_indicator(filled=found, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The evidence was handed in. Somebody of another institution will review it."))
            return redirect(found)
    return _show(request, found, form=form)


@require_POST
@login_required
def review(request: Request, public_id: str, slug: str, filled_id: str, piece_id: str) -> HttpResponse:
    """Accept or return evidence of an indicator."""
    found = filled_of(request, public_id, filled_id)
    piece = get_object_or_404(FormatEvidence.objects.select_related("filled"), filled=found, public_id=piece_id)
    form = ReviewForm(request.POST, prefix=piece.public_id)
    if form.is_valid():
        try:
            actions.review_indicator(piece=piece, **form.cleaned_data, actor=request.actor, at=clock.now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Your review is kept, with your office and the day."))
            return redirect(found)
    return _show(request, found, reviewed=(piece.pk, form))


def compare(request: Request, public_id: str, slug: str, format_id: str, form: str = "") -> HttpResponse:
    """Put the axes side by side for a period, or the periods of one axis; and say what is missing."""
    found = format_of(request, public_id, format_id)
    everything = queries.filled_asked(found)
    axis, label = request.GET.get("eje", ""), request.GET.get("periodo", "")
    labels = list(dict.fromkeys(one.label for one in everything))
    label = "" if axis else (label or _newest(everything))
    chosen = [one for one in everything if (one.commitment.public_id == axis if axis else one.label == label)]
    sent = [one for one in chosen if one.response.is_submitted]
    if form:
        return _table(form, f"formatos-{found.public_id}", sent)
    return page(
        request,
        "tracking/format_compare.html",
        format=found,
        labels=labels,
        label=label,
        axes=list({one.commitment_id: one.commitment for one in everything}.values()),
        axis=axis,
        sent=sent,
        rows=queries.compare(sent),
        width=len(sent) + 1,
        missing=queries.missing_of(chosen),
        **marked(found.plan),
    )


def _newest(everything: Sequence[FilledFormat]) -> str:
    """Name the last period of which anybody sent something; else the last one, empty if there is none."""
    sent = [one for one in everything if one.response.is_submitted]
    return (sent or everything)[-1].label if everything else ""


def filled_of(request: Request, public_id: str, filled_id: str) -> FilledFormat:
    """Return a filled format of an axis; 404 for whom it does not exist."""
    visible = queries.filled_visible_to(request.actor).filter(commitment=commitment_of(request, public_id))
    return get_object_or_404(visible, public_id=filled_id)


def _table(form: str, name: str, sent: list[FilledFormat]) -> HttpResponse:
    records = exports.formats(sent, queries.pieces_of_formats(sent))
    if form != "xlsx":
        return handed(form, name, exports.FORMAT_FIELDS, records)
    fields = exports.FORMAT_FIELDS
    head = [spreadsheet.Column(one.es.split(":")[0]) for one in fields]
    told = [[one.name, one.es, one.en] for one in fields]
    meaning = [spreadsheet.Column(_("Column")), spreadsheet.Column("es", width=60), spreadsheet.Column("en", width=60)]
    body = [[None if row[one.name] is None else str(row[one.name]) for one in fields] for row in records]
    sheets = [spreadsheet.Sheet(_("Answers"), head, body), spreadsheet.Sheet(_("Dictionary"), meaning, told)]
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(spreadsheet.xlsx(sheets, title=name), content_type=XLSX, headers=headers)


def _indicators(found: FilledFormat) -> list[tuple[str, str]]:
    return [(one.code, one.title) for one in asked.sections_of(found.response.version)]


def _show(
    request: Request,
    found: FilledFormat,
    form: IndicatorEvidenceForm | None = None,
    reviewed: tuple[int, ReviewForm] | None = None,
) -> HttpResponse:
    rows = queries.rows_of(found, request.actor)
    reviews = {
        piece.pk: reviewed[1] if reviewed and reviewed[0] == piece.pk else ReviewForm(prefix=piece.public_id)
        for row in rows
        for piece in row.pieces
        if policies.can_review_indicator(request.actor, piece)
    }
    return page(
        request,
        "tracking/filled_format.html",
        status=422 if (form and form.errors) or (reviewed and reviewed[1].errors) else 200,
        filled=found,
        commitment=found.commitment,
        rows=[(row, [(piece, reviews.get(piece.pk)) for piece in row.pieces]) for row in rows],
        form=form or _evidence_form(request, found),
        may_fill=policies.can_fill_format(request.actor, found),
        **marked(found.commitment),
    )


def _evidence_form(request: Request, found: FilledFormat) -> IndicatorEvidenceForm | None:
    if not policies.can_prove_indicator(request.actor, found):
        return None
    return IndicatorEvidenceForm(indicators=_indicators(found), initial={"credit": found.institution.name})
