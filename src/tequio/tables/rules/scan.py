"""Where rules are counted: the rows of a table, or the different cells of one of its columns, each with its times.

Where thousands of rows say the same, what they say is read once, and counts for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tequio.tables.rules.language import Language

# No header has two spaces in a row (loading.named), so these are no column's names.
TIMES, CELL, VALUE, ROW = "  times", "  cell", "  value", "  row"


@dataclass(frozen=True)
class Scan:
    """What stands behind FROM, and the expression of how many rows each row of it stands for; "" where it is one."""

    source: str
    times: str = ""

    def count(self, where: str) -> str:
        """Return the aggregate of how many rows something is true of."""
        if self.times:
            return f"coalesce(sum(CASE WHEN {where} THEN {self.times} END), 0)"
        return f"count(CASE WHEN {where} THEN 1 END)"

    def mean(self, value: str) -> str:
        """Return the aggregate of the mean of a number."""
        if self.times:
            return f"sum({value} * {self.times}) / sum(CASE WHEN {value} IS NOT NULL THEN {self.times} END)"
        return f"avg({value})"

    def distinct(self, cell: str) -> str:
        """Return the aggregate of how many different cells there are: exact where they stand here once each."""
        return f"count({cell})" if self.times else f"approx_count_distinct({cell})"


def read(scan: Scan, language: Language, columns: Sequence[str]) -> tuple[Scan, Language]:
    """Return a scan with the values of some columns beside their cells, and the language that finds them there.

    Whatever asks for a value a dozen times then says so in a word.
    """
    if not columns:
        return scan, language
    names = {column: language.name(f"{VALUE} of {column}") for column in columns}
    values = ", ".join(f"{language.value(column)} AS {name}" for column, name in names.items())
    return replace(scan, source=f"(SELECT *, {values} FROM {scan.source}) AS beside"), language.knowing(names)
