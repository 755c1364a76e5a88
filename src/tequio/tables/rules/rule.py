"""A rule as data: what a cell, a row or a key must be. Engines compile it; nothing here knows how.

A cell without a value breaks only `Required`; one that cannot be read as its kind breaks only `Readable`. So each
defect is counted once, under its own name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tequio.tables.finding import Severity


@dataclass(frozen=True, slots=True)
class Required:
    """A cell has a value."""

    column: str


@dataclass(frozen=True, slots=True)
class Readable:
    """A cell is what its column holds: a number, a date, yes or no."""

    column: str


@dataclass(frozen=True, slots=True)
class Matches:
    """A whole cell is of a pattern: a regular expression that RE2 and Java read alike."""

    column: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Length:
    """A cell has so many letters."""

    column: str
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """A value lies between two others, both allowed; as they are written in JSON (a date as ISO 8601)."""

    column: str
    least: float | str | None = None
    most: float | str | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """A cell is one of some texts."""

    column: str
    values: tuple[str, ...]


class Sign(StrEnum):
    """How two values of a row stand to each other."""

    LESS = "<"
    AT_MOST = "<="
    SAME = "="
    OTHER = "<>"
    AT_LEAST = ">="
    MORE = ">"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two columns of a row compare as said: “asked on” <= “answered on”."""

    column: str
    sign: Sign
    other: str


@dataclass(frozen=True, slots=True)
class Sums:
    """A number is the sum of others in its row, but for a tolerance."""

    column: str
    parts: tuple[str, ...]
    tolerance: float = 0.005


@dataclass(frozen=True, slots=True)
class Implies:
    """Where a column has one of some values (any, if none is given), another has a value."""

    column: str
    values: tuple[str, ...]
    other: str


@dataclass(frozen=True, slots=True)
class Unique:
    """No two rows have the same values in these columns; rows without any of them are passed over."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The values of these columns stand in a list that was given: another table, or a catalogue such as INEGI's."""

    columns: tuple[str, ...]
    catalogue: str


@dataclass(frozen=True, slots=True)
class Drift:
    """The number of rows differs from the last version's by no more than a share of it."""

    rows: int
    share: float


RowTest = Required | Readable | Matches | Length | Range | OneOf | Compared | Sums | Implies
Test = RowTest | Unique | Listed | Drift


@dataclass(frozen=True, slots=True)
class Rule:
    """A test with its name and how grave it is to break it."""

    name: str
    test: Test
    severity: Severity = Severity.ERROR

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        match self.test:
            case Unique(columns=columns) | Listed(columns=columns):
                return columns
            case Compared(column=column, other=other) | Implies(column=column, other=other):
                return column, other
            case Sums(column=column, parts=parts):
                return column, *parts
            case Drift():
                return ()
            case one:
                return (one.column,)
