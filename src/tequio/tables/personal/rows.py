"""The place of a row in a table, from 0, also where a column of the file is called "rowid"."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tequio.tables import engine

Number = Callable[[int], int]


def below_header(place: int) -> int:
    """Number the rows from 1, the first below the header."""
    return place + 1


def placed(table: str, columns: Iterable[str]) -> tuple[str, str]:
    """Return what to select from, and the name under which it has each row's place.

    A column of that name would hide DuckDB's own.
    """
    taken = {column.casefold() for column in columns}
    if "rowid" not in taken:
        return engine.name(table), "rowid"
    place = "place"
    while place in taken:
        place += "_"
    return f"(SELECT *, row_number() OVER () - 1 AS {place} FROM {engine.name(table)})", place
