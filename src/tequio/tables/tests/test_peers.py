"""What other tools get wrong without a word (DATA §0 and §2), each with the file on which they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tequio.tables import loading
from tequio.tables.assessment import assess
from tequio.tables.finding import Severity
from tequio.tables.loading import Loaded
from tequio.tables.reading.opening import open_table
from tequio.tables.tests import planted


@contextmanager
def opened(path: Path) -> Iterator[Loaded]:
    """Hold a file as a table."""
    with loading.loaded(open_table(path, scratch=path.parent), scratch=path.parent) as table:
        yield table


@pytest.fixture
def ragged(tmp_path: Path) -> tuple[Path, planted.Planted]:
    """A dirty file in which one row in 800 has a cell too many."""
    path = tmp_path / "solicitudes.csv"
    return path, planted.write(path, most_bytes=2_000_000, ragged=True)


def test_a_dirty_file_without_rules_is_not_called_valid(tmp_path: Path) -> None:
    """As frictionless validate does."""
    planted.write(tmp_path / "x.csv", most_bytes=2_000_000)

    with opened(tmp_path / "x.csv") as table:
        found = assess(table)

    assert found.worst is Severity.ERROR
    assert len({one.code for one in found.findings}) > 3


def test_a_municipality_is_no_number(tmp_path: Path) -> None:
    """As it is for frictionless describe, sqlite-utils and csvs-to-sqlite, which write 1001 for 01001."""
    (tmp_path / "x.csv").write_text("clave,lugar\n01001,Aguascalientes\n19039,Monterrey\n")

    with opened(tmp_path / "x.csv") as table:
        (clave, _lugar) = assess(table, is_personal=False).columns

        assert clave.reading.kind == "string"
        assert (clave.least, clave.most) == ("01001", "19039")


def test_ragged_rows_cost_neither_columns_nor_other_rows_nor_their_own_cells(
    ragged: tuple[Path, planted.Planted],
) -> None:
    """DuckDB sees one column and says nothing, polars refuses the file, sqlite-utils drops the cell."""
    path, told = ragged

    with opened(path) as table:
        aside = table.connection.execute("SELECT number, cells FROM aside ORDER BY number").fetchall()

        assert table.columns == list(planted.HEADER)
        assert table.rows + len(aside) == told.rows
        assert [number for number, _cells in aside] == told.places["ragged"]
        assert {(len(cells), cells[-1]) for _number, cells in aside} == {(17, "de más")}


def test_a_row_is_refused_once_however_often_the_file_is_looked_at(ragged: tuple[Path, planted.Planted]) -> None:
    """DuckDB notes what it rejects once for each scan."""
    path, told = ragged

    with opened(path) as table:
        found = assess(table, is_personal=False)
        assess(table, is_personal=False)

        assert [one.count for one in found.findings if one.code == "long-rows"] == [told.counts["ragged"]]


def test_a_line_break_in_a_cell_begins_no_row(tmp_path: Path) -> None:
    """As it does for Spark without multiLine."""
    told = planted.write(tmp_path / "x.csv", most_bytes=2_000_000)
    assert (tmp_path / "x.csv").read_bytes().count(b"\n") > told.rows + 1

    with opened(tmp_path / "x.csv") as table:
        assert table.rows == told.rows


def test_windows_own_encoding_is_read_with_its_euro(tmp_path: Path) -> None:
    """DuckDB's core has no cp1252, and refuses it as latin-1."""
    (tmp_path / "x.csv").write_bytes("año,costo\n2023,€ 5\n2024,€ 7\n".encode("cp1252"))

    with opened(tmp_path / "x.csv") as table:
        assert table.columns == ["año", "costo"]
        assert table.connection.execute("SELECT costo FROM data").fetchall() == [("€ 5",), ("€ 7",)]


def test_nothing_is_printed_where_only_an_answer_belongs(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """DuckDB shows its progress on stdout after two seconds."""
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")

    with opened(tmp_path / "x.csv") as table:
        (shows,) = table.connection.execute("SELECT current_setting('enable_progress_bar')").fetchone() or ()

    assert not shows
    assert capfd.readouterr().out == ""
