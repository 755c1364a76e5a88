"""The periods in which a schedule is reviewed: pure, by whole months."""

from __future__ import annotations

from datetime import date

# A period of a month over a century is still a list; a slip of a digit is not.
MOST = 120


def between(start: date | None, end: date | None, months: int) -> list[tuple[date, date]]:
    """Cut the time from `start` to `end` into runs of whole months; the last one ends when the whole does."""
    if start is None or end is None or end < start or months < 1:
        return []
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    runs = [(n, min(n + months - 1, last)) for n in range(first, last + 1, months)][:MOST]
    return [(_first(one), _first(other)) for one, other in runs]


def _first(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
