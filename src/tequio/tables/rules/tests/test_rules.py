"""Each rule counts the rows that break it, those only, and each defect once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables import loading
from tequio.tables.kinds.reading import Kind, Order, Reading
from tequio.tables.kinds.values import value_of
from tequio.tables.limits import DEFAULT
from tequio.tables.reading.delimited import open_delimited
from tequio.tables.rules import checking, schema
from tequio.tables.rules.duck import DuckDB
from tequio.tables.rules.local import Local
from tequio.tables.rules.schema import BadRules
from tequio.tables.rules.tests.tables import broken
from tequio.tables.tests import planted

# What each planted defect breaks.
BROKEN = {
    "folio.required": {"folio-missing"},
    "folio.pattern": {"folio-malformed"},
    "folio.unique": {"folio-repeated"},
    "fecha_solicitud.required": {"date-missing"},
    "fecha_solicitud.type": {"date-impossible"},
    "fecha_solicitud.minimum": {"date-too-early"},
    "order.fecha_solicitud.fecha_respuesta": {"answer-before-question"},
    "clave_municipio.enum": {"place-unknown", "place-without-zero"},
    "dependencia.required": {"office-missing"},
    "tipo.enum": {"kind-unknown"},
    "sexo.enum": {"sex-unknown"},
    "edad.maximum": {"age-impossible"},
    "edad.type": {"age-in-words"},
    "monto.minimum": {"amount-negative"},
    "monto.type": {"amount-in-words"},
    "dias.minimum": {"days-negative"},
    "latitud.minimum": {"coordinates-swapped"},
    "longitud.maximum": {"coordinates-swapped"},
    "prorroga.type": {"extension-unknown"},
}


def test_every_planted_defect_is_found_and_none_is_invented(tmp_path: Path) -> None:
    path = tmp_path / "solicitudes.csv"
    told = planted.write(path, most_bytes=4_000_000)
    rules = schema.parsed(planted.SCHEMA)

    with loading.loaded(open_delimited(path, scratch=tmp_path, limits=DEFAULT), scratch=tmp_path) as table:
        found = checking.check(Local(table.connection), rules.rules, rules.readings, number=table.number)

    counts = {one.rule.name: one.count for one in found.results if one.count}
    assert counts == {rule: sum(told.counts[one] for one in defects) for rule, defects in BROKEN.items()}
    places = {one.rule.name: {at.row for at in one.examples} for one in found.results if one.examples}
    for rule, defects in BROKEN.items():
        planted_in = {row for one in defects for row in told.places[one]}
        assert places[rule] <= planted_in | ({row - 1 for row in planted_in} if rule == "folio.unique" else set())
    assert found.rows == told.rows
    assert not any(found.odd.values())


def field(name: str, type_: str = "string", **more: Any) -> dict[str, Any]:
    constraints = {key: more.pop(key) for key in list(more) if key in schema._CONSTRAINTS}
    return {"name": name, "type": type_, "constraints": constraints, **more}


@pytest.mark.parametrize(
    ("column", "cells", "expected"),
    [
        (field("a", required=True), ["x", None, " ", "\u00a0", "S/D", "0"], {"a.required": [2, 3, 4, 5]}),
        (field("a", pattern="[A-Z]{2}"), ["AB", "ABC", "xABx", None, "S/D"], {"a.pattern": [2, 3]}),
        (field("a", enum=["sí", "no"]), ["sí", "Sí", None, "no "], {"a.enum": [2, 4]}),
        (field("a", minLength=2, maxLength=3), ["ñ", "ñá", "año", "años"], {"a.minLength": [1], "a.maxLength": [4]}),
        (field("a", "integer", minimum=0, maximum=9), ["-1", "0", "9", "10", "x", "1.5"], None),
        (field("a", "number", maximum=0.1), ["0.1", "0.10", "0.11", "1e-9"], {"a.type": [4], "a.maximum": [3]}),
        (field("a", "date", minimum="2020-01-31"), ["30/01/2020", "31/1/2020", "30/02/2020"], None),
        (field("a", "boolean", trueValues=["sí"], falseValues=["no"]), ["sí", "no", "SI", None], {"a.type": [3]}),
        (field("a", unique=True), ["x", "y", "x", None, None, "x"], {"a.unique": [1, 3, 6]}),
    ],
)
def test_a_rule_of_one_column(column: dict[str, Any], cells: list[str | None], expected: Any) -> None:
    expected = expected or (
        {"a.type": [5, 6], "a.minimum": [1], "a.maximum": [4]}
        if column["type"] == "integer"
        else {"a.type": [3], "a.minimum": [1]}
    )

    found = broken([{"a": cell} for cell in cells], {"fields": [column], "missingValues": ["", "S/D"]})

    assert found == expected


def test_what_only_python_reads_counts_as_read_and_keeps_to_its_rules() -> None:
    cells = ["5/3/2021", "Jue. 3/7/2019", "1º de enero del 1999", "5-mar-21", "mar. 27/2019", "   "]

    found = broken(
        [{"a": cell} for cell in cells],
        {"fields": [field("a", "date", required=True, minimum="2019-06-01", format="any")]},
    )

    assert found == {"a.type": [5], "a.minimum": [2, 3], "a.required": [6]}


def test_a_number_that_stands_for_no_value_breaks_no_range() -> None:
    rules = {"fields": [field("a", "integer", minimum=0)], "missingValues": ["", "-1"]}

    assert broken([{"a": cell} for cell in ("-1", "-2", "5")], rules) == {"a.minimum": [2]}


def test_the_calendar_has_no_year_zero_and_a_date_has_one_mark() -> None:
    cells = ["0000-01-01", "01/01/0000", "1/1/0000", "1/2-2024", "2024-02-01"]

    assert broken([{"a": cell} for cell in cells], {"fields": [field("a", "date")]}) == {"a.type": [1, 2, 3, 4]}


def test_rules_of_several_columns() -> None:
    rows = [
        {"de": "1/2/2021", "a": "2/2/2021", "m": "2", "h": "3", "t": "5", "e": "Concluido"},
        {"de": "3/2/2021", "a": "2/2/2021", "m": "2", "h": None, "t": "5", "e": "Abierto"},
        {"de": None, "a": "2/2/2021", "m": "2", "h": None, "t": "2", "e": "Concluido"},
        {"de": "1/2/2021", "a": None, "m": "2", "h": "1", "t": None, "e": "Concluido"},
    ]
    rules = {
        "fields": [field("de", "date"), field("a", "date"), *(field(one, "integer") for one in "mht"), field("e")],
        "tequio": {
            "order": [["de", "a"]],
            "compare": [["m", "<>", "h"]],
            "sums": [{"total": "t", "parts": ["m", "h"]}],
            "implies": [{"if": "e", "values": ["Concluido"], "then": "a"}],
        },
    }

    found = broken(rows, rules)

    assert found == {"order.de.a": [2], "sums.t": [2], "implies.e.a": [4]}


def test_keys_lists_and_drift() -> None:
    rows = [
        {"mun": mun, "año": year}
        for mun, year in [("01001", "1"), ("19039", "1"), ("19039", "2"), ("19039", "1"), ("1001", "3")]
    ]
    rules = {
        "fields": [field("mun"), field("año")],
        "primaryKey": ["mun", "año"],
        "foreignKeys": [{"fields": ["mun"], "reference": {"resource": "municipios", "fields": ["clave"]}}],
        "tequio": {"drift": {"rows": 10, "share": 0.2}, "severity": {"drift": "warning"}},
    }

    found = broken(rows, rules, catalogues={"municipios": [("01001",), ("19039",)]})

    assert found == {"primaryKey": [2, 4], "foreignKeys.0": [5], "drift": []}


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([], "rules-shape"),
        ({"fields": [{}]}, "rules-field"),
        ({"fields": [field("a", "moneda")]}, "rules-type"),
        ({"fields": [{"name": "a", "constraints": {"requerido": True}}]}, "rules-word"),
        ({"fields": [field("a", pattern="(")]}, "rules-pattern"),
        ({"fields": [field("a", pattern="(?=a)")]}, "rules-pattern"),
        ({"fields": [field("a")], "primaryKey": ["b"]}, "rules-column"),
        ({"fields": [field("a")], "tequio": {"orden": []}}, "rules-word"),
        ({"fields": [field("a")], "tequio": {"order": [["a"]]}}, "rules-row"),
        ({"fields": [field("a")], "tequio": {"severity": {"a.required": "grave"}}}, "rules-severity"),
        ({"fields": [field("a")], "foreignKeys": [{}]}, "rules-foreign"),
    ],
    ids=str,
)
def test_rules_that_cannot_be_followed_are_refused_with_their_place(rules: Any, code: str) -> None:
    with pytest.raises(BadRules) as no:
        schema.parsed(rules)

    assert no.value.code == code


READINGS: Mapping[str, Reading] = {
    "integer": Reading(Kind.INTEGER),
    "number": Reading(Kind.NUMBER),
    "money": Reading(Kind.NUMBER, group=",", has_signs=True, scale=2),
    "european": Reading(Kind.NUMBER, decimal=",", group="."),
    "day": Reading(Kind.DATE, has_months=True),
    "american": Reading(Kind.DATE, order=Order.MONTH_FIRST),
    "moment": Reading(Kind.DATETIME, has_months=True),
}
MEMORY = duckdb.connect()
pieces = st.lists(
    st.sampled_from(
        [*"0123456789", *"-+/.,:$() ", "de ", " de ", "marzo", "MAR", "20", "2021", "T", "e", "%", "1,234"]
    ),
    max_size=7,
)


@pytest.mark.parametrize("name", READINGS)
@settings(max_examples=300)
@given(cells=st.lists(pieces.map("".join), min_size=1, max_size=20))
def test_what_sql_reads_python_reads_and_says_the_same(name: str, cells: list[str]) -> None:
    reading = READINGS[name]
    language = DuckDB({"a": reading})

    told = MEMORY.execute(f"SELECT a, {language.value('a')} FROM (SELECT unnest($1) AS a)", [cells]).fetchall()

    for cell, value in told:
        if value is None:
            continue  # left to Python
        expected = value_of(cell, reading)
        assert value == (float(expected) if name in ("integer", "number", "money", "european") else expected), cell
