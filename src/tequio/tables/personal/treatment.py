"""Make the table that is published of the one that was delivered, as the publisher decided, and prove what is left.

The treated table is scanned again: if anything certain is left in a column that was treated, there is no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tables import engine
from tequio.tables.finding import Finding, note, warning
from tequio.tables.limits import Unreadable
from tequio.tables.personal.coarser import expression
from tequio.tables.personal.decisions import Decision, Decisions, Do
from tequio.tables.personal.rows import placed
from tequio.tables.personal.scan import scan
from tequio.tables.personal.suspicion import Confidence

MOST_GROUPS = 100_000
COUNT = "casos"

Group = tuple[tuple[str | None, ...], int]


@dataclass(frozen=True)
class Treated:
    """What became of a table.

    `lost` says how many values of a column could not be made coarser and were left empty, `hidden` how many counts are
    empty because they are small, or because they would give a small one away.
    """

    table: str
    columns: tuple[str, ...]
    rows: int
    lost: dict[str, int] = field(default_factory=dict)
    hidden: int = 0

    def findings(self) -> list[Finding]:
        """Say what was left empty."""
        says = ngettext(
            "Column “%(column)s”: 1 value could not be made coarser. It was left empty.",
            "Column “%(column)s”: %(n)s values could not be made coarser. They were left empty.",
        )
        hidden = ngettext(
            "1 count was left empty: it is small, or it would give a small one away.",
            "%(n)s counts were left empty: they are small, or they would give a small one away.",
        )
        found = [warning("value-not-coarser", says, count=cells, column=one) for one, cells in self.lost.items()]
        return found + ([note("counts-hidden", hidden, count=self.hidden)] if self.hidden else [])


def apply(connection: duckdb.DuckDBPyConnection, table: str, decisions: Decisions, into: str) -> Treated:
    """Make the table `into` of another as it was decided. A column that nobody decided about stays as it is.

    Raises Unreadable, and leaves no table, if the decisions do not fit it or something certain would be left in it.
    """
    described = connection.execute(f"DESCRIBE {engine.name(table)}").fetchall()
    there = [str(row[0]) for row in described]
    _known(decisions, there)
    chosen = [decisions.of(one) or Decision(one, Do.KEEP) for one in there]
    published = [one for one in chosen if one.do is not Do.DROP and (not decisions.by or one.column in decisions.by)]
    if not published:
        raise Unreadable("nothing-left", _("Every column is left out, so there would be no table. Keep one at least."))
    lost = _lost(connection, table, published)
    if decisions.by:
        order = {column: place for place, column in enumerate(decisions.by)}
        published.sort(key=lambda one: order[one.column])
        treated = _aggregated(connection, table, published, decisions.least, into, lost)
    else:
        source, place = placed(table, there)
        connection.execute(
            f"CREATE TABLE {engine.name(into)} AS SELECT {_selected(published)} FROM {source} ORDER BY {place}"
        )
        treated = Treated(into, tuple(one.column for one in published), _count(connection, into), lost)
    _prove(connection, into, [one for one in published if decisions.by or one.do is not Do.KEEP])
    return treated


def _known(decisions: Decisions, there: Sequence[str]) -> None:
    asked = [*(one.column for one in decisions.columns), *decisions.by]
    if unknown := [column for column in asked if column not in there]:
        says = _("The decisions name a column that the table does not have: “%(column)s”. Write it as in the header.")
        raise Unreadable("decision-column", says, column=unknown[0])
    dropped = [column for column in decisions.by if (one := decisions.of(column)) and one.do is Do.DROP]
    if dropped:
        says = _("Column “%(column)s” is to be left out and to be counted by. Choose one of the two.")
        raise Unreadable("decision-contradiction", says, column=dropped[0])


def _lost(connection: duckdb.DuckDBPyConnection, table: str, published: Sequence[Decision]) -> dict[str, int]:
    coarser = [one for one in published if one.do is not Do.KEEP]
    if not coarser:
        return {}
    tests = (
        f"count(*) FILTER (WHERE trim(CAST({engine.name(one.column)} AS VARCHAR)) <> '' AND {expression(one)} IS NULL)"
        for one in coarser
    )
    found = connection.execute(f"SELECT {', '.join(tests)} FROM {engine.name(table)}").fetchone() or ()
    return {one.column: int(cells) for one, cells in zip(coarser, found, strict=True) if cells}


def _aggregated(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    published: Sequence[Decision],
    least: int,
    into: str,
    lost: dict[str, int],
) -> Treated:
    columns = [one.column for one in published]
    keys = ", ".join(str(place) for place in range(1, len(columns) + 1))
    found = connection.execute(
        f"SELECT {_selected(published, as_text=True)}, count(*) FROM {engine.name(table)} "
        f"GROUP BY {keys} ORDER BY {keys} LIMIT {MOST_GROUPS + 1}"
    ).fetchall()
    if len(found) > MOST_GROUPS:
        says = _("There would be more than %(most)s groups. Count by fewer columns, or make them coarser.")
        raise Unreadable("too-many-groups", says, most=MOST_GROUPS)
    groups: list[Group] = [(tuple(row[:-1]), int(row[-1])) for row in found]
    hidden = hide(groups, least)
    named = [*columns, _unused(COUNT, columns)]
    lists = [list(column) for column in zip(*(group for group, _size in groups), strict=True)] or [
        [] for _one in columns
    ]
    sizes = [None if place in hidden else size for place, (_group, size) in enumerate(groups)]
    cells = ", ".join(f"unnest(?::VARCHAR[]) AS {engine.name(one)}" for one in columns)
    connection.execute(
        f"CREATE TABLE {engine.name(into)} AS SELECT {cells}, unnest(?::BIGINT[]) AS {engine.name(named[-1])}",
        [*lists, sizes],
    )
    return Treated(into, tuple(named), len(groups), lost, len(hidden))


def hide(groups: Sequence[Group], least: int) -> set[int]:
    """Return the places of the groups whose count is hidden: the small ones, and what would give them away.

    Groups that differ in one column only add up to a total that may be known from elsewhere: among them there is never
    a single hidden count, and the hidden ones together are `least` or more, as long as there are others to hide.
    """
    hidden = {place for place, (_group, size) in enumerate(groups) if size < least}
    lines: dict[tuple[int, tuple[str | None, ...]], list[int]] = {}
    for place, (group, _size) in enumerate(groups):
        for line in _lines(group):
            lines.setdefault(line, []).append(place)

    def cost(place: int) -> tuple[bool, int, int]:
        """Hide rather what hides another line's lonely count too, and then the smallest."""
        crossed = sum(any(one in hidden for one in lines[line]) for line in _lines(groups[place][0]))
        return crossed < 2, groups[place][1], place

    changed = bool(hidden)
    while changed:
        changed = False
        for places in lines.values():
            inside = [groups[place][1] for place in places if place in hidden]
            others = [place for place in places if place not in hidden]
            if inside and others and (len(inside) == 1 or sum(inside) < least):
                hidden.add(min(others, key=cost))
                changed = True
    return hidden


def _lines(group: tuple[str | None, ...]) -> list[tuple[int, tuple[str | None, ...]]]:
    """Name the lines that a group is on: for each column, the groups that differ in it only."""
    return [(column, group[:column] + group[column + 1 :]) for column in range(len(group))]


def _prove(connection: duckdb.DuckDBPyConnection, into: str, treated: Sequence[Decision]) -> None:
    left = scan(connection, into, columns=[one.column for one in treated]) if treated else []
    certain = [one for one in left if one.cells and one.confidence is Confidence.CERTAIN]
    if certain:
        connection.execute(f"DROP TABLE {engine.name(into)}")
        says = _("Column “%(column)s” would still hold personal data, for certain. Leave it out.")
        raise Unreadable("still-personal", says, column=certain[0].column)


def _selected(published: Sequence[Decision], *, as_text: bool = False) -> str:
    if as_text:
        return ", ".join(f"CAST({expression(one)} AS VARCHAR) AS {engine.name(one.column)}" for one in published)
    return ", ".join(f"{expression(one)} AS {engine.name(one.column)}" for one in published)


def _unused(name: str, columns: Sequence[str]) -> str:
    taken = {column.casefold() for column in columns}
    times, free = 1, name
    while free in taken:
        times += 1
        free = f"{name}_{times}"
    return free


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {engine.name(table)}").fetchone()
    return int(found[0]) if found else 0
