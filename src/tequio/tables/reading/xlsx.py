"""Reads the sheets of an XLSX package cell by cell, as they are stored: ECMA-376 part 1, chapter 18.

Nothing is held in memory but some rows, the number formats and where each shared text stands in a temporary file.
python-calamine, which would be faster, allocates a sheet's whole rectangle (one cell in the last corner of Excel's grid
aborts the process), gives an error as an empty cell, and tells neither formulas nor the digits as they are stored.
"""

from __future__ import annotations

import os
import posixpath
import re
from array import array
from dataclasses import dataclass, field

from tequio.tables.reading import archive, serial
from tequio.tables.reading.grid import Grid, GridSeen, Tab
from tequio.tables.reading.layout import Span
from tequio.tables.reading.package import Package, attribute, refuse_long, too_big, too_wide

_MOST_SPANS = 200_000
_LAST_ROW = 1 << 31
_LAST_COLUMN = 16_384
_CACHE = 50_000  # shared texts kept decoded


class Xlsx:
    """A workbook in an open package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        main = self._target_of("", "/officeDocument") or "xl/workbook.xml"
        relations = self._relations(main)
        self.from_1904 = False
        self.tabs: list[Tab] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self.from_1904 = attributes.get("date1904", "") in {"1", "true"}
            elif name == "sheet":
                kind, target = relations.get(attribute(attributes, "id"), ("", ""))
                if kind.endswith("/worksheet"):
                    hidden = attributes.get("state", "visible") != "visible"
                    self.tabs.append(Tab(len(self.tabs) + 1, attributes.get("name", ""), hidden, target))

        package.read(main, start=start)
        by_kind = {kind.rpartition("/")[2]: target for kind, target in relations.values()}
        self.kinds = self._kinds(by_kind.get("styles", ""))
        self._texts_part = by_kind.get("sharedStrings", "")
        self._texts: _Texts | None = None

    def _target_of(self, part: str, kind: str) -> str:
        return next((target for one, target in self._relations(part).values() if one.endswith(kind)), "")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to in the package, by id: (kind, part). Links to elsewhere are not followed."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode", "") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                found[attributes.get("Id", "")] = (attributes.get("Type", ""), target.lstrip("/"))

        where = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.package.has(where):
            self.package.read(where, start=start)
        return found

    def _kinds(self, part: str) -> list[str]:
        """Return what each cell style shows: a date, a time… or "" for a number."""
        formats: dict[int, str] = {}
        kinds: list[str] = []
        inside: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "numFmt":
                formats[_whole(attributes.get("numFmtId"))] = serial.kind_of_format(attributes.get("formatCode", ""))
            elif name in {"cellXfs", "cellStyleXfs", "dxfs"}:
                inside[:] = [name]
            elif name == "xf" and inside == ["cellXfs"]:
                number = _whole(attributes.get("numFmtId"))
                kinds.append(formats[number] if number in formats else serial.BUILT_IN.get(number, ""))

        if part and self.package.has(part):
            self.package.read(part, start=start)
        return kinds

    def rows(self, tab: Tab, seen: GridSeen) -> Grid:
        """Yield the rows of a sheet that hold something."""
        if self._texts is None:
            self._texts = _Texts(self.package, self._texts_part)
        seen.spans.update(_spans(self.package, tab.part))
        reader = _Rows(self.kinds, self._texts, self.from_1904, seen, self.package.limits.most_cells)
        pieces = self.package.parse(tab.part, start=reader.start, end=reader.end, text=reader.text, is_long=True)
        for _piece in pieces:
            refuse_long(reader.parts, self.package.limits)
            yield from reader.ready
            reader.ready.clear()


class _Texts:
    """The texts that cells share, in a temporary file: a stranger decides how many they are."""

    def __init__(self, package: Package, part: str) -> None:
        self._file = package.scratch()
        self._ends = array("Q", [0])
        self._cache: dict[int, str] = {}
        self._parts: list[str] = []
        self._is_text = False
        self._spoken = 0
        self._most = package.limits.most_cells
        if part and package.has(part):
            for _piece in package.parse(part, start=self._start, end=self._end, text=self._take, is_long=True):
                refuse_long(self._parts, package.limits)
        self._file.flush()

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._is_text = name == "t" and not self._spoken
        self._spoken += name == "rPh"  # how a word is pronounced, in Japanese

    def _take(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)

    def _end(self, name: str) -> None:
        self._is_text = False
        if name == "rPh":
            self._spoken -= 1
        elif name == "si":
            if len(self._ends) > self._most:
                raise too_big()
            written = _unescaped("".join(self._parts)).encode()
            self._file.write(written)
            self._ends.append(self._ends[-1] + len(written))
            self._parts.clear()

    def __getitem__(self, index: int) -> str:
        """Return a text by its number, IndexError if there is none."""
        known = self._cache.get(index)
        if known is not None:
            return known
        if index < 0:
            raise IndexError
        begin, end = self._ends[index], self._ends[index + 1]
        text = os.pread(self._file.fileno(), end - begin, begin).decode()
        if len(self._cache) < _CACHE and len(text) < 200:
            self._cache[index] = text
        return text


@dataclass
class _Rows:
    """Takes the XML of a sheet and puts its rows together."""

    kinds: list[str]
    texts: _Texts
    from_1904: bool
    seen: GridSeen
    left: int  # cells that may still come
    ready: list[tuple[int, dict[int, str]]] = field(default_factory=list)
    row: int = 0
    column: int = -1
    cells: dict[int, str] = field(default_factory=dict)
    cell: dict[str, str] = field(default_factory=dict)
    is_text: bool = False
    is_formula: bool = False
    parts: list[str] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    spoken: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "c":
            self.cell = attributes
            self.is_formula = False
        elif name == "v" or name == "t":
            self.is_text = not self.spoken
        elif name == "f":
            self.is_formula = True
        elif name == "row":
            self._begin(attributes)
        elif name == "rPh":
            self.spoken += 1
        elif name.endswith((":row", ":c", ":v", ":t")):
            raise archive.broken()  # half of the cells under another prefix: no program writes so, and none may be lost

    def text(self, text: str) -> None:
        """Take a piece of a value."""
        if self.is_text:
            self.parts.append(text)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "c":
            reference = self.cell.get("r")
            if reference is None or (place := self.columns.get(reference.rstrip("0123456789"))) is None:
                place = self._column(reference or "")
            self.column = place
            if self.parts or self.is_formula:
                self._keep()
        elif name == "v" or name == "t":
            self.is_text = False
        elif name == "row":
            if self.cells:
                self.ready.append((self.row, self.cells))
                self.cells = {}
        elif name == "rPh":
            self.spoken -= 1

    def _begin(self, attributes: dict[str, str]) -> None:
        number = _whole(attributes.get("r"))
        self.row = number if self.row < number < _LAST_ROW else self.row + 1
        self.column = -1
        self.cells = {}
        self.parts.clear()
        if attributes.get("hidden", "") in {"1", "true"}:
            self.seen.add("hidden-rows", self.row)

    def _column(self, reference: str) -> int:
        """Return the place of a cell that is called so for the first time, or not at all: then it follows the last."""
        letters = reference.rstrip("0123456789")
        known = column_of(letters)
        if known >= 0:
            self.columns[letters] = known
            return known
        if self.column + 1 >= _LAST_COLUMN:
            raise too_wide(_LAST_COLUMN)
        return self.column + 1

    def _keep(self) -> None:
        text = "".join(self.parts)
        self.parts.clear()
        kind = self.cell.get("t", "n")
        if self.is_formula:
            self.seen.add("formulas", self.row)
            if not text and kind != "str":  # a formula may well give an empty text
                self.seen.add("formula-without-value", self.row, self.column)
        value = self._value(text, kind) if text else None
        if not value:
            return
        self.left -= 1
        if self.left < 0:
            raise too_big()
        if self.column in self.cells:
            self.seen.add("cell-twice", self.row, self.column)
            return
        self.cells[self.column] = value

    def _value(self, text: str, kind: str) -> str | None:
        if kind == "s":
            return self._shared(text)
        if kind in {"str", "inlineStr"}:
            return _unescaped(text)
        if kind == "n":
            return self._number(text.strip())
        if kind == "b":
            return {"1": "true", "0": "false"}.get(text.strip(), text)
        if kind == "e":
            self.seen.add("formula-error", self.row, self.column, text)
            return None
        return text  # an ISO date, or a kind that is not known

    def _shared(self, text: str) -> str | None:
        try:
            return self.texts[int(text)]
        except (IndexError, ValueError):
            self.seen.add("broken-cell", self.row, self.column)
            return None

    def _number(self, text: str) -> str:
        style = _whole(self.cell.get("s", "0"))
        kind = self.kinds[style] if style < len(self.kinds) else ""
        if kind:
            moment = serial.dated(text, kind, from_1904=self.from_1904)
            if moment is not None:
                return moment
            self.seen.add("date-out-of-range", self.row, self.column)
        number, is_long = serial.plain(text) if text else ("", False)
        if is_long:
            self.seen.add("long-number", self.row, self.column)
        return number


_MERGED = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)[\"']")


def _spans(package: Package, part: str) -> dict[int, list[Span]]:
    """Return the merged cells of a sheet by their first row; they stand at its end, so it is run through before."""
    found: dict[int, list[Span]] = {}
    count, rest = 0, b""
    for piece in package.chunks(part):
        text = rest + piece
        end = 0
        for match in _MERGED.finditer(text):
            count += 1
            if count > _MOST_SPANS:
                raise too_big()
            end = match.end()
            first, top, last, bottom = (part.decode() for part in match.groups())
            span = Span(_whole(top), column_of(first), _whole(bottom), column_of(last))
            if 0 <= span.left <= span.right and 0 < span.top <= span.bottom:
                found.setdefault(span.top, []).append(span)
        rest = text[max(end, len(text) - 300) :]
    return found


def column_of(letters: str) -> int:
    """Return the place of a column that is called by letters, from 0; -1 if there is none."""
    place = 0
    if not letters or len(letters) > 3:
        return -1
    for letter in letters:
        if not "A" <= letter <= "Z":
            return -1
        place = place * 26 + ord(letter) - 64
    return place - 1 if place <= _LAST_COLUMN else -1


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 12 else 0


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    """Return a text with its _x000D_ and the like as the characters that they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: _character(int(found[1], 16)) or found[0], text)


def _character(code: int) -> str:
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)
