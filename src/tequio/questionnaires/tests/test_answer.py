"""Answering: each kind of question takes what it asks for, and says what to do with the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit.policy import Denied, Refused
from tequio.people.tests.worlds import STRANGER
from tequio.questionnaires import actions, queries
from tequio.questionnaires.checks import Given
from tequio.questionnaires.models import Answer, Response
from tequio.questionnaires.tests import worlds
from tequio.record import queries as record


@pytest.fixture
def response(world: SimpleNamespace, at: datetime) -> Response:
    world.questionnaire = worlds.questionnaire(world, at)
    world.version = worlds.publish(world.questionnaire, world, at)
    world.response = worlds.begin(world.version, world.liaison, at)
    made: Response = world.response
    return made


@pytest.mark.parametrize(
    ("code", "typed", "column", "kept"),
    [
        ("campaign", "Diez  \r\nmil", "text", "Diez  \nmil"),
        ("trained", "1,250", "number", Decimal(1250)),
        ("spent", "$ 1250.50", "number", Decimal("1250.50")),
        ("is-open", "no", "flag", False),
        ("day", "31/01/2020", "on", date(2020, 1, 31)),
        ("month", "02/2020", "on", date(2020, 2, 1)),
        ("proof", "https://datos.example/a.pdf", "url", "https://datos.example/a.pdf"),
        ("colours", ["blue", "red"], "choices", ["blue", "red"]),
    ],
)
def test_each_kind_keeps_its_type(
    response: Response, world: SimpleNamespace, at: datetime, code: str, typed: Any, column: str, kept: Any
) -> None:
    worlds.save(response, world.liaison, at, **{code: typed})

    assert getattr(Answer.objects.get(response=response, question__code=code), column) == kept


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("campaign", "ñ" * 21),
        ("name", "dos\nlíneas"),
        ("trained", "-1"),
        ("trained", "1.5"),
        ("trained", "muchas"),
        ("trained", "NaN"),
        ("trained", "1e40"),
        ("share", "100.1"),
        ("share", "3.14"),
        ("spent", "1.005"),
        ("is-open", "quizá"),
        ("colour", ["green"]),
        ("colour", ["red", "blue"]),
        ("colour", ["other"]),
        ("day", "01/2020"),
        ("day", "31/02/2020"),
        ("month", "31/01/2020"),
        ("proof", "javascript:alert(1)"),
    ],
)
def test_what_is_no_answer_is_refused_beside_its_question(
    response: Response, world: SimpleNamespace, at: datetime, code: str, typed: Any
) -> None:
    with pytest.raises(Refused) as refused:
        worlds.save(response, world.liaison, at, **{code: typed})

    assert refused.value.field == code
    assert not Answer.objects.filter(response=response).exists()


def test_a_limit_counts_code_points_and_a_line_break_as_one(
    response: Response, world: SimpleNamespace, at: datetime
) -> None:
    worlds.save(response, world.liaison, at, campaign="n\u0303" * 10 + "\r\n" + "a" * 9)

    assert len(Answer.objects.get(response=response).text) == 20


def test_another_answer_is_written_and_shown(response: Response, world: SimpleNamespace, at: datetime) -> None:
    worlds.save(response, world.liaison, at, colours=Given(choices=["red", "other"], other="Verde"))

    assert Answer.objects.get(response=response).shown == "Rojo; Verde"


def test_what_was_sent_stays_and_the_record_cites_its_hash(
    response: Response, world: SimpleNamespace, at: datetime
) -> None:
    worlds.save(response, world.liaison, at, trained="12")
    sent = actions.submit_response(response=response, actor=world.liaison, at=at)

    with pytest.raises(Denied):
        worlds.save(response, world.liaison, at, trained="13")
    entry = record.entries_of(world.questionnaire.urn)[0]
    assert entry.type == "questionnaires.response-submitted"
    assert sent.sha256.encode() in bytes(entry.entry)


def test_only_the_institution_that_answers_can_save(response: Response, world: SimpleNamespace, at: datetime) -> None:
    for other in (world.other_liaison, world.coordination, STRANGER):
        with pytest.raises(Denied):
            worlds.save(response, other, at, trained="1")


def test_a_visitor_needs_the_private_link_and_stays_unread(world: SimpleNamespace, at: datetime) -> None:
    made = worlds.questionnaire(world, at, audience="anybody")
    response, token = actions.start_response(version=worlds.publish(made, world, at), actor=STRANGER, at=at)
    with pytest.raises(Denied):
        worlds.save(response, STRANGER, at, name="Vecina")
    worlds.save(response, STRANGER, at, token=token, name="Vecina")

    actions.submit_response(response=response, token=token, actor=STRANGER, at=at)

    assert not queries.responses_of(made, world.liaison).exists()
    assert queries.responses_of(made, world.coordination).count() == 1
    assert token not in Response.objects.get().__dict__.values()


def test_a_wrong_answer_loses_nothing_and_the_rest_is_saved(
    response: Response, world: SimpleNamespace, that_day: datetime, client_of: Callable[[Any], Client]
) -> None:
    url = reverse("questionnaires:answer", args=["nl", response.public_id])
    long = "Una campaña muy larga que no cabe"

    page = client_of(world.liaison).post(url, {"campaign": long, "trained": "muchas", "name": "Hola", "send": "1"})

    assert page.status_code == 422
    text = page.content.decode()
    assert long in text
    assert 'value="muchas"' in text
    assert Answer.objects.get(response=response).text == "Hola"
    assert not Response.objects.get(pk=response.pk).is_submitted


def test_sending_it_names_everything_that_is_missing_and_keeps_the_rest(
    world: SimpleNamespace, that_day: datetime, at: datetime, client_of: Callable[[Any], Client]
) -> None:
    asked = [{"code": code, "kind": "short", "text": code, "is_required": True} for code in ("what", "who", "why")]
    made = worlds.questionnaire(world, at, sections=[{"title": "Todo", "questions": asked}])
    begun = worlds.begin(worlds.publish(made, world, at), world.liaison, at)
    url = reverse("questionnaires:answer", args=["nl", begun.public_id])

    page = client_of(world.liaison).post(url, {"what": "Talleres", "send": "1"})

    text = page.content.decode()
    assert page.status_code == 422
    assert [f'href="#id_{code}"' in text for code in ("what", "who", "why")] == [False, True, True]
    assert Answer.objects.get(response=begun).text == "Talleres"


def test_placeholders_are_filled_with_whoever_answers(
    response: Response, world: SimpleNamespace, that_day: datetime, client_of: Callable[[Any], Client]
) -> None:
    url = reverse("questionnaires:answer", args=["nl", response.public_id])

    text = client_of(world.liaison).get(url).content.decode()

    assert f"¿Qué campaña hizo {world.institutions.culture.name}?" in text
    assert "{institution}" not in text
    assert client_of(None).get(url).status_code == 404


def test_answers_leave_as_a_table_with_its_dictionary(
    response: Response, world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    worlds.save(response, world.liaison, that_day, name="=1+1", trained="12", colours=["blue"], day="31/01/2020")
    actions.submit_response(response=response, actor=world.liaison, at=that_day)
    url = [
        reverse("questionnaires:responses", args=["nl", world.questionnaire.public_id, f])
        for f in ("csv", "json", "xlsx")
    ]

    lines = client.get(url[0]).content.decode().splitlines()
    said = json.loads(client.get(url[1]).content)
    book = openpyxl.load_workbook(BytesIO(client.get(url[2]).content))

    assert "'=1+1" in lines[1]
    assert said["records"][0]["trained"] == "12"
    assert {one["name"] for one in said["fields"]} >= {"trained", "colours.other"}
    assert any(cell.value == "=1+1" and cell.data_type == "s" for row in book.worksheets[0] for cell in row)
    assert len(book.worksheets) >= 2
