"""Small cells of a table of counts: a count of one to four points at people, and one hidden cell can be worked out.

Source: Hundepool and others, Handbook on Statistical Disclosure Control (ESSNet SDC, 2010), chapter 4: primary
suppression by a least frequency, and complementary suppression against the totals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from tequio.kit.tongue import ngettext
from tequio.tables import engine
from tequio.tables.finding import Example, Finding, warning
from tequio.tables.mexico.shape import words
from tequio.tables.personal.rows import Number, below_header, placed

LEAST = 5  # people that a published count stands for, or none
MOST_ROWS = 5

COUNT_HEADER = re.compile(
    r"\b(total(es)?|cantidad|conteo|cuenta|casos|personas|mujeres|hombres|nin[oa]s|beneficiari[oa]s|alumn[oa]s|pacientes"
    r"|victimas|victima|poblacion|asistentes|participantes|solicitantes|habitantes|defunciones|nacimientos|empleos"
    r"|frecuencia|(numero|num|no) de (personas|casos|mujeres|hombres|[a-z]+s))\b"
)
NOT_COUNT = re.compile(r"\b(tasa|porcentaje|promedio|indice|edad|ano|clave|cve|folio|id|monto|importe|peso)\b")
TOTAL_HEADER = re.compile(r"^(gran )?total(es)?( general)?$")
HIDDEN = r"^ *(?:[*]+|<=? ?[0-9]+|[Mm]enos de [0-9]+|\(?[Cc]\)?|[Ss]uprimid[oa]|[Cc]onfidencial|[Rr]eservad[oa]|) *$"
TOTAL_CELL = r"^ *(?:[Gg]ran )?(?:[Tt]otal|TOTAL)(?:es| general| GENERAL)? *$"
_WHOLE = r"^ *[0-9][0-9,]* *$"


@dataclass(frozen=True, slots=True)
class Small:
    """Counts from 1 to below `least` in one column, or hidden cells that the totals give away (`hidden`)."""

    column: str
    cells: int
    least: int
    rows: tuple[int, ...]
    hidden: bool = False


def count_columns(connection: duckdb.DuckDBPyConnection, table: str = "data") -> list[str]:
    """Return the columns that by name and content count people or cases: whole numbers, or hidden cells."""
    described = connection.execute(f"DESCRIBE {engine.name(table)}").fetchall()
    names = [str(row[0]) for row in described if _counts(words(str(row[0])))]
    if not names:
        return []
    tests = (f"bool_and({_text(one)} = '' OR {_is(one, _WHOLE)} OR {_is(one, HIDDEN)})" for one in names)
    some = (f"bool_or({_is(one, _WHOLE)})" for one in names)
    found = connection.execute(f"SELECT {', '.join([*tests, *some])} FROM {engine.name(table)}").fetchone() or ()
    fits, holds = found[: len(names)], found[len(names) :]
    return [one for one, fit, hold in zip(names, fits, holds, strict=True) if fit and hold]


def small_cells(
    connection: duckdb.DuckDBPyConnection,
    table: str = "data",
    *,
    columns: Sequence[str] | None = None,
    least: int = LEAST,
    number: Number = below_header,
) -> list[Small]:
    """Return the columns with counts from 1 to below `least`. Without `columns`, those that seem to count are taken."""
    found = []
    for column in count_columns(connection, table) if columns is None else columns:
        few = f"{_value(column)} BETWEEN 1 AND {int(least) - 1}"
        rows = _rows(connection, table, few)
        if rows:
            found.append(Small(column, len(rows), least, tuple(number(row) for row in rows[:MOST_ROWS])))
    return found


def recomputable(
    connection: duckdb.DuckDBPyConnection,
    table: str = "data",
    *,
    columns: Sequence[str] | None = None,
    least: int = LEAST,
    number: Number = below_header,
) -> list[Small]:
    """Return the columns with hidden cells that a total gives away: the only one of its row, or of its column.

    Totals are a column whose name is "total", believed if some whole row adds up to it, and a row that is called so.
    """
    counts = list(count_columns(connection, table) if columns is None else columns)
    totals = [column for column in counts if TOTAL_HEADER.search(words(column))]
    parts = [column for column in counts if column not in totals]
    given: dict[str, set[int]] = {column: set() for column in parts}
    if len(totals) == 1 and len(parts) > 1:
        for column, rows in _across(connection, table, parts, totals[0]).items():
            given[column].update(rows)
    for column in parts:
        given[column].update(_down(connection, table, column, counts))
    return [
        Small(column, len(rows), least, tuple(number(row) for row in sorted(rows)[:MOST_ROWS]), hidden=True)
        for column, rows in given.items()
        if rows
    ]


def findings(smalls: Sequence[Small]) -> list[Finding]:
    """Say how many counts are small, and how many hidden ones can be worked out."""
    few = ngettext(
        "Column “%(column)s”: 1 count is above zero and below %(least)s. So few people can be recognised.",
        "Column “%(column)s”: %(n)s counts are above zero and below %(least)s. So few people can be recognised.",
    )
    given = ngettext(
        "Column “%(column)s”: 1 hidden count is the total less the others. Hide a second one beside it.",
        "Column “%(column)s”: %(n)s hidden counts are the total less the others. Hide a second one beside each.",
    )
    return [
        warning(
            "hidden-count-given-away" if one.hidden else "small-count",
            given if one.hidden else few,
            count=one.cells,
            column=one.column,
            at=map(Example, one.rows),
            least=one.least,
        )
        for one in smalls
    ]


def _across(
    connection: duckdb.DuckDBPyConnection, table: str, parts: Sequence[str], total: str
) -> dict[str, list[int]]:
    """Return the rows in which one part only is hidden and the total is there, by the part."""
    hidden = " + ".join(f"({_is(one, HIDDEN)})::INT" for one in parts)
    added = " + ".join(f"coalesce({_value(one)}, 0)" for one in parts)
    adds_up = f"({hidden}) = 0 AND {added} = {_value(total)} AND {_value(total)} > 0"
    if not _rows(connection, table, adds_up):
        return {}
    alone = f"({hidden}) = 1 AND {_value(total)} >= {added}"
    return {one: _rows(connection, table, f"{alone} AND {_is(one, HIDDEN)}") for one in parts}


def _down(connection: duckdb.DuckDBPyConnection, table: str, column: str, counts: Sequence[str]) -> list[int]:
    """Return the row whose cell is the only hidden one of a column that has its total in a row of its own."""
    described = connection.execute(f"DESCRIBE {engine.name(table)}").fetchall()
    labels = [str(row[0]) for row in described if row[0] not in counts]
    called = " OR ".join(_is(one, TOTAL_CELL) for one in labels)
    if not called:
        return []
    totals = _rows(connection, table, f"({called}) AND {_value(column)} IS NOT NULL")
    hidden = _rows(connection, table, f"NOT ({called}) AND {_is(column, HIDDEN)}")
    return hidden if len(totals) == 1 and len(hidden) == 1 else []


def _rows(connection: duckdb.DuckDBPyConnection, table: str, test: str) -> list[int]:
    described = connection.execute(f"DESCRIBE {engine.name(table)}").fetchall()
    source, place = placed(table, (str(row[0]) for row in described))
    found = connection.execute(f"SELECT {place} FROM {source} WHERE {test} ORDER BY 1").fetchall()
    return [int(row) for (row,) in found]


def _counts(name: str) -> bool:
    return bool(COUNT_HEADER.search(name)) and not NOT_COUNT.search(name)


def _text(column: str) -> str:
    return f"coalesce(CAST({engine.name(column)} AS VARCHAR), '')"


def _value(column: str) -> str:
    return f"TRY_CAST(replace({_text(column)}, ',', '') AS BIGINT)"


def _is(column: str, shape: str) -> str:
    return f"regexp_matches({_text(column)}, {engine.text(shape)})"
