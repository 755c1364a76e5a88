"""From a question to SQL: names only from the table's own columns, values only as bound parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tequio.tables import engine
from tequio.tables.query import words
from tequio.tables.query.question import Facet, Filter, Group, Measure, Question, Scalar, Sort
from tequio.tables.query.refused import Refused

_WHOLE = {
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
}
_REAL = {"FLOAT", "DOUBLE"}
_NUMBERS = _WHOLE | _REAL | {"DECIMAL"}
_DATES = {"DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}
# Kinds that Python takes as they are; the others are sent as text (see worker.py).
_EXACT = _NUMBERS | {"VARCHAR", "BOOLEAN", "BLOB", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS"}
_SIGN = {"eq": "=", "ne": "IS DISTINCT FROM", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_DIGITS = 38
_AGGREGATE = {
    "count": "count({0})",
    "distinct": "count(DISTINCT {0})",
    "sum": "sum({0})",
    "mean": "avg({0})",
    "min": "min({0})",
    "max": "max({0})",
    "median": "median({0})",
}

Value = str | int | float | bool | Decimal | date


@dataclass(frozen=True)
class Built:
    """SQL and its parameters. `names` are those of the answer's columns, without what only pages need."""

    sql: str
    values: tuple[Value, ...]
    names: tuple[str, ...] = ()


class Builder:
    """Builds the SQL of one question over the table `data` with some columns (name to DuckDB type)."""

    def __init__(self, question: Question, columns: Mapping[str, str]) -> None:
        self.question = question
        self.columns = columns
        self._where, self._values = self._conditions()

    def rows(self, anchor: tuple[str | None, ...] | None = None) -> Built:
        """Build a page: one row more than its size, the row's number first; backwards if it is before a mark.

        `anchor` is where the mark stands: the text of each sorted column there, then the row's number.
        """
        names = self.question.columns or tuple(self.columns)
        is_backward = bool(self.question.before)
        where, values = list(self._where), list(self._values)
        if anchor is not None:
            condition, more = self._beyond(anchor, is_backward)
            where.append(condition)
            values += more
        order = ", ".join(_ordered(one, is_backward) for one in self._keys())
        shown = ", ".join(self._shown(self._known(name)) for name in names)
        return Built(
            f"SELECT rowid, {shown} FROM data{_joined(where)} ORDER BY {order} LIMIT {self.question.size + 1}",
            tuple(values),
            names,
        )

    def anchor(self, number: int) -> Built:
        """Build the question for the text of the sorted columns in one row."""
        keys = ", ".join(f"{engine.name(one.column)}::VARCHAR" for one in self.question.sort) or "NULL"
        return Built(f"SELECT {keys} FROM data WHERE rowid = ?", (number,))

    def total(self) -> Built:
        """Build the number of rows that the filters let through."""
        return Built(f"SELECT count(*) FROM data{_joined(self._where)}", self._values)

    def facet(self, facet: Facet) -> Built:
        """Build the most frequent values of a column and how often each is there; one more than asked."""
        shown = self._shown(self._known(facet.column))
        return Built(
            f"SELECT {shown}, count(*) FROM data{_joined(self._where)} GROUP BY 1 "
            f"ORDER BY 2 DESC, 1 NULLS LAST LIMIT {facet.size + 1}",
            self._values,
        )

    def groups(self) -> Built:
        """Build the groups and their measures; one more than the size."""
        parts = [(one.name, self._group(one)) for one in self.question.groups]
        parts += [(one.name, self._measure(one)) for one in self.question.measures]
        names = [name for name, _sql in parts]
        by = ", ".join(str(number) for number in range(1, len(self.question.groups) + 1))
        keys = [(_place(one.column, names), one.is_descending) for one in self.question.sort]
        keys += [(number, False) for number in range(1, len(self.question.groups) + 1)]
        order = ", ".join(f"{place} {'DESC' if down else 'ASC'} NULLS LAST" for place, down in keys)
        shown = ", ".join(sql for _name, sql in parts)
        return Built(
            f"SELECT {shown} FROM data{_joined(self._where)}"
            + (f" GROUP BY {by}" if by else "")
            + (f" ORDER BY {order}" if order else "")
            + f" LIMIT {self.question.size + 1}",
            self._values,
            tuple(names),
        )

    def _conditions(self) -> tuple[tuple[str, ...], tuple[Value, ...]]:
        where: list[str] = []
        values: list[Value] = []
        for one in self.question.filters:
            condition, more = self._condition(one)
            where.append(condition)
            values += more
        searched = self._searched()
        for word in self.question.words:
            where.append(
                "(" + " OR ".join(_contains(engine.name(name)) for name in searched) + ")" if searched else "false"
            )
            values += [words.pattern(word)] * len(searched)
        return tuple(where), tuple(values)

    def _condition(self, one: Filter) -> tuple[str, list[Value]]:
        column = engine.name(self._known(one.column))
        if one.comparison in ("missing", "present"):
            return f"{column} IS {'NOT ' if one.comparison == 'present' else ''}NULL", []
        if one.comparison == "contains":
            self._must_be_text(one.column)
            return _contains(column), [words.pattern(str(one.values[0]))]
        values = [self._value(one.column, value) for value in one.values]
        if one.comparison == "in":
            return f"{column} IN ({', '.join('?' * len(values))})", values
        if one.comparison == "between":
            return f"{column} BETWEEN ? AND ?", values
        return f"{column} {_SIGN[one.comparison]} ?", values

    def _searched(self) -> tuple[str, ...]:
        for name in self.question.searched:
            self._must_be_text(name)
        return self.question.searched or tuple(n for n, kind in self.columns.items() if _base(kind) == "VARCHAR")

    def _beyond(self, anchor: tuple[str | None, ...], is_backward: bool) -> tuple[str, list[Value]]:
        """Say that a row stands after the anchor: its first sorted column that differs does so, the right way."""
        choices: list[str] = []
        values: list[Value] = []
        same: list[str] = []
        same_values: list[Value] = []
        for one, text in zip(self._keys(), anchor, strict=True):
            column, kind = _key(one.column), self.columns.get(one.column, "BIGINT")
            condition = _further(
                column, kind, text, goes_down=one.is_descending != is_backward, is_backward=is_backward
            )
            if condition:
                choices.append("(" + " AND ".join([*same, condition]) + ")")
                values += same_values + ([text] if text is not None else [])
            same.append(f"{column} IS NOT DISTINCT FROM CAST(? AS {kind})" if text is not None else f"{column} IS NULL")
            same_values += [text] if text is not None else []
        return "(" + " OR ".join(choices) + ")", values

    def _keys(self) -> tuple[Sort, ...]:
        """Return what the rows are sorted by: as asked, then by their number, so that no two are alike."""
        for one in self.question.sort:
            self._known(one.column)
        return (*self.question.sort, Sort(""))

    def _group(self, one: Group) -> str:
        kind = self.columns[self._known(one.column)]
        if not one.part:
            return self._shown(one.column)
        if _base(kind) not in _DATES:
            raise Refused("question-not-date", name=one.column, part=one.part)
        if one.part == "year":
            return f"year({engine.name(one.column)})"
        return f"strftime({engine.name(one.column)}, '%Y-%m')"

    def _measure(self, one: Measure) -> str:
        if not one.column:
            return "count(*)"
        kind = self.columns[self._known(one.column)]
        if one.measure in ("sum", "mean", "median") and _base(kind) not in _NUMBERS:
            raise Refused("question-not-number", name=one.column, measure=one.measure)
        made = _AGGREGATE[one.measure].format(engine.name(one.column))
        return f"{made}::VARCHAR" if one.measure in ("min", "max") and _base(kind) not in _EXACT else made

    def _known(self, name: str) -> str:
        if name not in self.columns:
            raise Refused("question-unknown-column", name=name, known=", ".join(self.columns))
        return name

    def _must_be_text(self, name: str) -> None:
        if _base(self.columns[self._known(name)]) != "VARCHAR":
            raise Refused("question-not-text", name=name)

    def _shown(self, name: str) -> str:
        return engine.name(name) if _base(self.columns[name]) in _EXACT else f"{engine.name(name)}::VARCHAR"

    def _value(self, name: str, value: Scalar) -> Value:
        base = _base(self.columns[name])
        try:
            return _read(base, value)
        except (ValueError, InvalidOperation):
            raise _not_comparable(base, name, str(value)) from None


def _not_comparable(base: str, name: str, value: str) -> Refused:
    if base in _NUMBERS:
        return Refused("question-number", name=name, value=value)
    if base in _DATES:
        return Refused("question-date", name=name, value=value)
    if base == "BOOLEAN":
        return Refused("question-truth", name=name, value=value)
    if base == "VARCHAR":
        return Refused("question-text", name=name, value=value)
    return Refused("question-incomparable", name=name)


def _read(base: str, value: Scalar) -> Value:
    """Return a value as a column holds it; ValueError if it could only be guessed."""
    if base == "VARCHAR" and isinstance(value, str):
        return value
    if base in _NUMBERS:
        return _number(base, value)
    if base == "BOOLEAN":
        return _truth(value)
    if base in _DATES and isinstance(value, str):
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
        if base != "DATE":
            instant = datetime.fromisoformat(value)
            if instant.tzinfo is None:
                return instant
    raise ValueError(value)


def _number(base: str, value: Scalar) -> Value:
    if isinstance(value, bool):
        raise ValueError(value)
    if base in _REAL:
        real = float(value)
        if not math.isfinite(real):
            raise ValueError(value)
        return real
    number = Decimal(str(value).strip())
    if not number.is_finite() or len(number.as_tuple().digits) > _MOST_DIGITS or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError(value)
    # A number between two whole ones is compared as it is, not rounded to the column.
    return int(number) if number == number.to_integral_value() else number


def _truth(value: Scalar) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise ValueError(value)


def _base(kind: str) -> str:
    return kind.split("(", 1)[0] if not kind.endswith("]") else kind


def _key(name: str) -> str:
    return engine.name(name) if name else "rowid"


def _joined(conditions: Any) -> str:
    return " WHERE " + " AND ".join(conditions) if conditions else ""


def _contains(column: str) -> str:
    return f"regexp_matches({column}, ?)"


def _ordered(one: Sort, is_backward: bool) -> str:
    down = one.is_descending != is_backward
    return f"{_key(one.column)} {'DESC' if down else 'ASC'} NULLS {'FIRST' if is_backward else 'LAST'}"


def _further(column: str, kind: str, text: str | None, *, goes_down: bool, is_backward: bool) -> str:
    """Say that a column's value comes after another in the order asked, where what is missing is always last."""
    if text is None:
        return f"{column} IS NOT NULL" if is_backward else ""
    condition = f"{column} {'<' if goes_down else '>'} CAST(? AS {kind})"
    return condition if is_backward or column == "rowid" else f"({condition} OR {column} IS NULL)"


def _place(name: str, names: list[str]) -> int:
    if name not in names:
        raise Refused("question-unknown-column", name=name, known=", ".join(names))
    return names.index(name) + 1
