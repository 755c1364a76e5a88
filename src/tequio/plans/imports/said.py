"""The words of a document with the place where they stand: what every draft is made of.

`Contact` is the only one that may hold a name, an address or a telephone, and is private for that reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tequio.kit.month import Precision, last_day


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Lines of the file, from 1, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the document; `raw` only where cleaning changed more than spaces."""

    text: str
    place: Place
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Contact(Said):
    """PRIVATE. A person's name, e-mail or telephone; a placeholder stands where a published copy withheld it."""

    kind: str = "name"
    is_placeholder: bool = False

    @property
    def value(self) -> str:
        """Return the words themselves."""
        return self.text


@dataclass(frozen=True, slots=True)
class Coded(Said):
    """Words that a list knows; `code` is None when it does not."""

    code: str | None = None


@dataclass(frozen=True, slots=True)
class Day(Said):
    """A date; `on` is the first day when only the month is said, and None when it is said in words."""

    on: date | None = None
    precision: Precision | None = None

    @property
    def ends_on(self) -> date | None:
        """Return the last day that the words cover."""
        if self.on is not None and self.precision == Precision.MONTH:
            return last_day(self.on.year, self.on.month)
        return self.on


@dataclass(frozen=True, slots=True)
class Number(Said):
    """A figure as text and as number."""

    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NotApplicable(Said):
    """An explicit "No Aplica": not the same as a blank."""

    field: str = ""
