"""A table published: nothing is lost on the way to types, and the same file gives the same version."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tequio.tables.kinds.reading import Kind
from tequio.tables.kinds.values import NotAValue, value_of
from tequio.tables.limits import DEFAULT
from tequio.tables.store import casting
from tequio.tables.store.exporting import as_csv
from tequio.tables.store.tests.publishing import asked, published, written

SOAK = 2_000 if os.environ.get("TEQUIO_SOAK") else 12

KINDS = {
    "fields": [
        {"name": "clave", "type": "string"},
        {"name": "dia", "type": "date", "format": "any"},
        {"name": "momento", "type": "datetime", "format": "any"},
        {"name": "entero", "type": "integer", "groupChar": ","},
        {"name": "monto", "type": "number", "groupChar": ",", "bareNumber": False},
        {"name": "coma", "type": "number", "decimalChar": ",", "groupChar": "."},
        {"name": "logico", "type": "boolean", "trueValues": ["sí", "1"], "falseValues": ["no", "0"]},
    ],
    "missingValues": ["", "S/D", "-1", "9999", "9999-12-31"],
}
NAMES = [str(field["name"]) for field in KINDS["fields"]]  # type: ignore[index]

odd = st.sampled_from(
    [
        *(
            "",
            " ",
            "\u3000",
            "S/D",
            " S/D",
            "-1",
            "9999",
            "9999-12-31",
            "treinta",
            "x",
            "0x1",
            "1e5",
            "inf",
            "nan",
            "-",
        ),
        *("2024-02-30", "0000-01-01", "2024-02-29", "29/02/2023", "13/12/2024", "12/13/2024", "1/2-2024", "2024/1-5"),
        *("5 de marzo de 2021", "Jue. 3/7/2019", "2024-01-05 24:00", "9999-12-31 24:00", "2024-01-05T10:11:12Z"),
        *("05/03/2024 10:11", "5/3/2024 1:02 p.m.", "2024-01-05 10:11:12.5", "20240105", "01/01/0000"),
        *(
            "5mn",
            "1mn2",
            "$1,234.50",
            "-$12.00",
            "(12.5)",
            "(-5)",
            "1,234",
            "12,34",
            "1.234,5",
            "1 234",
            "12%",
            "5 MXN",
        ),
        *(
            "007",
            "+5",
            "5.",
            ".5",
            "5.0",
            "5.5",
            "-0",
            "0.30000000000000004",
            "12345678901234567890",
            "1.00000000000000001",
        ),
        *("99999999999999999999999999999999999999", "1" * 39, "sí", "SÍ", " sí", "no", "0", "1", "2", "\x00", "a\x00b"),
    ]
)
number = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12).map(
    lambda found: f"{found:,}"
)
moment = st.datetimes().map(lambda found: found.replace(microsecond=0))
cell = st.one_of(
    odd,
    number,
    st.integers(-(10**20), 10**20).map(str),
    moment.map(str),
    moment.map(lambda found: f"{found.day:02d}/{found.month:02d}/{found.year:04d}"),
    moment.map(lambda found: f"{found.day:02d}/{found.month:02d}/{found.year:04d} {found:%H:%M:%S}"),
    moment.map(lambda found: str(found.date())),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)


@given(st.lists(st.lists(cell, min_size=len(NAMES), max_size=len(NAMES)), min_size=1, max_size=6))
@settings(max_examples=SOAK, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_from_text_to_types_and_back_nothing_is_lost(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        data = written([NAMES, *([str(n), *row] for n, row in enumerate(rows))])
        version, found = published(data.replace(b'"clave"', b'"n","clave"', 1), Path(folder), rules=KINDS)
        numbers = [row for (row,) in asked(version, 'SELECT "row" FROM rows ORDER BY rowid')]
        kept = dict(zip(numbers, asked(version, "SELECT * FROM data ORDER BY rowid"), strict=True))
        unread = {(row, name): text for row, name, text in asked(version, "FROM unread")}
        missing = {(row, name): text for row, name, text in asked(version, "FROM missing")}

    readings = {one.name: one.reading for one in found.columns}
    as_text = {one.name for one in version.columns if one.type == "VARCHAR"}
    for row, values in kept.items():
        original = rows[int(values[0])]
        for name, text, value in zip(NAMES, original, values[1:], strict=True):
            reading = readings[name]
            if (row, name) in unread:
                assert value is None
                assert unread[row, name] == text
                with pytest.raises((NotAValue, OverflowError)):
                    value_of(text, reading)
            elif value is None:
                assert missing.get((row, name), "") == text
                assert value_of(text, reading) is None
            elif name in as_text:
                assert value == text
            else:
                plain = replace(reading, decimal=".", group="", yes=("true",), no=("false",))
                assert value_of(casting.said(value), plain) == value_of(text, reading) is not None
    assert len(kept) == version.rows
    assert (len(unread), len(missing)) == (version.unread, version.missing)


def test_columns_get_the_types_of_their_kinds_and_numbers_keep_every_digit(tmp_path: Path) -> None:
    rows = [
        ["clave", "n", "monto", "dia", "momento", "si"],
        ["01001", "1", "0.10000000000000000001", "2024-01-05", "2024-01-05 10:00", "sí"],
        ["01002", "-2", "12345678.5", "05/02/2024", "2024-01-06 10:00", "no"],
    ]

    version, _found = published(written(rows), tmp_path)

    assert {one.name: one.type for one in version.columns} == {
        **{"clave": "VARCHAR", "n": "BIGINT", "monto": "DECIMAL(28,20)"},
        **{"dia": "DATE", "momento": "TIMESTAMP", "si": "BOOLEAN"},
    }
    assert asked(version, "SELECT n, monto, dia, momento, si FROM data ORDER BY clave") == [
        (1, Decimal("0.10000000000000000001"), date(2024, 1, 5), datetime.fromisoformat("2024-01-05 10:00"), True),
        (
            -2,
            Decimal("12345678.50000000000000000000"),
            date(2024, 2, 5),
            datetime.fromisoformat("2024-01-06 10:00"),
            False,
        ),
    ]
    assert [one[:3] for one in asked(version, "FROM columns")] == [
        (one.name, one.kind.value, one.type) for one in version.columns
    ]


def test_a_digit_far_down_the_file_is_not_rounded_away(tmp_path: Path) -> None:
    rows = [["n", "monto"], *([str(n), "1.5"] for n in range(20_000)), ["x", "1.123456789"]]

    version, _found = published(written(rows), tmp_path)

    assert asked(version, "SELECT max(monto), sum(monto) FROM data") == [(Decimal("1.5"), Decimal("30001.123456789"))]


def test_numbers_too_long_for_any_type_stay_text_and_that_is_said(tmp_path: Path) -> None:
    rules = {"fields": [{"name": "a", "type": "number"}, {"name": "b", "type": "integer"}], "missingValues": ["S/D"]}
    rows = [["a", "b"], ["9" * 30, "1"], ["0." + "1" * 20, "9" * 38], ["S/D", "3"]]

    version, _found = published(written(rows), tmp_path, rules=rules, sort=())

    assert [one.type for one in version.columns] == ["VARCHAR", "DECIMAL(38,0)"]
    assert [(one.code, one.column) for one in version.findings] == [("numbers-kept-as-text", "a")]
    assert asked(version, "FROM data") == [("9" * 30, 1), ("0." + "1" * 20, int("9" * 38)), (None, 3)]


def test_every_cell_that_is_not_read_is_listed_with_its_row_in_the_file(tmp_path: Path) -> None:
    rows = [[str(n), "S/D" if n % 10 == 1 else str(n)] for n in range(2_000)]
    for bad in (7, 9, 1_999):
        rows[bad][1] = f"número {bad}"
    text = written([["n", "dias"], *rows[:5]]) + b'"",""\r\n\r\n' + written(rows[5:])

    version, _found = published(text, tmp_path)

    assert asked(version, "FROM unread") == [(bad + 4, "dias", f"número {bad}") for bad in (7, 9, 1_999)]
    assert asked(version, "SELECT count(*), min(text), max(text) FROM missing") == [(200, "S/D", "S/D")]
    assert asked(version, "SELECT count(*) FROM data WHERE dias IS NULL") == [(203,)]
    assert asked(version, 'SELECT n FROM data JOIN rows ON rows.rowid = data.rowid JOIN unread USING ("row")') == [
        (7,),
        (9,),
        (1_999,),
    ]


def test_the_same_file_published_twice_is_the_same_version(tmp_path: Path) -> None:
    data = written([["a", "b"], *([f"c{n % 7}", str(n)] for n in range(50_000))])

    first, _found = published(data, tmp_path, limits=replace(DEFAULT, threads=1))
    changed_at = first.parquet.stat().st_mtime_ns
    again, _found = published(data, tmp_path)
    (elsewhere := tmp_path / "otra").mkdir()
    other, _found = published(data, elsewhere)

    assert first.id == again.id == other.id
    assert first.parquet.stat().st_mtime_ns == changed_at
    assert first.id == hashlib.sha256(other.parquet.read_bytes()).hexdigest()
    assert sorted(path.name for path in (tmp_path / "versions").iterdir()) == [
        f"{first.id}.duckdb",
        f"{first.id}.parquet",
    ]


@pytest.mark.parametrize(
    "other",
    [b"a,b\n1,x\n2,y\n3,z\n", b"a,b\n1,x\n3,\n2,y\n", b"a,b\n1,x\n2,y\n\n3,\n"],
    ids=["a value", "the order", "a blank row"],
)
def test_whatever_differs_makes_another_version(other: bytes, tmp_path: Path) -> None:
    first, _found = published(b"a,b\n1,x\n2,y\n3,\n", tmp_path, source="")

    second, _found = published(other, tmp_path, source="")

    assert first.id != second.id


def test_cells_that_are_only_listed_make_another_version_too(tmp_path: Path) -> None:
    rules = {"fields": [{"name": "a", "type": "integer"}]}

    ids = {
        published(f"a,b\n{word},x\n2,y\n".encode(), tmp_path, rules=rules, source="")[0].id for word in ("uno", "dos")
    }

    assert len(ids) == 2


def test_another_description_makes_another_version(tmp_path: Path) -> None:
    bare, _found = published(b"a,b\n1,x\n", tmp_path)

    told, _found = published(b"a,b\n1,x\n", tmp_path, descriptions={"a": "Cuántas"})

    assert told.id != bare.id
    assert asked(told, "SELECT name, description FROM columns") == [("a", "Cuántas"), ("b", "")]


def test_a_version_can_be_read_by_all_and_written_by_nobody(tmp_path: Path) -> None:
    version, _found = published(b"a,b\n1,2\n", tmp_path)

    assert [path.stat().st_mode & 0o777 for path in (version.database, version.parquet)] == [0o444, 0o444]


def test_both_files_hold_the_same_rows_in_the_same_order(tmp_path: Path) -> None:
    places = ["León", "Mérida", "Celaya"]
    rows = [[str(n), places[n * 7 % 3], f"2024-01-{n * 5 % 28 + 1:02d}"] for n in range(30_000)]

    version, _found = published(written([["n", "lugar", "dia"], *rows]), tmp_path)

    assert version.sort == ("lugar", "dia")
    served = asked(version, "FROM data")
    assert served == sorted(served, key=lambda row: (row[1], row[2], row[0]))
    with duckdb.connect() as connection:
        parquet = str(version.parquet)
        assert connection.execute("SELECT * FROM read_parquet(?)", [parquet]).fetchall() == served
        groups = "SELECT DISTINCT row_group_num_rows, compression FROM parquet_metadata(?) ORDER BY 1"
        assert connection.execute(groups, [parquet]).fetchall() == [(9_520, "ZSTD"), (20_480, "ZSTD")]


def test_an_order_that_is_asked_for_is_kept_and_none_is_that_of_the_file(tmp_path: Path) -> None:
    data = b"a,b\n3,x\n1,y\n,z\n2,y\n"

    by_b, _found = published(data, tmp_path, sort=("b", "a"))
    as_is, _found = published(data, tmp_path, sort=())

    assert asked(by_b, "FROM data") == [(3, "x"), (1, "y"), (2, "y"), (None, "z")]
    assert asked(as_is, "FROM data") == [(3, "x"), (1, "y"), (None, "z"), (2, "y")]


@pytest.mark.parametrize(
    "names",
    [
        ['a"b', "c'd", ");DROP TABLE data;--"],
        ["rowid", "select", "data"],
        ["origin", "ORIGIN_1", "cells"],
        ["c0", "c1", "odd1"],
        ["row", "column", "text"],
        ["ñandú 🌮", "  ", "x" * 5_000],
        ["cell", "said", "is_missing"],
    ],
    ids=["quotes", "reserved", "ours", "places", "listed", "letters", "dictionary"],
)
def test_no_name_of_a_column_confuses_it(names: list[str], tmp_path: Path) -> None:
    rows = [["x", "1", "2024-01-05"]] * 20 + [["y", "dos", "5 de mayo de 2024"]]

    version, found = published(written([names, *rows]), tmp_path)

    assert [one.name for one in version.columns] == [one.name for one in found.columns]
    assert [one.kind for one in version.columns] == [Kind.STRING, Kind.INTEGER, Kind.DATE]
    assert asked(version, "SELECT text FROM unread") == [("dos",)]
    assert set(asked(version, "FROM data")) == {("x", 1, date(2024, 1, 5)), ("y", None, date(2024, 5, 5))}


@pytest.mark.parametrize("data", [b"a,b\n", b"a\n1\n2\n"], ids=["no rows", "one column"])
def test_the_smallest_tables_are_published(data: bytes, tmp_path: Path) -> None:
    version, _found = published(data, tmp_path)

    assert asked(version, "SELECT count(*) FROM data") == [(version.rows,)]


def test_nothing_is_left_of_a_version_that_failed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="colonia"):
        published(b"a,b\n1,2\n", tmp_path, sort=("colonia",))

    assert not list((tmp_path / "versions").iterdir())


def test_a_version_is_written_as_a_csv_that_reads_everywhere(tmp_path: Path) -> None:
    version, _found = published(
        "a,dia,si,t\n$1.50,05/01/2024,sí,León\nS/D,06/01/2024,no,\n".encode(), tmp_path, sort=()
    )

    as_csv(version.database, tmp_path / "x.csv")

    assert (tmp_path / "x.csv").read_text(
        encoding="utf-8"
    ) == "a,dia,si,t\n1.50,2024-01-05,true,León\n,2024-01-06,false,\n"
