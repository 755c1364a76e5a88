"""An office is granted for a period, and ends."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.people import actions, queries
from tequio.people.models import Tenure
from tequio.people.tests import worlds
from tequio.record import queries as record


def _tenure(officer: queries.Officer) -> Tenure:
    return Tenure.objects.get(user=officer.user, office=officer.office)


def test_an_office_is_held_from_its_first_day_to_its_last(world: SimpleNamespace, at: datetime) -> None:
    held = worlds.officer(
        world.institutions.participation,
        "monitoring-body",
        "nueva@nl.example",
        at,
        world.coordination,
        starts_on=date(2023, 7, 1),
        ends_on=date(2023, 7, 31),
    )
    for day, holds in ((30, False), (31, True), (61, True), (62, False)):
        on = date(2023, 5, 31) + timedelta(days=day)
        assert bool(queries.tenures_of(held.user, on=on)) is holds, on


def test_the_last_day_ends_at_midnight_of_the_place(world: SimpleNamespace, at: datetime) -> None:
    held = worlds.officer(world.institutions.culture, "liaison", "nueva@nl.example", at, ends_on=date(2023, 6, 30))
    still = datetime.fromisoformat("2023-07-01T05:59:00+00:00")
    assert queries.tenures_at(held.user, still)
    assert not queries.tenures_at(held.user, still + timedelta(minutes=1))


def test_the_record_tells_office_role_and_period_and_nobody(world: SimpleNamespace, at: datetime) -> None:
    entry = record.feed(type="people.office-granted").first()
    data = json.loads(bytes(entry.entry))["data"]
    assert data["office"] == world.monitoring.office.urn
    assert data["role"] == "monitoring-body"
    assert data["institution"] == world.institutions.monitoring.urn
    assert data["starts_on"] == "2023-06-12"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"role": "emperor"}, "role"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"title": "alguien@nl.example"}, "title"),
        ({}, None),
    ],
)
def test_what_cannot_be_granted_is_refused(
    world: SimpleNamespace, at: datetime, given: dict[str, object], field: str | None
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.grant_office(
            **{"user": world.liaison.user, "institution": world.institutions.culture, "role": "liaison"} | given,
            actor=world.coordination,
            at=at,
        )
    assert refusal.value.field == field


def test_only_its_coordination_grants_or_ends(world: SimpleNamespace, other: SimpleNamespace, at: datetime) -> None:
    for actor in (world.liaison, world.civil_society, other.coordination, world.citizen):
        with pytest.raises(Denied):
            actions.grant_office(
                user=world.citizen.user, institution=world.institutions.culture, role="liaison", actor=actor, at=at
            )
        with pytest.raises(Denied):
            actions.end_office(tenure=_tenure(world.monitoring), reason="x", actor=actor, at=at)


def test_an_ended_office_stops_at_once_and_the_reason_is_private(world: SimpleNamespace, at: datetime) -> None:
    ended = actions.end_office(tenure=_tenure(world.liaison), reason="Cambió de área", actor=world.coordination, at=at)
    assert not queries.tenures_at(world.liaison.user, at)
    assert ended.cut_reason == "Cambió de área"
    entry = record.feed(type="people.office-ended").get()
    assert b"Cambi" not in bytes(entry.entry)
    assert json.loads(bytes(entry.entry))["data"]["tenure"] == ended.public_id
    with pytest.raises(Refused):
        actions.end_office(tenure=ended, reason="otra vez", actor=world.coordination, at=at)


def test_whoever_lost_an_office_may_hold_it_again_the_same_day(world: SimpleNamespace, at: datetime) -> None:
    actions.end_office(tenure=_tenure(world.liaison), reason="error", actor=world.coordination, at=at)
    again = worlds.officer(world.institutions.culture, "liaison", "", at, world.coordination, user=world.liaison.user)
    assert again.office == world.liaison.office
    assert queries.tenures_at(again.user, at)


def test_whoever_holds_an_office_may_leave_it(world: SimpleNamespace, at: datetime) -> None:
    actions.end_office(tenure=_tenure(world.civil_society), reason="", actor=world.civil_society, at=at)
    assert not queries.tenures_at(world.civil_society.user, at)


def test_the_last_coordination_stays_until_there_is_another(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Refused):
        actions.end_office(tenure=_tenure(world.coordination), reason="", actor=world.coordination, at=at)
    worlds.officer(world.institutions.coordination, "coordination", "segunda@nl.example", at, world.coordination)
    actions.end_office(tenure=_tenure(world.coordination), reason="", actor=world.coordination, at=at)
    assert not queries.tenures_at(world.coordination.user, at)
