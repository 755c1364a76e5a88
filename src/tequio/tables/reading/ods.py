"""Reads the sheets of an OpenDocument package (ODF 1.3 part 3, chapter 9), where a million rows may be one element."""

from __future__ import annotations

from dataclasses import dataclass, field

from tequio.kit.tongue import gettext_noop as _
from tequio.tables.limits import Limits, Unreadable
from tequio.tables.reading import serial
from tequio.tables.reading.grid import Grid, GridSeen, Tab
from tequio.tables.reading.layout import Span
from tequio.tables.reading.package import Package, attribute, refuse_long, too_big, too_wide

_CONTENT = "content.xml"
_MOST_SPANS = 200_000
_LAST_COLUMN = 16_384
_LAST_ROW = 1 << 31
_CELLS = {"table-cell", "covered-table-cell"}
_ASIDE = {"annotation", "frame", "custom-shape"}  # what stands over a cell has words of its own
_NUMBERS = {"float", "currency", "percentage"}


class Ods:
    """A workbook in an open package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.tabs: list[Tab] = []
        if not package.has(_CONTENT) or _is_encrypted(package):
            raise Unreadable("encrypted", _("The file is protected with a password. Save it without one."))
        hidden: set[str] = set()
        style, depth = "", 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal style, depth
            if name == "style":
                style = attribute(attributes, "name")
            elif name == "table-properties" and attribute(attributes, "display") == "false":
                hidden.add(style)
            elif name == "table":
                depth += 1
                if depth == 1:
                    is_hidden = attribute(attributes, "style-name") in hidden
                    self.tabs.append(Tab(len(self.tabs) + 1, attribute(attributes, "name"), is_hidden))

        def end(name: str) -> None:
            nonlocal depth
            depth -= name == "table"

        package.read(_CONTENT, start=start, end=end)

    def rows(self, tab: Tab, seen: GridSeen) -> Grid:
        """Yield the rows of a sheet that hold something."""
        reader = _Rows(tab.number, seen, self.package.limits)
        for _piece in self.package.parse(_CONTENT, start=reader.start, end=reader.end, text=reader.text):
            refuse_long(reader.parts, self.package.limits)
            for number, times, cells in reader.ready:
                for row in range(number, number + times):
                    yield row, dict(cells)
            reader.ready.clear()
            if reader.is_over:
                return


@dataclass
class _Rows:
    """Takes the XML of a workbook and puts the rows of one of its sheets together."""

    wanted: int
    seen: GridSeen
    limits: Limits
    ready: list[tuple[int, int, dict[int, str]]] = field(default_factory=list)
    is_over: bool = False
    tables: int = 0
    depth: int = 0
    row: int = 0
    times: int = 1
    column: int = 0
    repeated: int = 1
    left: int = 0
    spans: int = 0
    cells: dict[int, str] = field(default_factory=dict)
    cell: dict[str, str] | None = None
    paragraphs: int = 0
    aside: int = 0  # depth inside of what is not the cell's own
    parts: list[str] = field(default_factory=list)
    is_text: bool = False

    def __post_init__(self) -> None:
        """Begin with all cells left."""
        self.left = self.limits.most_cells

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "table":
            self.depth += 1
            self.tables += self.depth == 1
            return
        if self.depth != 1 or self.tables != self.wanted:
            return
        if name == "table-row":
            self.row += 1
            self.times = _count(attribute(attributes, "number-rows-repeated"))
            self.column, self.cells = 0, {}
            if attribute(attributes, "visibility") in {"collapse", "filter"}:
                self.seen.add("hidden-rows", self.row)
        elif name in _CELLS:
            self.cell = _local(attributes)
            self.repeated = _count(self.cell.get("number-columns-repeated", ""))
            self.paragraphs, self.aside = 0, 0
            self.parts.clear()
        elif self.cell is not None:
            self._inside(name, attributes)

    def _inside(self, name: str, attributes: dict[str, str]) -> None:
        if self.aside or name in _ASIDE:
            self.aside += 1
        elif name == "p":
            if self.paragraphs:
                self.parts.append("\n")
            self.paragraphs += 1
            self.is_text = True
        elif name == "s":
            self.parts.append(" " * min(_count(attribute(attributes, "c")), 1000))
        elif name in {"tab", "line-break"}:
            self.parts.append("\t" if name == "tab" else "\n")

    def text(self, text: str) -> None:
        """Take a piece of a cell's words."""
        if self.is_text and not self.aside:
            self.parts.append(text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "table":
            self.is_over = self.depth == 1 and self.tables == self.wanted
            self.depth -= 1
        elif self.depth != 1 or self.tables != self.wanted:
            return
        elif name in _CELLS and self.cell is not None:
            self._keep(self.cell)
            self.cell = None
        elif name == "table-row":
            self._close()
        elif self.aside:
            self.aside -= 1
        elif name == "p":
            self.is_text = False

    def _keep(self, cell: dict[str, str]) -> None:
        value = self._value(cell)
        begin, self.column = self.column, self.column + self.repeated
        if "formula" in cell:
            self.seen.add("formulas", self.row)
            if not value and not cell.get("value-type"):
                self.seen.add("formula-without-value", self.row, begin)
        if not value:
            return
        if self.column > _LAST_COLUMN:
            raise too_wide(_LAST_COLUMN)
        for column in range(begin, self.column):
            self.cells[column] = value
        self._span(cell, begin)

    def _span(self, cell: dict[str, str], column: int) -> None:
        across, down = _count(cell.get("number-columns-spanned", "")), _count(cell.get("number-rows-spanned", ""))
        if across == 1 and down == 1:
            return
        self.spans += 1
        if self.spans > _MOST_SPANS:
            raise too_big()
        span = Span(self.row, column, self.row + down - 1, column + across - 1)
        self.seen.spans.setdefault(self.row, []).append(span)

    def _close(self) -> None:
        if self.cells:
            self.left -= len(self.cells) * self.times
            if self.left < 0 or self.row + self.times > _LAST_ROW:
                raise too_big()
            self.ready.append((self.row, self.times, self.cells))
        self.row += self.times - 1

    def _value(self, cell: dict[str, str]) -> str:
        words = "".join(self.parts)
        kind = cell.get("value-type", "")
        if kind == "error":
            self.seen.add("formula-error", self.row, self.column, words)
            return ""
        if kind in _NUMBERS:
            number, is_long = serial.plain(cell.get("value", "").strip() or words)
            if is_long:
                self.seen.add("long-number", self.row, self.column)
            return number
        stored = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
        value = cell.get(stored.get(kind, ""), "") or words
        if kind == "date":
            return value.removesuffix("T00:00:00")
        return serial.clock_of(value) if kind == "time" else value


def _local(attributes: dict[str, str]) -> dict[str, str]:
    """Return attributes without their namespaces; LibreOffice tells in a second value-type that a text is an error."""
    found: dict[str, str] = {}
    for key, value in attributes.items():
        local = key.rpartition(" ")[2]
        if local != "value-type" or found.get(local) != "error":
            found[local] = value
    return found


def _count(text: str) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdecimal() and len(text) < 12 else 1


def _is_encrypted(package: Package) -> bool:
    if not package.has("META-INF/manifest.xml"):
        return False
    found: list[str] = []
    package.read(
        "META-INF/manifest.xml", start=lambda name, _attributes: found.append(name) if "encr" in name else None
    )
    return bool(found)
