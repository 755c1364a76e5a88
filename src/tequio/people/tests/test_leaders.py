"""Neighbourhood leaders: with consent, for a reason, never public, erased when it ends (R090, S11 step 1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Denied, Refused
from tequio.people import actions
from tequio.people.models import Leader
from tequio.people.tests import worlds
from tequio.record import queries as record


def traces(world: SimpleNamespace, kind: str = "") -> list[Any]:
    """Return what the private trail says of a place, of one kind if asked."""
    return [one for one in record.trail_of(world.jurisdiction.urn) if one.type == kind or not kind]


def note(world: SimpleNamespace, at: datetime, actor: Any = None, **more: Any) -> Leader:
    today = world.jurisdiction.day_of(at)
    given: dict[str, Any] = {
        "municipality": "Monterrey",
        "neighbourhood": "Colonia Prueba",
        "name": "Persona Inventada",
        "channel": "phone",
        "value": "81 2222 2222",
        "purpose": "Invitarla a la consulta del laboratorio",
        "consent_text": "Acepto que me llamen para la consulta.",
        "consent_on": today,
        "consent_means": "signed",
        "expires_on": today + timedelta(days=300),
    }
    return actions.note_leader(
        jurisdiction=world.jurisdiction, **(given | more), actor=actor or world.coordination, at=at
    )


@pytest.fixture
def facilitation(world: SimpleNamespace, at: datetime) -> Any:
    return worlds.officer(world.institutions.culture, "facilitation", "facilita@nl.example", at, world.coordination)


def test_nobody_else_learns_that_the_directory_exists(
    world: SimpleNamespace, other: SimpleNamespace, facilitation: Any, client_of: Callable[[Any], Client], at: datetime
) -> None:
    leader = note(world, at)
    addresses = ["/nl/lideres-vecinales/", f"/nl/lideres-vecinales/{leader.public_id}/", "/nl/lideres-vecinales/nueva/"]
    for actor in (None, world.liaison, world.civil_society, world.monitoring, world.citizen, other.coordination):
        client = client_of(actor)
        assert {client.get(one).status_code for one in addresses} == {404}
        assert client.post(addresses[1], {"purpose": "porque quiero saberlo"}).status_code == 404
        assert client.post(f"{addresses[1]}borrar/").status_code == 404
        assert client.post("/nl/lideres-vecinales/descargar/", {"purpose": "porque quiero"}).status_code == 404
    assert {client_of(facilitation).get(one).status_code for one in addresses} == {200}


def test_a_contact_opens_only_for_a_reason_that_is_kept(
    world: SimpleNamespace, facilitation: Any, client_of: Callable[[Any], Client], at: datetime
) -> None:
    leader = note(world, at)
    client, url = client_of(facilitation), f"/nl/lideres-vecinales/{leader.public_id}/"
    closed = client.get("/nl/lideres-vecinales/").content.decode() + client.get(url).content.decode()
    assert "Persona Inventada" not in closed
    assert "2222" not in closed
    assert client.post(url, {"purpose": "nada"}).status_code == 422
    assert not traces(world, "people.leader-read")

    opened = client.post(url, {"purpose": "Invitarla a la primera mesa"}).content.decode()
    assert "Persona Inventada" in opened
    (trace,) = traces(world, "people.leader-read")
    assert (trace.actor, trace.data["purpose"]) == (facilitation.handle, "Invitarla a la primera mesa")


def test_a_download_is_kept_with_its_reason(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    note(world, at)
    note(world, at, name="=cmd()", expires_on=world.jurisdiction.day_of(at))
    answer = client_of(world.coordination).post("/nl/lideres-vecinales/descargar/", {"purpose": "Enviar invitaciones"})
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Cache-Control"] == "no-store"
    assert "'=cmd()" in answer.content.decode()
    (trace,) = traces(world, "people.leaders-exported")
    assert (trace.data["rows"], trace.data["purpose"]) == (2, "Enviar invitaciones")


def test_nothing_of_them_stands_in_the_record_nor_in_the_trail(world: SimpleNamespace, at: datetime) -> None:
    leader = note(world, at)
    actions.read_leader(leader=leader, purpose="Invitarla a la mesa", actor=world.coordination, at=at)
    actions.erase_leader(leader=leader, actor=world.coordination, at=at)
    said = "".join(bytes(one.entry).decode() for one in record.feed())
    said += "".join(str((one.data, one.before, one.after)) for one in traces(world))
    for private in ("Persona Inventada", "2222", "Colonia Prueba"):
        assert private not in said


def test_what_is_kept_goes_when_the_consent_does(world: SimpleNamespace, at: datetime) -> None:
    leader = note(world, at)
    actions.erase_leader(leader=leader, actor=world.coordination, at=at)
    assert not Leader.objects.exists()
    note(world, at, expires_on=world.jurisdiction.day_of(at) + timedelta(days=1))
    actions.sweep_directories(jurisdiction=world.jurisdiction, actor=SYSTEM, at=at + timedelta(days=1))
    assert Leader.objects.exists(), "its last day is still a day"
    late = at + timedelta(days=2)
    with pytest.raises(Refused):
        actions.read_leader(leader=Leader.objects.get(), purpose="Una razón larga", actor=world.coordination, at=late)
    actions.sweep_directories(jurisdiction=world.jurisdiction, actor=SYSTEM, at=late)
    assert not Leader.objects.exists()


def test_without_a_consent_that_holds_nobody_is_noted(world: SimpleNamespace, at: datetime) -> None:
    today = world.jurisdiction.day_of(at)
    for more, field in (
        ({"consent_text": " "}, "consent_text"),
        ({"purpose": ""}, "purpose"),
        ({"consent_on": today + timedelta(days=1)}, "consent_on"),
        ({"expires_on": today - timedelta(days=1)}, "expires_on"),
        ({"expires_on": date(today.year + 4, 1, 1)}, "expires_on"),
        ({"consent_means": "telepathy"}, "consent_means"),
        ({"channel": "pigeon"}, "channel"),
    ):
        with pytest.raises(Refused) as no:
            note(world, at, **more)
        assert no.value.field == field
    for actor in (world.liaison, SYSTEM, worlds.STRANGER):
        with pytest.raises(Denied):
            note(world, at, actor=actor)
