"""The zip of XML parts that a workbook is: measured before it is read, and read piece by piece.

A part that declares a document type is refused before any entity of it could grow or reach for another file.
"""

from __future__ import annotations

import re
import tempfile
import weakref
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from xml.parsers import expat

from tequio.kit.tongue import gettext_noop as _
from tequio.tables.limits import DEFAULT, Limits, Unreadable
from tequio.tables.reading import archive

_CHUNK = 1 << 16
_MOST_PARTS = 10_000
_FREE = 10_000_000  # bytes that a part may unpack to at any ratio
_LONGEST_TAG = 4_000_000  # bytes that the parser may hold back: one tag with its attributes
_PARTED = re.compile("[ :]")  # the address of a namespace from the name, or a prefix
_BROKEN = (*archive.BROKEN, expat.ExpatError)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Package:
    """A workbook's parts, by their names; use it in a `with`."""

    def __init__(self, path: Path, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        listed = archive.entries(path)
        if len(listed) > _MOST_PARTS:
            raise Unreadable("too-many-files", _("The workbook has too many parts to be a table."))
        for one in listed:
            if one.flag_bits & 0x1:
                raise Unreadable("encrypted", _("The file is protected with a password. Save it without one."))
            if one.file_size > _FREE and one.file_size > max(one.compress_size, 1) * limits.most_ratio:
                raise too_big()
        if sum(one.file_size for one in listed) > limits.most_unpacked:
            raise too_big()
        self._names = {one.filename.casefold().lstrip("/"): one for one in listed}
        self._open = ExitStack()
        weakref.finalize(self, self._open.close)  # for those who look at a header and never read the rows
        try:
            self._zip = self._open.enter_context(zipfile.ZipFile(path))
        except archive.BROKEN as problem:
            raise archive.broken(problem) from None

    def __enter__(self) -> Self:
        """Keep the file open."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _one: BaseException | None, _at: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file, and those beside it."""
        self._open.close()

    def scratch(self) -> IO[bytes]:
        """Return a temporary file that lives as long as the package is open."""
        return self._open.enter_context(tempfile.TemporaryFile())

    def has(self, name: str) -> bool:
        """Say whether there is a part of this name."""
        return name.casefold() in self._names

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part; a missing part is a damaged file."""
        try:
            with self._zip.open(self._names[name.casefold()]) as part:
                while piece := part.read(_CHUNK):
                    yield piece
        except archive.BROKEN as problem:
            raise archive.broken(problem) from None

    def parse(
        self, name: str, *, start: Start, end: End | None = None, text: Text | None = None, is_long: bool = False
    ) -> Iterator[None]:
        """Read a part of XML, calling back for what is met, and pause after each piece.

        Names come without their namespaces: programs choose their own prefixes, and strict workbooks other addresses.
        In a long part whose root has no prefix, names come as they are written, which takes half of the time.
        """
        parser = expat.ParserCreate() if is_long else expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True

        def begin(tag: str, attributes: dict[str, str]) -> None:
            is_bare = is_long and ":" not in tag
            parser.StartElementHandler = start if is_bare else _local_start(start)
            if end is not None:
                parser.EndElementHandler = end if is_bare else _local_end(end)
            parser.StartElementHandler(tag, attributes)

        parser.StartElementHandler = begin
        if text is not None:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse
        fed = 0
        for piece in self.chunks(name):
            fed += len(piece)
            self._feed(parser, piece, last=False)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TAG:
                raise too_big()
            yield
        self._feed(parser, b"", last=True)
        yield

    @staticmethod
    def _feed(parser: expat.XMLParserType, piece: bytes, *, last: bool) -> None:
        try:
            parser.Parse(piece, last)
        except _BROKEN as problem:
            raise archive.broken(problem) from None

    def read(self, name: str, *, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Read a part of XML to its end."""
        for _piece in self.parse(name, start=start, end=end, text=text):
            pass


def too_big() -> Unreadable:
    """Return the error for a workbook beyond the bounds."""
    return Unreadable("too-big", _("The workbook is too big to be read. Save the sheet that you need as CSV."))


def too_wide(most: int) -> Unreadable:
    """Return the error for a table of too many columns."""
    return Unreadable(
        "too-many-columns", _("The table has more than %(most)s columns. Is it laid on its side?"), most=most
    )


def refuse_long(parts: Sequence[str], limits: Limits) -> None:
    """Raise Unreadable where the pieces of one cell are more than a cell may hold."""
    if sum(map(len, parts)) > limits.most_cell:
        says = _("One cell holds more than %(most)s characters. This is no table that can be read.")
        raise Unreadable("cell-too-long", says, most=limits.most_cell)


def _refuse(*_declared: object) -> None:
    says = _("The workbook declares entities of its own, which no spreadsheet program does. Save it again as .xlsx.")
    raise Unreadable("xml-entities", says)


def _local_start(start: Start) -> Callable[[str, dict[str, str]], None]:
    known: dict[str, str] = {}

    def call(name: str, attributes: dict[str, str]) -> None:
        local = known.get(name)
        if local is None:
            local = _remember(known, name)
        start(local, attributes)

    return call


def _local_end(end: End) -> Callable[[str], None]:
    known: dict[str, str] = {}

    def call(name: str) -> None:
        local = known.get(name)
        if local is None:
            local = _remember(known, name)
        end(local)

    return call


def _remember(known: dict[str, str], name: str) -> str:
    if len(known) > 10_000:
        known.clear()  # a stranger's file may have any number of names
    local = known[name] = _PARTED.split(name)[-1]
    return local


def attribute(attributes: dict[str, str], name: str) -> str:
    """Return an attribute whatever its namespace, "" if it is not there."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")
