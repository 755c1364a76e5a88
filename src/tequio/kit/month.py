"""Dates that are sometimes only a month."""

from __future__ import annotations

import calendar
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exact a date was when somebody wrote it."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def last_day(year: int, month: int) -> date:
    """Return the last day of a month: a month deadline runs to it."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months_between(start: date, end: date) -> int:
    """Count the calendar months touched from start to end, both included."""
    return (end.year - start.year) * 12 + end.month - start.month + 1
