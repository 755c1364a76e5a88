"""Whoever holds a page asks only whether it moved, and is told the truth."""

# ruff: noqa: F811 - fixtures of the neighbour

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from tequio.contributions import actions as contributions
from tequio.kit import clock
from tequio.people.tests import worlds as people
from tequio.plans import actions as drafting
from tequio.plans.tests import worlds
from tequio.portal.tests.test_remembered_pages import memory, world  # noqa: F401 - fixtures
from tequio.tracking import actions


def tag_of(address: str, **headers: str) -> str:
    return Client(headers=headers).get(address).headers["ETag"]


def asked_again(address: str, tag: str) -> int:
    return Client(headers={"if-none-match": tag}).get(address).status_code


def test_a_page_that_did_not_move_is_not_made_again(
    world: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = world.lab.get_absolute_url()
    tag = tag_of(address)
    monkeypatch.setattr("tequio.tracking.views.commitments.page", None)

    answer = Client(headers={"if-none-match": tag}).get(address)

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))


def test_a_plan_moves_with_each_of_its_commitments_and_a_stranger_to_it_does_not(
    world: SimpleNamespace,
    at: datetime,
) -> None:
    milestone = worlds.milestone(world.lab, "Inventario")
    told = [world.plan, world.lab, milestone]
    tags = {one: tag_of(one.get_absolute_url()) for one in told}
    aside = tag_of(world.sheet.get_absolute_url())

    actions.report_status(milestone=milestone, status="stuck", note="Falta", actor=world.liaison, at=at)

    assert [asked_again(one.get_absolute_url(), tags[one]) for one in told] == [200, 200, 200]
    assert asked_again(world.sheet.get_absolute_url(), aside) == 304


def test_midnight_in_the_place_moves_a_page_without_any_fact(world: SimpleNamespace) -> None:
    address = world.lab.get_absolute_url()
    before = datetime.fromisoformat("2023-06-13T05:59:00+00:00")  # one minute to midnight in Monterrey

    with clock.frozen(before):
        tag = tag_of(address)
        assert asked_again(address, tag) == 304
    with clock.frozen(before + timedelta(minutes=2)):
        assert asked_again(address, tag) == 200


def test_the_rules_of_the_place_move_its_pages(world: SimpleNamespace, at: datetime) -> None:
    place = world.jurisdiction
    tag = tag_of(world.plan.get_absolute_url())
    type(place).objects.filter(pk=place.pk).update(motto="Otro lema")

    assert asked_again(world.plan.get_absolute_url(), tag) == 200


def test_each_language_release_and_address_has_its_own_tag(
    world: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = world.lab.get_absolute_url()
    spanish, english = tag_of(address, accept_language="es-mx"), tag_of(address, accept_language="en")
    asked = tag_of(f"{address}?page=2", accept_language="es-mx")
    monkeypatch.setattr("tequio.portal.middleware.__version__", "9.9")

    newer = tag_of(address, accept_language="es-mx")

    assert len({spanish, english, asked, newer}) == 4


def test_a_withdrawn_page_is_gone_for_whoever_holds_it(world: SimpleNamespace, at: datetime) -> None:
    address = world.lab.get_absolute_url()
    tag = tag_of(address)

    drafting.withdraw_commitment(commitment=world.lab, reason="Se repite", actor=world.coordination, at=at)

    assert asked_again(address, tag) in (404, 410)


def test_an_officer_gets_no_shared_tag(world: SimpleNamespace) -> None:
    address = world.lab.get_absolute_url()
    officer = Client(headers={"if-none-match": tag_of(address)})
    officer.force_login(world.liaison.user)

    answer = officer.get(address)

    assert answer.status_code == 200
    assert "ETag" not in answer.headers
    assert "private" in answer.headers["Cache-Control"]


def test_a_form_of_one_visitor_is_for_no_shared_cache(world: SimpleNamespace) -> None:
    answer = Client().get("/cuenta/login/")

    assert "ETag" not in answer.headers
    assert "private" in answer.headers["Cache-Control"] or "no-store" in answer.headers["Cache-Control"]


def test_a_file_of_data_keeps_its_name_when_it_is_remembered(world: SimpleNamespace, memory: object) -> None:
    address = f"/{world.jurisdiction.slug}/atrasados/?formato=csv"
    first = Client().get(address)

    second = Client().get(address)

    assert second.headers["Content-Disposition"] == first.headers["Content-Disposition"]


def test_every_teller_stands_for_an_address() -> None:
    from django.urls import get_resolver

    from tequio.portal.queries.told import TELLERS

    spaces = get_resolver().namespace_dict.items()
    named = {
        f"{space}:{name}" for space, (_prefix, found) in spaces for name in found.reverse_dict if isinstance(name, str)
    }

    assert set(TELLERS) - named == set()


def test_what_somebody_asks_moves_the_page_that_counts_it(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Inventario")
    address = world.lab.get_absolute_url()
    tag = tag_of(address)

    contributions.submit_contribution(
        thing=leaf.urn,
        jurisdiction=world.jurisdiction,
        kind="question",
        text="¿Para cuándo?",
        email="",
        actor=people.STRANGER,
        at=at,
    )

    assert asked_again(address, tag) == 200
