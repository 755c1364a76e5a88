"""The commitments of a plan side by side, and the roadmap and deliverables of one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tequio.plans import actions as plans
from tequio.plans.models import Baseline, Commitment, SdgLink
from tequio.plans.tests import worlds as planned
from tequio.tracking.queries import crossings, holdings, roadmap
from tequio.tracking.tests import worlds


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def correct(world: SimpleNamespace, commitment: Commitment, key: str, at: datetime, **said: Any) -> None:
    plans.edit_section(
        commitment=commitment,
        key=key,
        values={name: value for name, value in said.items() if name != "rows"},
        rows=said.get("rows", ()),
        revision=Commitment.objects.get(pk=commitment.pk).revision,
        reason="Se completa.",
        actor=world.coordination,
        at=at,
    )


def first_words(crossing: Any) -> list[str]:
    return [row.cells[0].text for row in crossing.rows]


def test_r013_sixteen_ten_follows_sixteen_eight_and_names_its_commitments(world: SimpleNamespace, at: datetime) -> None:
    targets = [{"goal": 16, "target": code} for code in ("16.10", "16.8", "16.b")] + [{"goal": 5, "target": "5.b"}]
    correct(world, world.lab, "sdgs", at, rows=[targets])
    SdgLink.objects.create(commitment=world.sheet, goal=16, target="16.8")

    made = crossings.sdgs(world.plan)

    goals = {"5": "Igualdad de género", "16": "Paz, justicia e instituciones sólidas"}
    codes = ["5.b", "16.8", "16.10", "16.b"]
    named = [f"ODS {code}: {goals[code.split('.')[0]]}" for code in codes]
    assert [said for said in first_words(made) if said in named] == named
    row = next(row for row in made.rows if row.cells[0].text == named[1])
    assert {title for title, _url in row.cells[3].items} == {world.lab.title, world.sheet.title}
    assert len(row.records) == 2


def test_r023_a_code_that_recurs_under_two_axes_stands_twice(world: SimpleNamespace, at: datetime) -> None:
    lines = [{"kind": "plan", "instrument": "Plan Estatal", "axis": axis, "code": "4."} for axis in ("Eje 2", "Eje 10")]
    correct(world, world.lab, "additional", at, rows=[lines])

    made = crossings.alignment(world.plan)

    assert [row.cells[1].text for row in made.rows if row.cells[0].text == "Plan Estatal"] == ["Eje 2", "Eje 10"]


def test_r010_a_figure_is_drawn_beside_what_it_is_compared_with_on_one_scale() -> None:
    share = Baseline(value=46.7, value_text="46.7 %", unit="%", comparison=54.5)
    share.value, share.comparison = planned._BASELINE["value"], planned._BASELINE["comparison"]  # type: ignore[assignment]
    rank = Baseline(value=planned._RANK["value"], value_text="27 de 32", out_of=planned._RANK["out_of"])  # type: ignore[misc]

    assert [bar.width for bar in holdings._bars(share)] == ["46.7", "54.5"]
    assert [bar.width for bar in holdings._bars(rank)] == ["84.4"]
    assert holdings._bars(Baseline(value=None, value_text="mucho")) == ()
    assert holdings._bars(Baseline(value=planned._RANK["value"], value_text="lugar 27")) == ()  # type: ignore[misc]


def test_r184_what_is_assured_and_what_is_not_stands_beside_what_is_needed(world: SimpleNamespace) -> None:
    made = holdings.resources(world.plan)

    assert first_words(made) == [world.lab.title, world.sheet.title]
    assert made.rows[0].records[0]["assured"] == Commitment.objects.get(pk=world.lab.pk).resources_assured


def test_r008_an_organisation_stands_once_with_all_its_parts(world: SimpleNamespace) -> None:
    names = first_words(crossings.stakeholders(world.plan))

    assert len(names) == len(set(names))
    assert world.institutions.civil_society.name in names


def test_x05_a_body_that_was_written_in_two_ways_stands_once(world: SimpleNamespace, at: datetime) -> None:
    before = first_words(crossings.stakeholders(world.plan))
    worlds.written_otherwise(world, world.institutions.culture, at)

    assert first_words(crossings.stakeholders(world.plan)) == before


PAGES = ["sdgs", "alignment", "risks", "inclusion", "stakeholders", "baselines", "resources", "links"]


def address(world: SimpleNamespace, which: str) -> str:
    return reverse(f"tracking:{which}", args=[world.jurisdiction.slug, world.plan.public_id, world.plan.slug])


def test_r013_the_agenda_is_crossed_with_every_public_plan_of_a_place(
    world: SimpleNamespace, client_of: Callable[[Any], Client], that_day: datetime
) -> None:
    SdgLink.objects.create(commitment=world.sheet, goal=11, target="11.a")
    hidden = planned.plan(world, that_day, name="Un plan que nadie ve")
    SdgLink.objects.create(commitment=planned.lab(world, hidden, that_day), goal=14, target="14.c")

    page = client_of(None).get(reverse("tracking:place_sdgs", args=[world.jurisdiction.slug])).content.decode()

    assert "11.a" in page
    assert "14.c" not in page


@pytest.mark.parametrize("which", PAGES)
def test_each_table_shows_its_rows_or_says_that_it_has_none_and_costs_the_same(
    world: SimpleNamespace, client_of: Callable[[Any], Client], that_day: datetime, which: str
) -> None:
    client = client_of(None)
    client.get(address(world, which))
    with CaptureQueriesContext(connection) as few:
        page = client.get(address(world, which))
    for n in range(2):
        draft = planned.lab(world, world.plan, that_day, title=f"Otro {n}")
        plans.publish_commitment(commitment=draft, actor=world.coordination, at=that_day)
    with CaptureQueriesContext(connection) as many:
        client.get(address(world, which))
    nothing = client.get(address(world, which), {"q": "nadaseparece"})
    lines = client.get(address(world, which), {"formato": "csv"})

    assert page.status_code == nothing.status_code == lines.status_code == 200
    assert len(many) == len(few)
    assert lines.headers["Content-Type"].startswith("text/csv")


def test_a_draft_is_in_no_table(world: SimpleNamespace, that_day: datetime) -> None:
    planned.lab(world, world.plan, that_day, title="Un borrador")

    assert "Un borrador" not in first_words(holdings.resources(world.plan))
    assert "Un borrador" not in first_words(crossings.inclusion(world.plan))


def test_x10_the_roadmap_is_numbered_as_an_outline_and_lies_in_its_time(world: SimpleNamespace, at: datetime) -> None:
    rows = [
        {"title": "Planear", "start": date(2023, 1, 1), "end": date(2023, 1, 1), "precision": "month"},
        {"title": "Socializar", "start": date(2023, 2, 1), "end": date(2023, 4, 1), "precision": "month"},
        {"title": "Presentar", "depth": 1},
        {"title": "Talleres", "depth": 1},
    ]
    said = {"revision": None, "reason": "Ruta.", "actor": world.coordination, "at": at}
    plans.save_roadmap(commitment=world.lab, rows=rows, **said)

    first, second = roadmap.phases_of(Commitment.objects.get(pk=world.lab.pk))

    assert [(node.number, node.phase.title) for node in second.inside] == [("2.1", "Presentar"), ("2.2", "Talleres")]
    assert (first.left, first.width, second.left) == ("0.0", "25.8", "25.8")


def test_anybody_reads_the_roadmap_and_the_deliverables_of_a_commitment(
    world: SimpleNamespace, client_of: Callable[[Any], Client], that_day: datetime
) -> None:
    said = {"revision": None, "reason": "Ruta.", "actor": world.coordination, "at": that_day}
    plans.save_roadmap(commitment=world.lab, rows=[{"title": "Planear"}, {"title": "Convocar", "depth": 1}], **said)
    plans.save_deliverables(commitment=world.lab, rows=[{"step": "Hacer", "title": "Guía de uso"}], **said)
    place = [world.jurisdiction.slug, world.lab.public_id, world.lab.slug]
    stranger, officer = client_of(None), client_of(world.coordination)

    route = stranger.get(reverse("tracking:roadmap", args=place)).content.decode()
    matrix = stranger.get(reverse("tracking:deliverables", args=place)).content.decode()
    page = stranger.get(reverse("tracking:commitment", args=place)).content.decode()

    assert "Convocar" in route
    assert "Guía de uso" in matrix
    assert reverse("tracking:roadmap", args=place) in page
    assert reverse("tracking:deliverables", args=place) in page
    edit = reverse("plans:edit_roadmap", args=place[:2])
    assert edit not in route
    assert edit in officer.get(reverse("tracking:roadmap", args=place)).content.decode()
