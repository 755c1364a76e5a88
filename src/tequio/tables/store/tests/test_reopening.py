"""A version is opened again from either file, and a file that only looks like one reaches nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tequio.tables.limits import Unreadable
from tequio.tables.store.reopening import reopened
from tequio.tables.store.tests.publishing import published


def test_both_files_of_a_version_hold_its_rows(tmp_path: Path) -> None:
    version, _found = published(b"clave,n\n01001,1\n09015,2\n", tmp_path)

    for path in (version.database, version.parquet):
        with reopened(path, scratch=tmp_path / "scratch") as connection:
            assert connection.execute("SELECT clave FROM data ORDER BY 1").fetchall() == [("01001",), ("09015",)]


def test_what_is_no_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    with duckdb.connect(str(tmp_path / "spy.duckdb")) as connection:
        connection.execute(f"CREATE VIEW data AS SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")

    for name in ("spy.duckdb", "broken.parquet"):
        with pytest.raises(Unreadable), reopened(tmp_path / name, scratch=tmp_path / "scratch"):
            pytest.fail(f"{name} was opened")
