"""A commitment as a file to print, to send or to edit: PDF, Word, and the whole plan in Excel."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tequio.kit import clock
from tequio.paper import typeset, word
from tequio.paper.writing import Paper
from tequio.people.queries import Request
from tequio.plans import queries
from tequio.plans.models import Commitment
from tequio.plans.papers import comments, contents, editable, printed, workbook
from tequio.plans.views.asked import canonical, plan_of, sheet_of

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def form_pdf(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Hand over the official form as an accessible PDF."""
    return _paper(
        request, public_id, slug, lambda one, day: printed.form(one, dated=day, comments=comments.annex(one)), "ficha"
    )


@require_safe
def summary_pdf(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Hand over the executive summary as an accessible PDF."""

    def summary(one: Commitment, day: str) -> Paper:
        told = [block for answer in queries.progress_told.ask(one, clock.now()) for block in answer]
        return printed.summary(one, dated=day, told=told)

    return _paper(request, public_id, slug, summary, "resumen")


@require_safe
def form_docx(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Hand over the official form as a Word file that can be edited and brought back."""
    found = sheet_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    paper = editable.paper(found, dated=_day(request, found), comments=comments.annex(found))
    return _file(word.written(paper), WORD, f"ficha-{found.public_id}.docx")


@require_safe
def plan_xlsx(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Hand over a plan, with all of it that whoever asks may see, as a workbook."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    visible = queries.commitments_of(request.jurisdiction, request.actor).filter(plan=found)
    said = [contents.gather(one) for one in contents.with_contents(visible).order_by("order", "pk")]
    try:
        made = workbook.written(found.name, said)
    except ValueError:
        messages.error(request, _("One text is longer than an Excel cell holds. Take the Word forms instead."))
        return redirect(found)
    return _file(made, EXCEL, f"plan-{found.public_id}.xlsx")


@require_safe
def plan_pdf(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Hand over a plan, with all of it that whoever asks may see, as an accessible PDF."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    visible = queries.commitments_of(request.jurisdiction, request.actor).filter(plan=found)
    commitments = queries.with_sheet(visible).order_by("order", "pk")
    today = request.jurisdiction.day_of(clock.now()).isoformat()
    return _file(typeset.pdf(printed.plan(found, commitments, dated=today)), PDF, f"plan-{found.public_id}.pdf")


def _paper(
    request: Request, public_id: str, slug: str, make: Callable[[Commitment, str], Paper], name: str
) -> HttpResponse:
    found = sheet_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    return _file(typeset.pdf(make(found, _day(request, found))), PDF, f"{name}-{found.public_id}.pdf")


def _day(request: Request, commitment: Commitment) -> str:
    """Return the day of the text: that of its last version, or today's for a draft."""
    last = queries.publications_of(commitment).first()
    at = last.at if last else clock.now()
    return request.jurisdiction.day_of(at).isoformat()


def _file(body: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'{"inline" if content_type == PDF else "attachment"}; filename="{name}"'
    return answer
