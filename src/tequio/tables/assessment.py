"""A file judged: how its columns are read, what is wrong in them, and how good it is in words that everybody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tequio.kit.tongue import Says, ngettext
from tequio.kit.tongue import gettext_noop as _
from tequio.tables.finding import Example, Finding, Severity, error, note, warning
from tequio.tables.kinds.inference import Guess, guess
from tequio.tables.kinds.reading import Kind
from tequio.tables.loading import Loaded
from tequio.tables.mexico.lists import LISTS
from tequio.tables.personal import findings as personal
from tequio.tables.personal.scan import scan
from tequio.tables.personal.suspicion import Suspicion
from tequio.tables.profiling import Column, Profile, sampled
from tequio.tables.rules import checking
from tequio.tables.rules.checking import Result
from tequio.tables.rules.engine import Catalogue, Engine
from tequio.tables.rules.language import Odd
from tequio.tables.rules.local import Local
from tequio.tables.rules.rule import Drift, Readable, Rule, Unique
from tequio.tables.rules.saying import said
from tequio.tables.rules.schema import Schema

_SAMPLE = 5_000  # rows from which the kind of a column is guessed
# A year or a code has no such thing as far, and more than a few far away are a second group, not strays.
_LEAST_NUMBERS = 20
_MOST_FAR = 0.01  # of a column
_DOT = "•"


@dataclass(frozen=True)
class Assessment:
    """What is known of a table. `odd` are the cells that only Python reads, which publishing needs."""

    columns: Sequence[Column]
    rows: int
    results: Sequence[Result]
    findings: Sequence[Finding]
    suspicions: Sequence[Suspicion]
    odd: Odd

    @property
    def worst(self) -> Severity | None:
        """The gravest that was found."""
        found = {one.severity for one in self.findings}
        return next((one for one in Severity if one in found), None)


def assess(
    table: Loaded,
    *,
    schema: Schema | None = None,
    catalogues: Mapping[str, Catalogue] | None = None,
    is_personal: bool = True,
    before: Drift | None = None,
) -> Assessment:
    """Check a table against its rules, or against what it seems to hold; without `is_personal`, look for no person.

    The rules may name lists: those of `catalogues`, by name, and the built-in ones (mexico.lists). `before` says how
    many rows the last version has.
    """
    on = Local(table.connection)
    guesses = _guesses(on, [one for one in table.columns if not (schema and one in schema.readings)], table.rows)
    readings = {**{name: one.reading for name, one in guesses.items()}, **(schema.readings if schema else {})}
    lacking = schema.lacking(table.columns) if schema else []
    rules = [one for one in (schema.rules if schema else ()) if not set(one.columns) & set(lacking)]
    rules += [
        Rule(f"{name}.type", Readable(name)) for name, one in guesses.items() if one.reading.kind is not Kind.STRING
    ]
    if before:
        rules = [*(one for one in rules if not isinstance(one.test, Drift)), Rule("drift", before, Severity.WARNING)]
    profile = Profile(table.columns, readings, *sampled(on, readings, table.columns))
    lists = {**LISTS, **(catalogues or {})}
    checked = checking.check(on, rules, readings, catalogues=lists, measures=profile, number=table.number)
    suspicions = scan(table.connection, number=table.number) if is_personal else []
    hidden = {one.column for one in suspicions if one.needs_decision}
    columns = [_masked(one) if one.name in hidden else one for one in profile.made(on, checked)]
    findings = [
        *table.findings,
        *(_lacking(name) for name in lacking),
        *(one for result in checked.results if (one := said(result)) is not None),
        *(one for name, guessed in guesses.items() for one in _of_guess(name, guessed)),
        *(one for column in columns for one in _of_column(column)),
        *_repeated(on, table, rules),
        *personal.findings(suspicions),
    ]
    findings = [_without_values(one) if hidden & set(one.column.split(", ")) else one for one in findings]
    order = {severity: place for place, severity in enumerate(Severity)}
    findings.sort(key=lambda one: order[one.severity])
    return Assessment(columns, checked.rows, checked.results, findings, suspicions, checked.odd)


def _guesses(on: Engine, columns: Sequence[str], rows: int) -> dict[str, Guess]:
    """Guess how columns are read from rows that lie evenly in the whole table."""
    if not columns:
        return {}
    language = on.language({})
    step = max(1, rows // _SAMPLE)
    cells = ", ".join(map(language.name, columns))
    sample = on.rows(f"SELECT {cells} FROM {on.table} WHERE {on.row} % {step} = 0 OR {on.row} < 1000")
    return {name: guess(row[place] or "" for row in sample) for place, name in enumerate(columns)}


def _masked(column: Column) -> Column:
    """Return the profile of a column that holds personal data, without what stands in it."""
    spellings = tuple(tuple(_DOT for _way in ways) for ways in column.spellings)
    return replace(column, least=None, most=None, common=(), spellings=spellings)


def _without_values(finding: Finding) -> Finding:
    """Leave the rows of a finding, and not what stands in them: its column holds personal data."""
    return replace(finding, examples=tuple(Example(one.row) for one in finding.examples))


def _lacking(column: str) -> Finding:
    return error(
        "column-lacking", _("The column “%(column)s” is not in the file, and the rules ask for it."), column=column
    )


def _of_guess(column: str, guessed: Guess) -> list[Finding]:
    says: dict[str, Says] = {
        "order": _(
            "Column “%(column)s”: in none of its dates can be seen which number is the day and which the month. "
            "They were read with the day first. Write the year first: 2024-03-05."
        ),
        "years": _("Column “%(column)s”: years have two digits. From 50 on they were read as 19…, below as 20…."),
    }
    found = [warning(f"ambiguous-{one}", says[one], column=column) for one in sorted(guessed.ambiguous)]
    if guessed.reading.missing:
        words = ", ".join(guessed.reading.missing[:10])
        says_missing = _("Column “%(column)s”: these words stand for “no value”: %(words)s")
        found.append(note("words-for-missing", says_missing, column=column, words=words))
    return found


def _of_column(column: Column) -> list[Finding]:
    found = []
    if not column.filled and column.rows:
        found.append(warning("empty-column", _("Column “%(column)s” is empty."), column=column.name))
    if column.spaced:
        says = ngettext(
            "Column “%(column)s”: 1 cell begins or ends with a space.",
            "Column “%(column)s”: %(n)s cells begin or end with a space.",
        )
        found.append(warning("spaces-at-ends", says, count=column.spaced, column=column.name))
    if column.mangled:
        says = ngettext(
            "Column “%(column)s”: 1 cell has broken letters (“Ã³” for “ó”). Export the file again, as UTF-8.",
            "Column “%(column)s”: %(n)s cells have broken letters (“Ã³” for “ó”). Export the file again, as UTF-8.",
        )
        found.append(error("broken-letters", says, count=column.mangled, column=column.name))
    if len(column.ways) > 1:
        says_ways = _(
            "Column “%(column)s”: its values are written in several ways: %(ways)s. Write all of them in one."
        )
        found.append(note("mixed-formats", says_ways, column=column.name, ways=" · ".join(column.ways[:5])))
    for group in column.spellings[:10]:
        says_same = _("Column “%(column)s”: one thing is written in several ways: %(ways)s")
        ways = " · ".join(group[:5])
        found.append(warning("written-several-ways", says_same, count=len(group), column=column.name, ways=ways))
    if column.far and column.distinct >= _LEAST_NUMBERS and column.far <= _MOST_FAR * column.filled:
        says = ngettext(
            "Column “%(column)s”: 1 number is very far from the others. Look whether it is right.",
            "Column “%(column)s”: %(n)s numbers are very far from the others. Look whether they are right.",
        )
        found.append(note("far-away", says, count=column.far, column=column.name))
    return found


def _repeated(on: Engine, table: Loaded, rules: Sequence[Rule]) -> list[Finding]:
    """Say how many rows are the same as an earlier one in every column."""
    if any(isinstance(rule.test, Unique) for rule in rules):
        return []
    cells = ", ".join(map(on.language({}).name, table.columns))
    groups = f"SELECT count(*) AS times FROM {on.table} GROUP BY hash({cells}) HAVING count(*) > 1"
    ((count,),) = on.rows(f"SELECT coalesce(sum(times - 1), 0) FROM ({groups}) AS repeated")
    if not count:
        return []
    says = ngettext("1 row is the same as an earlier one.", "%(n)s rows are the same as an earlier one.")
    return [warning("rows-repeated", says, count=int(count))]
