"""Two versions compared: applying what differs to the first gives the second."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables import engine
from tequio.tables.limits import Unreadable
from tequio.tables.store.diff import Difference, What, diff
from tequio.tables.store.tests.publishing import published

SOAK = 1_000 if os.environ.get("TEQUIO_SOAK") else 15
HOSTILE = {'a"b': "BIGINT", "select": "DECIMAL(10,2)", "ñ" * 300: "DATE", "what": "VARCHAR", "b0": "BOOLEAN"}
Row = tuple[Any, ...]


def version(path: Path, columns: Mapping[str, str], rows: Sequence[Row]) -> Path:
    with duckdb.connect(str(path)) as writer:
        typed = ", ".join(f"{engine.name(name)} {type_}" for name, type_ in columns.items())
        writer.execute(f"CREATE TABLE data ({typed})")
        if rows:
            writer.executemany(
                f"INSERT INTO data VALUES ({', '.join('?' * len(columns))})", [list(one) for one in rows]
            )
    return path


row = st.tuples(
    st.one_of(st.none(), st.integers(0, 8)),
    st.one_of(st.none(), st.decimals(-1, 1, places=2)),
    st.one_of(st.none(), st.dates()),
    st.one_of(st.none(), st.sampled_from(["", "x", "NULL", "é"])),
    st.one_of(st.none(), st.booleans()),
)


@given(st.lists(row, max_size=8, unique_by=lambda one: one[0]), st.lists(row, max_size=8, unique_by=lambda one: one[0]))
@settings(max_examples=SOAK, deadline=None)
def test_changes_by_key_make_the_second_version_of_the_first(before: list[Row], after: list[Row]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        versions = version(folder / "1.duckdb", HOSTILE, before), version(folder / "2.duckdb", HOSTILE, after)
        found = diff(*versions, ['a"b'])
        changes = list(found.changes())

    made = {one[0]: dict(zip(HOSTILE, one, strict=True)) for one in before}
    for one in changes:
        match one.what:
            case What.ADDED:
                assert one.key[0] not in made
                made[one.key[0]] = {column: new for column, (_old, new) in one.cells.items()}
            case What.REMOVED:
                assert made.pop(one.key[0]) == {column: old for column, (old, _new) in one.cells.items()}
            case What.CHANGED:
                for column, (old, new) in one.cells.items():
                    assert made[one.key[0]][column] == old != new
                    made[one.key[0]][column] = new
    assert made == {one[0]: dict(zip(HOSTILE, one, strict=True)) for one in after}
    assert Counter(one.what for one in changes) == Counter(
        {What.ADDED: found.added, What.REMOVED: found.removed, What.CHANGED: found.changed}
    )
    assert {one.column: one.count for one in found.columns} == Counter(
        column for one in changes if one.what is What.CHANGED for column in one.cells
    )
    assert found.is_none == (sorted(map(repr, before)) == sorted(map(repr, after)))


@given(st.lists(row, max_size=6), st.lists(row, max_size=6))
@settings(max_examples=SOAK, deadline=None)
def test_changes_without_a_key_make_the_second_heap_of_the_first(before: list[Row], after: list[Row]) -> None:
    before, after = before + after[:2] + after[:1], after + before[:2]
    with TemporaryDirectory() as name:
        folder = Path(name)
        found = diff(version(folder / "1.duckdb", HOSTILE, before), version(folder / "2.duckdb", HOSTILE, after))
        changes = list(found.changes())

    made = Counter(before)
    for one in changes:
        place = 1 if one.what is What.ADDED else 0
        made[tuple(pair[place] for pair in one.cells.values())] += one.times if place else -one.times
    assert +made == Counter(after)
    assert (found.added, found.removed) == (
        (Counter(after) - Counter(before)).total(),
        (Counter(before) - Counter(after)).total(),
    )


def of_texts(folder: Path, before: bytes, after: bytes, key: Sequence[str] = (), **more: Any) -> Difference:
    paths = []
    for name, data in (("antes", before), ("despues", after)):
        (folder / name).mkdir()
        paths.append(published(data, folder / name)[0].database)
    return diff(paths[0], paths[1], key, **more)


def test_added_removed_and_changed_are_counted_with_examples(tmp_path: Path) -> None:
    before = "folio,monto,lugar\n" + "".join(f"{n},{n * 10},León\n" for n in range(50))
    after = "folio,monto,lugar\n" + "".join(f"{n},{n * 10 + n % 2},León\n" for n in range(1, 51))

    found = of_texts(tmp_path, before.encode(), after.encode(), ["folio"], most_examples=2)

    assert (found.added, found.removed, found.changed) == (1, 1, 25)
    (column,) = found.columns
    assert (column.column, column.count) == ("monto", 25)
    assert [(one.key, one.before, one.after) for one in column.examples] == [((1,), 10, 11), ((3,), 30, 31)]


def test_columns_that_came_went_or_changed_their_type_are_told(tmp_path: Path) -> None:
    found = of_texts(tmp_path, b"id,a,b,c\n1,1.50,x,2024-01-05\n", b"id,a,d,c\n1,1.5,y,2024-01-05\n", ["id"])

    assert (found.columns_added, found.columns_removed) == (("d",), ("b",))
    assert [(one.column, one.before, one.after) for one in found.columns_retyped] == [
        ("a", "DECIMAL(3,2)", "DECIMAL(2,1)")
    ]
    assert found.changed == 0
    assert not found.is_none


@pytest.mark.parametrize(("types", "values", "is_same"), [
    (("DECIMAL(38,20)", "DECIMAL(38,0)"), (Decimal(7), Decimal(7)), True),
    (("BIGINT", "DECIMAL(4,1)"), (100, Decimal(100)), True),
    (("BIGINT", "DECIMAL(4,1)"), (100, Decimal("100.1")), False),
    (("DATE", "TIMESTAMP"), ("2024-01-05", "2024-01-05"), True),
    (("VARCHAR", "BIGINT"), ("7", 7), True),
    (("VARCHAR", "BIGINT"), ("07", 7), False),
], ids=["long", "whole", "changed", "days", "text", "zero"])  # fmt: skip
def test_values_of_a_new_type_are_compared_by_what_they_say(
    types: tuple[str, str], values: tuple[Any, Any], is_same: bool, tmp_path: Path
) -> None:
    paths = [version(tmp_path / f"{n}.duckdb", {"id": "BIGINT", "x": types[n]}, [(1, values[n])]) for n in (0, 1)]

    by_key, as_heaps = diff(paths[0], paths[1], ["id"]), diff(paths[0], paths[1])
    by_itself = diff(paths[0], paths[1], ["x"])

    assert by_key.changed == (0 if is_same else 1)
    assert as_heaps.added == as_heaps.removed == by_itself.added == by_itself.removed == (0 if is_same else 1)


@pytest.mark.parametrize(
    ("before", "after", "key", "says"),
    [
        (b"a,b\n1,x\n1,y\n2,z\n", b"a,b\n1,x\n", ["a"], "In the earlier version 2 rows share their key (a)"),
        (b"a,b\n1,x\n", b"a,b\n1,x\n1,x\n", ["a", "b"], "In the later version 2 rows share their key (a, b)"),
        (b"a,b\n1,x\n", b"a,c\n1,x\n", ["b"], "The column “b” of the key is not in both versions."),
    ],
    ids=["before", "after", "lacking"],
)
def test_a_key_that_is_none_is_refused(before: bytes, after: bytes, key: list[str], says: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        of_texts(tmp_path, before, after, key)

    assert refused.value.say().startswith(says)


def test_a_version_does_not_differ_from_itself(tmp_path: Path) -> None:
    path = published(b"a,b\n1,x\n1,y\n", tmp_path)[0].database

    assert diff(path, path).is_none
    assert diff(path, path, ["b"]).is_none


def test_all_changes_go_to_a_csv_a_line_for_each_cell(tmp_path: Path) -> None:
    found = of_texts(tmp_path, b"id,a,b\n1,x,2\n2,y,3\n", b"id,a,b\n1,z,2\n3,,\n", ["id"])

    found.write_csv(tmp_path / "cambios.csv")

    with (tmp_path / "cambios.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["change", "id", "column", "before", "after", "times"],
            ["changed", "1", "a", "x", "z", "1"],
            ["removed", "2", "id", "2", "", "1"],
            ["removed", "2", "a", "y", "", "1"],
            ["removed", "2", "b", "3", "", "1"],
            ["added", "3", "id", "", "3", "1"],
        ]


@pytest.mark.parametrize("key", [[], ["a"]], ids=["heaps", "key"])
def test_versions_without_rows_are_compared(key: list[str], tmp_path: Path) -> None:
    one = version(tmp_path / "1.duckdb", {"a": "BIGINT"}, [])

    found = diff(one, version(tmp_path / "2.duckdb", {"a": "BIGINT"}, [(1,)]), key)

    assert (found.added, found.removed, found.changed) == (1, 0, 0)
    assert [one.cells for one in found.changes()] == [{"a": (None, 1)}]
