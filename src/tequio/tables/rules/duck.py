"""The rules in DuckDB's SQL. In each CASE the commonest way of writing comes first: the others cost their own rows."""

from __future__ import annotations

from tequio.tables import engine
from tequio.tables.kinds.reading import Kind, Order, Reading
from tequio.tables.kinds.words import MONTHS
from tequio.tables.rules import shapes
from tequio.tables.rules.language import Language


class DuckDB(Language):
    """DuckDB 2."""

    def name(self, column: str) -> str:
        """Quote the name of a column."""
        return engine.name(column)

    def literal(self, value: str) -> str:
        """Quote a text."""
        return engine.text(value)

    def matches(self, column: str, pattern: str) -> str:
        """Tell whether a whole cell is of a pattern."""
        return f"regexp_full_match({self.name(column)}, {self.literal(pattern)})"

    def is_blank(self, column: str) -> str:
        """Tell whether a cell is empty or has only spaces."""
        cell = self.name(column)
        # Whatever begins with a letter or a digit lies outside these ranges: only the others are trimmed. A CASE, since
        # DuckDB changes the order of what AND joins.
        spaced = f"{cell} < '!' OR ({cell} >= chr(160) AND {cell} < chr(161))"
        return f"CASE WHEN {cell} IS NULL THEN true WHEN {spaced} THEN trim({cell}, {_SPACES}) = '' ELSE false END"

    def number(self, column: str, reading: Reading) -> str:
        """Return a cell as a double, NULL if it is none."""
        cell = self.name(column)
        plain = f"WHEN regexp_full_match({cell}, {self.literal(_signed(reading))}) THEN {self._double(cell, reading)}"
        if not reading.has_signs:
            return f"CASE {plain} ELSE {self._bare(f'trim({cell}, {_SPACES})', reading)} END"
        bare = f"regexp_replace(lower({cell}), {self.literal(shapes.SIGNS)}, '', 'g')"
        inside = f"{bare}[2:-2]"
        return (
            f"CASE {plain} WHEN regexp_full_match({bare}, {self.literal(shapes.BRACKETED)}) "
            f"THEN -{self._bare(inside, reading)} ELSE {self._bare(bare, reading)} END"
        )

    def _bare(self, said: str, reading: Reading) -> str:
        shape = self.literal(shapes.number(reading))
        return f"CASE WHEN regexp_full_match({said}, {shape}) THEN {self._double(said, reading)} END"

    def _double(self, said: str, reading: Reading) -> str:
        if reading.has_signs:
            said = f"replace({said}, '$', '')"
        if reading.group:
            said = f"replace({said}, {self.literal(reading.group)}, '')"
        if reading.decimal != ".":
            said = f"replace({said}, {self.literal(reading.decimal)}, '.')"
        return f"TRY_CAST({said} AS DOUBLE)"

    def moment(self, column: str, reading: Reading) -> str:
        """Return a cell as a date, or a timestamp without zone, NULL if it is none."""
        cell = self.name(column)
        if reading.kind is Kind.DATETIME:
            return self._with_clock(cell, reading)
        order = "%d/%m/%Y" if reading.order is Order.DAY_FIRST else "%m/%d/%Y"
        return (
            f"CASE WHEN {cell}[5] = '-' AND {cell}[8] = '-' AND length({cell}) = 10 AND {cell} >= '0001' "
            f"THEN TRY_CAST({cell} AS DATE) "
            f"WHEN {cell}[3] = '/' AND {cell}[6] = '/' AND length({cell}) = 10 AND NOT suffix({cell}, '0000') "
            f"THEN CAST(TRY_STRPTIME({cell}, '{order}') AS DATE) "
            f"ELSE TRY_CAST({self._iso(cell, reading)} AS DATE) END"
        )

    def _with_clock(self, cell: str, reading: Reading) -> str:
        clock = f"regexp_extract({cell}, {self.literal(shapes.CLOCK + '$')})"
        day = f"regexp_replace({cell}, {self.literal(shapes.CLOCK + '$')}, '')"
        hour = f"coalesce(nullif({clock}[2:], ''), '00:00')"
        return f"TRY_CAST(concat({self._iso(day, reading)}, ' ', {hour}) AS TIMESTAMP)"

    def _iso(self, said: str, reading: Reading) -> str:
        """Return a day as year-month-day; NULL if it is written in a way of its own."""
        first, second = ("2", "1") if reading.order is Order.DAY_FIRST else ("1", "2")
        last = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})$"
        whens = [*([self._in_words(said)] if reading.has_months else [])]
        whens += [
            f"WHEN regexp_full_match({said}, '{shapes.YEAR_FIRST}') THEN regexp_replace({said}, '[/.]', '-', 'g')",
            f"WHEN regexp_full_match({said}, '{shapes.YEAR_LAST}') "
            rf"THEN regexp_replace({said}, '{last}', '\3-\{first}-\{second}')",
        ]
        return f"CASE {' '.join(whens)} END"

    def _in_words(self, said: str) -> str:
        # A place in a list, not a CASE: that would take the word out of the cell again for each month.
        names = ", ".join(map(self.literal, MONTHS))
        month = f"[{', '.join(map(str, MONTHS.values()))}][list_position([{names}], lower(split_part({said}, ' ', 3)))]"
        return (
            f"WHEN contains({said}, ' de ') THEN CASE WHEN regexp_full_match({said}, '{shapes.IN_WORDS}') "
            f"THEN concat(right({said}, 4), '-', {month}, '-', split_part({said}, ' ', 1)) END"
        )


def _signed(reading: Reading) -> str:
    """Return the plainest way in which this column writes a number."""
    shape = shapes.number(reading)
    return f"[-]?[$]?{shape.removeprefix('[-+]?')}" if reading.has_signs else shape


_SPACES = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"
