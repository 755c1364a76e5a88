"""From cells of text to typed values: SQL reads the plain ways of writing, Python every other distinct cell, once.

A column of few different cells is read by these; its rows then look their value up.
No reading is in doubt: SQL takes only what is shaped as a machine writes it, and `kinds.values` decides all the rest.
Columns go by the names c0, c1, … in here, so that no header can be mistaken for SQL.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, localcontext

import duckdb

from tequio.tables import engine
from tequio.tables.kinds.reading import MOST_DIGITS, Kind, Order, Reading
from tequio.tables.kinds.values import NotAValue, Value, value_of
from tequio.tables.kinds.words import MONTHS

_PIECE = 10_000  # distinct cells at a time
_WHOLE = 15  # digits of a whole number that SQL reads
_BIGINT = 18  # digits that surely fit
_SPACES = "".join(letter for letter in map(chr, range(0x110000)) if letter.isspace())
# Years of this millennium and the last: there is no year 0, but DuckDB reads one.
_ISO = "[12][0-9]{3}-[0-9]{2}-[0-9]{2}"
_YEAR_LAST = "[0-9]{2}/[0-9]{2}/[12][0-9]{3}"
_IN_WORDS = "[0-9]{1,2} de [a-z]+ de [12][0-9]{3}"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"

CELLS, ORIGIN = "cells", "origin"


@dataclass(frozen=True)
class Cast:
    """A column and how its cells become values of a DuckDB type.

    `odd`: some of them are in the table odd0, odd1, …; `is_known`: the values of all are in known0, known1, …
    """

    place: int
    name: str
    reading: Reading
    type: str = "VARCHAR"
    odd: bool = False
    is_known: bool = False
    is_kept_as_text: bool = False  # its numbers have more digits than any type holds

    @property
    def cell(self) -> str:
        """Its cell, in SQL."""
        return f"{CELLS}.c{self.place}"

    @property
    def is_text(self) -> bool:
        """Tell whether its values are its cells."""
        return self.reading.kind is Kind.STRING or self.is_kept_as_text

    @property
    def dictionary(self) -> str:
        """The table of the cells that Python was shown: what each says, and whether that is “no value”."""
        return f"odd{self.place}"

    @property
    def known(self) -> str:
        """The table of its different cells and their values."""
        return f"known{self.place}"

    def value(self) -> str:
        """Return the expression of its typed value; NULL where the cell has none or cannot be read."""
        if self.is_text:
            return f"CASE WHEN NOT {self.is_missing()} THEN {self.cell} END"
        return f"{self.known}.value" if self.is_known else self.read()

    def read(self) -> str:
        """Return the expression of its typed value as SQL and Python read the cell."""
        plain = f"CAST({self.plain()} AS {self.type})"
        return f"coalesce({plain}, CAST({self.dictionary}.said AS {self.type}))" if self.odd else plain

    def join(self) -> str:
        """Return how what is known of its cells is joined to them."""
        if self.is_text:
            return ""
        return self._joined(self.known) if self.is_known else self.odd_join()

    def odd_join(self) -> str:
        """Return how its odd cells are joined to the others."""
        return self._joined(self.dictionary) if self.odd else ""

    def _joined(self, table: str) -> str:
        return f"LEFT JOIN {table} ON {table}.cell = {self.cell}"

    def is_missing(self) -> str:
        """Tell in SQL whether a cell of text says that there is no value."""
        cell, words = self.cell, ", ".join(map(engine.text, self.reading.missing))
        said = f"{cell} IN ({words})" if words else "false"
        # Only what begins with neither an ASCII letter nor a digit is trimmed.
        odd, blank = f"{cell} < '!' OR {cell} >= chr(128)", f"trim({cell}, {engine.text(_SPACES)}) = ''"
        return f"CASE WHEN {cell} IS NULL THEN true WHEN {odd} THEN {blank} OR {said} ELSE {said} END"

    def plain(self) -> str:
        """Return the expression of the value of a cell that is written plainly, NULL for any other.

        A number is still text, with a point and no other sign, so that no digit is lost before its type is known.
        """
        reading, cell = self.reading, self.cell
        if reading.kind is Kind.BOOLEAN:
            yes, no = (
                ", ".join(engine.text(one) for one in words if one not in reading.missing) or "NULL"
                for words in (reading.yes, reading.no)
            )
            return f"CASE WHEN {cell} IN ({yes}) THEN true WHEN {cell} IN ({no}) THEN false END"
        whens = _days(cell, reading) if reading.kind in (Kind.DATE, Kind.DATETIME) else [_number(cell, reading)]
        words = [word for word in reading.missing if any(map(str.isdigit, word))]
        none = f"WHEN {cell} IN ({', '.join(map(engine.text, words))}) THEN NULL " if words else ""
        return f"CASE {none}{' '.join(whens)} END"

    def is_odd(self) -> str:
        """Tell in SQL whether a cell must be shown to Python."""
        return f"({self.cell} <> '' AND {self.plain()} IS NULL)"


def _number(cell: str, reading: Reading) -> str:
    point, group = re.escape(reading.decimal), re.escape(reading.group)
    whole = f"[0-9]{{1,{_WHOLE}}}" + (f"|[0-9]{{1,3}}({group}[0-9]{{3}}){{1,4}}" if group else "")
    after = f"({point}[0-9]{{1,{_WHOLE}}})?" if reading.kind is Kind.NUMBER else ""
    shape = f"-?{'[$]?' if reading.has_signs else ''}({whole}){after}"
    said = f"replace({cell}, '$', '')" if reading.has_signs else cell
    if reading.group:
        said = f"replace({said}, {engine.text(reading.group)}, '')"
    if reading.decimal != ".":
        said = f"replace({said}, {engine.text(reading.decimal)}, '.')"
    return f"WHEN regexp_full_match({cell}, {engine.text(shape)}) THEN {said}"


def _days(cell: str, reading: Reading) -> list[str]:
    order = "%d/%m/%Y" if reading.order is Order.DAY_FIRST else "%m/%d/%Y"
    shapes = [(_ISO, f"TRY_CAST({cell} AS TIMESTAMP)"), (_YEAR_LAST, f"TRY_STRPTIME({cell}, '{order}')")]
    if reading.kind is Kind.DATETIME:
        shapes += [(f"{_ISO}[ T]{_CLOCK}", shapes[0][1])]
        shapes += [(f"{_YEAR_LAST} {_CLOCK}", f"TRY_STRPTIME({cell}, ['{order} %H:%M:%S', '{order} %H:%M'])")]
    if reading.has_months and reading.kind is Kind.DATE:
        shapes += [(_IN_WORDS, _in_words(cell))]
    return [f"WHEN regexp_full_match({cell}, '{shape}') THEN {read}" for shape, read in shapes]


def _in_words(cell: str) -> str:
    """Return “1 de mayo de 2024” as a timestamp; NULL for a word that is no month."""
    names = ", ".join(map(engine.text, MONTHS))
    number = f"[{', '.join(map(str, MONTHS.values()))}][list_position([{names}], split_part({cell}, ' ', 3))]"
    return f"TRY_CAST(right({cell}, 4) || '-' || {number} || '-' || split_part({cell}, ' ', 1) AS TIMESTAMP)"


@dataclass
class Casting:
    """The columns of a table of text, each with its type; `made` looks at all of its cells to know."""

    casts: list[Cast] = field(default_factory=list)

    def cells(self) -> str:
        """Return the table of text with the names of this module."""
        columns = ", ".join(f"{engine.name(one.name)} AS c{one.place}" for one in self.casts)
        return f"(SELECT rowid AS {ORIGIN}, {columns} FROM data) AS {CELLS}"

    def source(self) -> str:
        """Return the same, with what is known of the cells beside them."""
        return f"{self.cells()} {' '.join(one.join() for one in self.casts)}"


def made(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[tuple[str, Reading]], few: Collection[str] = ()
) -> Casting:
    """Choose the type of each column, and leave what is known of its cells in the database.

    `few` names the columns of few different cells.
    """
    casting = Casting([Cast(place, name, reading) for place, (name, reading) in enumerate(columns)])
    typed = [one for one in casting.casts if one.reading.kind is not Kind.STRING]
    looked_up = [one for one in typed if one.name in few]
    for one in looked_up:
        connection.execute(
            f"CREATE OR REPLACE TABLE {one.known} AS SELECT DISTINCT {one.cell} AS c{one.place} FROM {casting.cells()}"
        )
        (cast,) = _chosen(connection, [one], f"{one.known} AS {CELLS}")
        casting.casts[one.place] = cast if cast.is_text else _known(connection, cast)
    for cast in _chosen(connection, [one for one in typed if one not in looked_up], casting.cells()):
        casting.casts[cast.place] = cast
    return casting


def forget(connection: duckdb.DuckDBPyConnection, casting: Casting) -> None:
    """Drop the tables of what is known."""
    for one in casting.casts:
        connection.execute(f"DROP TABLE IF EXISTS {one.dictionary}; DROP TABLE IF EXISTS {one.known}")


def _chosen(connection: duckdb.DuckDBPyConnection, casts: Sequence[Cast], source: str) -> list[Cast]:
    """Choose the type of columns by all the cells of a source, of which Python is shown the odd ones."""
    if not casts:
        return []
    asked = [sql for one in casts for sql in (f"count(CASE WHEN {one.is_odd()} THEN 1 END)", *_digits(one))]
    answer = connection.execute(f"SELECT {', '.join(asked)} FROM {source}").fetchone() or ()
    found = []
    for place, one in enumerate(casts):
        odd, whole, after = answer[3 * place : 3 * place + 3]
        in_words = _show(connection, one, source) if odd else (0, 0)
        size = max(int(whole or 0), in_words[0]), max(int(after or 0), in_words[1])
        found.append(_typed(one, size, odd=bool(odd)))
    return found


def _known(connection: duckdb.DuckDBPyConnection, cast: Cast) -> Cast:
    """Read the different cells of a column once and for all."""
    connection.execute(
        f"CREATE OR REPLACE TABLE {cast.known} AS SELECT {cast.cell} AS cell, {cast.read()} AS value "
        f"FROM {cast.known} AS {CELLS} {cast.odd_join()} WHERE {cast.cell} IS NOT NULL"
    )
    return replace(cast, is_known=True)


def _digits(cast: Cast) -> tuple[str, str]:
    """Return the aggregates of the most digits before and after the point."""
    if cast.reading.kind is not Kind.NUMBER:
        return "0", "0"
    plain = cast.plain()
    point = f"strpos({plain}, '.')"
    whole = f"CASE WHEN {point} > 0 THEN {point} - 1 ELSE strlen({plain}) END"
    after = f"CASE WHEN {point} > 0 THEN strlen({plain}) - {point} END"
    return f"max({whole} - CAST(starts_with({plain}, '-') AS INTEGER))", f"max({after})"


def _typed(cast: Cast, size: tuple[int, int], *, odd: bool) -> Cast:
    whole, after = size
    match cast.reading.kind:
        case Kind.INTEGER:
            name = "BIGINT" if whole <= _BIGINT else f"DECIMAL({MOST_DIGITS},0)"
        case Kind.NUMBER if whole + after > MOST_DIGITS:
            return replace(cast, odd=odd, is_kept_as_text=True)
        case Kind.NUMBER:
            name = f"DECIMAL({max(whole + after, 1)},{after})"
        case Kind.DATE:
            name = "DATE"
        case Kind.DATETIME:
            name = "TIMESTAMP"
        case _:
            name = "BOOLEAN"
    return replace(cast, type=name, odd=odd)


def _show(connection: duckdb.DuckDBPyConnection, cast: Cast, source: str) -> tuple[int, int]:
    """Show Python the odd cells, keep its answers in a table, and return the most digits of its numbers."""
    name = cast.dictionary
    connection.execute(f"CREATE OR REPLACE TABLE {name} (cell VARCHAR, said VARCHAR, is_missing BOOLEAN)")
    whole = after = 0
    with connection.cursor() as reader:
        reader.execute(f"SELECT DISTINCT {cast.cell} FROM {source} WHERE {cast.is_odd()}")
        while cells := reader.fetchmany(_PIECE):
            answers = [_answer(cell, cast.reading) for (cell,) in cells]
            for _cell, said, _is_missing in answers:
                digits = (said or "").lstrip("-").partition(".")
                whole, after = max(whole, len(digits[0])), max(after, len(digits[2]))
            columns = [list(column) for column in zip(*answers, strict=True)]
            connection.execute(f"INSERT INTO {name} SELECT unnest(?), unnest(?::VARCHAR[]), unnest(?)", columns)
    return whole, after


def _answer(cell: str, reading: Reading) -> tuple[str, str | None, bool]:
    """Return a cell, what it says, and whether it says that there is no value."""
    try:
        with localcontext(prec=MOST_DIGITS):  # Python's own is 28, and its arithmetic rounds
            value = value_of(cell, reading)
    except (NotAValue, OverflowError):  # 24:00 of the last day that there is
        return cell, None, False
    return cell, None if value is None else said(value), value is None


def said(value: Value) -> str:
    """Write a value as every reader takes it: a point before decimals, ISO dates, true and false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)
