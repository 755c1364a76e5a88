"""Counting the rows that break each rule: one pass for all that look at a row, one more for each key and catalogue.

A column of few different cells is counted by these, each with its times, whatever the number of rows. What SQL cannot
read as its column's kind is shown to Python, each distinct cell once; whatever Python reads counts as read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from tequio.kit.tongue import gettext_noop as _
from tequio.tables.finding import MOST_EXAMPLES, Example
from tequio.tables.kinds.reading import TEXT, Kind, Reading
from tequio.tables.kinds.values import NotAValue, Value, value_of
from tequio.tables.limits import Unreadable
from tequio.tables.rules.engine import Catalogue, Engine
from tequio.tables.rules.language import Language, Odd
from tequio.tables.rules.rule import Compared, Drift, Listed, Readable, Required, RowTest, Rule, Sums, Unique
from tequio.tables.rules.scan import ROW, Scan, read

MOST_ODD = 10_000  # distinct cells of a column that Python is shown
_LONGEST = 200  # characters of a cell in an example


@dataclass(frozen=True)
class Result:
    """How many rows break a rule, and the first of them."""

    rule: Rule
    count: int
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What a check found: a result for each rule, and the cells that only Python reads, which publishing needs too.

    `measured` is what was asked beside the rules, by column and name; `few` are the columns of few different cells.
    """

    rows: int
    results: tuple[Result, ...]
    odd: Odd
    measured: Mapping[str, Mapping[str, Any]]
    few: Mapping[str, Scan]


class Measures(Protocol):
    """What else the same passes shall return of some columns."""

    columns: Sequence[str]

    def of(self, column: str, scan: Scan, language: Language) -> Mapping[str, str]:
        """Return aggregates of a column, by name."""
        ...


def check(
    on: Engine,
    rules: Sequence[Rule],
    readings: Mapping[str, Reading],
    *,
    catalogues: Mapping[str, Catalogue] | None = None,
    measures: Measures | None = None,
    number: Callable[[int], int] = lambda row: row + 1,
) -> Checked:
    """Count what breaks each rule, and what `measures` asks beside.

    `number` turns the place of a row in the table into its number in the file.
    """
    ((rows,),) = on.rows(f"SELECT count(*) FROM {on.table}")
    columns = measures.columns if measures else list(dict.fromkeys(one for rule in rules for one in rule.columns))
    counting = _Counting(on, rules, readings, measures, on.few(columns))
    counting.run(columns)
    apart = _Apart(on, counting.language, catalogues or {}, rows, number)
    results = tuple(
        apart.result(rule) if isinstance(rule.test, Unique | Listed | Drift) else counting.result(place, number)
        for place, rule in enumerate(rules)
    )
    return Checked(rows, results, counting.odd, counting.measured, counting.few)


class _Counting:
    """Counts rows column by column where a column has few different cells, and all else in one pass."""

    def __init__(
        self,
        on: Engine,
        rules: Sequence[Rule],
        readings: Mapping[str, Reading],
        measures: Measures | None,
        few: Mapping[str, Scan],
    ) -> None:
        self.on, self.rules, self.readings, self.measures, self.few = on, rules, readings, measures, few
        self.tests: dict[int, RowTest] = {
            place: rule.test for place, rule in enumerate(rules) if not isinstance(rule.test, Unique | Listed | Drift)
        }
        self.compared = [place for place, test in self.tests.items() if isinstance(test, Compared | Sums)]
        self.counts: dict[int, int] = {}
        self.measured: dict[str, Mapping[str, Any]] = {}
        self.odd: dict[str, Mapping[str, Value]] = {}

    @property
    def language(self) -> Language:
        """How the rules are said, as far as the odd cells are known."""
        return self.on.language(self.readings, self.odd)

    def run(self, columns: Sequence[str]) -> None:
        """Count everything: what compares values comes last, when all odd ones are known."""
        homes = {place: self._home(place) for place in self.tests}
        for column, scan in self.few.items():
            self._count(scan, [place for place, home in homes.items() if home == column], [column])
        rest = [place for place, home in homes.items() if not home and place not in self.compared]
        self._count(Scan(self.on.table), rest, [one for one in columns if one not in self.few])
        self._ask(*self._beside, self.compared, [])

    def result(self, place: int, number: Callable[[int], int]) -> Result:
        """Return what was counted of a rule, with examples."""
        rule, test, count = self.rules[place], self.tests[place], self.counts[place]
        if not count or not self.on.row:
            return Result(rule, count)
        if place in self.compared:
            scan, language = self._beside
            return Result(rule, count, _examples(self.on, rule.columns, language.breaks(test), number, scan))
        where = self.language.breaks(test)
        home = self._home(place)
        if home and not isinstance(test, Required):  # which no cell at all breaks, too
            cell = self.language.name(home)
            where = f"{cell} IN (SELECT {cell} FROM {self.few[home].source} WHERE {where})"
        return Result(rule, count, _examples(self.on, rule.columns, where, number))

    def _home(self, place: int) -> str:
        """Return the column of few different cells that a test looks at alone, if it does."""
        columns = self.rules[place].columns
        return columns[0] if len(columns) == 1 and columns[0] in self.few else ""

    @cached_property
    def _beside(self) -> tuple[Scan, Language]:
        """The whole table, with the values beside it that its tests compare; once all odd cells are known."""
        columns = dict.fromkeys(one for place in self.compared for one in self.rules[place].columns if one in self.few)
        return self.on.beside(self.language, self.few, list(columns))

    def _count(self, scan: Scan, places: Sequence[int], columns: Sequence[str]) -> None:
        """Count; and count again what the cells concern that only Python reads."""
        self._ask(*self._read(scan, places, columns), places, columns)
        unread = [test for place in places if isinstance(test := self.tests[place], Readable) and self.counts[place]]
        if odd := _odd(self.on, scan, self.language, unread):
            self.odd |= odd
            again = [place for place in places if odd.keys() & set(self.rules[place].columns)]
            changed = [one for one in columns if one in odd]
            self._ask(*self._read(scan, again, changed), again, changed)

    def _read(self, scan: Scan, places: Sequence[int], columns: Sequence[str]) -> tuple[Scan, Language]:
        """Return a scan with the values of what is no text."""
        asked = dict.fromkeys([*columns, *(one for place in places for one in self.rules[place].columns)])
        typed = [one for one in asked if self.readings.get(one, TEXT).kind is not Kind.STRING]
        return read(scan, self.language, typed)

    def _ask(self, scan: Scan, language: Language, places: Sequence[int], columns: Sequence[str]) -> None:
        asked: dict[tuple[int | str, str], str] = {
            (place, ""): scan.count(language.breaks(self.tests[place])) for place in places
        }
        if self.measures:
            for column in columns:
                asked |= {(column, name): sql for name, sql in self.measures.of(column, scan, language).items()}
        if not asked:
            return
        (answer,) = self.on.rows(f"SELECT {', '.join(asked.values())} FROM {scan.source}")
        for (of, name), value in zip(asked, answer, strict=True):
            if isinstance(of, int):
                self.counts[of] = int(value)
            else:
                self.measured[of] = {**self.measured.get(of, {}), name: value}


def _odd(on: Engine, scan: Scan, language: Language, unread: Sequence[Readable]) -> dict[str, dict[str, Value]]:
    """Return the cells that SQL does not read and Python does, by column."""
    found: dict[str, dict[str, Value]] = {}
    for test in unread:
        column, where = test.column, language.breaks(test)
        cells = on.rows(f"SELECT DISTINCT {language.name(column)} FROM {scan.source} WHERE {where} LIMIT {MOST_ODD}")
        reading = language.readings.get(column, TEXT)
        for (text,) in cells:
            try:
                found.setdefault(column, {})[text] = value_of(text, reading)
            except NotAValue:
                continue
    return {column: said for column, said in found.items() if said}


def _examples(
    on: Engine, columns: Sequence[str], where: str, number: Callable[[int], int], scan: Scan | None = None
) -> tuple[Example, ...]:
    """Return the first rows of which something is true."""
    language = on.language({})
    cells = ", ".join(language.name(column) for column in columns)
    if scan is None or scan.source == on.table:
        # Without an order it stops at the last of them; the table is in the order of the file.
        asked = f"SELECT {on.row}, {cells} FROM {on.table} WHERE {where} LIMIT {MOST_EXAMPLES}"
    else:
        asked = (
            f"SELECT {language.name(ROW)}, {cells} FROM {scan.source} WHERE {where} ORDER BY 1 LIMIT {MOST_EXAMPLES}"
        )
    found = on.rows(asked)
    return tuple(Example(number(row), " · ".join(str(cell or "")[:_LONGEST] for cell in told)) for row, *told in found)


@dataclass(frozen=True)
class _Apart:
    """Counts what no single row shows: keys that repeat, values that stand in no list, another number of rows."""

    on: Engine
    language: Language
    catalogues: Mapping[str, Catalogue]
    rows: int
    number: Callable[[int], int]

    def result(self, rule: Rule) -> Result:
        """Return what was counted of a rule, with examples."""
        match rule.test:
            case Unique(columns=columns):
                return self._unique(rule, columns)
            case Listed(columns=columns, catalogue=name) if name in self.catalogues:
                return self._listed(rule, columns, self.catalogues[name])
            case Listed(catalogue=name):
                says = _("The rules name a list that was not given: “%(name)s”. Give it together with the file.")
                raise Unreadable("list-lacking", says, name=name)
            case Drift(rows=before, share=share):
                return Result(rule, int(abs(self.rows - before) > share * before))
        raise TypeError(rule.test)

    def _unique(self, rule: Rule, columns: Sequence[str]) -> Result:
        """Count the rows whose key stands in an earlier one; examples are all rows of the first keys that repeat."""
        keys = ", ".join(map(self.language.name, columns))
        groups = (
            f"SELECT {keys}, count(*) AS times FROM {self.on.table} WHERE {self._given(columns)} "
            f"GROUP BY {keys} HAVING count(*) > 1"
        )
        few = MOST_EXAMPLES // 2
        firsts = self.on.rows(
            f"SELECT sum(times - 1) OVER (), {keys} FROM ({groups}) AS repeated ORDER BY {keys} LIMIT {few}"
        )
        if not firsts:
            return Result(rule, 0)
        return self._with_examples(
            rule, int(firsts[0][0]), " OR ".join(self._same(columns, key) for _n, *key in firsts)
        )

    def _listed(self, rule: Rule, columns: Sequence[str], catalogue: Catalogue) -> Result:
        """Count the rows whose values stand nowhere in a list; a row without any of them is passed over."""
        self.on.register("listed", catalogue, len(columns))
        same = " AND ".join(f"listed.c{place} = {self.language.name(column)}" for place, column in enumerate(columns))
        where = f"{self._given(columns)} AND NOT EXISTS (SELECT 1 FROM listed WHERE {same})"
        ((count,),) = self.on.rows(f"SELECT count(*) FROM {self.on.table} WHERE {where}")
        return self._with_examples(rule, int(count), where)

    def _given(self, columns: Sequence[str]) -> str:
        return " AND ".join(f"NOT {self.language.is_missing(column)}" for column in columns)

    def _same(self, columns: Sequence[str], key: Sequence[str]) -> str:
        pairs = zip(columns, key, strict=True)
        said = " AND ".join(f"{self.language.name(column)} = {self.language.literal(cell)}" for column, cell in pairs)
        return f"({said})"

    def _with_examples(self, rule: Rule, count: int, where: str) -> Result:
        shown = count and self.on.row
        return Result(rule, count, _examples(self.on, rule.columns, where, self.number) if shown else ())
