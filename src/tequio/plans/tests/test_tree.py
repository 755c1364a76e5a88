"""Objectives, groups, key actions, milestones: added, changed, ordered, removed; frozen once public."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.plans import actions
from tequio.plans.models import Commitment, KeyAction, Milestone, Objective
from tequio.plans.tests import worlds


def by(world: SimpleNamespace, at: datetime) -> dict[str, Any]:
    return {"revision": None, "actor": world.coordination, "at": at}


def test_a_weight_that_passes_one_hundred_is_refused_at_once(drafts: SimpleNamespace, at: datetime) -> None:
    last = drafts.sheet.key_actions.get(label="3")
    with pytest.raises(Refused) as refused:
        actions.save_key_action(
            commitment=drafts.sheet, key_action=last, values={"weight": Decimal(30)}, **by(drafts, at)
        )
    assert refused.value.field == "weight"
    assert "105" in str(refused.value.reason)
    assert KeyAction.objects.get(pk=last.pk).weight == 25

    lower = actions.save_key_action(
        commitment=drafts.sheet, key_action=last, values={"weight": Decimal(20)}, **by(drafts, at)
    )
    assert lower.weight == 20


@pytest.mark.parametrize("weight", [Decimal(0), Decimal(-5), Decimal(101)])
def test_a_weight_lies_between_nothing_and_one_hundred(drafts: SimpleNamespace, at: datetime, weight: Decimal) -> None:
    leaf = worlds.milestone(drafts.lab, "Inventario")
    with pytest.raises(Refused):
        actions.save_milestone(commitment=drafts.lab, milestone=leaf, values={"weight": weight}, **by(drafts, at))


def test_weights_of_activities_add_up_within_their_own_key_action(drafts: SimpleNamespace, at: datetime) -> None:
    first, second = (worlds.milestone(drafts.sheet, f"Actividad {label}") for label in ("1.1", "2.1"))
    for leaf in (first, second):
        actions.save_milestone(
            commitment=drafts.sheet, milestone=leaf, values={"weight": Decimal(60)}, **by(drafts, at)
        )
    sibling = worlds.milestone(drafts.sheet, "Actividad 1.2")
    with pytest.raises(Refused):
        actions.save_milestone(
            commitment=drafts.sheet, milestone=sibling, values={"weight": Decimal(41)}, **by(drafts, at)
        )


def test_means_and_parties_are_replaced_whole_and_in_order(drafts: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(drafts.lab, "Inventario")
    actions.save_milestone(
        commitment=drafts.lab,
        milestone=leaf,
        values={},
        means=[{"text": " Acta \r\nfirmada", "kind": "minutes"}, {"text": "Otra cosa"}],
        parties=[{"name": "Sociedad civil"}, {"name": "Cultura", "institution": drafts.institutions.culture}],
        **by(drafts, at),
    )
    assert [(one.text, one.kind) for one in leaf.means.all()] == [("Acta \nfirmada", "minutes"), ("Otra cosa", "")]
    assert [str(one) for one in leaf.parties.all()] == ["Sociedad civil", "Cultura"]

    actions.save_milestone(commitment=drafts.lab, milestone=leaf, values={"title": "Inventarios"}, **by(drafts, at))
    assert leaf.means.count() == 2


def test_a_milestone_follows_its_group_to_its_objective(drafts: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(drafts.lab, "Inventario")
    medium = drafts.lab.objectives.get(horizon="medium")
    group = drafts.lab.groups.get(title="Proyectos")
    actions.save_milestone(commitment=drafts.lab, milestone=leaf, values={"group": group}, **by(drafts, at))
    assert worlds.milestone(drafts.lab, "Inventario").objective == medium

    short = drafts.lab.objectives.get(horizon="short")
    actions.save_group(commitment=drafts.lab, group=group, values={"objective": short}, **by(drafts, at))
    assert worlds.milestone(drafts.lab, "Informe de resultados").objective == short


def test_nothing_of_another_commitment_can_be_hung_here(drafts: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(drafts.lab, "Inventario")
    theirs = drafts.sheet.key_actions.all()[0]
    with pytest.raises(Refused) as refused:
        actions.save_milestone(commitment=drafts.lab, milestone=leaf, values={"key_action": theirs}, **by(drafts, at))
    assert refused.value.field == "key_action"
    with pytest.raises(Milestone.DoesNotExist):
        actions.save_milestone(commitment=drafts.sheet, milestone=leaf, values={}, **by(drafts, at))


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": "  "}, "title"), ({"title": "Algo", "start": date(2024, 2, 1), "end": date(2024, 1, 1)}, "end")],
    ids=["blank", "backwards"],
)
def test_a_milestone_says_something_and_runs_forward(
    drafts: SimpleNamespace, at: datetime, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.save_milestone(commitment=drafts.lab, values=values, **by(drafts, at))
    assert refused.value.field == field


def test_an_objective_with_milestones_stays(drafts: SimpleNamespace, at: datetime) -> None:
    short = drafts.lab.objectives.get(horizon="short")
    with pytest.raises(Refused):
        actions.remove_objective(objective=short, **by(drafts, at))

    # Its groups alone would take their milestones along.
    drafts.lab.milestones.update(objective=None)
    with pytest.raises(Refused):
        actions.remove_objective(objective=short, **by(drafts, at))
    assert drafts.lab.milestones.count() == 7

    empty = actions.save_objective(
        commitment=drafts.lab, values={"horizon": "long", "text": "Al final"}, **by(drafts, at)
    )
    actions.remove_objective(objective=empty, **by(drafts, at))
    assert not Objective.objects.filter(pk=empty.pk).exists()


def test_an_objective_needs_a_horizon(drafts: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Refused) as refused:
        actions.save_objective(commitment=drafts.lab, values={"text": "Algún día"}, **by(drafts, at))
    assert refused.value.field == "horizon"


def test_a_group_leaves_its_milestones_behind(drafts: SimpleNamespace, at: datetime) -> None:
    actions.remove_group(group=drafts.lab.groups.get(title="Datos"), **by(drafts, at))
    assert drafts.lab.milestones.count() == 7
    assert worlds.milestone(drafts.lab, "Inventario").group is None


def test_a_key_action_takes_its_activities_along(drafts: SimpleNamespace, at: datetime) -> None:
    actions.remove_key_action(key_action=drafts.sheet.key_actions.get(label="2"), **by(drafts, at))
    assert drafts.sheet.milestones.count() == 9


def test_rows_are_put_in_another_order(drafts: SimpleNamespace, at: datetime) -> None:
    leaves = list(drafts.lab.milestones.all())
    turned = [leaves[-1], *leaves[:-1]]
    actions.reorder_tree(commitment=drafts.lab, rows=turned, **by(drafts, at))
    assert list(drafts.lab.milestones.all()) == turned

    with pytest.raises(Refused):
        actions.reorder_tree(commitment=drafts.lab, rows=turned[1:], **by(drafts, at))
    with pytest.raises(Refused):
        actions.reorder_tree(commitment=drafts.sheet, rows=turned, **by(drafts, at))


def test_the_shape_and_the_weights_freeze_on_publication(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Inventario")
    first = world.sheet.key_actions.get(label="1")
    with pytest.raises(Refused):
        actions.remove_milestone(milestone=leaf, **by(world, at))
    with pytest.raises(Refused):
        actions.remove_key_action(key_action=first, **by(world, at))
    with pytest.raises(Refused):
        actions.save_milestone(commitment=world.lab, values={"title": "Uno más"}, reason="Falta.", **by(world, at))
    for frozen in ({"weight": Decimal(10)}, {"target": Decimal(3)}):
        with pytest.raises(Refused):
            actions.save_milestone(
                commitment=world.lab, milestone=leaf, values=frozen, reason="Cambia.", **by(world, at)
            )


def test_the_words_and_dates_of_a_public_milestone_are_corrected_with_a_reason(
    world: SimpleNamespace, at: datetime
) -> None:
    leaf = worlds.milestone(world.lab, "Inventario")
    values = {"title": "Inventario de datos públicos", "weight": None}
    with pytest.raises(Refused) as refused:
        actions.save_milestone(commitment=world.lab, milestone=leaf, values=values, **by(world, at))
    assert refused.value.field == "reason"

    actions.save_milestone(commitment=world.lab, milestone=leaf, values=values, reason="Se precisa.", **by(world, at))

    assert '"title":"Inventario de datos públicos"' in world.lab.publications.all()[0].document


def test_a_withdrawn_commitment_can_change_its_shape_again(world: SimpleNamespace, at: datetime) -> None:
    actions.withdraw_commitment(commitment=world.lab, reason="Se revisa.", actor=world.coordination, at=at)
    actions.remove_milestone(milestone=worlds.milestone(world.lab, "Inventario"), **by(world, at))
    assert world.lab.milestones.count() == 6


def test_only_who_may_edit_the_commitment_touches_its_tree(drafts: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(drafts.lab, "Inventario")
    for actor in (drafts.other_liaison, drafts.civil_society, worlds.STRANGER):
        refused = {"revision": None, "actor": actor, "at": at}
        with pytest.raises(Denied):
            actions.save_milestone(commitment=drafts.lab, milestone=leaf, values={}, **refused)
        with pytest.raises(Denied):
            actions.remove_milestone(milestone=leaf, **refused)
        with pytest.raises(Denied):
            actions.reorder_tree(commitment=drafts.lab, rows=list(drafts.lab.milestones.all()), **refused)


def test_two_people_in_the_tree_are_told(drafts: SimpleNamespace, at: datetime) -> None:
    seen = Commitment.objects.get(pk=drafts.lab.pk).revision
    leaf = worlds.milestone(drafts.lab, "Inventario")
    save = {"commitment": drafts.lab, "milestone": leaf, "revision": seen, "at": at}
    actions.save_milestone(values={"title": "El primero"}, actor=drafts.liaison, **save)
    with pytest.raises(Refused) as refused:
        actions.save_milestone(values={"title": "El segundo"}, actor=drafts.coordination, **save)
    assert refused.value.field == "revision"
