"""Reading a questionnaire, answering it, and taking its answers away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.questionnaires import actions, exports, policies, queries
from tequio.questionnaires.forms import AnswerForm
from tequio.questionnaires.models import Response
from tequio.questionnaires.views.asked import questionnaire_of
from tequio.record import queries as record
from tequio.web import rate
from tequio.web.page import page, private

PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def questionnaires(request: Request) -> HttpResponse:
    """List the questionnaires of a place."""
    text = request.GET.get("q", "").strip()
    found = queries.with_counts(queries.questionnaires_of(request.jurisdiction, request.actor))
    shown = Paginator(found.filter(title__icontains=text).order_by("title", "pk"), PER_PAGE)
    return page(
        request,
        "questionnaires/questionnaires.html",
        shown=shown.get_page(request.GET.get("page")),
        text=text,
        may_manage=policies.can_manage_questionnaires(request.actor, request.jurisdiction),
    )


def questionnaire(request: Request, public_id: str) -> HttpResponse:
    """Show what a questionnaire is for, who answers it, and its versions."""
    found = questionnaire_of(request, public_id)
    version = queries.version_in_force(found)
    return page(
        request,
        "questionnaires/questionnaire.html",
        questionnaire=found,
        version=version,
        received=queries.responses_of(found, request.actor).count(),
        own=queries.response_of(found, request.actor),
        may_start=bool(version and policies.can_start_response(request.actor, found)),
        may_manage=policies.can_manage_questionnaires(request.actor, request.jurisdiction),
        mark=record.about(found.urn),
    )


def blank(request: Request, public_id: str) -> HttpResponse:
    """Show the empty form, to read or to print."""
    found = questionnaire_of(request, public_id)
    version = queries.version_in_force(found)
    if version is None:
        raise Http404
    form = AnswerForm(sections=queries.sections_of(version))
    return page(request, "questionnaires/blank.html", questionnaire=found, version=version, form=form)


@require_POST
def start(request: Request, public_id: str) -> HttpResponse:
    """Begin to answer: an office for its institution, a visitor with a private link."""
    found = questionnaire_of(request, public_id)
    version = queries.version_in_force(found)
    if version is None:
        raise Http404
    if request.actor.is_visitor and rate.is_spent(request, "answer", most=10, seconds=3600):
        return rate.refused(request)
    own = queries.response_of(found, request.actor)
    if own is None:
        own, token = actions.start_response(version=version, actor=request.actor, at=clock.now())
        if token:
            return redirect("questionnaires:answer_by_link", request.jurisdiction.slug, token)
    return redirect("questionnaires:answer", request.jurisdiction.slug, own.public_id)


def answer(request: Request, public_id: str) -> HttpResponse:
    """Let an institution answer, or show what it sent."""
    related = Response.objects.select_related("version__questionnaire__jurisdiction", "institution")
    found = get_object_or_404(
        related.filter(version__questionnaire__jurisdiction=request.jurisdiction), public_id=public_id
    )
    if not policies.can_view_response(request.actor, found):
        raise Http404
    return _answer(request, found, "")


def answer_by_link(request: Request, token: str) -> HttpResponse:
    """Let a visitor go on with what they began, by their private link."""
    found = queries.response_behind(token)
    if found is None or found.version.questionnaire.jurisdiction_id != request.jurisdiction.pk:
        raise Http404
    return private(_answer(request, found, token))


def _answer(request: Request, found: Response, token: str) -> HttpResponse:
    may_fill = policies.can_fill(request.actor, found, token)
    sections = queries.sections_of(found.version)
    answers = queries.answers_of(found)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AnswerForm(*sent, sections=sections, response=found, answers=answers, takes_files=not token)
    if request.method == "POST":
        require(may_fill)
        if done := keep(request, found, form, token):
            messages.success(request, done)
            return redirect(request.path)
    return page(
        request,
        "questionnaires/answer.html",
        questionnaire=found.version.questionnaire,
        response=found,
        form=form,
        answers=[(found.asked(one.question), one) for one in answers],
        may_fill=may_fill,
        token=token,
    )


def keep(request: Request, response: Response, form: AnswerForm, token: str = "") -> str:
    """Keep what is right of what was typed, and send it if that was asked; return what to say, empty if it is wrong."""
    by: dict[str, Any] = {"token": token, "actor": request.actor, "at": clock.now()}
    try:
        actions.save_answers(response=response, given=form.given(), **by)
        if form.errors:
            form.error_title = _("What is right was saved. Mend what is marked: nothing that you wrote is lost.")
            return ""
        if "send" not in request.POST:
            return _("Saved. You can go on later, and send it when it is complete.")
        actions.submit_response(response=response, **by)
    except Refused as no:
        form.refuse(no)
        return ""
    return _("Sent. It stays as it is from now on.")


def responses(request: Request, public_id: str, form: str) -> HttpResponse:
    """Give the answers that whoever asks may read, as CSV, JSON or a workbook with its dictionary."""
    found = questionnaire_of(request, public_id)
    version = queries.version_in_force(found)
    named = exports.columns(queries.questions_of(version) if version else [])
    rows = exports.records(queries.whole(queries.responses_of(found, request.actor)), named)
    headers = {"Content-Disposition": f'attachment; filename="respuestas-{found.public_id}.{form}"'}
    if form == "xlsx":
        return HttpResponse(exports.as_xlsx(found.title, named, rows), content_type=XLSX, headers=headers)
    if form == "json":
        return HttpResponse(exports.as_json(named, rows), content_type="application/json", headers=headers)
    return HttpResponse(exports.as_csv(named, rows), content_type="text/csv; charset=utf-8", headers=headers)
