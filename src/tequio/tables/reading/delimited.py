"""Delimited text (CSV, TSV and their neighbours) of any encoding and dialect.

`open_delimited` finds out how the file is written and counts its records. Where the file is plain (RFC 4180 to the
letter), a fast reader may take it, and its result is compared with the count. Every file can be read with care, which
`Delimited.rows` does: a quote that never closes, or stands in the middle of a cell, costs no more than its own line.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tables.finding import Example, Finding, note, warning
from tequio.tables.limits import Limits, Unreadable
from tequio.tables.reading import layout
from tequio.tables.reading.counting import Counter
from tequio.tables.reading.dialect import Dialect, detect
from tequio.tables.reading.encoding import Encoding, decoded, guessed, marked
from tequio.tables.reading.layout import Layout
from tequio.tables.reading.sheet import Row

BLOCK = 8 << 20
SAMPLE = 1 << 20  # bytes
_FOREIGN_LINES = 20_000  # looked at to choose an encoding
_OPEN_QUOTE = 1_000  # lines in one record beyond which its quote was never meant to open
_MOST_PLACES = 100


@dataclass
class Written:
    """How a file is written: bytes, letters and cells. `path` is UTF-8: the file itself, or a copy of it."""

    path: Path
    sha256: str
    size: int
    encoding: Encoding
    dialect: Dialect
    counter: Counter
    limits: Limits
    skipped: int = 0  # bytes of a mark at the beginning
    findings: list[Finding] = field(default_factory=list)

    def records(self, findings: list[Finding]) -> Iterator[Row]:
        """Yield every record of the file with its number, read with care; at the end, say what care had to mend."""
        csv.field_size_limit(self.limits.most_line)
        with self.path.open(encoding="utf-8", newline="") as file:
            file.seek(self.skipped)
            careful = _Careful(file, self.dialect)
            yield from careful
            findings += careful.findings()


@dataclass
class Delimited:
    """A delimited file, ready to be read."""

    written: Written
    layout: Layout
    header: list[str]
    has_break_above: bool = False  # in a cell of the header or above it

    @property
    def first_data(self) -> int:
        """The number of the first record below the header."""
        return self.layout.first_data + 1

    @property
    def is_plain(self) -> bool:
        """Tell whether a fast reader may be believed, if it finds as many records as were counted."""
        count, dialect = self.written.counter.count, self.written.dialect
        # A fast reader skips lines, not records, and passes blank lines over without a word.
        is_even = not self.has_break_above and all(number >= self.first_data for number in count.blank)
        return count.is_plain and is_even and len(self.header) > 1 and not dialect.skips_spaces

    def rows(self) -> Iterator[Row]:
        """Yield the records below the header."""
        return (row for row in self.written.records(self.written.findings) if row[0] >= self.first_data)


def open_delimited(path: Path, *, scratch: Path, limits: Limits) -> Delimited:
    """Find out how a file is written, count its records and find its header; raise Unreadable."""
    written = _written(path, scratch, limits)
    first = [cells for _number, cells in islice(written.records([]), layout.SAMPLE)]
    if not any(cell for cells in first for cell in cells):
        raise Unreadable("empty", _("The file has no rows. Choose the file that holds the data."))
    widest = max(map(len, first))
    if widest > limits.most_columns:
        says = _(
            "The file has %(n)s columns; at most %(most)s are read. Is it the right file, with the right separator?"
        )
        raise Unreadable("too-many-columns", says, n=widest, most=limits.most_columns)
    found = layout.find_header(first)
    header = layout.names(first, found) if found.header_rows else [""] * widest
    written.findings += layout.header_findings(first, found)
    has_break = any("\n" in (cell or "") for cells in first[: found.first_data] for cell in cells)
    return Delimited(written, found, header, has_break)


def _written(path: Path, scratch: Path, limits: Limits) -> Written:
    with path.open("rb") as file:
        mark = marked(file.read(SAMPLE))
    seen = _Seen()
    with path.open("rb") as file:
        for block in blocks(file, limits, is_wide=mark is not None and not mark.is_utf8):
            seen.feed(block)
    encoding = mark or seen.encoding()
    text, skipped, findings = path, len(encoding.mark), _said(encoding)
    if not encoding.is_utf8 or (mark is not None and not seen.is_utf8):
        encoding = encoding if not encoding.is_utf8 else seen.encoding()
        text, skipped = scratch / "text.csv", 0
        findings = [*_said(encoding), *_transcode(path, text, encoding)]
    with text.open("rb") as file:
        file.seek(skipped)
        dialect = detect(_whole_lines(file.read(SAMPLE)))
        counter = Counter(
            dialect.delimiter.encode(), skipped=skipped, is_doubling=dialect.quote == '"' and not dialect.escape
        )
        file.seek(skipped)
        for block in blocks(file, limits):
            counter.feed(block)
        counter.finish()
    return Written(text, seen.sha256.hexdigest(), seen.size, encoding, dialect, counter, limits, skipped, findings)


def blocks(file: IO[bytes], limits: Limits, *, is_wide: bool = False) -> Iterator[bytes]:
    """Yield a file in blocks that end with a line feed; raise Unreadable at a line, or a file, that is too long.

    `is_wide` is for UTF-16, in which a line feed is two bytes: the blocks end anywhere.
    """
    rest, total = b"", 0
    while block := file.read(BLOCK):
        total += len(block)
        if total > limits.most_bytes:
            says = _("The file has more than %(most)s bytes. Split it, for example by year.")
            raise Unreadable("too-large", says, most=limits.most_bytes)
        if is_wide:
            yield block
            continue
        cut = block.rfind(b"\n") + 1
        if not cut:
            cut = block.rfind(b"\r") + 1
        if cut:
            yield rest + block[:cut]
            rest = block[cut:]
        else:
            rest += block
        if len(rest) > limits.most_line:
            says = _(
                "One line of the file has more than %(most)s bytes. Is it a table, saved as text with line breaks?"
            )
            raise Unreadable("line-too-long", says, most=limits.most_line)
    if rest:
        yield rest


class _Seen:
    """What one pass over the bytes shows: their hash, and whether they are UTF-8."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()
        self.size = 0
        self.foreign: list[bytes] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.is_utf8 = True

    def feed(self, block: bytes) -> None:
        self.sha256.update(block)
        self.size += len(block)
        try:
            self._decoder.decode(block)
        except UnicodeDecodeError:
            self._decoder.reset()
            self.is_utf8 = False
            if len(self.foreign) < _FOREIGN_LINES:
                self.foreign += islice((one for one in block.splitlines() if not one.isascii()), _FOREIGN_LINES)

    def encoding(self) -> Encoding:
        return Encoding("utf-8") if self.is_utf8 else guessed(self.foreign)


def _transcode(path: Path, to: Path, encoding: Encoding) -> list[Finding]:
    """Write a file again as UTF-8; say which lines were read in another encoding than the rest."""
    if encoding.name.startswith("utf-16"):
        with path.open("rb") as file:
            file.seek(len(encoding.mark))
            reader = codecs.getreader(encoding.name)(file, "replace")
            with to.open("w", encoding="utf-8", newline="") as out:
                while piece := reader.read(BLOCK):
                    out.write(piece.replace("\ufffe", "\ufffd"))
        return []
    others: list[int] = []
    count = 0
    with path.open("rb") as lines, to.open("w", encoding="utf-8", newline="") as out:
        lines.seek(len(encoding.mark))
        for number, (line, is_other) in enumerate(decoded(lines, encoding), start=1):
            out.write(line)
            count += is_other
            if is_other and len(others) < _MOST_PLACES:
                others.append(number)
    if not count or not encoding.other:
        return []
    says = ngettext(
        "1 line is not UTF-8 as the others are. It was read as %(other)s: look whether the accents are right.",
        "%(n)s lines are not UTF-8 as the others are. They were read as %(other)s: look whether the accents are right.",
    )
    return [warning("mixed-encodings", says, count=count, at=map(Example, others), other=encoding.other)]


def _said(encoding: Encoding) -> list[Finding]:
    if encoding.is_utf8 or encoding.other:
        return []
    says = _("The file was written in %(encoding)s. It was read so, and is published as UTF-8.")
    return [note("not-utf-8", says, encoding=encoding.name)]


def _whole_lines(sample: bytes) -> str:
    cut = sample.rfind(b"\n") + 1 if len(sample) == SAMPLE else len(sample)
    return sample[: cut or len(sample)].decode("utf-8", "replace")


class _Careful:
    """Records of a text, of which a quote in the wrong place spoils no more than its own line."""

    def __init__(self, file: Iterable[str], dialect: Dialect) -> None:
        self.lines = _Lines(file)
        self.dialect = dialect
        self.stray: list[Example] = []
        self.count = 0
        self._reader = self._fresh()

    def __iter__(self) -> Iterator[Row]:
        number = 0
        while True:
            self.lines.taken.clear()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                cells = self._literally(number + 1)
            number += 1
            yield number, [cell or None for cell in cells]

    def findings(self) -> list[Finding]:
        says = ngettext(
            "1 row has a quotation mark that does not close, or inside a cell. It was read as it stands.",
            "%(n)s rows have a quotation mark that does not close, or inside a cell. They were read as they stand.",
        )
        return [warning("stray-quote", says, count=self.count, at=self.stray)] if self.count else []

    def _literally(self, number: int) -> list[str]:
        """Take the first line of the record that failed as it stands, and give the others back."""
        first, *others = self.lines.taken
        self.lines.back.extendleft(reversed(others))
        self._reader = self._fresh()
        self.count += 1
        if len(self.stray) < _MOST_PLACES:
            self.stray.append(Example(number))
        return first.rstrip("\r\n").split(self.dialect.delimiter)

    def _fresh(self) -> Iterator[list[str]]:
        return csv.reader(self.lines, strict=True, **self.dialect.options())  # type: ignore[arg-type]


class _Lines:
    """The lines of a text, of which some may be given back. Too many in one record end it with csv.Error."""

    def __init__(self, file: Iterable[str]) -> None:
        self._file = iter(file)
        self.taken: list[str] = []
        self.back: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) > _OPEN_QUOTE:
            raise csv.Error("a quote that is never closed")
        line = self.back.popleft() if self.back else next(self._file)
        self.taken.append(line)
        return line
