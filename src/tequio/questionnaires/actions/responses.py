"""Answering: as it goes, and sent once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.files import actions as files
from tequio.files.vocab import Licence
from tequio.kit import secret
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Institution
from tequio.people.queries import Officer
from tequio.questionnaires import checks, document, policies, queries
from tequio.questionnaires.events import ResponseReceived, ResponseSaved, ResponseSubmitted
from tequio.questionnaires.models import Answer, Question, Questionnaire, Response, Version
from tequio.questionnaires.vocab import Audience, ResponseState
from tequio.record.actions import audit, record


@transaction.atomic
def start_response(
    *,
    version: Version,
    institution: Institution | None = None,
    bindings: Mapping[str, str] | None = None,
    wording: Mapping[str, str] | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[Response, str]:
    """Begin to answer a published version; return it with the secret of a visitor's link, empty for an office.

    `institution` is for coordination, which asks another one; `bindings` fill the placeholders and `wording` says
    questions in other words. An office answers once for its institution, unless it is asked.
    """
    # Two clicks of one office take turns, so that it answers once.
    questionnaire = Questionnaire.objects.select_for_update().get(pk=version.questionnaire_id)
    require(policies.can_start_response(actor, questionnaire, institution))
    if not version.is_published:
        raise Refused(None, _("This version is not published yet."))
    office = None
    if institution is None and isinstance(actor, Officer):
        institution, office = actor.office.institution, actor.office
        if questionnaire.audience == Audience.OFFICES and queries.response_of(questionnaire, actor):
            raise Refused(None, _("Your institution is answering this already."))
    if institution is not None:
        bindings = {"institution": institution.name} | dict(bindings or {})
    token = "" if institution else secret.made()
    made = Response.objects.create(
        version=version,
        institution=institution,
        office=office,
        token_hash=secret.hash_of(token) if token else None,
        bindings=dict(bindings or {}),
        wording=dict(wording or {}),
        started_at=at,
    )
    audit(ResponseSaved(**_about(made), answers=0), actor=actor, at=at)
    return made, token


@transaction.atomic
def save_answers(
    *, response: Response, given: Mapping[str, checks.Given], token: str = "", actor: Actor, at: datetime
) -> Response:
    """Keep what was typed for some questions, by their codes; what is left empty is forgotten.

    Raises Refused beside the first answer that cannot be taken, and then keeps none.
    """
    response = _locked(response)
    require(policies.can_fill(actor, response, token))
    asked = {one.code: one for one in response.version.questions.all()}
    for code, typed in given.items():
        if code not in asked:
            raise Refused(None, _("This question is not asked here."))
        _keep(response, asked[code], checks.read(asked[code], typed), actor=actor, at=at)
    response.saved_at = at
    if isinstance(actor, Officer):
        response.office = actor.office
    response.save()
    audit(ResponseSaved(**_about(response), answers=response.answers.count()), actor=actor, at=at)
    return response


@transaction.atomic
def submit_response(*, response: Response, token: str = "", actor: Actor, at: datetime) -> Response:
    """Send what was saved; nothing in it changes after.

    Raises Refused beside the first question that needs an answer and has none.
    """
    response = _locked(response)
    require(policies.can_fill(actor, response, token))
    answers = queries.answers_of(response)
    have = {one.question_id for one in answers}
    for question in queries.questions_of(response.version):
        if question.is_required and question.pk not in have:
            raise Refused(question.code, _("This needs an answer."))
    if not answers:
        raise Refused(None, _("Nothing was answered yet."))
    _text, response.sha256 = document.written(document.of_response(response, answers))
    response.state, response.submitted_at = ResponseState.SUBMITTED, at
    response.save()
    if response.version.questionnaire.is_public and response.institution is not None:
        fact = ResponseSubmitted(
            **_about(response),
            institution=response.institution.urn,
            number=response.version.number,
            answers=len(answers),
            text=response.sha256,
        )
        record(fact, actor=actor, at=at)
    else:
        audit(ResponseReceived(**_about(response), answers=len(answers)), actor=actor, at=at)
    return response


def _locked(response: Response) -> Response:
    related = Response.objects.select_related("version__questionnaire__jurisdiction", "institution")
    return related.select_for_update(of=("self",)).get(pk=response.pk)


def _keep(response: Response, question: Question, value: checks.Value | None, *, actor: Actor, at: datetime) -> None:
    kept = Answer.objects.filter(response=response, question=question).first()
    if value is None:
        # A file field is empty each time that its form is shown: the file that was sent before stays.
        if kept is not None and kept.file_id is None:
            kept.delete()
        return
    answer = kept or Answer(response=response, question=question)
    answer.text, answer.number, answer.flag, answer.on = value.text, value.number, value.flag, value.on
    answer.choices, answer.url, answer.file = list(value.choices), value.url, None
    if value.upload is not None:
        answer.file = files.keep(
            upload=value.upload,
            title=question.text[:200],
            credit=str(response.institution or ""),
            licence=Licence.CC_BY,
            dated_on=None,
            tenant=response.version.questionnaire.jurisdiction.urn,
            actor=actor,
            at=at,
        )
    answer.save()


def _about(response: Response) -> dict[str, Any]:
    questionnaire = response.version.questionnaire
    return {"tenant": questionnaire.jurisdiction.urn, "subject": questionnaire.urn, "response": response.urn}
