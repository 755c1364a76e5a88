"""Questionnaires: open, change, close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Jurisdiction
from tequio.questionnaires import policies, queries
from tequio.questionnaires.actions import _laying
from tequio.questionnaires.events import QuestionnaireClosed, QuestionnaireDrafted, QuestionnaireReopened
from tequio.questionnaires.models import Questionnaire, Response, Version
from tequio.questionnaires.vocab import Audience, State
from tequio.record.actions import audit, record

FIELDS = ("title", "purpose", "audience", "is_public")


@transaction.atomic
def open_questionnaire(
    *,
    jurisdiction: Jurisdiction,
    values: Mapping[str, Any],
    sections: Sequence[Mapping[str, Any]] = (),
    actor: Actor,
    at: datetime,
) -> Questionnaire:
    """Open the draft of a questionnaire with its first version.

    `values` holds any of FIELDS; `sections` holds sections with their `questions`, as documents have them.
    """
    require(policies.can_manage_questionnaires(actor, jurisdiction))
    made = Questionnaire(jurisdiction=jurisdiction)
    _apply(made, values)
    made.save()
    version = Version.objects.create(questionnaire=made, number=1)
    _laying.lay(version, sections)
    trace = QuestionnaireDrafted(tenant=jurisdiction.urn, subject=made.urn, after=_said(made))
    audit(trace, actor=actor, at=at)
    return made


@transaction.atomic
def change_questionnaire(
    *, questionnaire: Questionnaire, values: Mapping[str, Any], actor: Actor, at: datetime
) -> Questionnaire:
    """Change the title, the purpose or who answers; once somebody was asked, who reads the answers stays."""
    questionnaire = _locked(questionnaire)
    require(policies.can_manage_questionnaires(actor, questionnaire.jurisdiction))
    before = _said(questionnaire)
    _apply(questionnaire, values)
    is_asked = Response.objects.filter(version__questionnaire=questionnaire).exists()
    if is_asked and questionnaire.is_public != before["is_public"]:
        raise Refused("is_public", _("Somebody already began to answer: who reads the answers cannot change now."))
    questionnaire.save()
    place = questionnaire.jurisdiction.urn
    trace = QuestionnaireDrafted(tenant=place, subject=questionnaire.urn, before=before, after=_said(questionnaire))
    audit(trace, actor=actor, at=at)
    return questionnaire


@transaction.atomic
def close_questionnaire(*, questionnaire: Questionnaire, actor: Actor, at: datetime) -> Questionnaire:
    """Take no more answers; what was being written stays, unsent."""
    questionnaire = _locked(questionnaire)
    require(policies.can_manage_questionnaires(actor, questionnaire.jurisdiction))
    if questionnaire.state != State.OPEN:
        raise Refused(None, _("This questionnaire is not open."))
    questionnaire.state = State.CLOSED
    questionnaire.save()
    sent = Response.objects.filter(version__questionnaire=questionnaire).submitted().count()
    place = questionnaire.jurisdiction.urn
    record(QuestionnaireClosed(tenant=place, subject=questionnaire.urn, responses=sent), actor=actor, at=at)
    return questionnaire


@transaction.atomic
def reopen_questionnaire(*, questionnaire: Questionnaire, actor: Actor, at: datetime) -> Questionnaire:
    """Take answers again, to the newest published version."""
    questionnaire = _locked(questionnaire)
    require(policies.can_manage_questionnaires(actor, questionnaire.jurisdiction))
    version = queries.version_in_force(questionnaire)
    if questionnaire.state != State.CLOSED or version is None:
        raise Refused(None, _("This questionnaire is not closed."))
    questionnaire.state = State.OPEN
    questionnaire.save()
    fact = QuestionnaireReopened(
        tenant=questionnaire.jurisdiction.urn, subject=questionnaire.urn, number=version.number
    )
    record(fact, actor=actor, at=at)
    return questionnaire


def _locked(questionnaire: Questionnaire) -> Questionnaire:
    related = Questionnaire.objects.select_related("jurisdiction").select_for_update(of=("self",))
    return related.get(pk=questionnaire.pk)


def _apply(questionnaire: Questionnaire, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            value = values[name]
            setattr(questionnaire, name, words.tidy(value) if isinstance(value, str) else value)
    if not questionnaire.title:
        raise Refused("title", _("Give it a title."))
    if questionnaire.audience not in Audience.values:
        raise Refused("audience", _("Choose who answers it."))


def _said(questionnaire: Questionnaire) -> dict[str, Any]:
    return {name: getattr(questionnaire, name) for name in FIELDS}
