"""What each column holds: how much of it is filled, how many different values, the least and the most, the commonest.

Counts of different values are estimated where they are many (HyperLogLog, within a few per cent), and say so.
What is far away is judged by the middle half of an even sample of the rows (Tukey's outer fence).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tequio.tables.kinds.reading import TEXT, Kind, Reading
from tequio.tables.kinds.words import plain
from tequio.tables.rules.checking import Checked
from tequio.tables.rules.engine import Engine
from tequio.tables.rules.language import Language
from tequio.tables.rules.local import Local
from tequio.tables.rules.scan import Scan

MOST_CATEGORIES = 500  # different values up to which all of them are counted
MOST_COMMON = 10
_SLIPS = 0.01  # of the values: fewer, written in another way, are no format
_FAR = 3.0  # times the middle half beyond which a number is far away
_NUMERIC = (Kind.INTEGER, Kind.NUMBER)
_BROKEN = ("Ã", "â€", "\ufffd")  # UTF-8 that was read as something else, and letters that were lost


@dataclass(frozen=True)
class Column:
    """The profile of a column. `common` is exact; `distinct` is too, unless `is_estimated`.

    `least` and `most` are in the order of its kind, as text; `mean` of numbers only. `spaced` counts cells with spaces
    at an end, `mangled` those with letters that some program broke, `far` the numbers far outside the middle half.
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
    far: int = 0
    common: tuple[tuple[str, int], ...] = ()
    spellings: tuple[tuple[str, ...], ...] = ()  # groups of categories that differ in capitals, accents or spaces
    ways: tuple[str, ...] = ()  # of writing its values, with 9 for every digit

    @property
    def share(self) -> float:
        """How much of the column is filled, from 0 to 1."""
        return self.filled / self.rows if self.rows else 0.0


@dataclass
class Profile:
    """Asks the passes that check the rules for what it needs, and makes the profile of it.

    `middle` is the middle half of each column of numbers, `ways` how each column writes its values; a sample shows it.
    """

    columns: Sequence[str]
    readings: Mapping[str, Reading]
    middle: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    ways: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, column: str, scan: Scan, language: Language) -> Mapping[str, str]:
        """Return the aggregates of a column, by name."""
        cell, kind = language.name(column), self.readings.get(column, TEXT).kind
        found = {
            "filled": scan.count(f"NOT {language.is_missing(column)}"),
            "distinct": scan.distinct(cell),
            "shortest": f"min(length({cell}))",
            "longest": f"max(length({cell}))",
            "spaced": scan.count(f"{cell} < '!' OR suffix({cell}, ' ')"),
        }
        if kind is Kind.STRING:
            mangled = " OR ".join(f"contains({cell}, {language.literal(one)})" for one in _BROKEN)
            return found | {"least": f"min({cell})", "most": f"max({cell})", "mangled": scan.count(mangled)}
        value = language.value(column)
        found |= {"least": f"min({value})", "most": f"max({value})"}
        if kind in _NUMERIC:
            found |= {"mean": scan.mean(value)}
        if fence := self._fence(column):
            found |= {"far": scan.count(f"{value} < {fence[0]!r} OR {value} > {fence[1]!r}")}
        return found

    def _fence(self, column: str) -> tuple[float, float] | None:
        """Return between which numbers nothing is far away; None where the middle half is one number."""
        low, high = self.middle.get(column, (0.0, 0.0))
        return (low - _FAR * (high - low), high + _FAR * (high - low)) if high > low else None

    def made(self, on: Engine, checked: Checked) -> list[Column]:
        """Return the profile of each column."""
        return [self._made(on, checked, column) for column in self.columns]

    def _made(self, on: Engine, checked: Checked, name: str) -> Column:
        told, few = checked.measured[name], checked.few.get(name)
        counted = _counted(on, name, few) if few and told["distinct"] <= MOST_CATEGORIES else []
        return Column(
            name=name,
            reading=self.readings.get(name, TEXT),
            rows=checked.rows,
            filled=int(told["filled"]),
            distinct=int(told["distinct"] or 0),
            is_estimated=few is None,
            shortest=told["shortest"] or 0,
            longest=told["longest"] or 0,
            least=_said(told["least"]),
            most=_said(told["most"]),
            mean=told.get("mean"),
            spaced=int(told["spaced"]),
            mangled=int(told.get("mangled", 0)),
            far=int(told.get("far", 0)),
            common=tuple(counted[:MOST_COMMON]),
            spellings=_spellings(counted),
            ways=self.ways.get(name, ()),
        )


def sampled(
    on: Local, readings: Mapping[str, Reading], columns: Sequence[str]
) -> tuple[dict[str, tuple[float, float]], dict[str, tuple[str, ...]]]:
    """Return what an even sample of the rows shows: where the middle half of numbers lies, and how values are written.

    The ways of writing have 9 for every digit.
    """
    language = on.language(readings)
    numbers = [one for one in columns if readings.get(one, TEXT).kind in _NUMERIC]
    middle = {}
    if numbers:
        asked = ", ".join(f"quantile_disc({language.value(one)}, [0.25, 0.75])" for one in numbers)
        (found,) = on.rows(f"SELECT {asked} FROM {on.sample}")
        middle = {one: (half[0], half[1]) for one, half in zip(numbers, found, strict=True) if half}
    written = [one for one in columns if readings.get(one, TEXT).kind in (*_NUMERIC, Kind.DATE, Kind.DATETIME)]
    return middle, {one: _ways(on, language, one) for one in written}


def _ways(on: Local, language: Language, column: str) -> tuple[str, ...]:
    """Return the ways in which a column writes its values, the commonest first; the few of a handful are slips."""
    cell, value = language.name(column), language.value(column)
    is_number = language.readings[column].kind in _NUMERIC
    # Numbers differ by their signs; days by what parts them, and by whether the year comes first.
    alike = "'[0-9][0-9., ]*', '9'" if is_number else "'[0-9]{1,2}', '9'"
    shape = f"regexp_replace({cell if is_number else _years(cell)}, {alike}, 'g')"
    words = f"regexp_replace({shape}, '\\pL+', 'a', 'g')"
    rows = on.rows(
        f"SELECT count(*), min(regexp_replace({cell}, '[0-9]', '9', 'g')) FROM "
        f"(SELECT {cell}, {words} AS way FROM {on.sample} WHERE {value} IS NOT NULL) AS written "
        "GROUP BY way ORDER BY 1 DESC, 2"
    )
    all_ = sum(count for count, _way in rows)
    return tuple(way for count, way in rows if count >= _SLIPS * all_)


def _years(cell: str) -> str:
    """Return a cell with Y for its year of four digits."""
    return f"regexp_replace({cell}, '[0-9]{{4}}', 'Y')"


def _counted(on: Engine, column: str, few: Scan) -> list[tuple[str, int]]:
    cell = on.language({}).name(column)
    rows = on.rows(f"SELECT {cell}, {few.times} FROM {few.source} WHERE {cell} IS NOT NULL ORDER BY 2 DESC, 1")
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
