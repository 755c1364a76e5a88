"""What a request asks for, if whoever asks may see it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from tequio.kit.policy import require
from tequio.people.queries import Request
from tequio.questionnaires import policies, queries
from tequio.questionnaires.models import Question, Questionnaire, Section, Version


def questionnaire_of(request: Request, public_id: str) -> Questionnaire:
    """Return a questionnaire of this place; 404 for whom it does not exist."""
    return get_object_or_404(queries.questionnaires_of(request.jurisdiction, request.actor), public_id=public_id)


def managed(request: Request, public_id: str) -> Questionnaire:
    """Return a questionnaire that whoever asks may change; 403 with the reason if they may only see it."""
    found = questionnaire_of(request, public_id)
    require(policies.can_manage_questionnaires(request.actor, request.jurisdiction))
    return found


def drafted(request: Request, public_id: str) -> Version:
    """Return the version that is being written; 404 where there is none."""
    return get_object_or_404(
        Version.objects.select_related("questionnaire__jurisdiction"),
        questionnaire=managed(request, public_id),
        published_at__isnull=True,
    )


def section_of(version: Version, key: int) -> Section:
    """Return a section of a version."""
    return get_object_or_404(Section, pk=key, version=version)


def question_of(version: Version, key: int) -> Question:
    """Return a question of a version."""
    return get_object_or_404(Question.objects.select_related("section"), pk=key, version=version)
