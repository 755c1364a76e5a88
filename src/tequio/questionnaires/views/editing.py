"""Writing a questionnaire: coordination's pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.questionnaires import actions, policies, queries
from tequio.questionnaires.forms import AnswerForm, PlaceForm, QuestionForm, QuestionnaireForm, SectionForm
from tequio.questionnaires.models import Questionnaire
from tequio.questionnaires.views.asked import drafted, managed, question_of, section_of
from tequio.web.page import page


@login_required
def create(request: Request) -> HttpResponse:
    """Open the draft of a questionnaire."""
    require(policies.can_manage_questionnaires(request.actor, request.jurisdiction))
    form = QuestionnaireForm(request.POST or None, initial={"audience": "offices"})
    if form.is_valid():
        try:
            made = actions.open_questionnaire(
                jurisdiction=request.jurisdiction, values=form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            return _back(made)
    return page(request, "questionnaires/create.html", form=form)


@login_required
def edit(request: Request, public_id: str) -> HttpResponse:
    """Show what a questionnaire asks, to change it; and its title and audience."""
    found = managed(request, public_id)
    names = ("title", "purpose", "audience", "is_public")
    form = QuestionnaireForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        try:
            actions.change_questionnaire(
                questionnaire=found, values=form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Saved."))
            return _back(found)
    version = queries.version_in_draft(found)
    return page(
        request,
        "questionnaires/edit.html",
        questionnaire=found,
        form=form,
        version=version,
        sections=queries.sections_of(version) if version else [],
        versions=queries.versions_of(found),
    )


@login_required
def section(request: Request, public_id: str, section_id: int = 0) -> HttpResponse:
    """Add a section, or change one."""
    version = drafted(request, public_id)
    old = section_of(version, section_id) if section_id else None
    form = SectionForm(request.POST or None, section=old)
    if form.is_valid():
        try:
            actions.save_section(
                version=version, section=old, values=form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            return _back(version.questionnaire)
    return page(
        request, "questionnaires/part.html", form=form, questionnaire=version.questionnaire, old=old, kind="seccion"
    )


@login_required
def question(request: Request, public_id: str, section_id: int = 0, question_id: int = 0) -> HttpResponse:
    """Add a question to a section, or change one."""
    version = drafted(request, public_id)
    old = question_of(version, question_id) if question_id else None
    into = old.section if old else section_of(version, section_id)
    form = QuestionForm(request.POST or None, question=old)
    if form.is_valid():
        try:
            actions.save_question(
                section=into, question=old, values=form.cleaned_data, actor=request.actor, at=clock.now()
            )
        except Refused as no:
            form.refuse(no)
        else:
            return _back(version.questionnaire)
    return page(
        request, "questionnaires/part.html", form=form, questionnaire=version.questionnaire, old=old, kind="pregunta"
    )


@login_required
def remove(request: Request, public_id: str, kind: str, key: int) -> HttpResponse:
    """Ask before a section or a question goes, and remove it."""
    version = drafted(request, public_id)
    if kind == "seccion":
        part = section_of(version, key)
        if request.method == "POST":
            actions.remove_section(section=part, actor=request.actor, at=clock.now())
            return _back(version.questionnaire)
        return page(request, "questionnaires/remove.html", questionnaire=version.questionnaire, part=part, kind=kind)
    asked = question_of(version, key)
    if request.method == "POST":
        actions.remove_question(question=asked, actor=request.actor, at=clock.now())
        return _back(version.questionnaire)
    return page(request, "questionnaires/remove.html", questionnaire=version.questionnaire, part=asked, kind=kind)


@require_POST
@login_required
def move(request: Request, public_id: str, kind: str, key: int) -> HttpResponse:
    """Put a section or a question at another place."""
    version = drafted(request, public_id)
    form = PlaceForm(request.POST)
    place = form.cleaned_data["place"] if form.is_valid() else 0
    try:
        if kind == "seccion":
            actions.move_section(section=section_of(version, key), place=place, actor=request.actor, at=clock.now())
        else:
            actions.move_question(question=question_of(version, key), place=place, actor=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no.reason))
    return _back(version.questionnaire)


@require_POST
@login_required
def change_state(request: Request, public_id: str, to: str) -> HttpResponse:
    """Publish the version in draft, open the next one, close the questionnaire or open it again."""
    found = managed(request, public_id)
    by: dict[str, Any] = {"actor": request.actor, "at": clock.now()}
    try:
        if to == "publicar":
            actions.publish_version(version=drafted(request, public_id), **by)
            messages.success(request, _("Published: nothing in this version changes from now on."))
        elif to == "nueva-version":
            actions.draft_version(questionnaire=found, **by)
        elif to == "cerrar":
            actions.close_questionnaire(questionnaire=found, **by)
        else:
            actions.reopen_questionnaire(questionnaire=found, **by)
    except Refused as no:
        messages.error(request, str(no.reason))
    return _back(found)


@login_required
def preview(request: Request, public_id: str) -> HttpResponse:
    """Show the version in draft as whoever answers will see it."""
    version = drafted(request, public_id)
    form = AnswerForm(sections=queries.sections_of(version))
    return page(request, "questionnaires/blank.html", questionnaire=version.questionnaire, version=version, form=form)


def _back(questionnaire: Questionnaire) -> HttpResponse:
    return redirect("questionnaires:edit", questionnaire.jurisdiction.slug, questionnaire.public_id)
