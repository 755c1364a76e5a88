"""Spreadsheets (.xlsx) as typed values with their coordinates. Formulas are never run: their last value is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property

from lxml import etree
from lxml.etree import _Element as Element
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from tequio.paper.package import Package, Unreadable, attribute, local, main_part, number, parse, relations

MOST_SHEETS = 100
MOST_CELLS = 300_000  # with a value, in the whole file
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

Value = str | Decimal | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something. `value` is str, Decimal, bool, date, datetime or time.

    A date with no hour is a `date`. `formula` is its text, never executed; `error` the sign shown (#REF!…),
    and the value is then None. Written text keeps its breaks as "\\n".
    """

    row: int
    column: int
    value: Value
    formula: str = ""
    error: str = ""

    @property
    def place(self) -> str:
        """Return the coordinate, as B7."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """Return the value as words: a date as ISO, a whole number without decimals, a blank as nothing."""
        value = self.value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Decimal):
            return format(value.normalize() if value % 1 else value.quantize(Decimal(1)), "f")
        if isinstance(value, datetime):
            return value.isoformat(" ", "minutes")
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something; `number` is the sheet's own, from 1."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int | str) -> Cell | None:
        """Return the cell of a column, by its number from 1 or its letters; None where it is blank."""
        wanted = column if isinstance(column, int) else _column(column)
        return next((cell for cell in self.cells if cell.column == wanted), None)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows with something in them; merged areas as (first row, first column, last row, last column)."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    is_hidden: bool = False

    @cached_property
    def _by_number(self) -> Mapping[int, Row]:
        return {row.number: row for row in self.rows}

    def row(self, number: int) -> Row | None:
        """Return a row by its number; None where it is blank."""
        return self._by_number.get(number)


@dataclass(frozen=True)
class Workbook:
    """All sheets, in order, and the names that the file defines (name → reference, as written)."""

    sheets: tuple[Sheet, ...]
    names: Mapping[str, str]
    has_macros: bool = False

    def sheet(self, name: str) -> Sheet | None:
        """Return a sheet by its name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def read(data: bytes) -> Workbook:
    """Read a spreadsheet. Raises Unreadable, and nothing else."""
    if not data.startswith(b"PK"):
        raise Unreadable("encrypted" if data.startswith(b"\xd0\xcf\x11\xe0") else "unknown")
    return of_package(Package(data))


def of_package(package: Package) -> Workbook:
    """Read the spreadsheet of an opened package."""
    try:
        return _Reader(package).read()
    except (etree.XMLSyntaxError, InvalidOperation, ArithmeticError, RecursionError) as error:
        raise Unreadable("broken") from error


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = main_part(package, "xl/workbook.xml")
        self.relations = relations(package, self.main)
        self.root = package.xml(self.main)
        if local(self.root) != "workbook":
            raise Unreadable("unknown")
        self.strings = self._strings()
        self.dated = self._dated()
        self.epoch = CALENDAR_WINDOWS_1900
        self.left = MOST_CELLS

    def read(self) -> Workbook:
        sheets: list[Sheet] = []
        names: dict[str, str] = {}
        for part in self.root:
            if local(part) == "workbookPr" and attribute(part, "date1904") in ("1", "true"):
                self.epoch = CALENDAR_MAC_1904
            elif local(part) == "definedNames":
                names = {attribute(each, "name") or "": _words(each) for each in part}
            elif local(part) == "sheets":
                sheets = [sheet for each in part if (sheet := self._sheet(each))]
                if len(part) > MOST_SHEETS:
                    raise Unreadable("too-many")
        return Workbook(tuple(sheets), names, any(name.endswith("vbaProject.bin") for name in self.package.names))

    def _part(self, kind: str) -> Element | None:
        for found, target, is_outside in self.relations.values():
            if found == kind and not is_outside and self.package.has(target):
                return self.package.xml(target)
        return None

    def _strings(self) -> Sequence[str]:
        root = self._part("sharedStrings")
        return [] if root is None else [_rich(each) for each in root if local(each) == "si"]

    def _dated(self) -> Sequence[bool]:
        """Say of each style whether it shows its number as a date."""
        root = self._part("styles")
        formats = dict(BUILTIN_FORMATS)
        dated: list[bool] = []
        for part in root if root is not None else ():
            if local(part) == "numFmts":
                formats |= {number(attribute(each, "numFmtId"), -1): attribute(each, "formatCode") for each in part}
            elif local(part) == "cellXfs":
                dated = [_is_date(formats.get(number(attribute(each, "numFmtId")), "")) for each in part]
        return dated

    def _sheet(self, listed: Element) -> Sheet | None:
        kind, target, is_outside = self.relations.get(attribute(listed, "id") or "", ("", "", True))
        if kind != "worksheet" or is_outside or not self.package.has(target):
            return None
        root = parse(self.package.read(target))
        rows: list[Row] = []
        merged: list[tuple[int, int, int, int]] = []
        for part in root:
            if local(part) == "sheetData":
                rows = list(self._rows(part))
            elif local(part) == "mergeCells":
                merged = [area for each in part if (area := _area(attribute(each, "ref") or ""))]
        state = attribute(listed, "state") or "visible"
        return Sheet(attribute(listed, "name") or "", tuple(rows), tuple(merged), state != "visible")

    def _rows(self, data: Element) -> Iterator[Row]:
        last = 0
        found: dict[int, list[Cell]] = {}
        for each in data:
            if local(each) != "row":
                continue
            last = min(max(number(attribute(each, "r"), last + 1), 1), LAST_ROW)
            cells = [cell for cell in self._cells(each, last) if cell.value is not None or cell.formula or cell.error]
            self.left -= len(cells)
            if self.left < 0:
                raise Unreadable("too-many")
            if cells:
                found.setdefault(last, []).extend(cells)
        for row in sorted(found):
            yield Row(row, tuple(sorted(found[row], key=lambda cell: cell.column)))

    def _cells(self, row: Element, at: int) -> Iterator[Cell]:
        column = 0
        for each in row:
            if local(each) != "c":
                continue
            match = _PLACE.fullmatch(attribute(each, "r") or "")
            column = min(_column(match[1]) if match else column + 1, LAST_COLUMN)
            yield self._cell(each, at, column)

    def _cell(self, cell: Element, row: int, column: int) -> Cell:
        kind = attribute(cell, "t") or "n"
        written = formula = ""
        inline = None
        for part in cell:
            name = local(part)
            if name == "v":
                written = part.text or ""
            elif name == "f":
                formula = "=" + (part.text or "")
            elif name == "is":
                inline = _rich(part)
        if kind == "e":
            return Cell(row, column, None, formula, written.strip() or "#?")
        return Cell(row, column, self._value(kind, written, inline, number(attribute(cell, "s"), -1)), formula)

    def _value(self, kind: str, written: str, inline: str | None, style: int) -> Value:
        if kind == "s":
            at = number(written, -1)
            return self.strings[at] or None if 0 <= at < len(self.strings) else None
        if kind in ("inlineStr", "str"):
            return (inline if inline is not None else _unescaped(written)) or None
        if kind == "b":
            return written.strip() in ("1", "true")
        if kind == "d":
            return _iso(written.strip())
        return self._number(written.strip(), style)

    def _number(self, written: str, style: int) -> Value:
        if not written:
            return None
        try:
            value = Decimal(written)
        except InvalidOperation:
            return written
        if not value.is_finite() or abs(value.adjusted()) > 320:
            return written
        if 0 <= style < len(self.dated) and self.dated[style]:
            return _date(value, self.epoch)
        return value


def _date(value: Decimal, epoch: datetime) -> Value:
    """Turn a serial number into what it shows; one that no calendar has stays a number."""
    try:
        found = from_excel(float(value), epoch)
    except (ValueError, OverflowError, TypeError, ArithmeticError):
        return value
    if isinstance(found, timedelta):
        return value
    if isinstance(found, datetime):
        found = found.replace(microsecond=0)
        return found.date() if found.time() == time() else found
    return found if isinstance(found, date | time) else value


def _iso(written: str) -> Value:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return written or None
    return found.date() if found.time() == time() and "T" not in written else found


def _is_date(code: str | None) -> bool:
    """Say whether a format shows a date. A code as long as no one writes would only make the check slow."""
    return bool(code) and len(code or "") <= 255 and bool(is_date_format(code))


def _rich(element: Element) -> str:
    """Return the text of a string with formats, without its phonetic guide."""
    pieces = []
    for part in element:
        if local(part) == "t":
            pieces.append(part.text or "")
        elif local(part) == "r":
            pieces += [each.text or "" for each in part if local(each) == "t"]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """Undo the escapes of control characters, and write every break as one."""
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", _character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _words(element: Element) -> str:
    return str(element.text or "").strip()


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def _area(reference: str) -> tuple[int, int, int, int] | None:
    places = [_PLACE.fullmatch(piece) for piece in reference.split(":")]
    first, last = places if len(places) == 2 else (None, None)
    if first is None or last is None:
        return None
    return int(first[2]), _column(first[1]), int(last[2]), _column(last[1])
