"""What an engine must do for the rules to be counted on it. DuckDB does it in this process, Spark in its cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from tequio.tables.kinds.reading import Reading
from tequio.tables.rules.language import Language, Odd
from tequio.tables.rules.scan import Scan

Catalogue = Sequence[tuple[str, ...]]


class Engine(Protocol):
    """A place where a table of text, called `table`, can be asked in SQL."""

    table: str
    row: str  # the expression that numbers its rows from 0, in the order of the file; "" where the engine keeps none

    def language(self, readings: Mapping[str, Reading], odd: Odd | None = None) -> Language:
        """Return how it says the rules."""
        ...

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a question gives."""
        ...

    def few(self, columns: Sequence[str]) -> Mapping[str, Scan]:
        """Return the different cells of those columns that have few of them; of none, where that saves nothing."""
        ...

    def beside(self, language: Language, few: Mapping[str, Scan], columns: Sequence[str]) -> tuple[Scan, Language]:
        """Return the table with the values of such columns beside its cells, and the language that finds them there."""
        ...

    def register(self, name: str, catalogue: Catalogue, width: int) -> None:
        """Make a list of texts a table with the columns c0, c1, …"""
        ...
