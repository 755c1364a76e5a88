"""Reads JSON piece by piece (RFC 8259): one item of a list is in memory at a time, whatever the list's length.

Numbers are kept digit by digit as they are written, and bytes that are not UTF-8 are kept until a cell is made of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from tequio.kit.tongue import gettext_noop as _
from tequio.tables.limits import Limits, Unreadable

_CHUNK = 1 << 18
_BLANK = re.compile(r"[ \t\r\n]*")
_FOLDERS = 4  # how deep in objects a list is looked for
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

SEVERAL = "several-values"  # the code of the error for a file of more than one value

Where = tuple[str, ...]


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class NotFinite(Number):
    """NaN or Infinity, which JSON does not know and programs write."""

    __slots__ = ()


def opened(path: Path) -> TextIO:
    """Open a file of JSON in the encoding that its first bytes show: UTF-8 unless there are zeros or a mark."""
    with path.open("rb") as file:
        head = file.read(4)
    encoding = next((name for bom, name in _BOMS if head.startswith(bom)), "")
    if not encoding and len(head) == 4 and b"\x00" in head:
        encoding = {(0, 1, 0, 1): "utf-16-le", (1, 0, 1, 0): "utf-16-be", (0, 1, 1, 1): "utf-32-le"}.get(
            (int(not head[0]), int(not head[1]), int(not head[2]), int(not head[3])), ""
        )
    if encoding:
        return path.open(encoding=encoding, errors="surrogatepass", newline="\n")
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="\n")


@dataclass
class Decoder:
    """Decodes values; `doubled` collects the keys that an object has twice, whose last value is taken."""

    doubled: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the decoder, which keeps the digits."""
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=Number,
            parse_float=Number,
            parse_constant=NotFinite,
            strict=False,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            known: set[str] = set()
            self.doubled += [key for key, _value in pairs if key in known or known.add(key)]  # type: ignore[func-returns-value]
        return made

    def at(self, text: str, place: int) -> tuple[Any, int]:
        """Return the value at a place and where it ends; ValueError if none is whole there."""
        try:
            value, end = self._decoder.raw_decode(text, place)
        except RecursionError:
            raise too_deep() from None
        return value, end

    def whole(self, text: str) -> Any:
        """Return the only value of a text; ValueError if it is another thing."""
        value, end = self.at(text, _end_of_blank(text, 0))
        if _end_of_blank(text, end) != len(text):
            raise ValueError("more than one value")
        return value


class Stream:
    """Walks through one JSON value of any length."""

    def __init__(self, file: TextIO, limits: Limits, decoder: Decoder) -> None:
        self._file, self._limits, self._decoder = file, limits, decoder
        self._text, self._place, self._lines, self._is_over = "", 0, 1, False

    def walk(self) -> Iterator[tuple[Where, int, Any]]:
        """Yield (the list's place, number, item) for each item of each list, and (place, 0, value) for other members.

        Lists are looked for at the root and inside of objects. Raises Unreadable if the text is broken anywhere.
        """
        yield from self._value((), 0)
        if self._peek():
            raise self._broken(SEVERAL)

    def _value(self, where: Where, depth: int) -> Iterator[tuple[Where, int, Any]]:
        first = self._peek()
        if first == "[" and depth <= _FOLDERS:
            yield from self._list(where)
        elif first == "{" and depth < _FOLDERS:
            yield from self._object(where, depth)
        else:
            yield where, 0, self._one()

    def _object(self, where: Where, depth: int) -> Iterator[tuple[Where, int, Any]]:
        self._place += 1
        known: set[str] = set()
        while self._peek() != "}":
            key = self._one() if self._peek() == '"' else None
            if key is None or self._peek() != ":":
                raise self._broken()
            if key in known:
                self._decoder.doubled.append(key)
            known.add(key)
            self._place += 1
            yield from self._value((*where, key), depth + 1)
            self._next("}")
        self._place += 1

    def _list(self, where: Where) -> Iterator[tuple[Where, int, Any]]:
        self._place += 1
        number = 0
        while self._peek() != "]":
            number += 1
            yield where, number, self._one()
            self._next("]")
        self._place += 1
        if not number:
            yield where, -1, None  # an empty list is a list

    def _next(self, end: str) -> None:
        """Pass over the comma between two members; after the last there is none."""
        found = self._peek()
        if found == ",":
            self._place += 1
            if self._peek() == end:
                raise self._broken()
        elif found != end:
            raise self._broken()

    def _peek(self) -> str:
        """Return the next character that is no blank, "" at the end."""
        while True:
            self._place = _end_of_blank(self._text, self._place)
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._more():
                return ""

    def _one(self) -> Any:
        """Decode the value that begins here, reading on until it is whole."""
        while True:
            try:
                value, end = self._decoder.at(self._text, self._place)
            except (ValueError, StopIteration):
                if not self._more():
                    raise self._broken() from None
                continue
            # A number may go on in what was not read yet.
            if end == len(self._text) and self._more():
                continue
            self._place = end
            return value

    def _more(self) -> bool:
        if self._is_over:
            return False
        held = len(self._text) - self._place
        if held > self._limits.most_line:
            says = _("One record is longer than %(most)s characters. This is no table that can be read.")
            raise Unreadable("line-too-long", says, most=self._limits.most_line)
        try:
            piece = self._file.read(
                max(_CHUNK, held)
            )  # twice as much each time: a long record is not read over and over
        except UnicodeError:
            raise self._broken() from None
        self._lines += self._text.count("\n", 0, self._place)
        self._text = self._text[self._place :] + piece
        self._place = 0
        self._is_over = not piece
        return bool(piece)

    def _broken(self, code: str = "broken") -> Unreadable:
        line = self._lines + self._text.count("\n", 0, self._place)
        says = _("The file is not valid JSON, or was cut short: see line %(line)s, or the record that begins there.")
        return Unreadable(code, says, line=line)


def too_deep() -> Unreadable:
    """Return the error for values inside values inside values."""
    return Unreadable("too-deep", _("The JSON is nested too deeply to be a table."))


def _end_of_blank(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place
