"""Look for personal data in every column of a table, inside longer texts too.

One pass over the table counts, in each column, the cells that hold any of the shapes. Only where there are some are
the candidates taken out, each different text once, and judged: by check digit, by the words beside them, by the name
of the column. So the counts are exact, unless a column has more different candidates than MOST_CANDIDATES.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from tequio.tables import engine
from tequio.tables.mexico.shape import words
from tequio.tables.personal import kinds
from tequio.tables.personal.kinds import KINDS, Kind, Place
from tequio.tables.personal.rows import Number, below_header, placed
from tequio.tables.personal.suspicion import Confidence, Suspicion, Verdict

MOST_CANDIDATES = 200_000  # different texts of one kind in one column
MOST_ROWS = 5  # numbers of rows that are told as examples


def scan(
    connection: duckdb.DuckDBPyConnection,
    table: str = "data",
    *,
    columns: Sequence[str] | None = None,
    sample: int | None = None,
    most: int = MOST_CANDIDATES,
    number: Number = below_header,
) -> list[Suspicion]:
    """Return what is suspected, column by column in the table's order.

    `sample` looks at about so many rows, evenly spread, and counts only those. `number` turns the place of a row in the
    table (from 0) into the number that people know it by; without it, 1 is the first row below the header.
    """
    looking = _Look(connection, table, columns, most, number)
    looking.thin(sample)
    suspicions = [one for column in looking.promising() for one in looking.judge(column)]
    suspicions += looking.beside(suspicions)
    order = {column: place for place, column in enumerate(looking.columns)}
    return sorted(suspicions, key=lambda one: order[one.column])


@dataclass
class _Column:
    """A column that holds something: how its text is taken, and the shape of each kind in it."""

    name: str
    text: str
    filled: int
    places: dict[str, Place]
    sought: list[Kind] = field(default_factory=list)  # what it may hold

    def shape(self, kind: Kind) -> str:
        return kind.named if self.places[kind.code].named else kind.unnamed


class _Look:
    def __init__(
        self, connection: duckdb.DuckDBPyConnection, table: str, only: Sequence[str] | None, most: int, number: Number
    ) -> None:
        self.connection, self.most, self.number = connection, most, number
        described = connection.execute(f"DESCRIBE {engine.name(table)}").fetchall()
        self.source, self.place = placed(table, (str(row[0]) for row in described))
        self.types = {str(row[0]): str(row[1]) for row in described if only is None or row[0] in only}
        self.columns = list(self.types)

    def thin(self, sample: int | None) -> None:
        """Look at every n-th row only."""
        rows = self._numbers("count(*)")[0]
        if sample is not None and rows > sample:
            step = -(-rows // max(1, sample))
            self.source = f"(SELECT *, {self.place} FROM {self.source} WHERE {self.place} % {step} = 0)"

    def promising(self) -> list[_Column]:
        """Return the columns, each with what it may hold."""
        counts = self._numbers(*(f"count(*) FILTER (WHERE {self._text(one)} <> '')" for one in self.columns))
        columns = [self._column(name, filled) for name, filled in zip(self.columns, counts, strict=True)]
        self._sift(columns)
        return columns

    def _sift(self, columns: list[_Column]) -> None:
        """Ask of each column, in one pass over all, whether any shape is in it; in another, which."""
        asked = [(column, group) for column in columns if column.filled for group in _groups(column)]
        single = [(column, [kind]) for column, group in self._having(asked) for kind in group]
        for column, group in self._having(single):
            column.sought += group

    def _having(self, asked: list[tuple[_Column, list[Kind]]]) -> list[tuple[_Column, list[Kind]]]:
        counts = self._numbers(*(_cells(column, group) for column, group in asked))
        return [one for one, cells in zip(asked, counts, strict=True) if cells]

    def judge(self, column: _Column) -> list[Suspicion]:
        """Return what is suspected in a column, and a note where its name announces what is not in it."""
        found = [one for kind in column.sought for one in self._suspicions(column, kind)]
        told = {one.kind.removesuffix("-company") for one in found}
        found += [
            Suspicion(kind.code, column.name, 0, column.filled, Confidence.POSSIBLE)
            for kind in KINDS
            if kind.announces and column.places[kind.code].named and kind.code not in told
        ]
        return found

    def _suspicions(self, column: _Column, kind: Kind) -> list[Suspicion]:
        tally = self._tally(column, kind)
        certain, likely, possible = tally.believed(kind.steady)
        cells = sum(tally.cells[one] for one in (*certain, *likely, *possible))
        found = []
        if cells or tally.unchecked:
            best = next((label for label, verdicts in zip(Confidence, (certain, likely, possible), strict=True)
                         if any(tally.cells[one] for one in verdicts)), Confidence.POSSIBLE)  # fmt: skip
            found.append(
                Suspicion(
                    kind=kind.code,
                    column=column.name,
                    cells=cells,
                    filled=column.filled,
                    confidence=best,
                    proven=sum(tally.cells[one] for one in certain),
                    unchecked=tally.unchecked,
                    rows=self._rows(tally, (*certain, *likely, *possible)),
                )
            )
        if official := tally.cells[Verdict.OFFICIAL]:
            rows = self._rows(tally, (Verdict.OFFICIAL,))
            found.append(
                Suspicion(kind.code, column.name, official, column.filled, Confidence.LIKELY, official=True, rows=rows)
            )
        return found

    def _rows(self, tally: _Tally, verdicts: Sequence[Verdict]) -> tuple[int, ...]:
        rows = sorted(row for verdict in verdicts for row in tally.rows.get(verdict, ()))
        return tuple(self.number(row) for row in rows[:MOST_ROWS])

    def _tally(self, column: _Column, kind: Kind) -> _Tally:
        """Judge every different set of candidates that a cell of the column holds."""
        shape = engine.text(column.shape(kind))
        found = self.connection.execute(
            f"SELECT found, count(*), min(place) FROM ("
            f"SELECT {self.place} AS place, list_distinct(regexp_extract_all({column.text}, {shape})) AS found "
            f"FROM {self.source} WHERE regexp_matches({column.text}, {shape})) GROUP BY found ORDER BY min(place)"
        )
        tally, place = _Tally(), column.places[kind.code]
        judged = 0
        while rows := found.fetchmany(10_000):
            for candidates, cells, row in rows:
                if judged < self.most:
                    tally.add(max([kind.judge(one, place) for one in candidates]), cells, row)
                    judged += len(candidates)
                else:
                    tally.unchecked += cells
        return tally

    def beside(self, suspicions: Sequence[Suspicion]) -> list[Suspicion]:
        """Suspect the place of a home where the same table has somebody: exact coordinates, a street and a number."""
        if not any(one.needs_decision for one in suspicions):
            return []
        plain = {column: words(column) for column in self.columns}
        found = []
        for wanted, other, shape, kind in (
            (kinds.LATITUDE, kinds.LONGITUDE, kinds.HOUSEHOLD, "coordinates"),
            (kinds.LONGITUDE, kinds.LATITUDE, kinds.HOUSEHOLD, "coordinates"),
            (kinds.HOUSE, kinds.STREET, kinds.HOUSE_NUMBER, "address"),
        ):
            if any(other.search(one) for one in plain.values()):
                asked = [column for column in self.columns if wanted.search(plain[column])]
                found += [one for column in asked for one in self._exact(column, shape, kind)]
        return found

    def _exact(self, name: str, shape: str, kind: str) -> list[Suspicion]:
        text = self._text(name)
        holds = f"regexp_matches({text}, {engine.text(shape)})"
        filled, cells = self._numbers(f"count(*) FILTER (WHERE {text} <> '')", f"count(*) FILTER (WHERE {holds})")
        if not cells:
            return []
        found = self.connection.execute(
            f"SELECT {self.place} FROM {self.source} WHERE {holds} ORDER BY 1 LIMIT {MOST_ROWS}"
        )
        rows = tuple(self.number(row) for (row,) in found.fetchall())
        return [Suspicion(kind, name, cells, filled, Confidence.POSSIBLE, rows=rows)]

    def _column(self, name: str, filled: int) -> _Column:
        plain = words(name)
        return _Column(name, self._text(name), filled, {kind.code: kind.place(plain) for kind in KINDS})

    def _text(self, column: str) -> str:
        quoted = engine.name(column)
        return quoted if self.types[column] == "VARCHAR" else f"CAST({quoted} AS VARCHAR)"

    def _numbers(self, *expressions: str) -> list[int]:
        """Return several counts, from one pass over the table."""
        if not expressions:
            return []
        found = self.connection.execute(f"SELECT {', '.join(expressions)} FROM {self.source}").fetchone()
        return [int(one) for one in found or ()]


class _Tally:
    """How many cells got which verdict, and the first rows of each."""

    def __init__(self) -> None:
        self.cells: Counter[Verdict] = Counter()
        self.rows: dict[Verdict, list[int]] = {}
        self.unchecked = 0

    def add(self, verdict: Verdict, cells: int, row: int) -> None:
        """Count cells that were judged alike; they come by their first rows, in order."""
        self.cells[verdict] += cells
        rows = self.rows.setdefault(verdict, [])
        if len(rows) < MOST_ROWS:
            rows.append(row)

    def believed(self, steady: float) -> tuple[list[Verdict], list[Verdict], list[Verdict]]:
        """Return which verdicts count, as certain, likely and possible.

        A right check digit is believed where most have one: serial numbers have it in one of ten.
        """
        passed = sum(cells for verdict, cells in self.cells.items() if verdict >= Verdict.CHECKED)
        shaped = passed + self.cells[Verdict.UNKNOWN] + self.cells[Verdict.NO]
        certain, likely = [Verdict.CERTAIN], [Verdict.LIKELY]
        if passed and steady and passed >= steady * shaped:
            likely.append(Verdict.UNKNOWN)
            (certain if self.cells[Verdict.CHECKED] >= 3 else likely).append(Verdict.CHECKED)
        return certain, likely, [Verdict.POSSIBLE]


def _groups(column: _Column) -> list[list[Kind]]:
    """Return the kinds that are asked for at once: identifiers are rare, names look like much else."""
    sought = [kind for kind in KINDS if column.shape(kind)]
    return [[kind for kind in sought if kind is not kinds.NAME], [kinds.NAME]]


def _cells(column: _Column, group: Sequence[Kind]) -> str:
    shape = "|".join(f"(?:{column.shape(kind)})" for kind in group)
    return f"count(*) FILTER (WHERE regexp_matches({column.text}, {engine.text(shape)}))"
