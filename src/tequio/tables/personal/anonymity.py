"""k-anonymity and l-diversity of some columns: how small the groups are in which a person hides.

Source: L. Sweeney, "k-anonymity: a model for protecting privacy" (2002); A. Machanavajjhala and others, "l-diversity"
(2007). A group is the rows that are alike in all the chosen columns; k is the size of the smallest, and l the least
number of different values that a sensitive column has in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tables import engine
from tequio.tables.finding import Finding, note, warning
from tequio.tables.personal.small import LEAST


@dataclass(frozen=True, slots=True)
class Anonymity:
    """How well rows hide among their like in `columns`, where a group of `least` rows is held to be enough.

    `k` is the size of the smallest group, `diversity` the least number of values of `sensitive` in a group; both are 0
    for a table without rows. `exposed` rows are in `small` groups of fewer than `least`; `alike` rows are in groups
    that all have one value of the sensitive column, so that whoever is known to be in one is known altogether.
    """

    columns: tuple[str, ...]
    least: int
    rows: int
    groups: int
    k: int
    exposed: int
    small: int
    sensitive: str = ""
    diversity: int = 0
    alike: int = 0


def anonymity(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[str],
    table: str = "data",
    *,
    least: int = LEAST,
    sensitive: str = "",
) -> Anonymity:
    """Measure the groups of rows that are alike in some columns. An empty cell is like another empty one."""
    keys = ", ".join(_key(column) for column in columns) or "1"
    values = f"count(DISTINCT {_key(sensitive)})" if sensitive else "0"
    found = connection.execute(
        "SELECT count(*), coalesce(sum(size), 0), coalesce(min(size), 0), "
        "coalesce(sum(size) FILTER (WHERE size < $least), 0), count(*) FILTER (WHERE size < $least), "
        "coalesce(min(variety), 0), coalesce(sum(size) FILTER (WHERE variety = 1), 0) FROM ("
        f"SELECT count(*) AS size, {values} AS variety FROM {engine.name(table)} GROUP BY {keys} HAVING count(*) > 0)",
        {"least": least},
    ).fetchone()
    groups, rows, k, exposed, small, diversity, alike = (int(one) for one in found or (0,) * 7)
    return Anonymity(
        columns=tuple(columns),
        least=least,
        rows=rows,
        groups=groups,
        k=k,
        exposed=exposed,
        small=small,
        sensitive=sensitive,
        diversity=diversity,
        alike=alike,
    )


def findings(measured: Anonymity) -> list[Finding]:
    """Say how many rows stand in groups that are too small, or whose sensitive column gives them away."""
    together = ", ".join(measured.columns)
    says = ngettext(
        "By %(columns)s, 1 row stands in a group of fewer than %(least)s. Make values coarser, or leave one out.",
        "By %(columns)s, %(n)s rows stand in groups of fewer than %(least)s. Make values coarser, or leave one out.",
    )
    alike = ngettext(
        "By %(columns)s, 1 row is in a group with a single value of “%(sensitive)s”: it is known of everybody in it.",
        "By %(columns)s, %(n)s rows are in groups with a single value of “%(sensitive)s”: it is known of all in them.",
    )
    enough = _("By %(columns)s, each row is one of at least %(k)s that are alike.")
    found = []
    if measured.exposed:
        found.append(warning("few-alike", says, count=measured.exposed, columns=together, least=measured.least))
    elif measured.rows:
        found.append(note("enough-alike", enough, count=measured.rows, columns=together, k=measured.k))
    if measured.alike and measured.sensitive:
        found.append(warning("all-alike", alike, count=measured.alike, columns=together, sensitive=measured.sensitive))
    return found


def _key(column: str) -> str:
    return f"coalesce(trim(CAST({engine.name(column)} AS VARCHAR)), '')"
