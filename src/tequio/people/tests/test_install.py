"""Founding a site, by the command line or the first-run page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Denied, Refused
from tequio.people import actions, policies, queries
from tequio.people.models import Jurisdiction, User
from tequio.people.tests import worlds
from tequio.record import queries as record

GIVEN: dict[str, Any] = {
    "site": "nl",
    "name": "Nuevo León",
    "slug": "nuevo-leon",
    "level": "state",
    "time_zone": "America/Monterrey",
    "institution": "Secretaría de Gobierno Abierto",
    "email": "Primera@Coordinacion.example",
    "password": "maguey-nube-telar-9",
}


def test_a_site_begins_with_a_place_its_coordination_and_its_rules(db: None, at: datetime) -> None:
    officer = actions.install(**GIVEN, actor=SYSTEM, at=at)

    place = Jurisdiction.objects.get()
    assert record.site() == "nl"
    assert policies.coordinates(officer, place)
    assert (place.working_days, place.reviewers) == ([1, 2, 3, 4, 5], ["coordination"])
    assert officer.user.check_password(GIVEN["password"])
    assert queries.claimed_account("primera@coordinacion.example") == officer.user
    assert [entry.type for entry in reversed(record.feed())] == [
        "people.jurisdiction-founded",
        "people.institution-added",
        "people.office-granted",
    ]


def test_rooms_above_furnish_the_new_site(db: None, at: datetime) -> None:
    laid = []
    queries.furnishings.fill(laid.append)
    actions.install(**GIVEN, actor=SYSTEM, at=at)
    assert laid == [at]


def test_a_site_that_cannot_be_furnished_is_not_founded(db: None, at: datetime) -> None:
    queries.furnishings.fill(lambda at: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        actions.install(**GIVEN, actor=SYSTEM, at=at)
    assert not record.is_installed()


def test_a_site_is_founded_once(db: None, at: datetime) -> None:
    actions.install(**GIVEN, actor=SYSTEM, at=at)
    with pytest.raises(Denied):
        actions.install(**GIVEN | {"slug": "otra"}, actor=SYSTEM, at=at)


def test_a_stranger_founds_nothing(db: None, at: datetime) -> None:
    with pytest.raises(Denied):
        actions.install(**GIVEN, actor=worlds.STRANGER, at=at)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"site": "Nuevo León"}, "site"),
        ({"slug": "registro"}, "slug"),
        ({"level": "galaxy"}, "level"),
        ({"time_zone": "America/Monterey"}, "time_zone"),
        ({"institution": " "}, "institution"),
        ({"email": "nadie"}, "email"),
        ({"password": "corta"}, "password"),
    ],
)
def test_what_cannot_be_taken_is_named_and_leaves_nothing(
    db: None, at: datetime, wrong: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.install(**GIVEN | wrong, actor=SYSTEM, at=at)
    assert refusal.value.field == field
    assert not record.is_installed()
    assert not Jurisdiction.objects.exists()
    assert not User.objects.exists()


def test_until_there_is_a_site_every_page_leads_to_the_first_run(db: None, client: Client) -> None:
    for address in ("/", "/nl/instituciones/", "/mi-cuenta/", "/cuenta/login/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/instalar/"), address
    assert client.get("/instalar/").status_code == 200


def test_the_first_run_needs_the_code_that_the_server_shows(db: None, client: Client) -> None:
    queries.forget_setup_code()
    answer = client.post("/instalar/", GIVEN | {"code": "adivino"})
    assert answer.status_code == 422
    assert not record.is_installed()

    answer = client.post("/instalar/", GIVEN | {"code": queries.setup_code()})
    assert (answer.status_code, answer["Location"]) == (302, "/cuenta/login/")
    assert record.is_installed()


def test_the_first_run_page_shows_a_refusal_beside_its_field(db: None, client: Client) -> None:
    answer = client.post("/instalar/", GIVEN | {"code": queries.setup_code(), "slug": "registro"})
    assert answer.status_code == 422
    assert "slug" in answer.context["form"].errors


def test_the_first_run_page_is_gone_once_there_is_a_site(site: str, client: Client) -> None:
    assert client.get("/instalar/").status_code == 404
    assert client.post("/instalar/", GIVEN | {"code": queries.setup_code()}).status_code == 404


def test_the_code_is_thrown_away_and_is_never_the_same(
    db: None, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    before = queries.setup_code()
    assert queries.setup_code() == before
    with django_capture_on_commit_callbacks(execute=True):
        actions.install(**GIVEN, actor=SYSTEM, at=at)
    assert queries.setup_code() != before
