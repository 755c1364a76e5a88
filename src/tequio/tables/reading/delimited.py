"""Delimited text (CSV, TSV and their neighbours) of any encoding and dialect.

`open_delimited` finds out how the file is written and counts its records. Where the file is plain (RFC 4180 to the
letter), a fast reader may take it, and its result is compared with the count. Every file can be read with care, which
`Delimited.rows` does: a quote that never closes, or stands in the middle of a cell, costs no more than its own line.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

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

BLOCK = 1 << 18  # bytes: what is looked at several times then stays in the cache of the processor
SAMPLE = 1 << 20  # bytes
_FOREIGN_LINES = 20_000  # looked at to choose an encoding
_OPEN_QUOTE = 1_000  # lines in one record beyond which its quote was never meant to open
_MOST_PLACES = 100


@dataclass
class Delimited:
    """A delimited file, ready to be read. `text` is UTF-8: the file itself, or a copy of it.

    The pass over all its bytes goes on beside whatever reads it; `settled` waits for its end.
    """

    path: Path
    text: Path
    encoding: Encoding
    dialect: Dialect
    ends: str  # what ends its first line
    skipped: int  # bytes of a mark at the beginning
    layout: Layout
    header: list[str]
    is_odd_above: bool  # the header, or what stands above it, has a line break in a cell, or is no UTF-8
    scan: Future[Counter]
    limits: Limits
    findings: list[Finding] = field(default_factory=list)

    @property
    def first_data(self) -> int:
        """The number of the first record below the header."""
        return self.layout.first_data + 1

    @property
    def scanned(self) -> Counter:
        """What the pass over its bytes counted; waits for its end, and raises Unreadable."""
        return self.scan.result()

    @cached_property
    def foreign(self) -> list[bytes]:
        """Lines that are no UTF-8, and others beside them; one more pass over the bytes, which a fast reader spares."""
        found: list[bytes] = []
        for block in blocks(self.text, self.limits):
            if not _is_utf8(block):  # blocks end with a line: no letter is cut in two
                found += islice((one for one in block.splitlines() if not one.isascii()), _FOREIGN_LINES)
            if len(found) >= _FOREIGN_LINES:
                break
        return found

    @property
    def seems_plain(self) -> bool:
        """Tell whether it is worth giving it to a fast reader, which skips lines, not records."""
        return self.dialect.is_plain and not self.is_odd_above and len(self.header) > 1

    @property
    def is_plain(self) -> bool:
        """Tell whether a fast reader may be believed, if it finds as many records as were counted."""
        count = self.scanned.count
        return self.seems_plain and count.is_plain and all(number >= self.first_data for number in count.blank)

    def settled(self, *, scratch: Path) -> Delimited:
        """Return the file as it must be read, if no fast reader was: in another encoding, if it is no UTF-8."""
        self.scan.result()  # which tells first where the file cannot be read at all
        if not self.encoding.is_utf8 or not self.foreign:
            return self
        return _converted(self.path, guessed(self.foreign), self.skipped, scratch, self.limits)

    def records(self) -> Iterator[Row]:
        """Yield every record of the file with its number, read with care; `findings` tell what care had to mend."""
        yield from _records(self.text, self.skipped, self.dialect, self.limits, self.findings)

    def rows(self) -> Iterator[Row]:
        """Yield the records below the header."""
        return (row for row in self.records() if row[0] >= self.first_data)


def open_delimited(path: Path, *, scratch: Path, limits: Limits) -> Delimited:
    """Find out how a file is written and where its header is; raise Unreadable."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    mark = marked(head)
    skipped = len(mark.mark) if mark else 0
    if mark is not None and not mark.is_utf8:
        return _converted(path, mark, skipped, scratch, limits)
    return _opened(path, path, mark or Encoding("utf-8"), skipped, head, limits)


def _converted(path: Path, encoding: Encoding, skipped: int, scratch: Path, limits: Limits) -> Delimited:
    """Open a copy of a file in UTF-8."""
    text = scratch / "text.csv"
    findings = [*_said(encoding), *_transcode(path, text, encoding, skipped)]
    with text.open("rb") as file:
        made = _opened(path, text, encoding, 0, file.read(SAMPLE), limits)
    made.findings[:0] = findings
    return made


def _opened(path: Path, text: Path, encoding: Encoding, skipped: int, head: bytes, limits: Limits) -> Delimited:
    sample = _lines(head[skipped:]).decode("utf-8", "replace")
    dialect = detect(sample)
    counter = Counter(dialect.delimiter.encode(), skipped=skipped, is_plain=dialect.is_plain)
    csv.field_size_limit(limits.most_line)
    # By the careful reader, which takes no other record for the header than this one.
    first = [cells for _number, cells in islice(_Careful(io.StringIO(sample, newline=""), dialect), layout.SAMPLE)]
    widest = max(map(len, first), default=0)
    if widest > limits.most_columns:
        says = _(
            "The file has %(n)s columns; at most %(most)s are read. Is it the right file, with the right separator?"
        )
        raise Unreadable("too-many-columns", says, n=widest, most=limits.most_columns)
    if not any(cell for row in first for cell in row):
        raise Unreadable("empty", _("The file has no rows. Choose the file that holds the data."))
    found = layout.find_header(first)
    beside = ThreadPoolExecutor(1)
    scan = beside.submit(_scan, text, skipped, counter, limits)
    beside.shutdown(wait=False)
    return Delimited(
        path=path,
        text=text,
        encoding=encoding,
        dialect=dialect,
        ends="\r\n" if sample.partition("\n")[0].endswith("\r") else "\n",
        skipped=skipped,
        layout=found,
        header=layout.names(first, found) if found.header_rows else [""] * widest,
        is_odd_above=not _is_utf8(_lines(head[skipped:]))
        or any("\n" in (cell or "") for cells in first[: found.first_data] for cell in cells),
        scan=scan,
        limits=limits,
        findings=layout.header_findings(first, found),
    )


def blocks(path: Path, limits: Limits) -> Iterator[bytes]:
    """Yield a file in blocks that end with a line feed; raise Unreadable at a line, or a file, that is too long."""
    total = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            rest = b"" if block.endswith(b"\n") else file.readline(limits.most_line)
            is_cut = len(rest) == limits.most_line or len(block) + len(rest) > limits.most_line
            if is_cut and b"\n" not in block and b"\r" not in block:
                says = _("One line of the file has more than %(most)s bytes. Is it a table, saved as plain text?")
                raise Unreadable("line-too-long", says, most=limits.most_line)
            block += rest
            total += len(block)
            if total > limits.most_bytes:
                says = _("The file has more than %(most)s bytes. Split it, for example by year.")
                raise Unreadable("too-large", says, most=limits.most_bytes)
            yield block


def _scan(path: Path, skipped: int, counter: Counter, limits: Limits) -> Counter:
    for block in blocks(path, limits):
        counter.feed(block[skipped:] if skipped else block)
        skipped = 0
    counter.finish()
    return counter


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _transcode(path: Path, to: Path, encoding: Encoding, skipped: int) -> list[Finding]:
    """Write a file again as UTF-8; say which lines were read in another encoding than the rest."""
    if encoding.name.startswith("utf-16"):
        with path.open("rb") as file:
            file.seek(skipped)
            reader = codecs.getreader(encoding.name)(file, "replace")
            with to.open("w", encoding="utf-8", newline="") as out:
                while piece := reader.read(BLOCK):
                    out.write(piece.replace("\ufffe", "\ufffd"))
        return []
    others: list[int] = []
    count = 0
    with path.open("rb") as lines, to.open("w", encoding="utf-8", newline="") as out:
        lines.seek(skipped)
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


def _lines(sample: bytes) -> bytes:
    """Return a sample without the line that it may cut."""
    cut = sample.rfind(b"\n") + 1 if len(sample) == SAMPLE else len(sample)
    return sample[: cut or len(sample)]


def _records(text: Path, skipped: int, dialect: Dialect, limits: Limits, findings: list[Finding]) -> Iterator[Row]:
    with text.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.seek(skipped)
        careful = _Careful(file, dialect)
        yield from careful
        findings += careful.findings()


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
