"""Publishing a table: two files that never change, named by the SHA-256 of the Parquet.

    <id>.parquet   the typed rows, zstd, for download
    <id>.duckdb    the same rows in the same order, for serving, with what else is known of them:
        data       the typed rows
        rows       for each row of `data`, in its order, the number it has in the file
        unread     (row, column, text)  every cell that could not be read as its column says; it is NULL in `data`
        missing    (row, column, text)  every cell that says “no value” in words or spaces; it is NULL in `data` too
        columns    (name, kind, type, description)
        about      (source, rows, made_by)

The id covers both files: the source's hash, the readings, the descriptions and a digest of what is listed stand in the
Parquet's metadata. There is no clock in either file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from tequio import __version__
from tequio.kit.tongue import gettext_noop as _
from tequio.tables import engine
from tequio.tables.assessment import Assessment
from tequio.tables.finding import Finding, warning
from tequio.tables.kinds.reading import TEXT, Kind
from tequio.tables.loading import Loaded
from tequio.tables.profiling import MOST_CATEGORIES, Column
from tequio.tables.store import casting
from tequio.tables.store.casting import ORIGIN, Cast, Casting

GROUP = 20_480  # rows of the Parquet that are packed together
_OUT = "published"
_LEAST_GROUP = 20  # rows that a value of the sorting category has on average
_MOSTLY = 0.5  # of a column has a value
_PIECE = 10_000
_LONG = 50  # letters of a text, on average
_READ_ONLY = 0o444


@dataclass(frozen=True)
class Stored:
    """A column of a version: its name, the kind of its values and their DuckDB type."""

    name: str
    kind: Kind
    type: str
    description: str = ""


@dataclass(frozen=True)
class Version:
    """What was published. `unread` and `missing` count the cells that are listed; `sort` names what it is sorted by."""

    id: str
    database: Path
    parquet: Path
    rows: int
    columns: tuple[Stored, ...]
    sort: tuple[str, ...]
    unread: int
    missing: int
    findings: tuple[Finding, ...] = field(default=())


def publish(
    table: Loaded,
    assessment: Assessment,
    into: Path,
    *,
    source: str,
    sort: Sequence[str] | None = None,
    descriptions: Mapping[str, str] | None = None,
) -> Version:
    """Write the two files of a table to a folder, whole or not at all; again, and nothing changes.

    `source` is the SHA-256 of the file that was delivered. Without `sort`, `sensible` decides; () keeps the file's
    order. Raises ValueError for a column of `sort` that is not there.
    """
    profile = {one.name: one for one in assessment.columns}
    order = tuple(sensible(assessment.columns) if sort is None else sort)
    readings = [(name, profile[name].reading if name in profile else TEXT) for name in table.columns]
    into.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".publishing-", dir=into))
    few = {one.name for one in assessment.columns if not one.is_estimated}
    made = Casting()
    try:
        made = casting.made(table.connection, readings, few)
        draft = _Draft(table, made, [table.columns.index(name) for name in order], source, descriptions or {})
        unread, missing = draft.write(aside)
        name, database, parquet = _kept(aside, into)
    finally:
        casting.forget(table.connection, made)
        shutil.rmtree(aside)
    findings = tuple(_as_text(one) for one in made.casts if one.is_kept_as_text)
    return Version(name, database, parquet, table.rows, draft.stored, order, unread, missing, findings)


def sensible(columns: Sequence[Column]) -> list[str]:
    """Choose the order in which readers ask for rows: by the finest category that is mostly filled, then by day.

    A category is text with few different values, each in many rows: a filter on the finest skips the most rows.
    """
    filled = [one for one in columns if one.share > _MOSTLY]
    most = min(MOST_CATEGORIES, max((one.rows for one in columns), default=0) / _LEAST_GROUP)
    categories = [one for one in filled if one.reading.kind is Kind.STRING and 1 < one.distinct <= most]
    categories = [one for one in categories if not one.is_estimated]
    finest = sorted(categories, key=lambda one: -one.distinct)[:1]  # the first of equals
    days = [one for one in filled if one.reading.kind in (Kind.DATE, Kind.DATETIME)][:1]
    return [one.name for one in (*finest, *days)]


def _as_text(cast: Cast) -> Finding:
    says = _(
        "Column “%(column)s”: together its numbers have more digits than a number can hold here. It is kept as text, "
        "so that none is lost."
    )
    return warning("numbers-kept-as-text", says, column=cast.name)


@dataclass
class _Draft:
    """The two files while they are written."""

    table: Loaded
    casting: Casting
    order: Sequence[int]
    source: str
    descriptions: Mapping[str, str]

    @property
    def stored(self) -> tuple[Stored, ...]:
        """The columns as they are told to readers."""
        return tuple(
            Stored(one.name, one.reading.kind, one.type, self.descriptions.get(one.name, ""))
            for one in self.casting.casts
        )

    def write(self, folder: Path) -> tuple[int, int]:
        """Write both; return how many cells are listed as unread and as missing."""
        connection = self.table.connection
        # Long texts as zstd, the others by dictionary: trying fsst on all of them takes longer than all else.
        connection.execute("SET disabled_compression_methods = 'fsst,dict_fsst'")
        connection.execute(f"SET zstd_min_string_length = {_LONG}")
        connection.execute(f"ATTACH {engine.text(str(folder / 'version.duckdb'))} AS {_OUT}")
        try:
            self._data()
            unread, missing = self._listed()
            self._about()
            self._parquet(folder / "version.parquet")
        finally:
            connection.execute(f"DETACH {_OUT}")  # this also writes down what is still in its log
        return unread, missing

    def _data(self) -> None:
        connection, made = self.table.connection, self.casting
        names = {one.casefold() for one in self.table.columns}
        origin = engine.name(next(name for name in _unlike(ORIGIN) if name not in names))
        columns = ", ".join(f"{one.value()} AS {engine.name(one.name)}" for one in made.casts)
        keys = [f"{place + 2} NULLS LAST" for place in self.order]  # by place: names might be mistaken
        connection.execute(
            f"CREATE TABLE {_OUT}.data AS SELECT {casting.CELLS}.{ORIGIN} AS {origin}, {columns} "
            f"FROM {made.source()} ORDER BY {', '.join([*keys, '1'])}"
        )
        if (written := _count(connection, f"{_OUT}.data")) != self.table.rows:
            raise RuntimeError(f"{self.table.rows} rows were to be published, and {written} were")
        number, passed = self._numbered
        connection.execute(
            f'CREATE TABLE {_OUT}.rows AS SELECT {number} AS "row" '
            f"FROM (SELECT rowid AS place, {origin} AS origin FROM {_OUT}.data) AS cells {passed} ORDER BY place"
        )
        connection.execute(f"ALTER TABLE {_OUT}.data DROP COLUMN {origin}")

    @cached_property
    def _numbered(self) -> tuple[str, str]:
        """The number in the file of a row of `cells`, and what must be joined to know it."""
        if not self.table.gaps:
            return f"(cells.origin + {self.table.first})", ""
        thresholds = {-1: self.table.first}
        for passed, gap in enumerate(self.table.gaps):
            thresholds[gap - self.table.first - passed] = self.table.first + passed + 1
        self.table.connection.execute(
            "CREATE OR REPLACE TABLE gaps AS SELECT unnest(?::BIGINT[]) AS since, unnest(?::BIGINT[]) AS passed",
            [list(thresholds), list(thresholds.values())],
        )
        return "(cells.origin + gaps.passed)", "ASOF JOIN gaps ON cells.origin >= gaps.since"

    def _listed(self) -> tuple[int, int]:
        """List the cells that have no value in `data` and are not simply empty."""
        connection, source = self.table.connection, self.casting.cells()
        found = [
            f"SELECT {casting.CELLS}.{ORIGIN} AS origin, {one.place} AS place, {one.cell} AS said, "
            f"{missing} AS missing FROM {source} WHERE {one.cell} <> '' AND {where}"
            for one in self.casting.casts
            for missing, where in _without_value(one)
        ]
        empty = "SELECT 0::BIGINT AS origin, 0 AS place, '' AS said, false AS missing WHERE false"
        connection.execute(f"CREATE OR REPLACE TABLE listed AS {' UNION ALL '.join([empty, *found])}")
        connection.execute(
            "CREATE OR REPLACE TABLE names AS SELECT unnest(?::INTEGER[]) AS place, unnest(?::VARCHAR[]) AS name",
            [list(range(len(self.table.columns))), list(self.table.columns)],
        )
        counts = []
        number, passed = self._numbered
        for name, where in (("unread", "NOT missing"), ("missing", "missing")):
            connection.execute(
                f'CREATE TABLE {_OUT}.{name} AS SELECT {number} AS "row", names.name AS "column", said AS "text" '
                f"FROM (SELECT * FROM listed WHERE {where}) AS cells {passed} "
                "JOIN names ON names.place = cells.place ORDER BY cells.origin, cells.place"
            )
            counts.append(_count(connection, f"{_OUT}.{name}"))
        connection.execute("DROP TABLE listed; DROP TABLE names; DROP TABLE IF EXISTS gaps")
        return counts[0], counts[1]

    def _about(self) -> None:
        connection, stored = self.table.connection, self.stored
        connection.execute(
            f"CREATE TABLE {_OUT}.columns AS SELECT unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS kind, "
            "unnest(?::VARCHAR[]) AS type, unnest(?::VARCHAR[]) AS description",
            [
                list(told)
                for told in zip(*((one.name, str(one.kind), one.type, one.description) for one in stored), strict=True)
            ],
        )
        connection.execute(
            f"CREATE TABLE {_OUT}.about AS SELECT ?::VARCHAR AS source, ?::BIGINT AS rows, ?::VARCHAR AS made_by",
            [self.source, self.table.rows, f"Tequio {__version__}"],
        )

    def _parquet(self, path: Path) -> None:
        columns = [
            {"name": one.name, "kind": one.reading.kind, "type": one.type, "missing": one.reading.missing}
            | {"description": self.descriptions.get(one.name, "")}
            for one in self.casting.casts
        ]
        told: dict[str, Any] = {"source": self.source, "rows": self.table.rows, "columns": columns}
        told |= {"made_by": f"Tequio {__version__}", "listed": self._digest()}
        self.table.connection.execute(
            f"COPY (SELECT * FROM {_OUT}.data) TO {engine.text(str(path))} (FORMAT parquet, COMPRESSION zstd, "
            f"ROW_GROUP_SIZE {GROUP}, KV_METADATA {{tequio: {engine.text(json.dumps(told, ensure_ascii=False))}}})"
        )

    def _digest(self) -> str:
        """Return the SHA-256 of all that is listed, so that the version's id covers it."""
        digest = hashlib.sha256()
        for name in ("unread", "missing", "rows"):
            line = "to_json(listed)::VARCHAR" if name != "rows" else '"row"::VARCHAR'
            pieces = self.table.connection.execute(
                f"SELECT sha256(string_agg({line}, chr(10) ORDER BY rowid)) FROM {_OUT}.{name} AS listed "
                f"GROUP BY rowid // {_PIECE} ORDER BY rowid // {_PIECE}"
            )
            digest.update("\n".join([name, *(one for (one,) in pieces.fetchall())]).encode())
        return digest.hexdigest()


def _without_value(cast: Cast) -> list[tuple[str, str]]:
    """Return in SQL whether a cell counts as missing, and which cells have no value: one pair, or none to look for."""
    if cast.is_text:
        return [("true", cast.is_missing())]
    silent = f"{cast.cell} IN (SELECT cell FROM {cast.dictionary} WHERE said IS NULL AND "
    return [("true", f"{silent} is_missing)"), ("false", f"{silent} NOT is_missing)")] if cast.odd else []


def _unlike(name: str) -> Any:
    yield name
    for number in range(2**31):
        yield f"{name}_{number}"


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found[0]) if found else 0


def _kept(aside: Path, into: Path) -> tuple[str, Path, Path]:
    """Give both files their name; the Parquet comes last, so that where it is, all is."""
    with (aside / "version.parquet").open("rb") as file:
        name = hashlib.file_digest(file, "sha256").hexdigest()
    database, parquet = into / f"{name}.duckdb", into / f"{name}.parquet"
    if not (database.exists() and parquet.exists()):
        for path in (database, parquet):
            written = aside / f"version{path.suffix}"
            written.chmod(_READ_ONLY)
            _sync(written)
            written.replace(path)
        _sync(into)
    return name, database, parquet


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
