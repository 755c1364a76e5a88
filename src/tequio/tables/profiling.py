"""What each column holds: how much of it is filled, how many different values, the least and the most, the commonest.

Counts of different values are estimated where they are many (HyperLogLog, within a few per cent), and say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tequio.tables.kinds.reading import TEXT, Kind, Reading
from tequio.tables.kinds.words import plain
from tequio.tables.rules.engine import Engine
from tequio.tables.rules.language import Language

MOST_CATEGORIES = 500  # different values up to which all of them are counted
MOST_COMMON = 10
_NUMERIC = (Kind.INTEGER, Kind.NUMBER)
_BROKEN = ("Ã", "â€", "\ufffd")  # UTF-8 that was read as something else, and letters that were lost


@dataclass(frozen=True)
class Column:
    """The profile of a column. `common` is exact; `distinct` is too, unless `is_estimated`.

    `least` and `most` are in the order of its kind, as text; `mean` of numbers only. `spaced` counts cells with spaces
    at an end, `mangled` those with letters that some program broke.
    """

    name: str
    reading: Reading
    rows: int
    filled: int
    distinct: int
    is_estimated: bool
    shortest: int
    longest: int
    least: str | None
    most: str | None
    mean: float | None
    spaced: int
    mangled: int
    common: tuple[tuple[str, int], ...] = ()
    spellings: tuple[tuple[str, ...], ...] = ()  # groups of categories that differ in capitals, accents or spaces
    quartiles: tuple[float, float] | None = None

    @property
    def share(self) -> float:
        """How much of the column is filled, from 0 to 1."""
        return self.filled / self.rows if self.rows else 0.0


@dataclass
class Profile:
    """Asks the pass that checks the rules for what it needs, and makes the profile of it."""

    columns: Sequence[str]
    readings: Mapping[str, Reading]
    _names: dict[str, str] = field(default_factory=dict)

    def measures(self, language: Language) -> Mapping[str, str]:
        """Return the aggregates of the columns, by name."""
        return {
            f"{place} {name}": sql
            for place, column in enumerate(self.columns)
            for name, sql in self._of_column(language, column)
        }

    def _of_column(self, language: Language, column: str) -> list[tuple[str, str]]:
        cell, kind = language.name(column), self.readings.get(column, TEXT).kind
        missing = language.is_missing(column)
        found = [
            ("filled", f"count(CASE WHEN NOT {missing} THEN 1 END)"),
            ("distinct", f"approx_count_distinct({cell})"),
            ("shortest", f"min(length({cell}))"),
            ("longest", f"max(length({cell}))"),
            ("spaced", f"count(CASE WHEN {cell} < '!' OR suffix({cell}, ' ') THEN 1 END)"),
        ]
        if kind is Kind.STRING:
            mangled = " OR ".join(f"contains({cell}, {language.literal(one)})" for one in _BROKEN)
            return [
                *found,
                ("least", f"min({cell})"),
                ("most", f"max({cell})"),
                ("mangled", f"count(CASE WHEN {mangled} THEN 1 END)"),
            ]
        value = language.value(column)
        found += [("least", f"min({value})"), ("most", f"max({value})")]
        if kind in _NUMERIC:
            found += [("mean", f"avg({value})"), ("quartiles", f"approx_quantile({value}, [0.25, 0.75])")]
        return found

    def made(self, on: Engine, rows: int, measured: Mapping[str, Any]) -> list[Column]:
        """Return the profile of each column."""
        return [self._made(on, place, rows, measured) for place in range(len(self.columns))]

    def _made(self, on: Engine, place: int, rows: int, measured: Mapping[str, Any]) -> Column:
        name = self.columns[place]
        told = {key: measured.get(f"{place} {key}") for key in ("filled", "distinct", "shortest", "longest", "least")}
        told |= {key: measured.get(f"{place} {key}") for key in ("most", "mean", "spaced", "mangled", "quartiles")}
        counted = _counted(on, name) if (told["distinct"] or 0) <= MOST_CATEGORIES else None
        quartiles = told["quartiles"]
        return Column(
            name=name,
            reading=self.readings.get(name, TEXT),
            rows=rows,
            filled=told["filled"] or 0,
            distinct=len(counted) if counted is not None else int(told["distinct"] or 0),
            is_estimated=counted is None,
            shortest=told["shortest"] or 0,
            longest=told["longest"] or 0,
            least=_said(told["least"]),
            most=_said(told["most"]),
            mean=told["mean"],
            spaced=told["spaced"] or 0,
            mangled=told["mangled"] or 0,
            common=tuple((counted or [])[:MOST_COMMON]),
            spellings=_spellings(counted or []),
            quartiles=(quartiles[0], quartiles[1]) if quartiles and None not in quartiles else None,
        )


def _counted(on: Engine, column: str) -> list[tuple[str, int]]:
    cell = on.language({}).name(column)
    rows = on.rows(f"SELECT {cell}, count(*) FROM {on.table} WHERE {cell} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1")
    return [(str(text), int(count)) for text, count in rows]


def _spellings(counted: Sequence[tuple[str, int]]) -> tuple[tuple[str, ...], ...]:
    """Group categories that a person would read as the same word, the commonest first."""
    groups: dict[str, list[str]] = {}
    for text, _count in counted:
        groups.setdefault(" ".join(plain(text).split()), []).append(text)
    return tuple(tuple(group) for key, group in groups.items() if len(group) > 1 and not key.isdecimal())


def _said(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)[:200]
