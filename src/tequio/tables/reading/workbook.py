"""Reads the sheets of a workbook, XLSX or ODS, as tables.

A sheet is not a table: titles, headings in groups, merged cells, totals, sources and signatures stand in the same grid.
What belongs to the table is decided by layout.py; what does not is listed, never dropped in silence.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tables.finding import Finding, note
from tequio.tables.limits import DEFAULT, Limits, Unreadable
from tequio.tables.reading import layout
from tequio.tables.reading.cells import where_filled
from tequio.tables.reading.grid import Grid, GridSeen, Tab, letters_of
from tequio.tables.reading.layout import Span
from tequio.tables.reading.ods import Ods
from tequio.tables.reading.package import Package, too_wide
from tequio.tables.reading.sheet import Row, Sheet
from tequio.tables.reading.xlsx import Xlsx

_LONGEST_GAP = 1_000  # blank rows that are given one by one


def tabs(path: Path, *, limits: Limits = DEFAULT) -> list[Tab]:
    """List the sheets of a workbook in their order, hidden ones too."""
    with Package(path, limits) as package:
        return _book(package).tabs


def read(path: Path, *, sheet: str | int | None = None, limits: Limits = DEFAULT) -> Sheet:
    """Read a sheet by its name or number (from 1); without one, the first that is visible and not empty."""
    package = Package(path, limits)
    try:
        book = _book(package)
        if not book.tabs:
            raise Unreadable("empty", _("The workbook has no sheets."))
        wanted = [tab for tab in book.tabs if not tab.is_hidden] or book.tabs
        for tab in wanted if sheet is None else [_chosen(book.tabs, sheet)]:
            found = _begin(package, book, tab)
            if found is not None:
                return found
        raise Unreadable(
            "empty", _("The sheet “%(name)s” is empty."), name=(wanted[0].name if sheet is None else str(sheet))
        )
    except BaseException:
        package.close()
        raise


def read_all(path: Path, *, limits: Limits = DEFAULT) -> Iterator[Sheet]:
    """Read every sheet that is not empty, hidden ones too, one after the other."""
    for tab in tabs(path, limits=limits):
        package = Package(path, limits)
        try:
            found = _begin(package, _book(package), tab)
        except BaseException:
            package.close()
            raise
        if found is None:
            package.close()
        else:
            yield found


def _book(package: Package) -> Xlsx | Ods:
    return Ods(package) if package.has("content.xml") else Xlsx(package)


def _chosen(tabs_: Sequence[Tab], sheet: str | int) -> Tab:
    for tab in tabs_:
        if sheet in (tab.name, tab.number):
            return tab
    names = ", ".join(tab.name for tab in tabs_)
    says = _("The workbook has no sheet “%(sheet)s”. It has: %(names)s.")
    raise Unreadable("no-such-sheet", says, sheet=str(sheet), names=names)


def _begin(package: Package, book: Xlsx | Ods, tab: Tab) -> Sheet | None:
    """Read the top of a sheet, None if it is empty; the package stays open until its rows have been read."""
    seen = GridSeen()
    reading = _Reading(book.rows(tab, seen), seen, package.limits)
    if not reading.begin():
        return None
    findings = [*_of_tabs(tab, book.tabs), *reading.findings]
    return Sheet(tab.name, reading.header, _closing(reading.rows(findings), package), findings)


def _closing(rows: Iterator[Row], package: Package) -> Iterator[Row]:
    with package:
        yield from rows


def _of_tabs(tab: Tab, all_: Sequence[Tab]) -> list[Finding]:
    others = [one for one in all_ if one != tab and not one.is_hidden]
    hidden = [one for one in all_ if one.is_hidden]
    found = []
    if others:
        says = ngettext(
            "The sheet “%(sheet)s” is read. The file has another: %(names)s.",
            "The sheet “%(sheet)s” is read. The file has %(n)s others: %(names)s.",
        )
        found.append(note("other-sheets", says, count=len(others), sheet=tab.name, names=_named(others)))
    if hidden:
        says = ngettext("1 sheet is hidden: %(names)s.", "%(n)s sheets are hidden: %(names)s.")
        found.append(note("hidden-sheets", says, count=len(hidden), names=_named(hidden)))
    return found


def _named(some: Sequence[Tab]) -> str:
    return ", ".join(tab.name for tab in some[:20]) + (", …" if len(some) > 20 else "")


@dataclass
class _Reading:
    """The table in a grid: where it stands, and its rows."""

    grid: Grid
    seen: GridSeen
    limits: Limits
    header: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left: int = 0
    first: int = 1  # the first row of data
    top: list[tuple[int, dict[int, str]]] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.header)

    def begin(self) -> bool:
        """Read the first rows and find the header among them; say whether there are any."""
        self.top = list(itertools.islice(self.grid, layout.SAMPLE))
        if not self.top:
            return False
        numbers, rows = _squared(self.top)
        place = {number: index for index, number in enumerate(numbers)}
        spans = [
            replace(span, top=place[span.top], bottom=place.get(span.bottom, len(rows) - 1))
            for row, some in self.seen.spans.items()
            if row in place
            for span in some
        ]
        found = layout.find_header(rows, spans)
        names = layout.names(rows, found, spans)
        self.first = numbers[found.header_rows[-1]] + 1 if found.header_rows else numbers[found.first_data]
        edges = [rows[index] for index in found.header_rows] or rows[found.first_data : found.first_data + 1]
        self.left, right = _edges(edges, rows[found.first_data :])
        if right - self.left > self.limits.most_columns:
            raise too_wide(self.limits.most_columns)
        names += [""] * (right - len(names))
        self.header = names[self.left : right]
        self.findings = layout.header_findings(rows, found, numbers)
        return True

    def rows(self, findings: list[Finding]) -> Iterator[Row]:
        """Yield the rows of the table; what was seen is added to the findings at the end."""
        below = (row for row in itertools.chain(self.top, self.grid) if row[0] >= self.first)
        kept = layout.without_tail(self._cut(below), self.width, findings)
        yield from self._filled(kept)
        findings += self.seen.findings({self.left + place: name for place, name in enumerate(self.header)})

    def _cut(self, grid: Grid) -> Iterator[Row]:
        """Yield rows as wide as the table, with the blank ones between them."""
        before, columns = self.first - 1, range(self.left, self.left + self.width)
        for number, cells in grid:
            gap = number - before - 1
            if gap > _LONGEST_GAP:
                self.seen.add("blank-rows-skipped", before + 2, text=f"{before + 2}–{number - 1}")
                gap = 1
            for blank in range(before + 1, before + 1 + gap):
                yield blank, [None] * self.width
            before = number
            row = [cells.pop(column, None) for column in columns]
            for column in cells:
                self.seen.add("cells-outside", number, text=f"{letters_of(column)}{number}")
            yield number, row

    def _filled(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Give each merged cell's value to the cells that it covers and that are empty."""
        under: dict[int, tuple[int, str]] = {}  # column: until which row, what
        for number, row in rows:
            for span in self._starting(number):
                value = row[span.left - self.left] if span.left >= self.left else None
                if value and span.left <= self.left and span.right - self.left >= self.width - 1 and self.width > 1:
                    self.seen.add("section-row", number)
                elif value:
                    for column in range(span.left, min(span.right + 1, self.left + self.width)):
                        under[column - self.left] = (span.bottom, value)
            for column, (until, value) in list(under.items()):
                if until < number:
                    del under[column]
                elif row[column] is None and where_filled(row):
                    row[column] = value
                    self.seen.add("merged-cells", number, text=f"{letters_of(column + self.left)}{number}")
            yield number, row

    def _starting(self, number: int) -> Iterator[Span]:
        """Yield the merged cells that begin in a row, from left to right; those that overlap in it are left out."""
        last = -1
        for span in sorted(self.seen.spans.pop(number, ()), key=lambda one: one.left):
            if span.left > last and span.left < self.left + self.width:
                last = span.right
                yield span


def _squared(top: Sequence[tuple[int, dict[int, str]]]) -> tuple[list[int], list[list[str | None]]]:
    """Return the first rows with the blank ones between them, all of one width, and their numbers."""
    width = 1 + max((column for _number, cells in top for column in cells), default=-1)
    numbers: list[int] = []
    rows: list[list[str | None]] = []
    for number, cells in top:
        if numbers and number > numbers[-1] + 1:
            numbers.append(number - 1)  # one blank row stands for all of a gap
            rows.append([None] * width)
        numbers.append(number)
        rows.append([cells.get(column) for column in range(width)])
    return numbers, rows


def _edges(header: Sequence[Sequence[str | None]], below: Sequence[Sequence[str | None]]) -> tuple[int, int]:
    """Return the first column of a table and the one after its last: the named ones, and filled ones beside them."""
    named = {column for row in header for column in where_filled(row)}
    filled = {column for row in below for column in where_filled(row)}
    left, right = min(named, default=0), max(named, default=-1) + 1
    while left - 1 in filled:
        left -= 1
    while right in filled:
        right += 1
    return left, right
