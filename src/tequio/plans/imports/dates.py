"""Dates as the documents write them: 01/2023, 2019-12-10, julio 2023, 31 de agosto de 2021."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tequio.kit.month import Precision
from tequio.paper.text import Passage
from tequio.plans.imports.draft import Day
from tequio.plans.imports.notes import Notes

_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
_MONTH = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    **{name[:3]: number for number, name in enumerate(_MONTHS, 1)},
    "setiembre": 9,
    "sept": 9,
}
_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
_DATE = re.compile(
    r"(?<![\d/.-])(?:"
    r"(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})[/.-](?P<m2>\d{1,2})[/.-](?P<y2>\d{4})"
    r"|(?P<d3>\d{1,2})(?:\.?º)?\s+de\s+(?P<n3>" + _NAME + r")\.?\s+(?:de|del)\s+(?:ano\s+)?(?P<y3>\d{4})"
    r"|(?P<m4>\d{1,2})\s?[/-]\s?(?P<y4>\d{4})"
    r"|(?P<y5>\d{4})[/-](?P<m5>\d{1,2})"
    r")(?![\d/-])"
    r"|\b(?P<n6>" + _NAME + r")\b\.?\s*(?:de\s+|del\s+|,\s*|/|-)?\s*(?P<y6>\d{4})(?!\d)"
)


def dates_in(passage: Passage, notes: Notes) -> Iterator[Day]:
    """Yield the dates that a passage says, in order."""
    for match in _DATE.finditer(passage.flat):
        parts = {name[0]: value for name, value in match.groupdict().items() if value}
        month = _MONTH[parts["n"]] if "n" in parts else int(parts["m"])
        said = notes.words(passage.cut(match.start(), match.end()))
        if said is None:
            continue
        try:
            on = date(int(parts["y"]), month, int(parts.get("d", 1)))
        except ValueError:
            continue
        yield Day(said.text, said.place, on=on, precision=Precision.DAY if "d" in parts else Precision.MONTH)


def is_date(passage: Passage) -> bool:
    """Say whether a cell is a date and nothing else."""
    return len(passage.text) <= 60 and _DATE.fullmatch(passage.flat.strip(" \n.")) is not None


def day(passage: Passage | None, notes: Notes) -> Day | None:
    """Return the first date of a cell, with all of its words; words without one are kept, and doubted."""
    said = notes.words(passage)
    if passage is None or said is None:
        return None
    for found in dates_in(passage, notes):
        return Day(said.text, said.place, said.raw, on=found.on, precision=found.precision)
    notes.doubt("date-unreadable", said.place, said=said.text)
    return Day(said.text, said.place, said.raw)


def period(passage: Passage, notes: Notes) -> tuple[Day | None, Day | None]:
    """Return the first two dates of a passage as start and end, and doubt what cannot be one."""
    found = list(dates_in(passage, notes))[:2]
    start, end = (*found, None, None)[:2]
    whole = notes.words(passage)
    if start is None or end is None:
        notes.doubt("period-unreadable", passage)
    if start and whole:
        start = replace(start, raw=whole.text)
    check_order(start, end, notes)
    return start, end


def check_order(start: Day | None, end: Day | None, notes: Notes) -> None:
    """Doubt an end before its start."""
    if start and end and start.on and end.ends_on and end.ends_on < start.on:
        notes.doubt("period-reversed", end.place, also=[start.place])
