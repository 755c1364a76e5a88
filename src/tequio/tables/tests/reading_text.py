"""A text as a table, for tests: what came of each of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tequio.tables import loading
from tequio.tables.finding import Finding
from tequio.tables.limits import DEFAULT, Limits
from tequio.tables.reading.delimited import open_delimited


@dataclass
class Read:
    """A table in memory: its rows with their numbers in the file, those that were set aside, and what was found."""

    columns: list[str]
    rows: list[tuple[str | None, ...]]
    numbers: list[int]
    aside: list[tuple[int, list[str | None]]]
    findings: list[Finding]

    def said(self, code: str) -> list[Finding]:
        return [one for one in self.findings if one.code == code]


def read(data: bytes, limits: Limits = DEFAULT) -> Read:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        path.write_bytes(data)
        source = open_delimited(path, scratch=Path(folder), limits=limits)
        with loading.loaded(source, scratch=Path(folder), limits=limits) as table:
            rows = table.connection.execute("SELECT * FROM data ORDER BY rowid").fetchall()
            ids = [row for (row,) in table.connection.execute("SELECT rowid FROM data ORDER BY rowid").fetchall()]
            aside = table.connection.execute("SELECT * FROM aside ORDER BY 1").fetchall()
            return Read(table.columns, rows, [table.number(one) for one in ids], aside, table.findings)
