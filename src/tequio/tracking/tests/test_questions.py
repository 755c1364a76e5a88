"""What this room says of its things to whoever asks about them: what is public, who answers, how much was asked."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tequio.contributions import actions, policies
from tequio.plans import actions as plans
from tequio.record import queries as record
from tequio.tracking import slots
from tequio.tracking.tests import worlds

pytestmark = pytest.mark.django_db


def ask(world, thing, at: datetime, **more: str):
    said = {"kind": "question", "text": "¿Quién lo revisa?"} | more
    place = world.jurisdiction
    made, _token = actions.submit_contribution(
        thing=thing.urn, jurisdiction=place, **said, actor=worlds.STRANGER, at=at
    )
    return made


def test_evidence_takes_questions_once_it_is_accepted_and_its_commitment_tells_them(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    leaf = worlds.milestone(world.lab, "Reglas")
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    assert record.resolve([piece.urn]) == {}

    worlds.accept(piece, world.coordination, at)

    told = record.resolve([piece.urn])[piece.urn]
    assert (told.tenant, told.subject, told.is_open) == (world.jurisdiction.urn, world.lab.urn, True)
    made = ask(world, piece, at, kind="dispute")
    assert made.thread.subject == world.lab.urn

    plans.withdraw_commitment(commitment=world.lab, reason="Se repite.", actor=world.coordination, at=at)
    assert record.resolve([piece.urn, leaf.urn]) == {}


@pytest.mark.parametrize(
    ("role", "may"), [("liaison", True), ("civil_society", True), ("coordination", True), ("other_liaison", False)]
)
def test_whoever_answers_for_a_milestone_answers_for_its_evidence_too(at: datetime, role: str, may: bool) -> None:
    world = worlds.nuevo_leon(at)
    leaf = worlds.milestone(world.lab, "Reglas")
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.accept(piece, world.coordination, at)

    for thing in (world.lab, leaf, piece):
        assert bool(policies.can_answer(getattr(world, role), ask(world, thing, at))) is may


def test_who_answers_costs_the_same_for_one_and_for_many(at: datetime, django_assert_num_queries) -> None:
    world = worlds.nuevo_leon(at)
    leaves = [leaf.urn for leaf in world.lab.milestones.all()]
    activities = [leaf.urn for leaf in world.sheet.milestones.all()]

    with django_assert_num_queries(2):
        slots.responsible(leaves[:1])
    with django_assert_num_queries(2):
        found = slots.responsible([*leaves, *activities, world.lab.urn, world.sheet.urn])

    assert len(found) == 23
    assert world.institutions.culture.pk in found[leaves[0]]
    assert world.institutions.participation.pk in found[activities[0]]


def test_the_milestones_page_shows_the_newest_question_and_where_to_ask(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    leaf = worlds.milestone(world.lab, "Reglas")
    ask(world, leaf, at, text="¿Dónde se reúne la mesa?")

    said = Client().get(leaf.get_absolute_url()).content.decode()

    assert "¿Dónde se reúne la mesa?" in said
    assert f"/nl/preguntas/sobre/milestone/{leaf.public_id}/#write" in said
    card = slots.questions(world.lab, worlds.STRANGER, at)
    assert card is not None
    assert "1" in str(card.sentence)
