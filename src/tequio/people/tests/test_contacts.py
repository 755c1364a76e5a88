"""Posts outlive persons; their contacts are private, and two posts that are one keep all of them."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.people import actions, queries
from tequio.people.models import Contact, Post
from tequio.record import queries as record


def _post(world: SimpleNamespace, at: datetime, *, unit: str = "", title: str = "") -> Post:
    return actions.add_post(
        institution=world.institutions.culture, unit=unit, title=title, actor=world.coordination, at=at
    )


def test_a_post_is_found_however_it_is_written(world: SimpleNamespace, at: datetime) -> None:
    post = _post(world, at, unit="LABNL", title="Coordinación de Proyectos")
    found = queries.post_called(world.institutions.culture, unit="labnl", title="COORDINACION DE PROYECTOS")
    assert found == post
    with pytest.raises(Refused):
        _post(world, at, unit="Labnl", title="Coordinación de proyectos")
    with pytest.raises(Refused):
        _post(world, at)


def test_contacts_are_private_and_noted_once(world: SimpleNamespace, at: datetime) -> None:
    pairs = [("email", "una@cultura.example"), ("email", " una@cultura.example "), ("phone", "81 1111 1111")]
    kept = actions.keep_contacts(post=world.post, contacts=pairs, actor=world.coordination, at=at)
    assert len({contact.pk for contact in kept}) == 2
    assert not any(contact.is_public for contact in kept)
    for pair, field in (((("fax", "1")), "kind"), (("email", " "), "value")):
        with pytest.raises(Refused) as refusal:
            actions.keep_contacts(post=world.post, contacts=[pair], actor=world.coordination, at=at)
        assert refusal.value.field == field


def test_a_published_contact_is_the_only_one_that_everybody_sees(world: SimpleNamespace, at: datetime) -> None:
    mail = world.post.contacts.get(kind="email")
    actions.publish_contact(contact=mail, is_public=True, actor=world.coordination, at=at)
    shown = queries.posts_of(world.institutions.culture, public_only=True).get().shown_contacts
    assert shown == [mail]
    actions.publish_contact(contact=mail, is_public=False, actor=world.coordination, at=at)
    assert queries.posts_of(world.institutions.culture, public_only=True).get().shown_contacts == []


def test_a_contact_can_be_erased_for_good(world: SimpleNamespace, at: datetime) -> None:
    mail = world.post.contacts.get(kind="email")
    actions.forget_contact(contact=mail, actor=world.coordination, at=at)
    assert not Contact.objects.filter(kind="email", post=world.post).exists()


def test_two_posts_that_are_one_keep_the_addresses_of_both(world: SimpleNamespace, at: datetime) -> None:
    """X04: a liaison appears with two addresses."""
    twin = _post(world, at, unit="Unidad de datos", title="Direccion general")
    pairs = [("email", "otra@cultura.example"), ("phone", "81 0000 0000")]
    actions.keep_contacts(post=twin, contacts=pairs, actor=world.coordination, at=at)

    kept = actions.merge_posts(kept=world.post, merged=twin, actor=world.coordination, at=at)

    values = set(kept.contacts.values_list("value", flat=True))
    assert values == {"Persona de Prueba", "datos@nl.example", "otra@cultura.example", "81 0000 0000"}
    twin.refresh_from_db()
    assert twin.current == kept
    assert queries.post_called(world.institutions.culture, unit="Unidad de datos", title="Dirección General") == kept
    assert list(queries.posts_of(world.institutions.culture, public_only=False)) == [kept]


def test_merging_again_never_makes_a_chain(world: SimpleNamespace, at: datetime) -> None:
    one, two = _post(world, at, title="Uno"), _post(world, at, title="Dos")
    actions.merge_posts(kept=one, merged=two, actor=world.coordination, at=at)
    actions.merge_posts(kept=world.post, merged=one, actor=world.coordination, at=at)
    two.refresh_from_db()
    assert two.current == world.post


def test_what_is_not_one_post_is_refused(world: SimpleNamespace, at: datetime) -> None:
    stranger = actions.add_post(
        institution=world.institutions.participation, title="Dirección", actor=world.coordination, at=at
    )
    done = _post(world, at, title="Ya unido")
    actions.merge_posts(kept=world.post, merged=done, actor=world.coordination, at=at)
    for kept, merged in ((world.post, world.post), (world.post, stranger), (world.post, done)):
        with pytest.raises(Refused):
            actions.merge_posts(kept=kept, merged=merged, actor=world.coordination, at=at)


def test_only_coordination_touches_posts_and_contacts(
    world: SimpleNamespace, other: SimpleNamespace, at: datetime
) -> None:
    mail = world.post.contacts.get(kind="email")
    twin = _post(world, at, title="Gemelo")
    for actor in (world.liaison, other.coordination, world.citizen):
        with pytest.raises(Denied):
            actions.add_post(institution=world.institutions.culture, title="X", actor=actor, at=at)
        with pytest.raises(Denied):
            actions.keep_contacts(post=world.post, contacts=[("phone", "1")], actor=actor, at=at)
        with pytest.raises(Denied):
            actions.publish_contact(contact=mail, is_public=True, actor=actor, at=at)
        with pytest.raises(Denied):
            actions.forget_contact(contact=mail, actor=actor, at=at)
        with pytest.raises(Denied):
            actions.merge_posts(kept=world.post, merged=twin, actor=actor, at=at)


def test_no_trace_of_a_contact_holds_the_contact(world: SimpleNamespace) -> None:
    traces = list(record.trail_of(world.post.urn))
    assert traces
    told = "".join(str((trace.data, trace.before, trace.after)) for trace in traces)
    for contact in world.post.contacts.all():
        assert contact.value not in told
