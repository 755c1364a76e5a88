"""Versions: what is published never changes, and the next one begins as its copy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tequio.kit.policy import Denied, Refused
from tequio.questionnaires import actions, document, policies, queries
from tequio.questionnaires.models import Question, Questionnaire, Version
from tequio.questionnaires.tests import worlds


@pytest.fixture
def made(world: SimpleNamespace, at: datetime) -> Questionnaire:
    return worlds.questionnaire(world, at)


def test_a_published_version_is_frozen(made: Questionnaire, world: SimpleNamespace, at: datetime) -> None:
    version = worlds.publish(made, world, at)
    question = queries.questions_of(version)[0]

    with pytest.raises(Denied):
        actions.save_question(
            section=question.section, question=question, values={"text": "Otra"}, actor=world.coordination, at=at
        )
    with pytest.raises(Denied):
        actions.remove_question(question=question, actor=world.coordination, at=at)

    assert hashlib.sha256(version.document.encode()).hexdigest() == version.sha256


def test_the_next_version_begins_as_a_copy_with_the_same_codes(
    made: Questionnaire, world: SimpleNamespace, at: datetime
) -> None:
    first = worlds.publish(made, world, at)

    second = actions.draft_version(questionnaire=made, actor=world.coordination, at=at)

    told = [document.of_version(one, queries.sections_of(one))["sections"] for one in (first, second)]
    assert told[0] == told[1]
    assert queries.version_in_force(made) == first
    with pytest.raises(Refused):
        actions.draft_version(questionnaire=made, actor=world.coordination, at=at)


def test_an_empty_version_is_not_published(world: SimpleNamespace, at: datetime) -> None:
    empty = actions.open_questionnaire(
        jurisdiction=world.jurisdiction, values={"title": "Nada"}, actor=world.coordination, at=at
    )
    with pytest.raises(Refused):
        worlds.publish(empty, world, at)


def test_only_coordination_writes_and_the_reason_is_told(world: SimpleNamespace, made: Questionnaire) -> None:
    for actor in (world.liaison, world.civil_society, world.citizen):
        assert policies.can_manage_questionnaires(actor, world.jurisdiction).reason
    assert not policies.can_view_questionnaire(world.liaison, made)
    assert made not in queries.questionnaires_of(world.jurisdiction, world.liaison)
    assert made in queries.questionnaires_of(world.jurisdiction, world.coordination)


def test_coordination_adds_moves_and_removes_without_javascript(
    made: Questionnaire, world: SimpleNamespace, that_day: datetime, client_of: Callable[[Any], Client]
) -> None:
    browser = client_of(world.coordination)
    section = queries.sections_of(made.versions.get())[0]

    def to(name: str, *more: object) -> str:
        return reverse(f"questionnaires:{name}", args=["nl", made.public_id, *more])

    added = {"text": "¿Cuántas?", "kind": "single", "options": "Una\nDos"}
    assert browser.post(to("add_question", section.pk), added).status_code == 302
    new = Question.objects.get(text="¿Cuántas?")
    assert [one["label"] for one in new.options] == ["Una", "Dos"]
    assert browser.post(to("move", "pregunta", new.pk), {"place": "1"}).status_code == 302
    assert section.questions.order_by("order").first() == new
    changed = browser.post(to("edit_question", new.pk), added | {"options": "Una"})
    assert changed.status_code == 422
    assert browser.get(to("remove", "pregunta", new.pk)).status_code == 200
    assert browser.post(to("remove", "pregunta", new.pk)).status_code == 302
    assert not Question.objects.filter(pk=new.pk).exists()
    assert browser.get(to("preview")).status_code == 200
    assert browser.post(to("change_state", "publicar")).status_code == 302
    assert Version.objects.get().is_published


def test_the_page_that_edits_asks_as_often_however_many_questions(
    made: Questionnaire, world: SimpleNamespace, that_day: datetime, client_of: Callable[[Any], Client]
) -> None:
    browser = client_of(world.coordination)
    url = reverse("questionnaires:edit", args=["nl", made.public_id])
    browser.get(url)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(url)
        return len(asked)

    before = cost()
    for number in range(5):
        values = {"title": f"Sección {number}"}
        part = actions.save_section(version=made.versions.get(), values=values, actor=world.coordination, at=that_day)
        actions.save_question(
            section=part, values={"text": "¿?", "kind": "short"}, actor=world.coordination, at=that_day
        )
    assert cost() == before
