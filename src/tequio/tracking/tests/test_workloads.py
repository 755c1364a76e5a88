"""Who answers for how much, how punctual they are, and what does not move."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from tequio.plans import actions as plans
from tequio.plans.models import Milestone
from tequio.tracking import actions, queries
from tequio.tracking.tests import worlds
from tequio.tracking.vocab import Alert


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def loads(world: SimpleNamespace, at: datetime) -> dict[str, queries.Workload]:
    found = queries.public_leaves(world.plan)
    rows, measured = queries.leaves(found, at=at), queries.plan_progress(world.plan).commitments
    return {one.name: one for one in queries.workloads(rows, measured, queries.responsible_of(found))}


def test_each_party_carries_its_own_milestones(world: SimpleNamespace, at: datetime) -> None:
    worlds.finish(worlds.activities(world.sheet, "1")[0], world.other_liaison, world.coordination, at)
    found = loads(world, at)

    assert {name: one.count for name, one in found.items()} == {
        "Secretaría de Participación": 14,  # by its key actions: the activities name nobody
        "Secretaría de Cultura": 7,
        "Vecinas por los Datos": 7,
    }
    assert found["Secretaría de Participación"].finished == 1
    assert found["Secretaría de Participación"].figures.verified_percent == 12  # a third of 35 per cent
    assert found["Secretaría de Cultura"].figures.reported_percent == 0


def test_punctuality_compares_with_the_date_agreed_first(world: SimpleNamespace, at: datetime) -> None:
    late, in_time = worlds.milestone(world.lab, "Directorio"), worlds.milestone(world.lab, "Convenios")
    plans.move_milestone(
        milestone=late, start=late.start, end=date(2023, 9, 1), reason="Falta.", actor=world.coordination, at=at
    )
    for leaf in (late, in_time):
        worlds.finish(leaf, world.liaison, world.coordination, at)
    found = loads(world, at)["Secretaría de Cultura"].punctuality

    assert (found.finished, found.on_time, found.percent) == (2, 1, 50)
    assert found.days == (date(2023, 6, 12) - date(2023, 3, 31)).days + (date(2023, 6, 12) - date(2023, 6, 30)).days


def test_a_later_acceptance_does_not_make_it_end_later(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.report(leaf, "finished", world.liaison, at)
    worlds.accept(piece, world.coordination, at + timedelta(days=40))

    assert queries.leaf(leaf, at=at + timedelta(days=40)).finished_on == at.date()


def test_what_does_not_move_is_flagged_after_the_days_of_the_place(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    worlds.report(leaf, "in-progress", world.liaison, at)
    rules = {"substantial_from": 50, "complete_from": 100, "quiet_days": 30, "period_months": 6, "report_days": 15}
    actions.change_rules(jurisdiction=world.jurisdiction, actor=world.coordination, at=at, **rules)

    def is_quiet(days: int) -> bool:
        one = Milestone.objects.filter(pk=leaf.pk)
        rows = queries.leaves(one, at=at + timedelta(days=days))
        quiet_days = queries.rules_of(world.jurisdiction).quiet_days
        found = queries.alerts_of(rows, moved=queries.last_moved(one), quiet_days=quiet_days)
        return Alert.QUIET in [row.alert for row in found]

    assert (is_quiet(30), is_quiet(31)) == (False, True)


def test_many_milestones_cost_as_much_as_one(world: SimpleNamespace, at: datetime, django_assert_num_queries) -> None:
    few, all_of_them = Milestone.objects.filter(commitment=world.lab)[:1], queries.public_leaves(world.plan)
    for found in (Milestone.objects.filter(pk__in=[one.pk for one in few]), all_of_them):
        with django_assert_num_queries(2):
            queries.responsible_of(found)
        with django_assert_num_queries(2):
            queries.last_moved(found)
        with django_assert_num_queries(2):
            queries.rescheduling_of(found)
