"""Tables as an Excel workbook that people fill in: drop-downs, real dates, a header that stays, columns not to touch.

What people wrote is text to the last character: nothing that begins with "=" becomes a formula.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell as OfficeCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | Decimal | date | None
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEADER = PatternFill("solid", fgColor="E9E1D6")
_LOCKED = PatternFill("solid", fgColor="F4F1EC")
# Rows below the last one that still offer the drop-downs, for whoever adds some.
SPARE = 200
LONGEST = 32_767  # characters of a cell, by the format


@dataclass(frozen=True)
class Column:
    """A column: what its header says, which words it offers, how wide it is (in characters).

    `kind` is "text", "number" or "date". A locked column is for the machine: it says which row is which. Its sheet
    is protected without password, so that nobody changes it by accident; every other column stays free.
    """

    label: str
    kind: str = "text"
    width: int = 24
    choices: tuple[str, ...] = ()
    is_locked: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: its rows hold one value for each column."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def xlsx(sheets: Sequence[Sheet], *, title: str, notes: Sequence[str] = (), notes_name: str = "Ayuda") -> bytes:
    """Return the bytes of a workbook: its sheets, then one of notes for whoever fills it in.

    Raises ValueError for a text longer than a cell can hold: nothing is cut.
    """
    book = Workbook()
    book.properties.title = title
    book.properties.creator = "Tequio"
    first = book.active
    lists = book.create_sheet("listas")
    lists.sheet_state = "hidden"
    for number, sheet in enumerate(sheets):
        page = book.create_sheet(_name(sheet.name), number)
        _write(page, sheet)
        _offer(page, sheet, lists)
    if notes:
        page = book.create_sheet(_name(notes_name), len(sheets))
        page.column_dimensions["A"].width = 100
        for line, note in enumerate(notes, start=1):
            _put(page.cell(line, 1), note)
    assert first is not None  # noqa: S101 - a new book has a sheet
    book.remove(first)
    book.active = 0
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _name(name: str) -> str:
    """Return a name that the format takes: 31 characters, none of its own signs."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def _write(page: Worksheet, sheet: Sheet) -> None:
    page.freeze_panes = "A2"
    for at, column in enumerate(sheet.columns, start=1):
        head = page.cell(1, at)
        _put(head, column.label)
        head.font, head.fill = Font(bold=True), _HEADER
        head.alignment = Alignment(wrap_text=True, vertical="top")
        whole = page.column_dimensions[get_column_letter(at)]
        whole.width, whole.protection = column.width, Protection(locked=column.is_locked)
    for line, row in enumerate(sheet.rows, start=2):
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
            cell = page.cell(line, at)
            _put(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.protection = Protection(locked=column.is_locked)
            if column.is_locked:
                cell.fill = _LOCKED
            if column.kind == "date":
                cell.number_format = "dd/mm/yyyy"
    page.auto_filter.ref = page.dimensions
    if any(column.is_locked for column in sheet.columns):
        _protect(page)


def _protect(page: Worksheet) -> None:
    """Protect what is locked without password; whoever fills the sheet in may still filter it, widen it, colour it."""
    kept = page.protection
    kept.sheet = True
    # The format says what is forbidden: False allows.
    kept.autoFilter = kept.sort = kept.formatCells = kept.formatColumns = kept.formatRows = False


def _put(cell: OfficeCell, value: Value) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise ValueError(f"{cell.coordinate}: {len(value)} characters; a cell holds {LONGEST}")
        cell.value = _UNWRITABLE.sub(" ", value)
        cell.data_type = "s"  # what begins with "=" is what somebody wrote, not a formula
        cell.number_format = "@"
    elif isinstance(value, date | datetime | int | Decimal):
        cell.value = value


def _offer(page: Worksheet, sheet: Sheet, lists: Worksheet) -> None:
    """Offer the words of each column that has some; they stand on a hidden sheet, for a list in place is cut at 255."""
    for at, column in enumerate(sheet.columns, start=1):
        if not column.choices:
            continue
        kept = 1 if lists.max_column == 1 and lists.cell(1, 1).value is None else lists.max_column + 1
        for line, choice in enumerate(column.choices, start=1):
            _put(lists.cell(line, kept), choice)
        letter = get_column_letter(kept)
        offered = DataValidation(
            type="list", formula1=f"listas!${letter}$1:${letter}${len(column.choices)}", allow_blank=True
        )
        offered.errorStyle, offered.showErrorMessage = "warning", True
        here = get_column_letter(at)
        offered.add(f"{here}2:{here}{len(sheet.rows) + 1 + SPARE}")
        page.add_data_validation(offered)
