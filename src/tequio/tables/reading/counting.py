"""An independent count of a delimited file's records, and whether it is so regular that a fast reader may be believed.

Splitting at the quotes leaves every other piece outside them: the line breaks there end records, whatever stands in the
cells. That holds only where every quote opens or closes a cell, or is doubled in one; where one does not, or where line
breaks are mixed, the file is not plain and the careful reader takes it.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from typing import Final

_QUOTE: Final = b'"'


@dataclass
class Count:
    """What was counted. `blank` has the numbers of the records (from 1) in which nothing stands."""

    records: int = 0
    is_plain: bool = True
    why: str = ""
    blank: list[int] = field(default_factory=list)
    has_break_in_quotes: bool = False


class Counter:
    """Counts block by block; each block but the last ends with a line feed, wherever that stands."""

    def __init__(self, delimiter: bytes, *, skipped: int = 0, is_plain: bool = True, most_blank: int = 100_000) -> None:
        self.count = Count()
        self.most_blank = most_blank
        self._blocks: list[tuple[int, int]] = []  # where each begins: its first byte, the records before it
        self._inside = False
        self._is_ended = True
        self._size = skipped
        self._breaks: bytes | None = None
        near = re.escape(delimiter + b'\r\n"')
        if not is_plain:
            self._refuse("quotes that are not those of RFC 4180")
        self._stray = re.compile(rb'"(?:(?<![%b]")|(?![%b]|\Z))' % (near, near))

    def feed(self, block: bytes) -> None:
        """Count the records that end in a block."""
        count = self.count
        self._blocks.append((self._size, count.records))
        self._size += len(block)
        if not count.is_plain:
            return
        outside = self._outside(block)
        if self._stray.search(outside):
            self._refuse("a quote in the middle of a cell")
        elif b"\0" in block:
            self._refuse("a NUL byte")
        elif self._is_mixed(outside):
            self._refuse("line breaks of several kinds")
        self._count_blank(outside)
        count.records += outside.count(b"\n") - 1  # but for the one that was put before it
        self._is_ended = block.endswith(b"\n")

    def finish(self) -> Count:
        """Close the count: quotes must be closed."""
        if self._inside:
            self._refuse("a quote that is never closed")
        self.count.records += not self._is_ended
        return self.count

    def record_at(self, data: bytes, start: int, byte: int) -> int:
        """Return the number (from 1) of the record that begins at a byte, given the block's bytes from its start."""
        place = bisect.bisect_right([first for first, _records in self._blocks], start) - 1
        first, before = self._blocks[place]
        parts = data[: byte - first].split(_QUOTE)
        return before + sum(part.count(b"\n") for part in parts[::2]) + 1

    def block_of(self, byte: int) -> tuple[int, int]:
        """Return the first byte of the block that holds a byte, and its end."""
        starts = [first for first, _records in self._blocks]
        place = bisect.bisect_right(starts, byte) - 1
        return starts[place], starts[place + 1] if place + 1 < len(starts) else self._size

    def _outside(self, block: bytes) -> bytes:
        """Return a block in which one quote stands for each quoted piece, after a line feed as at every beginning."""
        parts = block.split(_QUOTE)
        if len(parts) == 1 and not self._inside:
            return b"\n" + block
        kept, inner = (parts[1::2], parts[::2]) if self._inside else (parts[::2], parts[1::2])
        if not self.count.has_break_in_quotes:
            self.count.has_break_in_quotes = any(b"\n" in one for one in inner)
        begins, ends = self._inside, len(parts) % 2 == (1 if self._inside else 0)
        self._inside = ends
        return b"\n" + (_QUOTE if begins else b"") + _QUOTE.join(kept) + (_QUOTE if ends and kept else b"")

    def _is_mixed(self, outside: bytes) -> bool:
        returns = outside.count(b"\r")
        if returns and returns != outside.count(b"\r\n"):
            return True
        kind = b"\r\n" if returns else b"\n"
        feeds = outside.count(b"\n") - 1
        if returns and returns != feeds:
            return True
        if feeds == 0:
            return False
        self._breaks, before = kind, self._breaks
        return before is not None and before != kind

    def _count_blank(self, outside: bytes) -> None:
        doubled = b"\n\r\n" if self._breaks == b"\r\n" else b"\n\n"
        at, counted, records = outside.find(doubled), 1, self.count.records
        while at >= 0:
            records += outside.count(b"\n", counted, at + 1)
            counted = at + 1
            self.count.blank.append(records + 1)
            if len(self.count.blank) > self.most_blank:
                self._refuse("very many blank lines")
                return
            at = outside.find(doubled, at + 1)

    def _refuse(self, why: str) -> None:
        self.count.is_plain, self.count.why = False, self.count.why or why
