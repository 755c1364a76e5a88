"""Spark counts what DuckDB counts: Sail in this process, or the cluster that TEQUIO_TEST_SPARK names (sc://…)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables import loading
from tequio.tables.kinds.values import value_of
from tequio.tables.limits import DEFAULT, Unreadable
from tequio.tables.reading.delimited import open_delimited
from tequio.tables.rules import checking, distributed, schema
from tequio.tables.rules.distributed import Cluster
from tequio.tables.rules.local import Local
from tequio.tables.rules.spark import Spark
from tequio.tables.rules.tests.tables import table
from tequio.tables.rules.tests.test_rules import BROKEN, READINGS, field, pieces
from tequio.tables.tests import planted

for needed in ("pysail", "pyspark"):
    pytest.importorskip(needed, reason="the extra [distribuido] is not installed: Spark is not tested")
SIZE = 100_000_000 if os.environ.get("TEQUIO_SOAK") else 2_000_000
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    named = os.environ.get("TEQUIO_TEST_SPARK")
    with nullcontext(named) if named else distributed.sail() as address, distributed.connected(address) as session:
        yield session


def test_every_rule_has_the_same_count_on_spark_on_duckdb_and_as_planted(session: Any, tmp_path: Path) -> None:
    path = tmp_path / "solicitudes.csv"
    told = planted.write(path, most_bytes=SIZE)
    rules = schema.parsed(planted.SCHEMA)
    cluster = Cluster(session)

    cluster.load(path)
    far = checking.check(cluster, rules.rules, rules.readings)
    with loading.loaded(open_delimited(path, scratch=tmp_path, limits=DEFAULT), scratch=tmp_path) as loaded:
        near = checking.check(Local(loaded.connection), rules.rules, rules.readings)

    counts = {one.rule.name: one.count for one in far.results}
    assert counts == {one.rule.name: one.count for one in near.results}
    planned = {rule: sum(told.counts[one] for one in defects) for rule, defects in BROKEN.items()}
    assert {rule: count for rule, count in counts.items() if count} == {r: n for r, n in planned.items() if n}
    assert far.rows == near.rows == told.rows


CASES: dict[str, tuple[dict[str, Any], dict[str, list[str | None]]]] = {
    "required": ({"fields": [field("a", required=True)]}, {"a": ["x", None, " ", "\u00a0", "S/D", "0", "\t"]}),
    "pattern": ({"fields": [field("a", pattern=r"[A-Z]{2}|\d'")]}, {"a": ["AB", "ABC", "xABx", "AB\n", "1'", None]}),
    "enum": ({"fields": [field("a", enum=["sí", "d'or", "\\"])]}, {"a": ["sí", "Sí", "d'or", "\\", "sí "]}),
    "length": ({"fields": [field("a", minLength=2, maxLength=3)]}, {"a": ["ñ", "ñá", "año", "años", "😀"]}),
    "integer": (
        {"fields": [field("a", "integer", minimum=0, maximum=9)]},
        {"a": ["-1", "0", "9", "10", "x", "1.5", " 7"]},
    ),
    "number": ({"fields": [field("a", "number", maximum=0.1)]}, {"a": ["0.1", "0.10", "0.11", "1e-9", ".5"]}),
    "date": (
        {"fields": [field("a", "date", minimum="2019-06-01", format="any")]},
        {"a": ["30/02/2020", "5/3/2021", "Jue. 3/7/2019", "1º de enero del 1999", "1 de mayo de 2019"]},
    ),
    "datetime": (
        {"fields": [field("a", "datetime", maximum="2021-01-01T09:30:00")]},
        {"a": ["2021-01-01 9:30", "2021-01-01T09:31:00", "1/1/2021", "2021-01-01 24:00", "2021-01-01 9:31 am", "x"]},
    ),
    "boolean": ({"fields": [field("a", "boolean", trueValues=["sí"], falseValues=["no"])]}, {"a": ["sí", "no", "SI"]}),
    "unique": ({"fields": [field("a", unique=True)]}, {"a": ["x", "y", "x", None, None, "x"]}),
    "key": (
        {"fields": [field("a"), field('b ` "')], "primaryKey": ["a", 'b ` "']},
        {"a": ["1"] * 3, 'b ` "': ["x", "y", "x"]},
    ),
    "list": (
        {"fields": [field("a")], "foreignKeys": [{"fields": ["a"], "reference": {"resource": "places"}}]},
        {"a": ["01001", "1001", None, "19039"]},
    ),
    "rows": (
        {
            "fields": [field("de", "date"), field("a", "date"), *(field(one, "integer") for one in "mht"), field("e")],
            "tequio": {
                "order": [["de", "a"]],
                "compare": [["m", "<>", "h"]],
                "sums": [{"total": "t", "parts": ["m", "h"]}],
                "implies": [{"if": "e", "values": ["Concluido"], "then": "a"}],
                "drift": {"rows": 10},
            },
        },
        {
            "de": ["1/2/2021", "3/2/2021", None, "1/2/2021"],
            "a": ["2/2/2021", "2/2/2021", "2/2/2021", None],
            "m": ["2", "2", "2", "2"],
            "h": ["3", None, None, "2"],
            "t": ["5", "5", "2", None],
            "e": ["Concluido", "Abierto", "Concluido", "Concluido"],
        },
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_kind_of_rule_counts_alike(session: Any, name: str) -> None:
    document, columns = CASES[name]
    rules = schema.parsed({"missingValues": ["", "S/D"], **document})
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    lists = {"places": [("01001",), ("19039",)]}
    language = Spark({})
    typed = ", ".join(f"{language.name(one)} STRING" for one in columns)
    session.createDataFrame([tuple(row.values()) for row in rows], typed).createOrReplaceTempView("small")

    far = checking.check(Cluster(session, "small"), rules.rules, rules.readings, catalogues=lists)
    with table(rows) as on:
        near = checking.check(on, rules.rules, rules.readings, catalogues=lists)

    assert {one.rule.name: one.count for one in far.results} == {one.rule.name: one.count for one in near.results}
    assert any(one.count for one in far.results)


@pytest.mark.parametrize("name", READINGS)
@settings(max_examples=300 if os.environ.get("TEQUIO_SOAK") else 8)
@given(cells=st.lists(pieces.map("".join), min_size=20, max_size=60))
def test_what_spark_reads_python_reads_and_says_the_same(session: Any, name: str, cells: list[str]) -> None:
    reading, language = READINGS[name], Spark({"a": READINGS[name]})
    values = ", ".join(f"({language.literal(cell)})" for cell in cells)

    told = Cluster(session).rows(f"SELECT a, {language.value('a')} FROM VALUES {values} AS said(a)")

    for cell, value in told:
        if value is None:
            continue  # left to Python
        expected = value_of(cell, reading)
        assert value == (float(expected) if isinstance(value, float) else expected), cell
        assert isinstance(value, float | type(expected) | datetime)


@pytest.mark.parametrize("cell", ["0000-01-01", "1/1/0000", "1 de enero de 0000"])
def test_there_is_no_year_0(session: Any, cell: str) -> None:
    language = Spark({"a": READINGS["day"]})

    ((value,),) = Cluster(session).rows(f"SELECT {language.value('a')} FROM VALUES ('{cell}') AS said(a)")

    assert value is None


def test_without_the_extra_it_says_how_to_install_it() -> None:
    with pytest.raises(Unreadable) as no:
        distributed._module("pysail.there_is_none")

    assert "tequio[distribuido]" in str(no.value)
