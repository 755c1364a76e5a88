"""The rules in this process, on DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from tequio.tables.kinds.reading import Reading
from tequio.tables.rules.duck import DuckDB
from tequio.tables.rules.engine import Catalogue
from tequio.tables.rules.language import Language, Odd


class Local:
    """A table of a DuckDB database."""

    row = "rowid"

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str = "data") -> None:
        self.connection, self.table = connection, table

    def language(self, readings: Mapping[str, Reading], odd: Odd | None = None) -> Language:
        """Return how it says the rules."""
        return DuckDB(readings, odd)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a question gives."""
        return self.connection.execute(sql).fetchall()

    def register(self, name: str, catalogue: Catalogue, width: int) -> None:
        """Make a list of texts a table of this session."""
        columns = ", ".join(f"c{place} VARCHAR" for place in range(width))
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
        for start in range(0, len(catalogue), 10_000):
            self.connection.execute(
                f"INSERT INTO {name} SELECT {', '.join(f'unnest($c{place})' for place in range(width))}",
                {f"c{place}": [row[place] for row in catalogue[start : start + 10_000]] for place in range(width)},
            )
