"""Plain text files, read into numbered lines, passages and cells.

Word processors save a table as text with a TAB in front of every cell; a cell of several lines goes on, without
TAB, until the next line that starts with one.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

_BREAK = re.compile(r"\r\n|\r|\n")
_EXPECTED = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡")
_POSSIBLE = frozenset("“”‘’–—•·…ºª°«»§€©®çÇàèòïâêô\u00a0")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python's cp1252 refuses five bytes; browsers read them as control characters, and so lose nothing.
_CP1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


def _flat_table() -> dict[int, str]:
    """Map every Latin letter to its plain lower-case one, and every kind of space to a space."""
    table = {}
    for code in range(0x250):
        plain = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(plain) == 1:
            table[code] = plain
    spaces = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    return table | dict.fromkeys(map(ord, spaces), " ")


_FLAT = _flat_table()


def flat(text: str) -> str:
    """Return the text without accents or capitals, letter for letter: an offset in one is an offset in the other."""
    return text.translate(_FLAT)


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or a piece of one, with the number that the file gives it (from 1).

    What plain text cannot say: `is_loose`, that a table ended before it; `is_row`, that its last blank cell is one.
    """

    number: int
    text: str
    is_loose: bool = False
    is_row: bool = False

    @property
    def is_blank(self) -> bool:
        """Say whether there is nothing to read."""
        return not self.text.strip()


@dataclass(frozen=True)
class Passage:
    """One or more pieces of lines, in order."""

    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """Return the pieces, a line break between them."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def flat(self) -> str:
        """Return the text to search in: see `flat`."""
        return flat(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(line.text) + 1 for line in self.lines[:-1]), initial=0))

    @property
    def is_blank(self) -> bool:
        """Say whether there is nothing to read."""
        return not self.text.strip()

    def cut(self, start: int = 0, end: int | None = None) -> Passage:
        """Return the piece between two offsets of `text`; each line keeps its number."""
        end = len(self.text) if end is None else max(start, min(end, len(self.text)))
        first = max(0, bisect_right(self._starts, start) - 1)
        last = max(first + 1, bisect_right(self._starts, end))
        pieces = []
        for index in range(first, last):
            offset, line = self._starts[index], self.lines[index]
            pieces.append(Line(line.number, line.text[max(0, start - offset) : max(0, end - offset)]))
        return Passage(tuple(pieces))

    def strip(self) -> Passage:
        """Return the passage without blank edges."""
        text = self.text
        start = len(text) - len(text.lstrip())
        return self.cut(start, max(start, len(text.rstrip())))


def join(passages: Iterable[Passage]) -> Passage:
    """Put passages one after the other; there must be one at least."""
    return Passage(tuple(line for passage in passages for line in passage.lines))


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a line that the reader did not read, or could not place."""

    code: str
    line: int
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """An address behind the words of a line."""

    line: int
    text: str
    address: str


@dataclass(frozen=True)
class Table:
    """A table of the document, row by row; a cell that a merged one covers downwards is blank."""

    rows: tuple[tuple[Passage, ...], ...]


@dataclass(frozen=True)
class Document:
    """A file as lines, and how its bytes were read.

    Lines in `aside` (headers and footers of pages, notes, comments, deleted words) stand after the others.
    """

    lines: tuple[Line, ...]
    encoding: str
    is_guessed: bool
    kind: str = "text"
    remarks: tuple[Remark, ...] = ()
    aside: Mapping[int, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def body(self) -> Document:
        """Return the document without what stands aside."""
        if not self.aside:
            return self
        return replace(self, lines=tuple(line for line in self.lines if line.number not in self.aside), aside={})


def read(data: bytes) -> Document:
    """Read a text file, whatever wrote it; no byte makes it fail."""
    text, encoding, is_guessed = _decode(data)
    text = unicodedata.normalize("NFC", text)
    lines = tuple(Line(number, line) for number, line in enumerate(_BREAK.split(text), 1))
    return Document(lines, encoding, is_guessed)


def cells(lines: Sequence[Line]) -> tuple[list[Line], list[Passage]]:
    """Split lines into those before the first cell, and the cells. A blank cell is a cell."""
    loose: list[Line] = []
    found: list[list[Line]] = []
    for line in lines:
        head, *tail = line.text.split("\t")
        if len(tail) > 1 and not tail[-1].strip() and not line.is_row:
            tail.pop()
        if line.is_loose and not line.text.startswith("\t"):
            loose.append(line)
            continue
        if head.strip() or not tail:
            (found[-1] if found else loose).append(Line(line.number, head))
        found.extend([Line(line.number, piece)] for piece in tail)
    return loose, [Passage(tuple(pieces)) for pieces in found]


def _decode(data: bytes) -> tuple[str, str, bool]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "backslashreplace"), encoding, False
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError as error:
        broken = data.decode("utf-8", "backslashreplace")
        candidates = [
            (_likelihood(codecs.charmap_decode(data, "strict", _CP1252)[0]), "cp1252"),
            (_likelihood(data.decode("mac_roman")), "mac_roman"),
            (_likelihood(data.decode("cp850")), "cp850"),
            (_likelihood(broken) - 3 * len(re.findall(r"\\x[0-9a-f]{2}", broken)) - 1, error.encoding),
        ]
    encoding = max(candidates, key=lambda candidate: candidate[0])[1]
    if encoding == "cp1252":
        return codecs.charmap_decode(data, "strict", _CP1252)[0], encoding, True
    return data.decode(encoding, "backslashreplace"), encoding, True


def _likelihood(text: str) -> int:
    """Count how Spanish the letters beyond ASCII are."""
    score = 0
    for char in text:
        if char in _EXPECTED:
            score += 3
        elif char in _POSSIBLE:
            score += 1
        elif ord(char) > 0x7F:
            score -= 2
    return score
