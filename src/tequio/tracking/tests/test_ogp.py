"""Commitments leave in the Partnership's own columns, with its own words and codes."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.plans.tests import worlds
from tequio.tracking import actions

IRM = {"source_url": "https://irm.example/informe", "source_on": date(2023, 5, 1)}


@pytest.fixture
def world(db: None, at: datetime, that_day: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def columns(address: str) -> dict[str, dict[str, str]]:
    """Return the rows of a table by their title."""
    answer = Client().get(address)
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {row["Commitment Title"]: row for row in rows}


def addresses(world: SimpleNamespace) -> tuple[str, str]:
    return f"{world.plan.get_absolute_url()}ogp.csv", f"/{world.jurisdiction.slug}/ogp.csv"


def test_a_commitment_has_the_columns_that_ogp_knows(world: SimpleNamespace) -> None:
    of_plan, of_place = (columns(address) for address in addresses(world))
    row = of_plan[world.lab.title]

    assert of_place == of_plan
    assert row["Commitment Unique Identifier"] == world.lab.urn
    assert (row["Country/Locality"], row["Year Of Submission"]) == (world.jurisdiction.name, "2023")
    assert row["Lead Institution"] == world.institutions.culture.name
    assert row["Supporting Institution(s)"] == f"{world.institutions.civil_society.name}; Representación vecinal"
    assert row["URL"] == f"http://testserver{world.lab.get_absolute_url()}"
    assert row["Full Text"].startswith("Cultura abrirá un laboratorio")


def test_goals_and_values_are_codes_that_others_can_join(world: SimpleNamespace) -> None:
    row = columns(addresses(world)[0])[world.lab.title]

    assert set(row["SDG"].split("; ")) == {"5.b", "16.10", "16.6", "16.8", "16.b"}
    values = {name: said for name, said in row.items() if name.startswith("OGP Value ")}
    assert sorted(values.values()) == ["0", "0", "0", "1"]
    assert values["OGP Value Access To Information"] == "1"
    assert row["Theme"]


def test_what_the_irm_says_stands_in_ogps_words_and_nobody_says_it_for_it(world: SimpleNamespace, at: datetime) -> None:
    by: dict[str, Any] = {"commitment": world.lab, "explanation": "Faltan los convenios.", "at": at}
    actions.assess_commitment(track="society", completion="complete", actor=world.monitoring, **by)
    before = columns(addresses(world)[0])[world.lab.title]

    actions.assess_commitment(
        track="irm", completion="substantial", opened="marginal", **IRM, actor=world.coordination, **by
    )
    after = columns(addresses(world)[0])[world.lab.title]

    completion, opened = "Completion (Progress Report)", "Did It Open Government (Overall)"
    assert (before[completion], before[opened]) == ("Pending IRM Review", "Pending IRM Review")
    assert (after[completion], after[opened]) == ("Substantial", "Marginal")


def test_a_draft_is_in_nobodys_table(world: SimpleNamespace, at: datetime) -> None:
    draft = worlds.lab(world, world.plan, at, title="Un borrador que nadie ve")

    assert all(draft.title not in columns(address) for address in addresses(world))
    assert draft.title.encode() not in Client().get(addresses(world)[0].replace("csv", "json")).content
