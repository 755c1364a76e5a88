"""The worlds that other rooms' tests stand on."""

from __future__ import annotations

from datetime import datetime

from tequio.people import policies
from tequio.people.tests import worlds


def test_a_world_has_everybody_in_their_office(db: None, at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    assert policies.coordinates(world.coordination, world.jurisdiction)
    assert policies.holds(world.liaison, "liaison", world.institutions.culture)
    assert policies.holds(world.other_liaison, "liaison", world.institutions.participation)
    assert policies.holds(world.civil_society, "civil-society")
    assert policies.holds(world.monitoring, "monitoring-body")


def test_two_worlds_stand_side_by_side_on_a_founded_site(site: str, at: datetime) -> None:
    world, other = worlds.nuevo_leon(at), worlds.mexico(at)
    assert not policies.coordinates(other.coordination, world.jurisdiction)
