"""A jurisdiction begins inside another."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Denied, Refused
from tequio.people import actions
from tequio.people.tests import worlds
from tequio.record import queries as record


def test_a_coordination_founds_a_place_within_its_own_and_looks_after_it_until_it_has_its_own(
    world: SimpleNamespace, at: datetime
) -> None:
    city = actions.create_jurisdiction(
        name="Monterrey",
        slug="monterrey",
        level="municipality",
        parent=world.jurisdiction,
        actor=world.coordination,
        at=at,
    )
    body = actions.add_institution(
        jurisdiction=city, name="Contraloría", sector="government", actor=world.coordination, at=at
    )
    own = worlds.officer(body, "coordination", "ciudad@mty.example", at, world.coordination)

    actions.keep_alias(institution=body, alias="La Contraloría", actor=own, at=at)
    with pytest.raises(Denied):
        actions.keep_alias(institution=body, alias="Contraloría Municipal", actor=world.coordination, at=at)


def test_nobody_but_the_installation_founds_a_place_that_belongs_to_no_other(
    world: SimpleNamespace, at: datetime
) -> None:
    with pytest.raises(Denied):
        actions.create_jurisdiction(name="Coahuila", slug="coah", level="state", actor=world.coordination, at=at)


def test_a_liaison_founds_nothing(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Denied):
        actions.create_jurisdiction(
            name="Monterrey", slug="mty", level="municipality", parent=world.jurisdiction, actor=world.liaison, at=at
        )


@pytest.mark.parametrize("slug", ["nl", "registro", "Con-Mayúsculas", "-guion", "x" * 41, ""])
def test_an_address_that_cannot_be_is_refused(world: SimpleNamespace, at: datetime, slug: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.create_jurisdiction(name="Otro", slug=slug, level="state", actor=SYSTEM, at=at)
    assert refusal.value.field == "slug"


def test_the_record_tells_that_it_was_founded(world: SimpleNamespace, at: datetime) -> None:
    entry = record.feed(type="people.jurisdiction-founded").get()
    assert (entry.subject, entry.tenant) == (world.jurisdiction.urn, world.jurisdiction.urn)
