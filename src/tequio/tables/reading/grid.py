"""What the readers of workbooks share: a sheet's tab, its rows of cells by column, and what was seen on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tequio.kit.tongue import ngettext
from tequio.tables.finding import Severity
from tequio.tables.reading.layout import Span
from tequio.tables.reading.seen import Seen, Words

Grid = Iterator[tuple[int, dict[int, str]]]
"""The rows that hold something: their number, from 1, and the text of each filled cell by its column, from 0."""


@dataclass(frozen=True)
class Tab:
    """A sheet of a workbook: its place among all, from 1, and what a program calls it."""

    number: int
    name: str
    is_hidden: bool = False
    part: str = ""


_SEEN: Words = {
    "formula-error": (
        Severity.ERROR,
        ngettext(
            "Column “%(place)s”: 1 cell shows an error of a formula. It was left empty.",
            "Column “%(place)s”: %(n)s cells show errors of formulas. They were left empty.",
        ),
    ),
    "formula-without-value": (
        Severity.WARNING,
        ngettext(
            "Column “%(place)s”: 1 formula was never calculated. Save the file in a spreadsheet first.",
            "Column “%(place)s”: %(n)s formulas were never calculated. Save the file in a spreadsheet first.",
        ),
    ),
    "formulas": (
        Severity.NOTE,
        ngettext(
            "1 cell is a formula. The last value that was calculated is read.",
            "%(n)s cells are formulas. The last values that were calculated are read.",
        ),
    ),
    "long-number": (
        Severity.WARNING,
        ngettext(
            "Column “%(place)s”: 1 number has more than 15 digits. Spreadsheets lose the rest; use text.",
            "Column “%(place)s”: %(n)s numbers have more than 15 digits. Spreadsheets lose the rest; use text.",
        ),
    ),
    "date-out-of-range": (
        Severity.WARNING,
        ngettext(
            "Column “%(place)s”: 1 cell should be a date and cannot be one. Its number is kept.",
            "Column “%(place)s”: %(n)s cells should be dates and cannot be. Their numbers are kept.",
        ),
    ),
    "cell-twice": (
        Severity.ERROR,
        ngettext(
            "Column “%(place)s”: 1 cell stands twice in the file. The first one was read.",
            "Column “%(place)s”: %(n)s cells stand twice in the file. The first ones were read.",
        ),
    ),
    "broken-cell": (
        Severity.ERROR,
        ngettext(
            "Column “%(place)s”: 1 cell points to a text that is not in the file. It was left empty.",
            "Column “%(place)s”: %(n)s cells point to texts that are not in the file. They were left empty.",
        ),
    ),
    "cells-outside": (
        Severity.WARNING,
        ngettext(
            "1 cell beside the table was left out.",
            "%(n)s cells beside the table were left out.",
        ),
    ),
    "merged-cells": (
        Severity.NOTE,
        ngettext(
            "1 cell was filled because it is merged with another.",
            "%(n)s cells were filled because they are merged with others.",
        ),
    ),
    "section-row": (
        Severity.WARNING,
        ngettext(
            "1 row is merged over the whole table, like a heading inside it. It is kept as a row of one cell.",
            "%(n)s rows are merged over the whole table, like headings inside it. They are kept as rows of one cell.",
        ),
    ),
    "hidden-rows": (
        Severity.NOTE,
        ngettext("1 row is hidden. It is read too.", "%(n)s rows are hidden. They are read too."),
    ),
    "blank-rows-skipped": (
        Severity.NOTE,
        ngettext("1 long run of blank rows was skipped.", "%(n)s long runs of blank rows were skipped."),
    ),
}


@dataclass
class GridSeen(Seen):
    """What was seen in a sheet; also its merged cells, by their first row."""

    words: Words = field(default_factory=lambda: _SEEN)
    spans: dict[int, list[Span]] = field(default_factory=dict)

    def place_of(self, column: int | str) -> str:
        """Return what a spreadsheet calls a column, A for the first."""
        return letters_of(column) if isinstance(column, int) else column


def letters_of(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0."""
    letters = ""
    place = column + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
