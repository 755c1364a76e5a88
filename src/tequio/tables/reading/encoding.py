"""In which encoding a file of text is written: those in which files in Spanish are found.

A byte order mark decides; else UTF-8 if all of it is valid; else whichever of cp1252, mac_roman and cp850 gives the
most Spanish and the least of anything else. The libraries for this guess languages that nobody here writes.

Some files have been glued together from two systems: UTF-8, with lines of another encoding among them. Each line is
then read in its own.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
_SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡ºª°")
_ALSO = frozenset("€“”‘’–—…•«»·´²³½¼¾×÷§©®ç\u00a0")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes become text. `mark` is the byte order mark to leave out; `other` reads the lines that are no UTF-8."""

    name: str
    mark: bytes = b""
    other: str = ""

    @property
    def is_utf8(self) -> bool:
        """Tell whether the bytes are UTF-8 from the first to the last."""
        return self.name == "utf-8" and not self.other


def marked(head: bytes) -> Encoding | None:
    """Return what a byte order mark says, or the zeros that UTF-16 leaves beside Latin letters without one."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, mark)
    if len(head) >= 8:
        even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
        if max(even, odd) > 0.7 and min(even, odd) < 0.1:
            return Encoding("utf-16-be" if even > odd else "utf-16-le")
    return None


def guessed(lines: Iterable[bytes]) -> Encoding:
    """Choose for lines that hold some byte which is not UTF-8; lines of plain ASCII say nothing and may be left out."""
    foreign, valid = bytearray(), 0
    for line in lines:
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            foreign += line
        else:
            valid += not line.isascii()
    best = max(SINGLE_BYTE, key=lambda name: score(foreign.decode(name, "replace")))
    # One accent that is valid UTF-8 is no accident: two Latin letters that make one are not written side by side.
    return Encoding("utf-8", other=best) if valid else Encoding(best)


def score(text: str) -> int:
    """Tell how much like Spanish the letters beyond ASCII are; more is better."""
    total = 0
    for before, letter in zip(" " + text, text, strict=False):
        if letter.isascii():
            continue
        if letter in _SPANISH:
            # “MÈXICO” in one reading is “MÉXICO” in another: inside a word, an accent keeps the case of its neighbour.
            total += 1 if letter.isupper() == before.isupper() or not before.isalpha() else -1
        elif letter not in _ALSO:
            total -= 3
    return total


def decoded(lines: Iterable[bytes], encoding: Encoding) -> Iterator[tuple[str, bool]]:
    """Yield each line as text, and whether it was read in the other encoding. No byte is lost: what an encoding leaves
    undefined becomes the control character of the same number."""
    for line in lines:
        try:
            yield line.decode(encoding.name), False
        except UnicodeDecodeError:
            yield _whole(line, encoding.other or encoding.name), True


def _whole(line: bytes, name: str) -> str:
    try:
        return line.decode(name)
    except UnicodeDecodeError:
        # cp1252 leaves five bytes without a letter.
        return "".join(_letter(line[at : at + 1], name) for at in range(len(line)))


def _letter(byte: bytes, name: str) -> str:
    try:
        return byte.decode(name)
    except UnicodeDecodeError:
        return chr(byte[0])
