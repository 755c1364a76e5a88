"""Versions: the next one begins as a copy of the last, and publishing freezes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.questionnaires import document, policies, queries
from tequio.questionnaires.actions import _laying
from tequio.questionnaires.actions.questions import locked
from tequio.questionnaires.events import QuestionsChanged, VersionPublished
from tequio.questionnaires.models import Questionnaire, Version
from tequio.questionnaires.vocab import State
from tequio.record.actions import audit, record


@transaction.atomic
def draft_version(*, questionnaire: Questionnaire, actor: Actor, at: datetime) -> Version:
    """Open the next version as a copy of the last one.

    Raises Refused while another is being written.
    """
    related = Questionnaire.objects.select_related("jurisdiction").select_for_update(of=("self",))
    questionnaire = related.get(pk=questionnaire.pk)
    require(policies.can_manage_questionnaires(actor, questionnaire.jurisdiction))
    last = Version.objects.filter(questionnaire=questionnaire).order_by("-number").first()
    if last is None or not last.is_published:
        raise Refused(None, _("A version is being written already: go on with that one."))
    last.questionnaire = questionnaire
    made = Version.objects.create(questionnaire=questionnaire, number=last.number + 1)
    _laying.lay(made, document.of_version(last, queries.sections_of(last))["sections"])
    place = questionnaire.jurisdiction.urn
    audit(QuestionsChanged(tenant=place, subject=questionnaire.urn, number=made.number), actor=actor, at=at)
    return made


@transaction.atomic
def publish_version(*, version: Version, actor: Actor, at: datetime) -> Version:
    """Freeze a version and open the questionnaire with it; the record cites the hash of what it asks.

    Raises Refused if it asks nothing.
    """
    version = locked(version)
    require(policies.can_edit_version(actor, version))
    sections = queries.sections_of(version)
    count = sum(len(one.questions.all()) for one in sections)
    if not count:
        raise Refused(None, _("It asks nothing yet: add a question first."))
    version.document, version.sha256 = document.written(document.of_version(version, sections))
    version.published_at = at
    version.save()
    questionnaire = version.questionnaire
    questionnaire.state = State.OPEN
    questionnaire.save()
    fact = VersionPublished(
        tenant=questionnaire.jurisdiction.urn,
        subject=questionnaire.urn,
        number=version.number,
        text=version.sha256,
        questions=count,
    )
    record(fact, actor=actor, at=at)
    return version
