"""Whoever is responsible answers each point with its reasons; the author is told when nothing waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tequio.contributions import actions, policies, queries, slots
from tequio.contributions.tests import worlds
from tequio.kit.policy import Denied, Refused
from tequio.record import queries as record

pytestmark = pytest.mark.django_db
LONG = "Faltan datos de agua. También hace falta saber quién los revisa. Y que se pueda leer en el teléfono."


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("liaison", True),
        ("coordination", True),
        ("civil_society", True),
        ("other_liaison", False),
        ("monitoring", False),
        ("citizen", False),
    ],
)
def test_only_those_who_answer_for_the_thing_answer_and_their_queue_agrees(at: datetime, role: str, may: bool) -> None:
    world = worlds.nuevo_leon(at)
    asked, _token = worlds.ask(world, world.leaf, at)
    actor = getattr(world, role)

    decision = policies.can_answer(actor, worlds.again(asked))

    assert bool(decision) is may
    assert may or str(decision.reason)
    assert list(queries.answerable_by(actor, world.jurisdiction)) == ([asked] if may else [])
    if not may:
        with pytest.raises(Denied):
            worlds.answer(asked, actor, at)


def test_an_answer_states_its_ruling_and_the_queue_forgets_it(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    asked, _token = worlds.ask(world, world.lab, at)

    worlds.answer(asked, world.liaison, at + timedelta(days=2))

    answered = worlds.again(asked)
    assert answered.answered_at == at + timedelta(days=2)
    (line, *_before) = record.lines(record.entries_of(world.lab.urn)[:1])
    assert "Respondid" in line.sentence or "nswered" in line.sentence
    assert list(queries.answerable_by(world.coordination)) == []
    pace = queries.pace_of(world.jurisdiction, at=at + timedelta(days=3))
    assert (pace.received, pace.answered, pace.median, pace.in_time) == (1, 1, 2.0, 1)


@pytest.mark.parametrize(("said", "field"), [({"text": " "}, "text"), ({"ruling": ""}, "ruling")])
def test_without_reasons_or_ruling_it_is_refused(at: datetime, said: dict[str, str], field: str) -> None:
    world = worlds.nuevo_leon(at)
    asked, _token = worlds.ask(world, world.lab, at)

    with pytest.raises(Refused) as refusal:
        worlds.answer(asked, world.liaison, at, **said)

    assert refusal.value.field == field


def test_a_proposal_is_ruled_upon_not_just_answered(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    asked, _token = worlds.ask(world, world.lab, at, kind="proposal")

    with pytest.raises(Refused):
        worlds.answer(asked, world.liaison, at, ruling="answered")

    worlds.answer(asked, world.liaison, at, ruling="partly")
    assert worlds.again(asked).is_answered


def test_each_point_of_a_long_one_gets_its_own_answer(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    asked, _token = worlds.ask(world, world.lab, at, kind="comment", text=LONG)
    by: dict[str, Any] = {"contribution": asked, "actor": world.liaison, "at": at}
    with pytest.raises(Refused):
        actions.separate_points(texts=["Faltan datos de agua", "Que haya más fiestas"], **by)

    actions.separate_points(texts=["Faltan datos de agua.", "saber quién los revisa"], **by)
    worlds.answer(asked, world.liaison, at, ruling="viable")

    assert not worlds.again(asked).is_answered
    assert not policies.can_separate_points(world.liaison, worlds.again(asked))
    worlds.answer(asked, world.liaison, at, number=2, ruling="covered")
    assert worlds.again(asked).is_answered


def test_a_correction_keeps_the_first_answer_and_its_day(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    asked, _token = worlds.ask(world, world.lab, at)
    worlds.answer(asked, world.liaison, at)

    worlds.answer(asked, world.liaison, at + timedelta(days=1), text="Desde septiembre.")

    (point,) = asked.points.all()
    assert [one.text for one in point.answers.all()][0] == "Desde septiembre."
    assert point.answers.count() == 2
    assert worlds.again(asked).answered_at == at


def test_the_desk_says_what_is_owed_and_by_when(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    asked, _token = worlds.ask(world, world.leaf, at)

    (duty,) = slots.duties(world.liaison, at)

    assert (duty.due, duty.url) == (asked.due_on, asked.get_absolute_url())
    assert slots.duties(world.other_liaison, at) == []


def test_the_queue_costs_the_same_with_one_and_with_many(at: datetime, django_assert_max_num_queries: Any) -> None:
    world = worlds.nuevo_leon(at)
    worlds.ask(world, world.lab, at)
    worlds.ask(world, world.leaves[1], at)
    with django_assert_max_num_queries(20) as one:
        slots.duties(world.liaison, at)
    for leaf in world.leaves:
        worlds.ask(world, leaf, at)
        worlds.ask(world, leaf, at, kind="comment")

    with django_assert_max_num_queries(len(one)):
        found = slots.duties(world.liaison, at)

    assert len(found) == 16
