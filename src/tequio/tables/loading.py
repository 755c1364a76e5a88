"""From a file to a table of text: every row of the file is in the table, or set aside and listed.

    data     the rows, all text, in the order of the file; no cell is changed
    aside    rows that have more cells than the header, with their numbers

A plain delimited file is read by DuckDB, and believed only if its rows, those set aside and the blank ones are as many
as an independent count says; everything else is read row by row.
"""

from __future__ import annotations

import bisect
import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tequio.kit.tongue import ngettext
from tequio.tables import engine
from tequio.tables.finding import MOST_EXAMPLES, Example, Finding, error, note, warning
from tequio.tables.limits import DEFAULT, Limits
from tequio.tables.reading import layout
from tequio.tables.reading.delimited import Delimited
from tequio.tables.reading.dialect import rows_of
from tequio.tables.reading.sheet import Row, Sheet

_MOST_ASIDE = 10_000  # beyond them the fast reader's list is not worth placing row by row
_LONGEST = 1_000  # characters of a row that a finding shows
_LINE = 2_000_000  # bytes of a line that DuckDB reads by itself


@dataclass
class Loaded:
    """A table of text. `gaps` are the numbers of the rows below the header that are not in it."""

    connection: duckdb.DuckDBPyConnection
    columns: list[str]
    rows: int
    first: int
    gaps: list[int]
    findings: list[Finding] = field(default_factory=list)

    def number(self, rowid: int) -> int:
        """Return which row of the file a row of the table is."""
        number = self.first + rowid
        while (passed := bisect.bisect_right(self.gaps, number)) != number - self.first - rowid:
            number = self.first + rowid + passed
        return number


@contextmanager
def loaded(source: Delimited | Sheet, *, scratch: Path, limits: Limits = DEFAULT) -> Iterator[Loaded]:
    """Hold a file as a table for as long as the block lasts: in memory, and in a scratch folder where it is larger."""
    with engine.opened(scratch=scratch / "spill", limits=limits) as connection:
        if isinstance(source, Sheet):
            columns, said = named(source.header)
            made = _load(connection, source.rows, None, columns, scratch)
            findings = source.findings  # its reader knows where the table ends
        else:
            made, source, said = _delimited(connection, source, scratch)
            findings = source.findings
        made.findings += [*findings, *said]
        yield made


def _delimited(
    connection: duckdb.DuckDBPyConnection, source: Delimited, scratch: Path
) -> tuple[Loaded, Delimited, list[Finding]]:
    """Try the fast reader while the bytes are still being counted; where it is not to be believed, read with care."""
    columns, said = named(source.header)
    fast = _Fast(source, connection, columns)
    if source.seems_plain and fast.read() and source.is_plain and (made := fast.judged()) is not None:
        return made, source, said
    connection.execute(
        "DROP TABLE IF EXISTS data; DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans"
    )
    if (settled := source.settled(scratch=scratch)) is not source:
        return _delimited(connection, settled, scratch)
    tail: list[Finding] = []
    made = _load(
        connection, layout.without_tail(source.rows(), len(columns), tail), source.first_data, columns, scratch
    )
    made.findings += tail
    return made, source, said


def named(header: Sequence[str]) -> tuple[list[str], list[Finding]]:
    """Return a name for each column, each once whatever its capitals, and what had to be done for it."""
    names: list[str] = []
    taken = {"rowid"}  # DuckDB's own name for the number of a row
    without, twice = [], []
    for place, written in enumerate(header, start=1):
        name = " ".join(written.split())
        if not name:
            without.append(place)
            name = f"columna_{place}"
        base, times = name, 1
        while name.casefold() in taken:
            times += 1
            name = f"{base}_{times}"
        if times > 1:
            twice.append(name)
        taken.add(name.casefold())
        names.append(name)
    findings = []
    if without:
        says = ngettext("1 column has no name. It is called %(names)s.", "%(n)s columns have no name: %(names)s.")
        called = ", ".join(f"columna_{place}" for place in without[:10])
        findings.append(warning("column-without-name", says, count=len(without), names=called))
    if twice:
        says = ngettext(
            "1 name stands over more than one column. The second is called %(names)s.",
            "%(n)s names of columns are repeated. The later ones are called %(names)s.",
        )
        findings.append(warning("column-name-repeated", says, count=len(twice), names=", ".join(twice[:10])))
    return names, findings


class _Fast:
    """DuckDB reads a plain file; its result is compared with what was counted."""

    def __init__(self, source: Delimited, connection: duckdb.DuckDBPyConnection, columns: list[str]) -> None:
        self.source, self.connection, self.columns = source, connection, columns

    def read(self) -> bool:
        """Fill the table; tell whether it could."""
        try:
            self.connection.execute(f"CREATE TABLE data AS SELECT * FROM {self._scan()}")
        except duckdb.Error:
            return False
        return True

    def judged(self) -> Loaded | None:
        """Return the table, or None where the reader and the count do not agree."""
        first, counted = self.source.first_data, self.source.scanned.count
        kept, aside = _count(self.connection), self._aside()
        if aside is None or kept + len(aside) + len(counted.blank) != counted.records - first + 1:
            return None
        if aside and self.source.foreign:  # it looked at the letters of what it kept only
            return None
        _set_aside(self.connection, aside)
        gaps = sorted([*counted.blank, *(number for number, _cells in aside)])
        made = Loaded(self.connection, self.columns, kept, first, gaps, _too_long(aside, len(self.columns)))
        blank = sorted([*counted.blank, *_take_blank(made)])
        made.findings += _blank(blank)
        _take_tail(made)
        return made

    def _scan(self) -> str:
        skip = self.source.first_data - 1
        return _read_csv(
            self.source.text, self.columns, delimiter=self.source.dialect.delimiter, skip=skip, ends=self.source.ends
        )

    def _aside(self) -> list[Row] | None:
        """Return the rows that it refused, with their numbers; None if some were refused for what care can mend."""
        rows = self.connection.execute(
            "SELECT line_byte_position - 1, any_value(csv_line), list(DISTINCT error_type::VARCHAR) "
            "FROM reject_errors GROUP BY 1 ORDER BY 1"
        ).fetchall()
        if len(rows) > _MOST_ASIDE or any(kinds != ["TOO MANY COLUMNS"] for _byte, _line, kinds in rows):
            return None
        # Where blank lines stand before a row, it begins the row with them.
        lines = [(byte, line, line.lstrip("\r\n")) for byte, line, _kinds in rows]
        numbers = self._numbers([byte + len(line) - len(bare) for byte, line, bare in lines])
        dialect = self.source.dialect
        parsed = (next(iter(rows_of(bare, dialect)), []) for _byte, _line, bare in lines)
        return [(number, list(cells)) for number, cells in zip(numbers, parsed, strict=True)]

    def _numbers(self, places: list[int]) -> Iterator[int]:
        """Yield the number of the record that begins at each byte."""
        counter = self.source.scanned
        held, data = (0, 0), b""
        with self.source.text.open("rb") as file:
            for place in places:
                if (block := counter.block_of(place)) != held:
                    held = block
                    file.seek(block[0])
                    data = file.read(block[1] - block[0])
                yield counter.record_at(data, held[0], place)


def _load(
    connection: duckdb.DuckDBPyConnection, rows: Iterable[Row], first: int | None, columns: list[str], scratch: Path
) -> Loaded:
    """Write the rows that fit as a plain file, and let DuckDB read that. Without `first`, the first row says it."""
    clean = scratch / "clean.csv"
    fit = _Fit(len(columns), first)
    with clean.open("w", encoding="utf-8", newline="") as file:
        # With both in its line break, the writer quotes cells that hold either.
        csv.writer(file, lineterminator="\r\n").writerows(fit.fitting(rows))
    scan = _read_csv(clean, columns, ends="\r\n", longest=fit.longest)
    connection.execute(f"CREATE TABLE data AS SELECT * FROM {scan}")
    clean.unlink()
    if (read := _count(connection)) != fit.kept:
        raise RuntimeError(f"{fit.kept} rows were written and {read} were read")
    _set_aside(connection, fit.aside)
    findings = [*_blank(fit.blank), *_short(fit), *_too_long(fit.aside, len(columns))]
    return Loaded(connection, columns, fit.kept, fit.first or 1, fit.gaps, findings)


class _Fit:
    """Judges rows by their width: blank and too long ones are set aside, short ones are filled."""

    def __init__(self, width: int, first: int | None) -> None:
        self.width = width
        self.first = self.next = first
        self.kept = self.longest = self.short = 0
        self.gaps: list[int] = []
        self.blank: list[int] = []
        self.aside: list[Row] = []
        self.filled: list[Example] = []

    def fitting(self, rows: Iterable[Row]) -> Iterator[Sequence[str | None]]:
        """Yield the rows that fit, each as wide as the header."""
        width = self.width
        for number, cells in rows:
            if self.next is None:
                self.first = self.next = number
            if not any(cells):
                self.blank.append(number)
                continue
            fitted = cells if len(cells) == width else self._fitted(number, cells)
            if fitted is None:
                continue
            if number != self.next:
                self.gaps.extend(range(self.next, number))
            self.next = number + 1
            self.kept += 1
            self.longest = max(self.longest, sum(len(cell) for cell in fitted if cell))
            yield fitted

    def _fitted(self, number: int, cells: list[str | None]) -> list[str | None] | None:
        if len(cells) < self.width:
            self.short += 1
            if len(self.filled) < MOST_EXAMPLES:
                self.filled.append(Example(number))
            return cells + [None] * (self.width - len(cells))
        if any(cells[self.width :]):
            self.aside.append((number, cells))
            return None
        return cells[: self.width]  # spreadsheets end lines with separators of columns that are not there


def _read_csv(
    path: Path, columns: Sequence[str], *, ends: str, delimiter: str = ",", skip: int = 0, longest: int = 0
) -> str:
    typed = ", ".join(f"{engine.text(one)}: 'VARCHAR'" for one in columns)
    line = max(_LINE, 8 * longest + 8 * len(columns))  # four bytes a letter, and each may be a quote
    # Left to itself, it takes a line break inside the first cells for the one between the rows.
    new_line = ends.replace("\r", "\\r").replace("\n", "\\n")
    return (
        f"read_csv({engine.text(str(path))}, auto_detect=false, header=false, skip={skip}, "
        f"delim={engine.text(delimiter)}, quote='\"', escape='\"', new_line='{new_line}', columns={{{typed}}}, "
        f"encoding='utf-8', store_rejects=true, rejects_limit={_MOST_ASIDE + 1}, max_line_size={line})"
    )


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute("SELECT count(*) FROM data").fetchone()
    return int(found[0]) if found else 0


def _set_aside(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> None:
    connection.execute("CREATE TABLE aside (number BIGINT, cells VARCHAR[])")
    for start in range(0, len(rows), 1_000):
        connection.executemany("INSERT INTO aside VALUES (?, ?)", list(rows[start : start + 1_000]))


def _take_blank(made: Loaded) -> list[int]:
    """Take the rows of nothing but delimiters out of the table, and return their numbers."""
    is_blank = " AND ".join(f"{engine.name(column)} IS NULL" for column in made.columns)
    ids = [row for (row,) in made.connection.execute(f"SELECT rowid FROM data WHERE {is_blank} ORDER BY 1").fetchall()]
    if ids:
        made.connection.execute(f"DELETE FROM data WHERE {is_blank}")
        made.rows -= len(ids)
    return [made.number(one) for one in ids]


def _take_tail(made: Loaded) -> None:
    """Set totals and footers at the end of the table aside, as the careful reader does while it reads."""
    ids = f"SELECT rowid FROM data ORDER BY rowid DESC LIMIT {layout.TAIL}"  # alone, they are found at once
    numbers = ", ".join(str(row) for (row,) in made.connection.execute(ids).fetchall()) or "NULL"
    last = made.connection.execute(f"SELECT rowid, * FROM data WHERE rowid IN ({numbers}) ORDER BY rowid").fetchall()
    rows = [(made.number(row), list(cells)) for row, *cells in last]
    found = layout.tail(rows, len(made.columns))
    gone = {*found.totals, *found.footers}
    if not gone:
        return
    made.findings += layout.tail_findings(found, [row for row in rows if row[0] in gone])
    doomed = [row for row, *_cells in last if made.number(row) in gone]
    made.connection.execute(f"DELETE FROM data WHERE rowid IN ({', '.join(map(str, doomed))})")
    made.rows -= len(doomed)


def _blank(numbers: Sequence[int]) -> list[Finding]:
    says = ngettext("1 row is blank. It was left out.", "%(n)s rows are blank. They were left out.")
    return [note("blank-rows", says, count=len(numbers), at=map(Example, numbers))] if numbers else []


def _short(fit: _Fit) -> list[Finding]:
    says = ngettext(
        "1 row has fewer cells than the header has columns. What is missing was left empty.",
        "%(n)s rows have fewer cells than the header has columns. What is missing was left empty.",
    )
    return [warning("short-rows", says, count=fit.short, at=fit.filled)] if fit.short else []


def _too_long(aside: Sequence[Row], width: int) -> list[Finding]:
    if not aside:
        return []
    says = ngettext(
        "1 row has more cells than the header, which has %(width)s. It was set aside: mend it in the file.",
        "%(n)s rows have more cells than the header, which has %(width)s. They were set aside: mend them in the file.",
    )
    at = (Example(number, _shown(cells)) for number, cells in aside[:MOST_EXAMPLES])
    return [error("long-rows", says, count=len(aside), at=at, width=width)]


def _shown(cells: Sequence[str | None]) -> str:
    whole = " | ".join(cell or "" for cell in cells)
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}…"
