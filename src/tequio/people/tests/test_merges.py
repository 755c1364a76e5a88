"""X04 and X05: what documents write in several ways is found, suggested, merged by somebody, and parted again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.kit.policy import Denied, Refused
from tequio.people import actions, names, queries
from tequio.people.models import Institution, Merge


def body(world: SimpleNamespace, at: datetime, name: str, **more: Any) -> Institution:
    return actions.add_institution(
        jurisdiction=world.jurisdiction, name=name, sector="civil-society", actor=world.coordination, at=at, **more
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Secretaría de Cultura", "SECRETARIA  CULTURA"),
        ("Impacto, A.C.", "Impacto AC".replace(" AC", " A. C.")),
        ("Red por el Agua", "red por agua."),
    ],
)
def test_x05_a_name_is_one_however_it_is_written(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)


def test_x05_a_title_before_a_post_tells_nothing_apart_but_a_name_does(world: SimpleNamespace, at: datetime) -> None:
    post = actions.add_post(
        institution=world.institutions.culture, title="Comisionada Presidenta", actor=world.coordination, at=at
    )
    for said in ("Lic. Comisionada Presidenta", "Mtra. comisionada presidenta", "Comisionada  Presidenta"):
        assert queries.post_called(world.institutions.culture, title=said) == post
    assert queries.post_called(world.institutions.culture, title="Comisionada Ciudadana") is None
    assert names.key("Doctor Arroyo") == "doctor arroyo", "a municipality may be called after a title"


def test_x05_an_alias_of_a_post_is_found_and_belongs_to_one(world: SimpleNamespace, at: datetime) -> None:
    other = actions.add_post(
        institution=world.institutions.culture, unit="Unidad de Datos", title="Enlace", actor=world.coordination, at=at
    )
    change = {"level": "", "starts_on": None, "ends_on": None, "actor": world.coordination, "at": at}
    actions.change_post(post=world.post, aliases=["Titular de datos"], **change)
    found = queries.post_called(world.institutions.culture, unit="unidad de datos", title="Mtro. Titular de Datos")
    assert found == world.post
    with pytest.raises(Refused):
        actions.change_post(post=other, aliases=["titular datos"], **change)


def test_x05_alike_is_suggested_and_never_matched(world: SimpleNamespace, at: datetime) -> None:
    one, other = body(world, at, "Impacto Legislatura"), body(world, at, "Impacto Legislativo")
    body(world, at, "Colectivo por el Agua")
    assert queries.institution_called(world.jurisdiction, "Impacto Legislativa") is None
    assert set(queries.institutions_like(world.jurisdiction, "Impacto Legislativa")) == {one, other}
    pairs = [(pair.kept, pair.merged) for pair in queries.suggestions_of(world.jurisdiction)]
    assert pairs == [(one, other)]


def test_x05_two_spellings_of_a_body_become_one_and_two_again(
    world: SimpleNamespace, client_of: Callable[[Any], Client], at: datetime
) -> None:
    one, other = body(world, at, "Impacto Legislatura"), body(world, at, "Impacto Legislativo", short_name="IL")
    same = [actions.add_post(institution=x, title="Dirección", actor=world.coordination, at=at) for x in (one, other)]
    own = actions.add_post(institution=other, title="Enlace", actor=world.coordination, at=at)
    actions.keep_contacts(post=same[1], contacts=[("email", "b@c.example")], actor=world.coordination, at=at)
    client = client_of(world.coordination)
    asked = {"kind": "institution", "kept": one.public_id, "merged": other.public_id}

    client.post("/nl/instituciones/parecidas/unir/", asked)

    assert queries.institution_called(world.jurisdiction, "IL") == one
    assert queries.institution_called(world.jurisdiction, "impacto legislativo") == one
    assert client.get(other.get_absolute_url())["Location"] == one.get_absolute_url()
    assert other not in queries.institutions_of(world.jurisdiction)
    own.refresh_from_db()
    assert own.institution == one
    assert same[0].contacts.get().value == "b@c.example"

    client.post(f"/nl/instituciones/parecidas/{Merge.objects.get().public_id}/deshacer/")

    assert queries.institution_called(world.jurisdiction, "Impacto Legislativo") == other
    own.refresh_from_db()
    assert own.institution == other
    assert (same[0].contacts.count(), same[1].contacts.get().value) == (0, "b@c.example")
    assert Institution.objects.get(pk=one.pk).aliases == []


def test_x04_two_addresses_of_one_post_are_kept_and_can_be_parted(world: SimpleNamespace, at: datetime) -> None:
    twin = actions.add_post(
        institution=world.institutions.culture, unit="Unidad datos.", title="Directora", actor=world.coordination, at=at
    )
    pairs = [("email", "otra@nl.example"), ("phone", "81 0000 0000")]
    actions.keep_contacts(post=twin, contacts=pairs, actor=world.coordination, at=at)
    before = set(world.post.contacts.values_list("kind", "value"))
    actions.merge_posts(kept=world.post, merged=twin, actor=world.coordination, at=at)
    assert set(world.post.contacts.values_list("kind", "value")) == before | set(pairs)

    merge = Merge.objects.get()
    actions.part_posts(merge=merge, actor=world.coordination, at=at)

    assert set(world.post.contacts.values_list("kind", "value")) == before
    assert set(twin.contacts.values_list("kind", "value")) == set(pairs)
    with pytest.raises(Refused):
        actions.part_posts(merge=merge, actor=world.coordination, at=at)


def test_x05_who_acts_for_a_body_is_not_lost_by_a_merge(
    world: SimpleNamespace, other: SimpleNamespace, at: datetime
) -> None:
    twin = body(world, at, "Secretaria d Cultura")
    with pytest.raises(Refused):
        actions.merge_institutions(kept=twin, merged=world.institutions.culture, actor=world.coordination, at=at)
    for actor in (world.liaison, other.coordination):
        with pytest.raises(Denied):
            actions.merge_institutions(kept=world.institutions.culture, merged=twin, actor=actor, at=at)
    with pytest.raises(Refused):
        actions.merge_institutions(
            kept=world.institutions.culture, merged=other.institutions.culture, actor=world.coordination, at=at
        )


def test_x05_whatever_was_merged_first_goes_back_to_where_it_stood(world: SimpleNamespace, at: datetime) -> None:
    one, other, third = (body(world, at, name) for name in ("Impacto Legislatura", "Impacto Legislativo", "Impacto"))
    actions.merge_institutions(kept=other, merged=third, actor=world.coordination, at=at)
    actions.merge_institutions(kept=one, merged=other, actor=world.coordination, at=at)
    assert set(queries.bodies_behind(one.pk)) == {one, other, third}

    actions.part_institutions(merge=Merge.objects.get(merged_institution=other), actor=world.coordination, at=at)

    assert set(queries.bodies_behind(other.pk)) == {other, third}
    assert set(queries.bodies_behind(one.pk)) == {one}
