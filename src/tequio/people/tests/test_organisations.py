"""The mapping of organisations: open to register in, confirmed by mail, published (R091, S06 step 5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Denied, Refused
from tequio.people import actions, events, queries, reactions
from tequio.people.models import Organisation, Relay
from tequio.people.tests import worlds
from tequio.record import queries as record
from tequio.record import tasks
from tequio.record.actions import listeners

FORM = {
    "name": "Red de Vecinas",
    "scope": "local",
    "topics": "agua\npresupuesto",
    "groups": ["older-persons"],
    "other_groups": "personas cuidadoras",
    "has_gender_focus": "on",
    "is_interested": "on",
    "framework": "Mesas de trabajo",
    "contact_email": "red@organizacion.example",
    "contact_label": "Coordinación general",
}
TOLD = {"name": "Red de Vecinas", "scope": "local", "topics": ["agua"], "groups": ["older-persons"]}


@pytest.fixture(autouse=True)
def told(db: None) -> Iterator[None]:
    """Let the mails of this room leave."""
    kept = dict(listeners)
    for event, reaction in (
        (events.OrganisationRegistered, reactions.send_organisation_link),
        (events.OrganisationLinkAsked, reactions.send_organisation_link),
        (events.OrganisationPublished, reactions.tell_organisation),
        (events.OrganisationReturned, reactions.tell_organisation),
        (events.MessageRelayed, reactions.relay_message),
        (events.MessageAnswered, reactions.relay_answer),
    ):
        listeners[event.name] = (f"{reaction.__module__}.{reaction.__qualname__}",)
    cache.clear()
    yield
    listeners.clear()
    listeners.update(kept)


def link_in(message: Any) -> str:
    found = re.search(r"http\S+(/nl/organizaciones/\S+/)", message.body)
    assert found
    return found[1]


def published(world: SimpleNamespace, at: datetime, **more: Any) -> Organisation:
    organisation = actions.register_organisation(
        jurisdiction=world.jurisdiction,
        told=TOLD | more,
        contact_email="red@organizacion.example",
        actor=worlds.STRANGER,
        at=at,
    )
    token = actions.write_organisation_link(organisation=organisation, actor=SYSTEM, at=at)
    actions.confirm_organisation(organisation=organisation, token=token, actor=worlds.STRANGER, at=at)
    return actions.publish_organisation(organisation=organisation, actor=world.coordination, at=at)


def test_a_stranger_registers_confirms_and_is_published(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    stranger = client_of(None)
    assert stranger.post("/nl/organizaciones/registrar/", FORM).status_code == 302
    tasks.deliver()
    link = link_in(mail.outbox[-1])
    assert "Red de Vecinas" not in stranger.get("/nl/organizaciones/").content.decode()
    assert client_of(world.coordination).get("/nl/organizaciones/por-decidir/").content.decode().count("Red de") == 0

    assert stranger.get(link).status_code == 200
    stranger.post(f"{link}confirmar/")
    found = Organisation.objects.get()
    client_of(world.coordination).post(f"/nl/organizaciones/{found.public_id}/decidir/", {"decision": "publish"})
    tasks.deliver()

    page = stranger.get(found.get_absolute_url()).content.decode()
    for text in ("Personas adultas mayores", "personas cuidadoras", "presupuesto", "Coordinación general"):
        assert text in page or text == "Personas adultas mayores"
    assert mail.outbox[-1].to == ["red@organizacion.example"]


def test_its_address_is_private_unless_it_consents(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    found = published(world, at)
    stranger = client_of(None)
    shown = [found.get_absolute_url(), "/nl/organizaciones.csv", "/nl/organizaciones.json", "/nl/organizaciones/"]
    assert not any("organizacion.example" in stranger.get(one).content.decode() for one in shown)
    assert not any(b"organizacion.example" in bytes(one.entry) for one in record.feed())
    assert not any("Red de Vecinas" in bytes(one.entry).decode() for one in record.feed())

    Organisation.objects.update(shows_contact=True)
    assert all("organizacion.example" in stranger.get(one).content.decode() for one in shown[:3])


def test_what_it_says_otherwise_waits_for_a_decision(world: SimpleNamespace, at: datetime) -> None:
    found = published(world, at, shows_contact=True)
    token = actions.write_organisation_link(organisation=found, actor=SYSTEM, at=at)
    more = TOLD | {"name": "Otro nombre", "shows_contact": False}
    changed = actions.edit_organisation(organisation=found, told=more, token=token, actor=worlds.STRANGER, at=at)

    assert changed.name == "Red de Vecinas"
    assert not changed.shows_contact, "a consent that is withdrawn is obeyed at once"
    assert queries.organisations_waiting(world.jurisdiction) == [changed]
    with pytest.raises(Refused):
        actions.return_organisation(organisation=found, reason=" ", actor=world.coordination, at=at)
    actions.publish_organisation(organisation=found, actor=world.coordination, at=at)
    assert [one.name for one in queries.organisations_of(world.jurisdiction)] == ["Otro nombre"]


def test_only_its_link_and_the_coordination_touch_it(
    world: SimpleNamespace, other: SimpleNamespace, at: datetime
) -> None:
    found = published(world, at)
    old = actions.write_organisation_link(organisation=found, actor=SYSTEM, at=at)
    actions.write_organisation_link(organisation=found, actor=SYSTEM, at=at)
    for token in ("", "nonsense", old):
        with pytest.raises(Denied):
            actions.edit_organisation(organisation=found, told=TOLD, token=token, actor=worlds.STRANGER, at=at)
    for actor in (world.liaison, world.civil_society, other.coordination, worlds.STRANGER):
        with pytest.raises(Denied):
            actions.publish_organisation(organisation=found, actor=actor, at=at)
        with pytest.raises(Denied):
            actions.withdraw_organisation(organisation=found, actor=actor, at=at)
    actions.withdraw_organisation(organisation=found, actor=world.coordination, at=at)
    assert not Organisation.objects.exists()


def test_people_write_without_seeing_an_address(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    found = published(world, at)
    tasks.deliver()
    stranger, write = client_of(None), f"/nl/organizaciones/{found.public_id}/escribir/"
    stranger.post(write, {"sender": "vecina@correo.example", "text": "¿Se puede asistir?"})
    tasks.deliver()
    there = mail.outbox[-1]
    assert there.to == ["red@organizacion.example"]
    assert "vecina@correo.example" not in there.body + str(there.extra_headers)

    stranger.post(link_in(there), {"text": "Sí, los martes."})
    tasks.deliver()
    back = mail.outbox[-1]
    assert back.to == ["vecina@correo.example"]
    assert "Sí, los martes." in back.body
    assert "organizacion.example" not in back.body
    assert stranger.post(link_in(there), {"text": "Otra vez"}).status_code == 200, "a message is answered once"
    assert Relay.objects.get().answer == "Sí, los martes."


def test_a_robot_and_an_impatient_one_reach_nobody(world: SimpleNamespace, client_of: Callable[[Any], Client]) -> None:
    stranger = client_of(None)
    assert stranger.post("/nl/organizaciones/registrar/", FORM | {"fax": "1"}).status_code == 302
    assert not Organisation.objects.exists()
    answers = [stranger.post("/nl/organizaciones/registrar/", FORM).status_code for _ in range(5)]
    assert answers == [302] * 4 + [429]
    assert Organisation.objects.count() == 4


def test_nobody_buries_an_address_in_letters_from_many_networks(
    world: SimpleNamespace, client_of: Callable[[Any], Client]
) -> None:
    stranger, url = client_of(None), "/nl/organizaciones/registrar/"
    forms = [FORM | {"name": f"Red {number}"} for number in range(11)]
    answers = [stranger.post(url, one, REMOTE_ADDR=f"203.0.113.{n}").status_code for n, one in enumerate(forms, 1)]

    assert answers == [302] * 10 + [429]


def test_a_lost_link_goes_to_the_address_that_is_known(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    published(world, at)
    tasks.deliver()
    mail.outbox.clear()
    for email in ("nadie@correo.example", "red@organizacion.example"):
        assert client_of(None).post("/nl/organizaciones/enlace/", {"email": email}).status_code == 302
    tasks.deliver()
    assert [one.to for one in mail.outbox] == [["red@organizacion.example"]]


def test_what_nobody_confirms_and_old_messages_are_erased(world: SimpleNamespace, at: datetime) -> None:
    found = published(world, at)
    actions.write_to_organisation(organisation=found, sender="a@b.example", text="Hola", actor=worlds.STRANGER, at=at)
    actions.register_organisation(
        jurisdiction=world.jurisdiction, told=TOLD, contact_email="x@y.example", actor=worlds.STRANGER, at=at
    )
    for days, left in ((6, (2, 1)), (8, (1, 1)), (31, (1, 0))):
        when = at + timedelta(days=days)
        actions.sweep_directories(jurisdiction=world.jurisdiction, actor=SYSTEM, at=when)
        assert (Organisation.objects.count(), Relay.objects.count()) == left
    with pytest.raises(Denied):
        actions.sweep_directories(jurisdiction=world.jurisdiction, actor=world.coordination, at=at)


def test_the_mapping_is_narrowed_by_group_scope_and_gender(world: SimpleNamespace, at: datetime) -> None:
    published(world, at, has_gender_focus=True)
    place = world.jurisdiction
    assert queries.organisations_of(place, group="older-persons", gender="yes", scope="local", text="AGUA vecinas")
    for wrong in ({"group": "domestic-workers"}, {"gender": "no"}, {"scope": "national"}, {"text": "minería"}):
        assert not queries.organisations_of(place, **wrong)


def test_wrong_words_are_refused_beside_their_field(world: SimpleNamespace, at: datetime) -> None:
    for told, field in (
        ({"name": ""}, "name"),
        ({"scope": "galactic"}, "scope"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"about": "a" * 1001}, "about"),
    ):
        with pytest.raises(Refused) as no:
            actions.register_organisation(
                jurisdiction=world.jurisdiction,
                told=TOLD | told,
                contact_email="a@b.example",
                actor=worlds.STRANGER,
                at=at,
            )
        assert no.value.field == field
