"""What differs between two versions: rows told apart by a key, or without one as a heap in which equal rows cancel out.

    before            after             by the key “folio”
    folio  monto      folio  monto
    1      10         1      12         changed 1: monto 10 → 12
    2      20         3      30         removed 2, added 3

Two cells without a value are the same. Where a column changed its type, values are compared as they are written:
1.50 and 1.5 are one number, and a day is its midnight.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb

from tequio.kit.tongue import gettext_noop as _
from tequio.tables import engine
from tequio.tables.finding import MOST_EXAMPLES
from tequio.tables.limits import DEFAULT, Limits, Unreadable
from tequio.tables.store import casting

_PIECE = 1_000
_SIDES = ("before", "after")
_DAYS = {"DATE", "TIMESTAMP"}


class What(StrEnum):
    """What became of a row."""

    ADDED = _("added")
    REMOVED = _("removed")
    CHANGED = _("changed")


@dataclass(frozen=True)
class Change:
    """A row that differs: its key, and for each column that differs the value before and after.

    An added or removed row tells all columns of its version, with None on the other side; `times` is how many such rows
    there are, which is 1 where a key tells rows apart.
    """

    what: What
    key: tuple[Any, ...]
    cells: Mapping[str, tuple[Any, Any]]
    times: int = 1


@dataclass(frozen=True)
class Cell:
    """One cell that changed."""

    key: tuple[Any, ...]
    before: Any
    after: Any


@dataclass(frozen=True)
class Changed:
    """A column and how many of its cells changed, with the first of them in the order of the key."""

    column: str
    count: int
    examples: tuple[Cell, ...]


@dataclass(frozen=True)
class Retyped:
    """A column whose type is another one."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """What differs between two versions, counted. `changes` reads all of it again, row by row."""

    before: Path
    after: Path
    key: tuple[str, ...]
    added: int
    removed: int
    changed: int
    columns: tuple[Changed, ...]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    columns_retyped: tuple[Retyped, ...]
    limits: Limits = DEFAULT

    @property
    def is_none(self) -> bool:
        """Tell whether the versions say the same."""
        counts = (self.added, self.removed, self.changed)
        return not any((*counts, self.columns_added, self.columns_removed, self.columns_retyped))

    def changes(self) -> Iterator[Change]:
        """Yield every row that differs, in the order of the key."""
        with _compared(self.before, self.after, self.key, self.limits) as both:
            yield from both.changes()

    def write_csv(self, to: Path) -> None:
        """Write all changes, a line for each cell: what, the key, the column, before, after, and how many such rows."""
        with to.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(["change", *self.key, "column", "before", "after", "times"])
            for one in self.changes():
                key = [_written(value) for value in one.key]
                cells = {name: pair for name, pair in one.cells.items() if pair != (None, None)} or {"": (None, None)}
                for name, pair in cells.items():
                    lines.writerow([one.what.value, *key, name, *map(_written, pair), one.times])


def diff(
    before: Path,
    after: Path,
    key: Sequence[str] = (),
    *,
    most_examples: int = MOST_EXAMPLES,
    limits: Limits = DEFAULT,
) -> Difference:
    """Compare two versions (.duckdb files) by the columns of a key, or without a key as heaps of rows.

    Raises Unreadable if the key is lacking in either, or is no key: the same for two rows.
    """
    with _compared(before, after, tuple(key), limits) as both:
        counts = both.counts()
        return Difference(
            before=before,
            after=after,
            key=tuple(key),
            added=counts[What.ADDED],
            removed=counts[What.REMOVED],
            changed=counts[What.CHANGED],
            columns=tuple(both.changed(most_examples)),
            columns_added=tuple(one for one in both.types[1] if one not in both.types[0]),
            columns_removed=tuple(one for one in both.types[0] if one not in both.types[1]),
            columns_retyped=tuple(
                Retyped(one, both.types[0][one], both.types[1][one])
                for one in both.shared
                if both.types[0][one] != both.types[1][one]
            ),
            limits=limits,
        )


@contextmanager
def _compared(before: Path, after: Path, key: tuple[str, ...], limits: Limits) -> Iterator[_Both]:
    """Hold two versions with the table of what differs."""
    with (
        tempfile.TemporaryDirectory(prefix="tequio-diff-") as scratch,
        engine.opened(scratch=Path(scratch), limits=limits) as connection,
    ):
        is_same = before.resolve() == after.resolve()  # which cannot be opened twice
        for side, path in zip(_SIDES[: 1 if is_same else 2], (before, after), strict=False):
            connection.execute(f"ATTACH {engine.text(str(path))} AS {side} (READ_ONLY)")
        both = _Both(connection, key, (_SIDES[0], _SIDES[0] if is_same else _SIDES[1]))
        both.compare()
        yield both


class _Both:
    """Two versions side by side. Columns go by their place: b0 is the first before, a0 the first after."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, key: tuple[str, ...], sides: tuple[str, str]) -> None:
        self.connection, self.key, self.sides = connection, key, sides
        self.types = tuple(dict(self._columns(side)) for side in sides)
        self.shared = [one for one in self.types[0] if one in self.types[1]]
        self._check_key()
        self.places = [{name: place for place, name in enumerate(types)} for types in self.types]

    def _columns(self, side: str) -> list[tuple[str, str]]:
        found = self.connection.execute(f"DESCRIBE {side}.data").fetchall()
        return [(str(name), str(type_)) for name, type_, *_rest in found]

    def _check_key(self) -> None:
        lacking = [one for one in self.key if one not in self.shared]
        if lacking:
            says = _("The column “%(column)s” of the key is not in both versions. Choose a column that both have.")
            raise Unreadable("key-lacking", says, column=lacking[0])
        keys = ", ".join(map(engine.name, self.key))
        for side, name in zip(self.sides, ("earlier", "later"), strict=True):
            if not keys:
                return
            groups = f"SELECT count(*) AS times FROM {side}.data GROUP BY {keys} HAVING count(*) > 1"
            found = self.connection.execute(f"SELECT sum(times)::BIGINT FROM ({groups})").fetchone()
            if found and found[0]:
                raise Unreadable("key-repeated", _REPEATED[name], key=", ".join(self.key), n=int(found[0]))

    def compare(self) -> None:
        """Make the table `changes` of the rows that differ."""
        self.connection.execute(f"CREATE TEMP TABLE changes AS {self._by_key() if self.key else self._as_heaps()}")

    def _side(self, place: int) -> str:
        letter = _SIDES[place][0]
        columns = ", ".join(f"{engine.name(name)} AS {letter}{at}" for name, at in self.places[place].items())
        return f"(SELECT {columns}, true AS {letter}_here FROM {self.sides[place]}.data)"

    def _pair(self, name: str) -> tuple[str, str]:
        """Return a shared column of both sides, so that what is equal compares as equal."""
        types = (self.types[0][name], self.types[1][name])
        cells = (f"b{self.places[0][name]}", f"a{self.places[1][name]}")
        if types[0] == types[1]:
            return cells
        if set(types) == _DAYS:
            return f"CAST({cells[0]} AS TIMESTAMP)", f"CAST({cells[1]} AS TIMESTAMP)"
        return _as_written(cells[0], types[0]), _as_written(cells[1], types[1])

    def _by_key(self) -> str:
        same = " AND ".join("{} IS NOT DISTINCT FROM {}".format(*self._pair(one)) for one in self.key)
        others = [one for one in self.shared if one not in self.key]
        differs = " OR ".join(self._differs(one) for one in others) or "false"
        return (
            f"SELECT *, 1::BIGINT AS times, CASE WHEN b_here IS NULL THEN '{What.ADDED}' "
            f"WHEN a_here IS NULL THEN '{What.REMOVED}' ELSE '{What.CHANGED}' END AS what "
            f"FROM {self._side(0)} FULL JOIN {self._side(1)} ON {same} "
            f"WHERE b_here IS NULL OR a_here IS NULL OR {differs}"
        )

    def _as_heaps(self) -> str:
        """Count every row up on one side and down on the other; what is left has no partner."""
        halves = []
        for place, sign in ((0, -1), (1, 1)):
            cells = ", ".join(f"{self._pair(one)[place]} AS c{at}" for at, one in enumerate(self.shared))
            halves.append(f"SELECT {cells or '1 AS c0'}, {sign} AS one FROM {self._side(place)}")
        keys = ", ".join(f"c{at}" for at in range(max(1, len(self.shared))))
        return (
            f"SELECT {keys}, abs(sum(one))::BIGINT AS times, "
            f"CASE WHEN sum(one) > 0 THEN '{What.ADDED}' ELSE '{What.REMOVED}' END AS what "
            f"FROM ({' UNION ALL '.join(halves)}) GROUP BY {keys} HAVING sum(one) <> 0"
        )

    def _differs(self, name: str) -> str:
        return "({} IS DISTINCT FROM {})".format(*self._pair(name))

    def counts(self) -> dict[What, int]:
        """Return how many rows were added, removed and changed."""
        found = dict(self.connection.execute("SELECT what, sum(times)::BIGINT FROM changes GROUP BY what").fetchall())
        return {what: int(found.get(what.value, 0)) for what in What}

    def changed(self, most_examples: int) -> Iterator[Changed]:
        """Yield the columns in which cells changed."""
        others = [one for one in self.shared if self.key and one not in self.key]
        if not others:
            return
        asked = ", ".join(f"count(*) FILTER ({self._differs(one)})" for one in others)
        counts = self.connection.execute(f"SELECT {asked} FROM changes WHERE what = '{What.CHANGED}'").fetchone() or ()
        keys = ", ".join(f"b{self.places[0][one]}" for one in self.key)
        for name, count in zip(others, counts, strict=True):
            if count:
                cells = f"b{self.places[0][name]}, a{self.places[1][name]}"
                rows = self.connection.execute(
                    f"SELECT {cells}, {keys} FROM changes WHERE what = '{What.CHANGED}' AND {self._differs(name)} "
                    f"ORDER BY {keys} LIMIT {int(most_examples)}"
                ).fetchall()
                yield Changed(name, count, tuple(Cell(tuple(key), old, new) for old, new, *key in rows))

    def changes(self) -> Iterator[Change]:
        """Yield every row that differs."""
        keys = [f"coalesce({', '.join(self._pair(one))})" for one in self.key]
        heap = [f"c{at}" for at in range(max(1, len(self.shared)))]
        order = ", ".join([*(keys or heap), "what"])
        found = self.connection.execute(f"SELECT * FROM changes ORDER BY {order}")
        names = [one[0] for one in found.description or ()]
        while rows := found.fetchmany(_PIECE):
            for row in rows:
                yield self._change(dict(zip(names, row, strict=True)))

    def _change(self, row: Mapping[str, Any]) -> Change:
        what = What(row["what"])
        if not self.key:
            values = {name: row[f"c{at}"] for at, name in enumerate(self.shared)}
            cells = {one: (None, value) if what is What.ADDED else (value, None) for one, value in values.items()}
            return Change(what, (), cells, row["times"])
        before = {name: row[f"b{place}"] for name, place in self.places[0].items()}
        after = {name: row[f"a{place}"] for name, place in self.places[1].items()}
        key = tuple((after if what is What.ADDED else before)[one] for one in self.key)
        match what:
            case What.ADDED:
                return Change(what, key, {name: (None, value) for name, value in after.items()})
            case What.REMOVED:
                return Change(what, key, {name: (value, None) for name, value in before.items()})
        pairs = {one: (before[one], after[one]) for one in self.shared if one not in self.key}
        return Change(what, key, {one: pair for one, pair in pairs.items() if pair[0] != pair[1]})


_REPEATED = {
    "earlier": _(
        "In the earlier version %(n)s rows share their key (%(key)s) with another row. Choose columns that tell every "
        "row apart, or compare without a key."
    ),
    "later": _(
        "In the later version %(n)s rows share their key (%(key)s) with another row. Choose columns that tell every "
        "row apart, or compare without a key."
    ),
}


def _as_written(cell: str, type_: str) -> str:
    """Return a value as text that does not depend on how many decimals its type keeps."""
    text = f"CAST({cell} AS VARCHAR)"
    if not type_.startswith("DECIMAL"):
        return text
    return f"CASE WHEN contains({text}, '.') THEN rtrim(rtrim({text}, '0'), '.') ELSE {text} END"


def _written(value: Any) -> str:
    return "" if value is None else casting.said(value)
