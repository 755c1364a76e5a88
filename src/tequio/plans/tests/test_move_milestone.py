"""Moving dates: with a reason, by whom the plan lets, and with the original always there."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.plans import actions, policies, queries
from tequio.plans.models import ActionPlan, Milestone, Move
from tequio.plans.tests import worlds
from tequio.record import queries as record

JUNE, SEPTEMBER = date(2023, 6, 1), date(2023, 9, 1)


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def move(leaf: Milestone, by: Any, at: datetime, end: date = SEPTEMBER, **more: Any) -> Move:
    said: dict[str, Any] = {"reason": "La convocatoria se amplió.", "start": leaf.start, "end": end}
    return actions.move_milestone(milestone=leaf, actor=by, at=at, **said | more)


def test_the_original_date_and_each_move_stay(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    move(leaf, world.coordination, at, reference="Sesión 4, acuerdo 2")
    second = move(leaf, world.coordination, at + timedelta(days=1), date(2023, 8, 1))

    leaf = worlds.milestone(world.lab, "Convenios")
    assert (leaf.ends_on, leaf.first_ends_on) == (date(2023, 8, 31), date(2023, 6, 30))
    assert leaf.slippage == 62
    assert (second.number, second.days) == (2, -30)
    told = [one.reference for one in queries.moves_of(Milestone.objects.filter(pk=leaf.pk))]
    assert told == ["", "Sesión 4, acuerdo 2"]


def test_a_move_is_one_fact_and_a_new_version_of_the_text(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    before = len(record.entries_of(world.lab.urn))
    move(leaf, world.coordination, at)

    entries = record.entries_of(world.lab.urn)
    assert len(entries) == before + 1
    body = json.loads(bytes(entries[0].entry))
    made = world.lab.publications.first()
    assert body["type"] == "plans.milestone-moved"
    assert (body["data"]["was_ends_on"], body["data"]["ends_on"]) == ("2023-06-30", "2023-09-30")
    assert body["data"]["text"] == made.sha256
    assert "convocatoria" not in json.dumps(body)
    assert made.reason == "La convocatoria se amplió."


def test_an_activity_leaves_its_key_actions_dates(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.sheet, "Actividad 1.1")
    actions.move_milestone(
        milestone=leaf, start=None, end=date(2020, 6, 30), precision="day", reason="Pandemia.",
        actor=world.coordination, at=at,
    )  # fmt: skip

    leaf = worlds.milestone(world.sheet, "Actividad 1.1")
    assert (leaf.begins_on, leaf.ends_on) == (date(2019, 12, 10), date(2020, 6, 30))
    assert leaf.first_ends_on == date(2020, 4, 30)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"end": JUNE, "start": date(2023, 3, 1)}, "end"),
        ({"end": date(2023, 1, 1)}, "end"),
        ({"end": None}, "end"),
        ({"precision": "week"}, "end"),
        ({"reference": "x" * 201}, "reference"),
    ],
)
def test_a_move_that_says_nothing_is_refused(world, at: datetime, wrong: dict[str, Any], field: str) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    with pytest.raises(Refused) as refused:
        move(leaf, world.coordination, at, **wrong)

    assert refused.value.field == field
    assert not Move.objects.exists()


def test_public_dates_change_in_no_other_way(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    by = {"revision": None, "reason": "Corrige.", "actor": world.coordination, "at": at}
    action = world.sheet.key_actions.first()

    with pytest.raises(Refused, match="quedan las originales"):
        actions.save_milestone(commitment=world.lab, milestone=leaf, values={"end": SEPTEMBER}, **by)
    with pytest.raises(Refused, match="quedan las originales"):
        actions.save_key_action(commitment=world.sheet, key_action=action, values={"end": SEPTEMBER}, **by)
    actions.withdraw_commitment(commitment=world.lab, reason="Se rehace.", actor=world.coordination, at=at)
    with pytest.raises(Refused, match="quedan las originales"):
        actions.save_milestone(commitment=world.lab, milestone=leaf, values={"end": SEPTEMBER}, **by)
    with pytest.raises(Denied):
        move(worlds.milestone(world.lab, "Convenios"), world.coordination, at)


ROLES = ("coordination", "liaison", "other_liaison", "civil_society", "monitoring", "citizen", "stranger")
MAY_MOVE = {
    "coordination": "yes no  no no  no no no",
    "responsible": "yes yes no yes no no no",
}


@pytest.mark.parametrize("movers", MAY_MOVE)
def test_who_moves_dates_is_a_rule_of_the_plan(world: SimpleNamespace, at: datetime, movers: str) -> None:
    plan = ActionPlan.objects.get(pk=world.plan.pk)
    if movers != plan.movers:
        actions.change_plan(
            plan=plan, values={"movers": movers}, revision=plan.revision, reason="Lo acordó la mesa.",
            actor=world.coordination, at=at,
        )  # fmt: skip
    world.stranger = worlds.STRANGER
    leaf = worlds.milestone(world.lab, "Convenios")

    for role, word in zip(ROLES, MAY_MOVE[movers].split(), strict=True):
        decision = policies.can_move_milestone(getattr(world, role), leaf)
        assert bool(decision) is (word == "yes"), role
        assert decision or str(decision.reason), role
