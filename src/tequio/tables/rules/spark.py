"""The rules in Spark's SQL, with what a Spark cluster and Sail both understand."""

from __future__ import annotations

from datetime import datetime

from tequio.tables.kinds.reading import Kind, Order, Reading
from tequio.tables.kinds.values import Value
from tequio.tables.kinds.words import MONTHS
from tequio.tables.rules import shapes
from tequio.tables.rules.language import Language

_SPACES = " \t\n\r\u00a0"
_NO_YEAR = "(^|[-/. ])0000"  # Spark has a year 0, Python and the calendar have not


class Spark(Language):
    """Spark 3.5 and later."""

    def name(self, column: str) -> str:
        """Quote the name of a column."""
        return "`" + column.replace("`", "``") + "`"

    def literal(self, value: str) -> str:
        """Quote a text."""
        # Two quotes in a row would be two texts, one after the other.
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def matches(self, column: str, pattern: str) -> str:
        """Tell whether a whole cell is of a pattern."""
        return self._is(self.name(column), pattern)

    def is_blank(self, column: str) -> str:
        """Tell whether a cell is empty or has only spaces."""
        cell = self.name(column)
        return f"({cell} IS NULL OR {self._trimmed(cell)} = '')"

    def number(self, column: str, reading: Reading) -> str:
        """Return a cell as a double, NULL if it is none."""
        cell = self.name(column)
        if not reading.has_signs:
            return self._bare(self._trimmed(cell), reading)
        bare = f"regexp_replace(lower({cell}), {self.literal(shapes.SIGNS)}, '')"
        inside = f"substring({bare}, 2, length({bare}) - 2)"
        return (
            f"CASE WHEN {self._is(bare, shapes.BRACKETED)} THEN -{self._bare(inside, reading)} "
            f"ELSE {self._bare(bare, reading)} END"
        )

    def moment(self, column: str, reading: Reading) -> str:
        """Return a cell as a date, or a timestamp without zone, NULL if it is none."""
        cell = self.name(column)
        if reading.kind is Kind.DATE:
            return f"try_cast({self._iso(cell, reading)} AS DATE)"
        shape = self.literal(shapes.CLOCK + r"\z")
        said = f"nullif(substring(regexp_extract({cell}, {shape}, 0), 2), '')"
        clock = f"coalesce(regexp_replace({said}, '^([0-9]):', '0$1:'), '00:00')"
        day = self._iso(f"regexp_replace({cell}, {shape}, '')", reading)
        return f"try_cast(concat({day}, ' ', {clock}) AS TIMESTAMP_NTZ)"

    def _is(self, said: str, pattern: str) -> str:
        # Java's $ also stands before a line break at the end; \z does not.
        whole = self.literal(rf"\A(?:{pattern})\z")
        return f"({said} RLIKE {whole})"

    def _trimmed(self, said: str) -> str:
        return f"btrim({said}, {self.literal(_SPACES)})"

    def _bare(self, said: str, reading: Reading) -> str:
        plain = said
        if reading.group:
            plain = f"replace({plain}, {self.literal(reading.group)}, '')"
        if reading.decimal != ".":
            plain = f"replace({plain}, {self.literal(reading.decimal)}, '.')"
        return f"CASE WHEN {self._is(said, shapes.number(reading))} THEN try_cast({plain} AS DOUBLE) END"

    def _iso(self, said: str, reading: Reading) -> str:
        """Return a day as year-month-day; NULL if it is written in a way of its own."""
        first, second = ("2", "1") if reading.order is Order.DAY_FIRST else ("1", "2")
        last = self.literal(r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})\z")
        words = f"WHEN {self._is(said, shapes.IN_WORDS)} THEN {self._in_words(said)} " if reading.has_months else ""
        return (
            f"CASE WHEN {said} RLIKE {self.literal(_NO_YEAR)} THEN NULL "
            f"WHEN {self._is(said, shapes.YEAR_FIRST)} THEN regexp_replace({said}, '[/.]', '-') "
            f"WHEN {self._is(said, shapes.YEAR_LAST)} "
            f"THEN regexp_replace({said}, {last}, '$3-${first}-${second}') {words}END"
        )

    def _in_words(self, said: str) -> str:
        whens = " ".join(f"WHEN '{name}' THEN '{number}'" for name, number in MONTHS.items())
        month = f"CASE lower(split_part({said}, ' ', 3)) {whens} END"
        return f"concat(right({said}, 4), '-', {month}, '-', split_part({said}, ' ', 1))"

    def _value(self, value: Value) -> str:
        if isinstance(value, datetime):
            return f"TIMESTAMP_NTZ {self.literal(value.isoformat(' '))}"  # TIMESTAMP would be of a zone
        return super()._value(value)
