"""The worlds that other rooms' tests stand on."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from tequio.plans.tests import worlds


def test_a_world_has_a_published_plan_with_two_published_commitments(db: None, at: datetime) -> None:
    world = worlds.nuevo_leon(at)

    assert world.plan.is_published
    assert world.lab.is_published
    assert world.lab.milestones.count() == 7
    assert [group.milestones.count() for group in world.lab.groups.all()] == [3, 2, 2]
    assert [action.weight for action in world.sheet.key_actions.all()] == [Decimal(35), Decimal(40), Decimal(25)]
    assert [action.activities.count() for action in world.sheet.key_actions.all()] == [3, 5, 6]
