"""Text that is meant to break a page, a feed or a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date
from types import SimpleNamespace

import pytest

from tequio.kit.text import cell, tidy, visible
from tequio.people import actions
from tequio.people.models import Institution
from tequio.plans.models import Milestone

HOSTILE = "Mala\x01\x0b casa \u202egnp.exe\x85"


def test_nothing_unseen_survives_in_a_text() -> None:
    assert tidy(HOSTILE) == "Mala casa gnp.exe"
    assert visible("uno\n\tdos\r") == "uno\n\tdos\r"
    assert tidy("\0") == ""


@pytest.mark.parametrize("address", ["/registro/atom/", "/historial/jurisdiction/{place.public_id}/atom/"])
def test_a_control_character_does_not_cost_everybody_the_feed(world: SimpleNamespace, address: str) -> None:
    place = world.jurisdiction
    fresh = {"jurisdiction": place, "sector": "government", "actor": world.coordination, "at": world.at}
    actions.add_institution(name=HOSTILE, **fresh)
    # What an older version let in.
    type(place).objects.filter(pk=place.pk).update(name=HOSTILE)

    answer = world.ask("anonymous").get(address.format(place=place))

    assert answer.status_code == 200
    assert b"Mala casa" in answer.content
    assert Institution.objects.filter(name="Mala casa gnp.exe").exists()


def test_a_formula_in_the_directory_stays_a_text(world: SimpleNamespace) -> None:
    actions.add_institution(
        jurisdiction=world.jurisdiction,
        name="=cmd|' /C calc'!A0",
        short_name="@SUM(1)",
        aliases=["+1"],
        sector="government",
        actor=world.coordination,
        at=world.at,
    )

    rows = csv.reader(io.StringIO(world.ask("anonymous").get("/nl/instituciones.csv").content.decode()))
    cells = [one for row in rows for one in row]

    assert "'=cmd|' /C calc'!A0" in cells
    assert [one for one in cells if one[:1] in ("=", "+", "-", "@")] == []
    assert cell("-1") == "'-1"
    assert cell("uno") == "uno"


def test_centuries_do_not_make_a_calendar_of_megabytes(world: SimpleNamespace) -> None:
    Milestone.objects.filter(pk=world.milestone.pk).update(start=date(1, 1, 1), end=date(9999, 12, 31))

    answer = world.ask("anonymous").get(f"{world.lab.get_absolute_url()}calendario/")

    assert answer.status_code == 200
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("year", ["0001", "9999", "1899", "2200"])
def test_no_plan_lies_in_another_century(world: SimpleNamespace, year: str) -> None:
    sent = {"revision": "0", "name": "Otro", "start": year, "end": year, "version": "draft"}

    answer = world.ask("coordination").post("/nl/planes/nuevo/", sent)

    assert answer.status_code == 422
