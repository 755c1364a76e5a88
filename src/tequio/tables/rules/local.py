"""The rules in this process, on DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import duckdb

from tequio.tables.engine import name
from tequio.tables.kinds.reading import Reading
from tequio.tables.rules.duck import DuckDB
from tequio.tables.rules.engine import Catalogue
from tequio.tables.rules.language import Language, Odd
from tequio.tables.rules.scan import CELL, ROW, TIMES, VALUE, Scan

_SAMPLE = 5_000  # rows, of the whole table, that tell which columns have few different cells
_SURELY_FEW = 500
_FEW = 0.8  # of the rows of the sample


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

    def few(self, columns: Sequence[str]) -> Mapping[str, Scan]:
        """Return the different cells of those columns that have few of them."""
        if not columns:
            return {}
        asked = ", ".join(f"approx_count_distinct({name(one)})" for one in columns)
        ((rows, *counts),) = self.rows(f"SELECT count(*), {asked} FROM {self.sample}")
        most = max(_SURELY_FEW, _FEW * rows)
        return {one: self._few(one) for one, count in zip(columns, counts, strict=True) if count <= most}

    @cached_property
    def sample(self) -> str:
        """A table of some rows that lie evenly in this one: all of them, where they are few."""
        ((count,),) = self.rows(f"SELECT count(*) FROM {self.table}")
        name_ = name(f"sample {self.table}")
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name_} AS "
            f"SELECT * FROM {self.table} WHERE {self.row} % {max(1, count // _SAMPLE)} = 0"
        )
        return name_

    def _few(self, column: str) -> Scan:
        table, cell = self._beneath("few", column), name(column)
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS "
            f"SELECT {cell}, count(*) AS {name(TIMES)} FROM {self.table} GROUP BY 1"
        )
        return Scan(table, name(TIMES))

    def beside(self, language: Language, few: Mapping[str, Scan], columns: Sequence[str]) -> tuple[Scan, Language]:
        """Return the table with the values of such columns beside its cells, and the language that finds them there."""
        known, joins = {}, []
        for column in columns:
            table, cell = self._beneath("read", column), name(column)
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {cell} AS {name(CELL)}, "
                f"{language.value(column)} AS {name(VALUE)} FROM {few[column].source} WHERE {cell} IS NOT NULL"
            )
            known[column] = f"{table}.{name(VALUE)}"
            joins.append(f"LEFT JOIN {table} ON {table}.{name(CELL)} = {self.table}.{cell}")
        if not known:
            return Scan(self.table), language
        values = ", ".join(f"{sql} AS {name(f'{VALUE} of {column}')}" for column, sql in known.items())
        said = {column: name(f"{VALUE} of {column}") for column in known}
        numbered = f"{self.table}.{self.row} AS {name(ROW)}"
        source = f"(SELECT {self.table}.*, {numbered}, {values} FROM {self.table} {' '.join(joins)})"
        return Scan(source), language.knowing(said)

    def _beneath(self, what: str, column: str) -> str:
        """Name a table of what stands in a column."""
        return name(f"{what} {column}")

    def register(self, name: str, catalogue: Catalogue, width: int) -> None:
        """Make a list of texts a table of this session."""
        columns = ", ".join(f"c{place} VARCHAR" for place in range(width))
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
        for start in range(0, len(catalogue), 10_000):
            self.connection.execute(
                f"INSERT INTO {name} SELECT {', '.join(f'unnest($c{place})' for place in range(width))}",
                {f"c{place}": [row[place] for row in catalogue[start : start + 10_000]] for place in range(width)},
            )
