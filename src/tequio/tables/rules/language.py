"""How an engine says in SQL what a rule asks: the words that differ between engines, and the sentences that do not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date, datetime
from typing import Self

from tequio.tables.kinds.reading import TEXT, Kind, Reading
from tequio.tables.kinds.values import Value
from tequio.tables.rules.rule import (
    Compared,
    Implies,
    Length,
    Matches,
    OneOf,
    Range,
    Readable,
    Required,
    RowTest,
    Sums,
)

Odd = Mapping[str, Mapping[str, Value]]


class Language(ABC):
    """Writes predicates over columns of text. `odd` has the value of cells that only Python reads, by column.

    `known` is where the value of a column already stands beside its cell.
    """

    def __init__(self, readings: Mapping[str, Reading], odd: Odd | None = None) -> None:
        self.readings = readings
        self.odd = odd or {}
        self.known: Mapping[str, str] = {}

    def knowing(self, known: Mapping[str, str]) -> Self:
        """Return the same language, which finds some values where they stand."""
        made = copy(self)
        made.known = known
        return made

    # The words.

    @abstractmethod
    def name(self, column: str) -> str:
        """Quote the name of a column."""

    @abstractmethod
    def literal(self, value: str) -> str:
        """Quote a text."""

    @abstractmethod
    def matches(self, column: str, pattern: str) -> str:
        """Tell whether a whole cell is of a pattern."""

    @abstractmethod
    def is_blank(self, column: str) -> str:
        """Tell whether a cell is empty or has only spaces."""

    @abstractmethod
    def number(self, column: str, reading: Reading) -> str:
        """Return a cell as a double, NULL if it is none."""

    @abstractmethod
    def moment(self, column: str, reading: Reading) -> str:
        """Return a cell as a date, or a timestamp without zone, NULL if it is none."""

    # The sentences.

    def breaks(self, test: RowTest) -> str:
        """Return what is true of the rows that break a test, and never NULL."""
        match test:
            case Required(column=column):
                return self.is_missing(column)
            case Readable(column=column):
                return self._if_any(column, f"{self.value(column)} IS NULL")
            case Matches(column=column, pattern=pattern):
                return self._if_any(column, f"NOT {self.matches(column, pattern)}")
            case OneOf(column=column, values=values):
                return self._if_any(column, f"{self.name(column)} NOT IN ({self._listed(values)})")
            case Length(column=column):
                return self._length(column, test)
            case Range(column=column):
                return self._range(column, test)
            case Compared(column=column, sign=sign, other=other):
                return f"coalesce(NOT ({self.value(column)} {sign} {self.value(other)}), false)"
            case Sums(column=column, parts=parts, tolerance=tolerance):
                total = " + ".join(f"coalesce({self.value(part)}, 0)" for part in parts)
                return f"coalesce(abs({self.value(column)} - ({total})) > {tolerance!r}, false)"
            case Implies(column=column, values=values, other=other):
                given = (
                    f"{self.name(column)} IN ({self._listed(values)})" if values else f"NOT {self.is_missing(column)}"
                )
                return f"(coalesce({given}, false) AND {self.is_missing(other)})"

    def is_missing(self, column: str) -> str:
        """Tell whether a cell has no value: it is blank, or one of the words for it."""
        reading = self.readings.get(column, TEXT)
        words = [*reading.missing, *(word for word, value in self.odd.get(column, {}).items() if value is None)]
        said = f" OR coalesce({self.name(column)} IN ({self._listed(words)}), false)" if words else ""
        return f"({self.is_blank(column)}{said})"

    def value(self, column: str) -> str:
        """Return a cell as a value of its kind, NULL if it has none or cannot be read."""
        if column in self.known:
            return self.known[column]
        reading = self.readings.get(column, TEXT)
        match reading.kind:
            case Kind.STRING:
                return f"CASE WHEN NOT {self.is_missing(column)} THEN {self.name(column)} END"
            case Kind.BOOLEAN:
                cell, yes, no = self.name(column), self._listed(reading.yes), self._listed(reading.no)
                said = f"CASE WHEN {cell} IN ({yes}) THEN true WHEN {cell} IN ({no}) THEN false END"
            case Kind.INTEGER | Kind.NUMBER:
                said = self.number(column, reading)
            case Kind.DATE | Kind.DATETIME:
                said = self.moment(column, reading)
        if reading.missing:  # a number may stand for “no value”: -1, 9999
            said = f"CASE WHEN NOT {self.is_missing(column)} THEN {said} END"
        read = [(word, value) for word, value in self.odd.get(column, {}).items() if value is not None]
        if not read:
            return said
        whens = " ".join(f"WHEN {self.literal(word)} THEN {self._value(value)}" for word, value in read)
        return f"coalesce({said}, CASE {self.name(column)} {whens} END)"

    def _if_any(self, column: str, broken: str) -> str:
        return f"(NOT {self.is_missing(column)} AND {broken})"

    def _range(self, column: str, test: Range) -> str:
        value, kind = self.value(column), self.readings.get(column, TEXT).kind
        tests = []
        for sign, bound in (("<", test.least), (">", test.most)):
            if bound is not None:
                tests.append(f"{value} {sign} {self._bound(kind, bound)}")
        return f"coalesce({' OR '.join(tests)}, false)"

    def _length(self, column: str, test: Length) -> str:
        size = f"length({self.name(column)})"
        tests = [f"{size} < {test.least}"] if test.least is not None else []
        tests += [f"{size} > {test.most}"] if test.most is not None else []
        return self._if_any(column, f"({' OR '.join(tests)})")

    def _bound(self, kind: Kind, bound: float | str) -> str:
        match kind:
            case Kind.DATE | Kind.DATETIME:
                said = datetime.fromisoformat(str(bound))
                return self._value(said.date() if kind is Kind.DATE else said)
            case Kind.INTEGER | Kind.NUMBER:
                return repr(float(bound))
            case _:
                return self.literal(str(bound))

    def _value(self, value: Value) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime):
            return f"TIMESTAMP {self.literal(value.isoformat(' '))}"
        if isinstance(value, date):
            return f"DATE {self.literal(value.isoformat())}"
        return self.literal(value) if isinstance(value, str) else f"CAST({value} AS DOUBLE)"

    def _listed(self, values: Iterable[str]) -> str:
        return ", ".join(map(self.literal, values)) or "NULL"
