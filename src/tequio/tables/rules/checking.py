"""Counting the rows that break each rule: one pass for all that look at a row, one more for each key and catalogue.

What SQL cannot read as its column's kind is shown to Python, each distinct cell once; whatever Python reads counts as
read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tequio.tables.finding import MOST_EXAMPLES, Example
from tequio.tables.kinds.reading import TEXT, Reading
from tequio.tables.kinds.values import NotAValue, Value, value_of
from tequio.tables.rules.engine import Catalogue, Engine
from tequio.tables.rules.language import Language, Odd
from tequio.tables.rules.rule import Drift, Listed, Readable, Rule, Unique

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
    """What a check found: a result for each rule, and the cells that only Python reads, which publishing needs too."""

    rows: int
    results: tuple[Result, ...]
    odd: Odd
    measured: Mapping[str, Any]


def check(
    on: Engine,
    rules: Sequence[Rule],
    readings: Mapping[str, Reading],
    *,
    catalogues: Mapping[str, Catalogue] | None = None,
    measures: Callable[[Language], Mapping[str, str]] | None = None,
    number: Callable[[int], int] = lambda row: row + 1,
) -> Checked:
    """Count what breaks each rule; `measures` gives aggregates that the same pass shall return, by name.

    `number` turns the place of a row in the table into its number in the file.
    """
    language = on.language(readings)
    once = _OnePass(on, rules, measures)
    counts, measured = once.run(language)
    odd = _odd(on, rules, counts, readings)
    if any(odd.values()):
        language = on.language(readings, odd)
        counts, measured = once.run(language)
    results = []
    for place, rule in enumerate(rules):
        if isinstance(rule.test, Unique | Listed | Drift):
            results.append(_apart(on, rule, language, catalogues or {}, measured["rows"], number))
        else:
            where = language.breaks(rule.test)
            examples = _examples(on, rule.columns, where, number) if counts[place] else ()
            results.append(Result(rule, counts[place], examples))
    return Checked(measured.pop("rows"), tuple(results), odd, measured)


class _OnePass:
    """The aggregates that one scan of the table gives."""

    def __init__(
        self, on: Engine, rules: Sequence[Rule], measures: Callable[[Language], Mapping[str, str]] | None
    ) -> None:
        self.on, self.rules, self.measures = on, rules, measures

    def run(self, language: Language) -> tuple[dict[int, int], dict[str, Any]]:
        asked = {"rows": "count(*)", **(self.measures(language) if self.measures else {})}
        tests = {
            place: f"count(CASE WHEN {language.breaks(rule.test)} THEN 1 END)"
            for place, rule in enumerate(self.rules)
            if not isinstance(rule.test, Unique | Listed | Drift)
        }
        (answer,) = self.on.rows(f"SELECT {', '.join([*asked.values(), *tests.values()])} FROM {self.on.table}")
        return dict(zip(tests, answer[len(asked) :], strict=True)), dict(zip(asked, answer, strict=False))


def _odd(on: Engine, rules: Sequence[Rule], counts: Mapping[int, int], readings: Mapping[str, Reading]) -> Odd:
    """Return the cells that SQL does not read and Python does, by column."""
    language = on.language(readings)
    found: dict[str, dict[str, Value]] = {}
    for place, rule in enumerate(rules):
        if not isinstance(rule.test, Readable) or not counts[place]:
            continue
        column, where = rule.test.column, language.breaks(rule.test)
        cells = on.rows(f"SELECT DISTINCT {language.name(column)} FROM {on.table} WHERE {where} LIMIT {MOST_ODD}")
        reading = readings.get(column, TEXT)
        for (text,) in cells:
            try:
                found.setdefault(column, {})[text] = value_of(text, reading)
            except NotAValue:
                continue
    return found


def _examples(on: Engine, columns: Sequence[str], where: str, number: Callable[[int], int]) -> tuple[Example, ...]:
    """Return the first rows of which something is true."""
    if not on.row:
        return ()
    language = on.language({})
    cells = ", ".join(language.name(column) for column in columns)
    # Without an order it stops at the last of them; the table is in the order of the file.
    found = on.rows(f"SELECT {on.row}, {cells} FROM {on.table} WHERE {where} LIMIT {MOST_EXAMPLES}")
    return tuple(Example(number(row), " · ".join(str(cell or "")[:_LONGEST] for cell in told)) for row, *told in found)


def _apart(
    on: Engine,
    rule: Rule,
    language: Language,
    catalogues: Mapping[str, Catalogue],
    rows: int,
    number: Callable[[int], int],
) -> Result:
    match rule.test:
        case Unique(columns=columns):
            return _unique(on, rule, language, columns, number)
        case Listed(columns=columns, catalogue=name):
            return _listed(on, rule, language, columns, catalogues[name], number)
        case Drift(rows=before, share=share):
            return Result(rule, int(abs(rows - before) > share * before))
    raise TypeError(rule.test)


def _unique(on: Engine, rule: Rule, language: Language, columns: Sequence[str], number: Callable[[int], int]) -> Result:
    """Count the rows whose key stands in an earlier row; the examples are all rows of the first keys that repeat."""
    keys = ", ".join(map(language.name, columns))
    given = " AND ".join(f"NOT {language.is_missing(column)}" for column in columns)
    groups = f"SELECT {keys}, count(*) AS times FROM {on.table} WHERE {given} GROUP BY {keys} HAVING count(*) > 1"
    ((count,),) = on.rows(f"SELECT coalesce(sum(times - 1), 0) FROM ({groups}) AS repeated")
    if not count:
        return Result(rule, 0)
    some = f"SELECT {keys} FROM ({groups}) AS repeated ORDER BY {keys} LIMIT {MOST_EXAMPLES // 2}"
    where = (
        f"({keys}) IN ({some})" if len(columns) == 1 else f"row({keys}) IN (SELECT row({keys}) FROM ({some}) AS firsts)"
    )
    return Result(rule, int(count), _examples(on, columns, where, number))


def _listed(
    on: Engine,
    rule: Rule,
    language: Language,
    columns: Sequence[str],
    catalogue: Catalogue,
    number: Callable[[int], int],
) -> Result:
    """Count the rows whose values stand nowhere in a list; a row without any of them is passed over."""
    on.register("listed", catalogue, len(columns))
    same = " AND ".join(f"listed.c{place} = {language.name(column)}" for place, column in enumerate(columns))
    given = " AND ".join(f"NOT {language.is_missing(column)}" for column in columns)
    where = f"{given} AND NOT EXISTS (SELECT 1 FROM listed WHERE {same})"
    ((count,),) = on.rows(f"SELECT count(*) FROM {on.table} WHERE {where}")
    return Result(rule, int(count), _examples(on, columns, where, number) if count else ())
