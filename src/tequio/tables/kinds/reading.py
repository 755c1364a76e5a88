"""How a column is read: the kind of its values, and how they are written in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the values of a column are; the names are those of Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"


class Order(StrEnum):
    """Which of the two first numbers of 3/4/2024 is the day."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


MOST_DIGITS = 38  # of a decimal that is kept to the last of them


@dataclass(frozen=True, slots=True)
class Reading:
    """How the text of a column becomes values.

    `decimal` and `group` are the separators of numbers, `scale` the digits after the decimal one (at most). `order` is
    that of dates written in numbers; `short_years` tells that years of two digits occur. `yes`, `no` and `missing` are
    the words that occur, as they are written; an empty cell is always missing.
    """

    kind: Kind = Kind.STRING
    decimal: str = "."
    group: str = ""
    scale: int = 0
    has_signs: bool = False  # currency, percent, brackets around what is negative
    order: Order = Order.DAY_FIRST
    has_months: bool = False  # written in words
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


TEXT = Reading()
