"""Counts what a reader meets on its way, so that a million cells make one finding with the first places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tequio.kit.tongue import Says
from tequio.tables.finding import MOST_EXAMPLES, Example, Finding, Severity

Words = Mapping[str, tuple[Severity, Says]]
"""code: how grave it is, what is said"""


@dataclass
class Seen:
    """Counts by code and column, with the first places of each. Columns are known by any key, -1 is the whole file."""

    words: Words
    counts: Counter[tuple[str, int | str]] = field(default_factory=Counter)
    places: dict[tuple[str, int | str], list[Example]] = field(default_factory=dict)

    def add(self, code: str, row: int, column: int | str = -1, text: str = "") -> None:
        """Remember that something was seen in a cell, or in a whole row."""
        key = (code, column)
        self.counts[key] += 1
        places = self.places.setdefault(key, [])
        if len(places) < MOST_EXAMPLES:
            places.append(Example(row, text))

    def place_of(self, column: int | str) -> str:
        """Return how a column is called that has no name."""
        return str(column).encode("utf-8", "replace").decode()

    def findings(self, names: Mapping[int | str, str]) -> list[Finding]:
        """Say what was seen; `names` gives the columns' names by their keys. Its `place` says a column in words."""
        found = []
        for code, (severity, says) in self.words.items():
            here = [key for key in self.counts if key[0] == code]
            for key in sorted(here, key=lambda one: (str(type(one[1])), one[1])):
                at, name = tuple(self.places[key]), names.get(key[1], "")
                values = {"place": name or self.place_of(key[1])}
                found.append(Finding(code, severity, says, values, count=self.counts[key], column=name, examples=at))
        return found
