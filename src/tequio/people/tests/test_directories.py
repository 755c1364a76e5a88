"""The directories: what everybody sees, what coordination sees, and what each exports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tequio.kit.policy import Denied, Refused
from tequio.people import actions, policies, queries
from tequio.people.models import Approach, Institution
from tequio.people.tests import worlds
from tequio.record import queries as record

PUBLIC = [
    f"/nl/{name}{ending}"
    for name in ("directorio", "sujetos-obligados", "aliados", "organizaciones")
    for ending in ("/", ".csv", ".json")
]


def ally(world: SimpleNamespace, at: datetime, **more: Any) -> Any:
    given = {"unit": "Unidad de Datos", "shares": "Padrón de talleres", "interest": "high", "note": "Hablar en marzo"}
    return actions.keep_ally(
        institution=world.institutions.culture, **(given | more), post=world.post, actor=world.coordination, at=at
    )


def test_the_directory_has_a_public_face_and_an_internal_one(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    phone = world.post.contacts.get(kind="phone")
    actions.publish_contact(contact=phone, is_public=True, actor=world.coordination, at=at)
    for actor in (None, world.liaison):
        shown = "".join(client_of(actor).get(one).content.decode() for one in PUBLIC)
        assert phone.value in shown
        assert "datos@nl.example" not in shown
        assert "Persona de Prueba" not in shown
        assert client_of(actor).post("/nl/directorio/interno/").status_code == 403
    inside = client_of(world.coordination)
    assert "datos@nl.example" in inside.get("/nl/directorio/").content.decode()
    assert "datos@nl.example" in inside.post("/nl/directorio/interno/").content.decode()
    exported = [one for one in record.trail_of(world.jurisdiction.urn) if one.type == "people.contacts-exported"]
    assert [one.actor for one in exported] == [world.coordination.handle]
    assert "datos@nl.example" not in inside.get("/nl/directorio.csv").content.decode(), "the open file is one for all"


def test_a_post_outlives_whoever_held_it(world: SimpleNamespace, at: datetime) -> None:
    today, name = world.jurisdiction.day_of(at), world.post.contacts.get(kind="name")
    actions.end_contact(contact=name, ends_on=today, actor=world.coordination, at=at)

    def shown(days: int, **more: Any) -> list[str]:
        day = today + timedelta(days=days)
        (post,) = queries.directory_of(world.jurisdiction, is_internal=True, on=day, **more)
        return [one.value for one in post.shown_contacts]

    assert name.value in shown(0)
    assert name.value not in shown(1)
    assert name.value in shown(1, shows_past=True)
    actions.change_post(
        post=world.post, level="Dirección", starts_on=None, ends_on=today, aliases=[], actor=world.coordination, at=at
    )
    assert not queries.directory_of(world.jurisdiction, is_internal=True, on=today + timedelta(days=1))
    with pytest.raises(Refused):
        actions.change_post(
            post=world.post,
            level="",
            starts_on=today,
            ends_on=today - timedelta(days=1),
            aliases=[],
            actor=world.coordination,
            at=at,
        )


def test_the_register_names_the_post_that_answers(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    Institution.objects.filter(pk=world.institutions.culture.pk).update(is_obliged=True, branch="executive")
    client = client_of(None)
    assert "Dirección" not in client.get("/nl/sujetos-obligados.csv").content.decode()
    culture = Institution.objects.get(pk=world.institutions.culture.pk)
    actions.name_transparency_liaison(institution=culture, post=world.post, actor=world.coordination, at=at)
    assert "Dirección" in client.get("/nl/sujetos-obligados.csv").content.decode()
    found = queries.obliged_of
    assert found(world.jurisdiction, branch="executive", liaison="yes", text="cultura")
    assert not found(world.jurisdiction, liaison="no")
    stranger = actions.add_post(
        institution=world.institutions.participation, title="Otra", actor=world.coordination, at=at
    )
    with pytest.raises(Refused):
        actions.name_transparency_liaison(institution=culture, post=stranger, actor=world.coordination, at=at)


def test_an_ally_is_public_only_in_what_was_published(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    kept = ally(world, at)
    addresses = ("/nl/aliados/", "/nl/aliados.csv", "/nl/aliados.json")
    stranger, inside = client_of(None), client_of(world.coordination)
    assert not any("Padrón" in stranger.get(one).content.decode() for one in addresses)
    assert all("Padrón" in inside.get(one).content.decode() for one in addresses)
    actions.publish_ally(ally=kept, is_public=True, actor=world.coordination, at=at)
    shown = [stranger.get(one).content.decode() for one in addresses]
    assert all("Padrón" in one for one in shown)
    assert not any("marzo" in one or "high" in one for one in shown)
    assert record.feed().first().type == "people.ally-listed"  # type: ignore[union-attr]
    with pytest.raises(Refused):
        actions.remove_ally(ally=kept, actor=world.coordination, at=at)
    actions.publish_ally(ally=kept, is_public=False, actor=world.coordination, at=at)
    actions.remove_ally(ally=kept, actor=world.coordination, at=at)
    for actor in (world.liaison, worlds.STRANGER):
        with pytest.raises(Denied):
            actions.keep_ally(institution=world.institutions.culture, shares="X", interest="low", actor=actor, at=at)


def test_what_the_directory_says_of_a_public_ally_never_changes_without_an_entry(
    world: SimpleNamespace, at: datetime
) -> None:
    kept = actions.publish_ally(ally=ally(world, at), is_public=True, actor=world.coordination, at=at)
    before = record.feed().count()

    ally(world, at, ally=kept, note="Llamar en marzo, y en abril.")
    assert record.feed().count() == before
    ally(world, at, ally=kept, shares="Otro padrón")

    (entry,) = record.feed()[: record.feed().count() - before]
    said = json.loads(bytes(entry.entry))
    assert said["type"] == "people.ally-listed"
    assert said["data"]["shares_sha256"] == hashlib.sha256("Otro padrón".encode()).hexdigest()


def test_outreach_names_only_those_that_joined(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    network = actions.publish_network(
        jurisdiction=world.jurisdiction,
        name="Red de Agentes",
        strategy="Invitar por estado.",
        actor=world.coordination,
        at=at,
    )
    for name, result in (("Colectivo Uno", "joined"), ("Colectivo Dos", "declined")):
        actions.note_approach(
            network=network,
            role="Fellow",
            state="Nuevo León",
            name=name,
            result=result,
            actor=world.coordination,
            at=at,
        )
    url = network.get_absolute_url()
    for one in (url, url.rstrip("/") + ".csv", url.rstrip("/") + ".json"):
        shown = client_of(None).get(one).content.decode()
        assert "Colectivo Uno" in shown
        assert "Colectivo Dos" not in shown
    assert "Colectivo Dos" in client_of(world.coordination).get(url).content.decode()
    assert not any(b"Colectivo" in bytes(one.entry) for one in record.feed())
    (outreach,) = queries.networks_of(world.jurisdiction)
    assert (outreach.approached, outreach.joined) == (2, 1)
    with pytest.raises(Denied):
        actions.note_approach(
            network=network, role="Fellow", state="NL", name="X", result="joined", actor=world.liaison, at=at
        )
    assert Approach.objects.count() == 2


def test_a_directory_costs_the_same_however_long(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    client = client_of(None)

    def cost() -> list[int]:
        taken = []
        for one in PUBLIC:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(one).status_code == 200
            taken.append(len(asked))
        return taken

    actions.publish_ally(ally=ally(world, at), is_public=True, actor=world.coordination, at=at)
    cost()
    few = cost()
    for number in range(4):
        body = actions.add_institution(
            jurisdiction=world.jurisdiction,
            name=f"Instituto {number}",
            sector="government",
            is_obliged=True,
            actor=world.coordination,
            at=at,
        )
        post = actions.add_post(institution=body, title="Dirección", actor=world.coordination, at=at)
        actions.name_transparency_liaison(institution=body, post=post, actor=world.coordination, at=at)
        actions.publish_ally(
            ally=ally(world, at, unit=f"Unidad {number}"), is_public=True, actor=world.coordination, at=at
        )
    assert cost() == few


def test_the_table_of_who_may_do_what_is_what_the_rules_say(
    world: SimpleNamespace, client_of: Callable[[Any], Client]
) -> None:
    roles, rows = policies.access_matrix(world.jurisdiction)
    table = {str(what): dict(cells) for what, cells in rows}
    leaders = next(cells for what, cells in table.items() if "leaders" in what or "líderes" in what)
    assert [who for who, may in leaders.items() if may] == ["Coordinación", "Facilitación"]
    assert all(cells[roles[0]] for what, cells in list(table.items())[:2]), "reading needs no account"
    assert not any(cells["Enlace"] for cells in list(table.values())[2:])
    assert client_of(None).get("/nl/quien-puede-que/").status_code == 200
