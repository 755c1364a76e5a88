"""The front pages: what they show to whom, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tequio.people.tests import worlds as people
from tequio.plans.models import ActionPlan, Commitment, Means, Milestone
from tequio.plans.tests import worlds as plans
from tequio.tracking.tests import worlds

Enter = Callable[[Any], Client]


@pytest.fixture
def world(db: None, that_day: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(that_day)


def read(client: Client, url: str) -> str:
    """Open a page and return its text without tags."""
    answer = client.get(url, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 200, url
    text = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


def test_where_there_is_one_place_the_front_page_leads_there(world, client) -> None:
    assert client.get("/")["Location"] == "/nl/"


def test_where_there_are_several_one_chooses(world, client, at) -> None:
    people.mexico(at)
    text = read(client, "/")

    assert world.plan.name in text
    assert "México" in text
    assert "No plan has been published yet." in text
    assert "Public record:" in text


def test_a_place_shows_its_plan_what_moved_what_is_late_and_how_to_take_part(world, client, at) -> None:
    worlds.finish(worlds.milestone(world.lab, "Reglas"), world.liaison, world.coordination, at)
    html = client.get("/nl/").content.decode()
    text = read(client, "/nl/")

    assert "7 % verified" in text
    assert world.lab.title in text
    assert "Directorio de aliadas" in text
    assert "Finished, evidence accepted" in text
    assert "How to take part" in text
    assert "Public record:" in text
    assert f"/nl/atrasados/?plan={world.plan.public_id}" in html


def test_a_place_without_a_plan_says_what_will_be_there(db, client, that_day) -> None:
    plans.drafts(that_day)
    text = read(client, "/nl/")

    assert "No plan has been published yet" in text
    assert "Datos para decidir juntas" not in text


def test_a_place_that_nobody_founded_is_not_found(world, client) -> None:
    assert client.get("/atlantis/").status_code == 404


def test_a_desk_shows_what_waits_for_its_office(world, client_of: Enter, at) -> None:
    piece = worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at, kind="agreement")
    back = worlds.hand_in(worlds.milestone(world.lab, "Reglas"), world.liaison, at, kind="agreement", title="Sin firma")
    worlds.give_back(back, world.coordination, at)

    own = read(client_of(world.liaison), reverse("portal:desk"))
    assert "Sin firma" in own
    assert "Directorio de aliadas" in own
    assert piece.title not in own
    chief = read(client_of(world.coordination), reverse("portal:desk"))
    assert piece.title in chief
    assert "Import a document" in chief


def test_drafts_stand_on_the_desk_of_those_who_write_them(world, client_of: Enter, at) -> None:
    draft = plans.lab(world, world.plan, at, title="Lo que viene")

    assert draft.title in read(client_of(world.liaison), reverse("portal:desk"))
    assert draft.title not in read(client_of(world.other_liaison), reverse("portal:desk"))


def test_whoever_holds_no_office_has_no_desk(world, client_of: Enter) -> None:
    assert client_of(world.citizen).get(reverse("portal:desk"))["Location"] == reverse("people:account")
    assert reverse("account_login") in client_of(None).get(reverse("portal:desk"))["Location"]


def asked(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_front_pages_cost_the_same_with_ten_commitments_and_twenty_five_plans(world, client_of: Enter, at) -> None:
    people.mexico(at)
    worlds.finish(worlds.milestone(world.lab, "Reglas"), world.liaison, world.coordination, at)
    browsers = {"/": client_of(None), "/nl/": client_of(None), reverse("portal:desk"): client_of(world.liaison)}
    before = {url: asked(browser, url) for url, browser in browsers.items()}
    for number in range(24):
        plan = ActionPlan.objects.create(
            jurisdiction=world.jurisdiction,
            name=f"Plan {number}",
            start=date(2000, 1, 1),
            end=date(2001, 12, 31),
            state="published",
        )
        _commitment(plan, world)
    for _number in range(10):
        _commitment(world.plan, world)

    after = {url: asked(browser, url) for url, browser in browsers.items()}
    assert {url: (before[url], after[url]) for url in after if after[url] > before[url]} == {}


def _commitment(plan: ActionPlan, world: SimpleNamespace) -> None:
    one = Commitment.objects.create(plan=plan, template=world.lab.template, title="Otro", state="published", order=9)
    leaf = Milestone.objects.create(commitment=one, title="Paso")
    Means.objects.create(commitment=one, milestone=leaf, text="Informe", kind="report")
