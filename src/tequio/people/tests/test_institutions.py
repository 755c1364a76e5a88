"""The directory: added, corrected, found by any of its names."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.people import actions, queries
from tequio.record import queries as record

GARANTE: dict[str, Any] = {
    "name": "Instituto de Transparencia",
    "short_name": "ITNL",
    "sector": "oversight",
    "branch": "autonomous",
    "is_obliged": True,
    "aliases": ["Instituto Estatal de Transparencia", " instituto estatal de TRANSPARENCIA ", "ITNL"],
}


def test_an_institution_is_found_by_any_of_its_names(world: SimpleNamespace, at: datetime) -> None:
    added = actions.add_institution(jurisdiction=world.jurisdiction, **GARANTE, actor=world.coordination, at=at)

    assert added.aliases == ["Instituto Estatal de Transparencia"], "once, and not what the short name says"
    for name in ("INSTITUTO DE TRANSPARENCIA", "itnl", "Instituto  estatal de Transparéncia"):
        assert queries.institution_called(world.jurisdiction, name) == added
    assert queries.institution_called(world.jurisdiction, "Instituto") is None
    assert record.feed(type="people.institution-added").count() == 6


def test_no_two_institutions_share_a_name(world: SimpleNamespace, other: SimpleNamespace, at: datetime) -> None:
    for field, name in (("name", "secretaria de cultura"), ("short_name", "Secretaría de Cultura")):
        with pytest.raises(Refused) as refusal:
            actions.add_institution(
                jurisdiction=world.jurisdiction, **GARANTE | {field: name}, actor=world.coordination, at=at
            )
        assert refusal.value.field == field
    actions.add_institution(
        jurisdiction=other.jurisdiction, **GARANTE | {"name": "Instituto"}, actor=other.coordination, at=at
    )


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("sector", "church"), ("branch", "root")])
def test_what_the_directory_cannot_hold_is_refused(
    world: SimpleNamespace, at: datetime, field: str, value: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.add_institution(
            jurisdiction=world.jurisdiction, **GARANTE | {field: value}, actor=world.coordination, at=at
        )
    assert refusal.value.field == field


def test_a_lost_name_stays_among_the_aliases(world: SimpleNamespace, at: datetime) -> None:
    changed = actions.change_institution(
        institution=world.institutions.culture,
        **GARANTE | {"name": "Secretaría de las Culturas", "aliases": [], "short_name": "SC"},
        actor=world.coordination,
        at=at,
    )
    assert changed.aliases == ["Secretaría de Cultura"]
    told = record.lines(record.feed(type="people.institution-changed"))[0].sentence
    assert "Secretaría de las Culturas" in told
    assert "Secretaría de Cultura" in told


def test_changing_nothing_of_the_name_is_no_clash_with_itself(world: SimpleNamespace, at: datetime) -> None:
    culture = world.institutions.culture
    changed = actions.change_institution(
        institution=culture, **GARANTE | {"name": culture.name}, actor=world.coordination, at=at
    )
    assert changed.sector == "oversight"


def test_an_alias_is_noted_without_a_public_fact(world: SimpleNamespace, at: datetime) -> None:
    before = record.feed().count()
    named = actions.keep_alias(institution=world.institutions.culture, alias="SeCult", actor=world.coordination, at=at)
    assert named.aliases == ["SeCult"]
    assert record.feed().count() == before
    assert record.trail_of(named.urn).first().type == "people.alias-kept"
    with pytest.raises(Refused):
        actions.keep_alias(
            institution=world.institutions.participation, alias="secult", actor=world.coordination, at=at
        )


def test_only_its_coordination_keeps_a_directory(world: SimpleNamespace, other: SimpleNamespace, at: datetime) -> None:
    for actor in (world.liaison, world.monitoring, other.coordination, world.citizen):
        with pytest.raises(Denied):
            actions.add_institution(jurisdiction=world.jurisdiction, **GARANTE, actor=actor, at=at)
        with pytest.raises(Denied):
            actions.change_institution(institution=world.institutions.culture, **GARANTE, actor=actor, at=at)
        with pytest.raises(Denied):
            actions.keep_alias(institution=world.institutions.culture, alias="X", actor=actor, at=at)
