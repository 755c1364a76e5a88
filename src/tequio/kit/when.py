"""A date as exactly as somebody said it: a day, a month or a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tequio.kit.month import Precision, last_day

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"\d{4}")
# No commitment lies outside of these years; a slip of a digit would draw a calendar of centuries.
EARLIEST, LATEST = 1900, 2199


@dataclass(frozen=True)
class When:
    """The first day of what was said (the last one of a year that ends something), and how exact it was."""

    on: date
    precision: str

    def __str__(self) -> str:
        formats = {Precision.MONTH: "%m/%Y", Precision.YEAR: "%Y"}
        return self.on.strftime(formats.get(Precision(self.precision), "%d/%m/%Y"))

    @property
    def last(self) -> date:
        """The last day of the month, where only the month was said."""
        return last_day(self.on.year, self.on.month) if self.precision == Precision.MONTH else self.on


def when(on: date | None, precision: str) -> When | None:
    """Return a date and its exactness as one; None for none."""
    return When(on, precision) if on else None


def read(text: str, *, is_end: bool = False) -> When:
    """Read 31/12/2024, 12/2024, 2024, or the same in ISO; `is_end`: a year alone means its last day.

    Raises ValueError for anything else.
    """
    said = _read(text, is_end)
    if not EARLIEST <= said.on.year <= LATEST:
        raise ValueError(text)
    return said


def _read(text: str, is_end: bool) -> When:
    if match := _DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
        return When(date(year, month, day), Precision.DAY)
    if match := _ISO_DAY.fullmatch(text):
        return When(date(*map(int, match.groups())), Precision.DAY)
    if match := _MONTH.fullmatch(text):
        month, year = map(int, match.groups())
        return When(date(year, month, 1), Precision.MONTH)
    if match := _ISO_MONTH.fullmatch(text):
        year, month = map(int, match.groups())
        return When(date(year, month, 1), Precision.MONTH)
    if _YEAR.fullmatch(text):
        year = int(text)
        return When(date(year, 12, 31) if is_end else date(year, 1, 1), Precision.YEAR)
    raise ValueError(text)
