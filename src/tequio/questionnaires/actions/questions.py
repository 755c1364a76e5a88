"""Sections and questions of a version that nobody has published yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.questionnaires import policies
from tequio.questionnaires.actions import _laying
from tequio.questionnaires.events import QuestionsChanged
from tequio.questionnaires.models import Question, Section, Version
from tequio.record.actions import audit


@transaction.atomic
def save_section(
    *, version: Version, section: Section | None = None, values: Mapping[str, Any], actor: Actor, at: datetime
) -> Section:
    """Add a section at the end, or change one; `values` holds heading, title and help."""
    version = locked(version)
    require(policies.can_edit_version(actor, version))
    if section is None:
        section = Section(version=version, order=version.sections.count() + 1)
    else:
        section = Section.objects.get(pk=section.pk, version=version)
    _laying.fill_section(section, values)
    section.save()
    audit(_changed(version, section.title), actor=actor, at=at)
    return section


@transaction.atomic
def remove_section(*, section: Section, actor: Actor, at: datetime) -> None:
    """Remove a section with its questions."""
    version = locked(section.version)
    require(policies.can_edit_version(actor, version))
    Section.objects.filter(pk=section.pk, version=version).delete()
    audit(_changed(version, section.title), actor=actor, at=at)


@transaction.atomic
def move_section(*, section: Section, place: int, actor: Actor, at: datetime) -> None:
    """Put a section at another place of its version, counted from 1."""
    version = locked(section.version)
    require(policies.can_edit_version(actor, version))
    _put(list(version.sections.order_by("order", "pk")), section, place)
    audit(_changed(version, section.title), actor=actor, at=at)


@transaction.atomic
def save_question(
    *, section: Section, question: Question | None = None, values: Mapping[str, Any], actor: Actor, at: datetime
) -> Question:
    """Add a question at the end of a section, or change one; raise Refused beside what contradicts itself."""
    version = locked(section.version)
    require(policies.can_edit_version(actor, version))
    if question is None:
        question = Question(version=version, order=section.questions.count() + 1)
    else:
        question = Question.objects.get(pk=question.pk, version=version)
    question.section = Section.objects.get(pk=section.pk, version=version)
    _laying.fill_question(question, values)
    question.save()
    audit(_changed(version, question.text), actor=actor, at=at)
    return question


@transaction.atomic
def remove_question(*, question: Question, actor: Actor, at: datetime) -> None:
    """Remove a question."""
    version = locked(question.version)
    require(policies.can_edit_version(actor, version))
    Question.objects.filter(pk=question.pk, version=version).delete()
    audit(_changed(version, question.text), actor=actor, at=at)


@transaction.atomic
def move_question(*, question: Question, place: int, actor: Actor, at: datetime) -> None:
    """Put a question at another place of its section, counted from 1."""
    version = locked(question.version)
    require(policies.can_edit_version(actor, version))
    _put(list(question.section.questions.order_by("order", "pk")), question, place)
    audit(_changed(version, question.text), actor=actor, at=at)


def locked(version: Version) -> Version:
    """Lock a version and its questionnaire, so that nobody publishes what somebody else is changing."""
    related = Version.objects.select_related("questionnaire__jurisdiction").select_for_update(
        of=("self", "questionnaire")
    )
    return related.get(pk=version.pk)


def _put(rows: Sequence[Any], moved: Section | Question, place: int) -> None:
    if not 1 <= place <= len(rows):
        raise Refused("place", _("Write a place between 1 and %(n)s.") % {"n": len(rows)})
    others = [one for one in rows if one.pk != moved.pk]
    others.insert(place - 1, next(one for one in rows if one.pk == moved.pk))
    for order, one in enumerate(others, start=1):
        one.order = order
        one.save(update_fields=["order"])


def _changed(version: Version, what: str) -> QuestionsChanged:
    questionnaire = version.questionnaire
    place = questionnaire.jurisdiction.urn
    return QuestionsChanged(tenant=place, subject=questionnaire.urn, number=version.number, after={"about": what})
