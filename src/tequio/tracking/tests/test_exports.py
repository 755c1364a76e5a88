"""The tables that anybody can compute with."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from types import SimpleNamespace

import pytest

from tequio.plans.models import Commitment, Milestone
from tequio.tracking import exports, queries
from tequio.tracking.tests import worlds


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def progress_csv(world: SimpleNamespace) -> str:
    measured = queries.plan_progress(world.plan).commitments
    pieces = queries.accepted_pieces(one.pk for every in measured for one in every.milestones.values())
    return exports.as_csv(exports.PROGRESS_FIELDS, exports.progress(measured, pieces))


def percent(figure: Fraction) -> int:
    return floor(figure * 100 + Fraction(1, 2))


def recomputed(rows: list[dict[str, str]], what: str) -> dict[str, Fraction]:
    """Compute every commitment's figure from weights, status and values, never from the program's own fractions."""
    commitments: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        commitments[row["commitment"]].append(row)
    return {key: _commitment(group, what) for key, group in commitments.items()}


def _commitment(rows: list[dict[str, str]], what: str) -> Fraction:
    actions: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        actions[row["key_action"]].append(row)
    if list(actions) == [""]:
        return _mean([(row["milestone_weight"], _leaf(row, what)) for row in rows])
    return _mean(
        [
            (group[0]["key_action_weight"], _mean([(row["milestone_weight"], _leaf(row, what)) for row in group]))
            for group in actions.values()
        ]
    )


def _mean(parts: list[tuple[str, Fraction]]) -> Fraction:
    if all(weight for weight, _value in parts):
        return sum((Fraction(weight) / 100 * value for weight, value in parts), Fraction(0))
    return sum((value for _weight, value in parts), Fraction(0)) / len(parts)


def _leaf(row: dict[str, str], what: str) -> Fraction:
    if row["target"]:
        value = Fraction(row["value"] or 0)
        part = value if what == "reported" else min(value, Fraction(row["accepted_value"]))
        return min(Fraction(1), part / Fraction(row["target"]))
    done = ("claim", "finished") if what == "reported" else ("finished",)
    return Fraction(row["status"] in done)


def test_every_figure_can_be_computed_again_from_the_csv_alone(world, at) -> None:
    worlds.finish(worlds.milestone(world.lab, "Reglas"), world.liaison, world.coordination, at)
    worlds.hand_in(worlds.milestone(world.lab, "Inventario"), world.liaison, at)
    worlds.report(worlds.milestone(world.lab, "Inventario"), "finished", world.liaison, at)
    counted = worlds.counted(worlds.milestone(world.lab, "Convenios"), "7", "convenios")
    worlds.report(counted, "in-progress", world.liaison, at, value=Decimal(5))
    worlds.accept(worlds.hand_in(counted, world.liaison, at, value=Decimal("2.5")), world.coordination, at)
    for leaf in [*worlds.activities(world.sheet, "1"), *worlds.activities(world.sheet, "2")[:2]]:
        worlds.finish(leaf, world.other_liaison, world.coordination, at)
    plan = queries.plan_progress(world.plan)

    rows = read(progress_csv(world))

    assert len(rows) == 7 + 14
    for what in ("reported", "verified"):
        figures = recomputed(rows, what)
        sums: dict[str, Fraction] = defaultdict(Fraction)
        for row in rows:
            sums[row["commitment"]] += Fraction(row[f"adds_{what}"])
        for one in plan.commitments:
            key = one.commitment.public_id
            assert figures[key] == sums[key] == getattr(one, what)
            assert percent(figures[key]) == getattr(one, f"{what}_percent")
        mean = sum(figures.values(), Fraction(0)) / len(figures)
        assert mean == getattr(plan, what)
        assert percent(mean) == getattr(plan, f"{what}_percent")
    assert figures[world.sheet.public_id] == Fraction(51, 100)
    unknown = sum((Fraction(row["adds_unknown"]) for row in rows), Fraction(0)) / 2
    assert unknown == plan.unknown


def test_the_evidence_behind_a_leaf_stands_in_its_line(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Reglas")
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.accept(piece, world.coordination, at)

    (line,) = [row for row in read(progress_csv(world)) if row["milestone"] == leaf.public_id]

    assert line["evidence"] == piece.public_id
    assert line["milestone_share"] == "1/7"


def test_a_commitment_without_parts_still_has_its_line(world) -> None:
    empty = Commitment.objects.create(
        plan=world.plan, template=world.lab.template, title="Sin partes", state="published"
    )

    rows = read(progress_csv(world))

    (line,) = [row for row in rows if row["commitment"] == empty.public_id]
    assert (line["milestone"], line["share"], line["adds_unknown"], line["is_known"]) == ("", "1/1", "1/1", "false")
    assert len(recomputed(rows, "reported")) == queries.plan_progress(world.plan).count == 3


def test_milestones_are_told_with_ids_dates_status_and_what_is_missing(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    worlds.report(leaf, "stuck", world.liaison, at, "Falta una firma.")

    records = exports.milestones(queries.leaves_of(world.lab, at=at))
    (row,) = [
        one for one in read(exports.as_csv(exports.MILESTONE_FIELDS, records)) if one["milestone"] == leaf.public_id
    ]

    assert (row["starts_on"], row["ends_on"]) == ("2023-03-01", "2023-06-30")
    assert (row["status"], row["is_confirmed"], row["note"]) == ("stuck", "true", "Falta una firma.")
    assert (row["kinds_announced"], row["kinds_missing"]) == ("agreement", "agreement")
    assert row["responsible"] == "Secretaría de Cultura; Vecinas por los Datos"
    assert row["url"] == leaf.get_absolute_url()


def test_json_holds_the_same_values_and_the_meaning_of_each_field(world, at) -> None:
    records = exports.milestones(queries.leaves_of(world.lab, at=at))

    told = json.loads(exports.as_json(exports.MILESTONE_FIELDS, records))

    assert told["records"] == records
    assert [field["name"] for field in told["fields"]] == list(records[0])


@pytest.mark.parametrize("fields", [exports.MILESTONE_FIELDS, exports.PROGRESS_FIELDS])
def test_the_dictionary_explains_every_column_in_both_languages(fields) -> None:
    rows = read(exports.dictionary_csv(fields))

    assert [row["field"] for row in rows] == [field.name for field in fields]
    assert all(row["description_es"] and row["description_en"] and row["type"] for row in rows)


def test_every_record_has_every_field_and_no_other(world, at) -> None:
    measured = queries.plan_progress(world.plan).commitments

    assert {tuple(one) for one in exports.progress(measured)} == {tuple(f.name for f in exports.PROGRESS_FIELDS)}


def test_a_spreadsheet_does_not_run_somebodys_text(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    Milestone.objects.filter(pk=leaf.pk).update(title="=HYPERLINK(1)")

    records = exports.milestones(queries.leaves_of(world.lab, at=at))

    assert "'=HYPERLINK(1)" in exports.as_csv(exports.MILESTONE_FIELDS, records)
    assert any(one["title"] == "=HYPERLINK(1)" for one in records)
