"""What a scan suspects: a kind of personal data in a column, how surely, how often and in which rows. Never a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from tequio.kit.tongue import gettext_noop as _


class Confidence(StrEnum):
    """How sure it is: by its check digits, by its shape and the column's name, or only by its shape."""

    CERTAIN = _("certain")
    LIKELY = _("likely")
    POSSIBLE = _("possible")


class Verdict(IntEnum):
    """What is thought of one text that has a kind's shape; a cell with several takes the highest."""

    NO = 0
    OFFICIAL = 1  # contact data of an institution, or a company's key
    UNKNOWN = 2  # nothing for it nor against it
    CHECKED = 3  # its check digit is right, as it would be by chance in one of ten
    POSSIBLE = 4
    LIKELY = 5
    CERTAIN = 6


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One kind of personal data in one column.

    `cells` is how many cells hold it and `proven` how many of them by a check digit; `filled` is how many cells of the
    column hold anything. `unchecked` cells have the shape, but are beyond the number of different values that a scan
    judges: they are not in `cells`. `official` is contact data of an institution, or a company's key. A column whose
    name announces a kind, and in which no cell has its shape, has 0 cells. `rows` are numbers of a few rows.
    """

    kind: str
    column: str
    cells: int
    filled: int
    confidence: Confidence
    proven: int = 0
    unchecked: int = 0
    official: bool = False
    rows: tuple[int, ...] = ()

    @property
    def share(self) -> float:
        """How much of what the column holds is this, from 0 to 1."""
        return self.cells / self.filled if self.filled else 0.0

    @property
    def needs_decision(self) -> bool:
        """Whether nothing is published until somebody decides what to do with the column."""
        return not self.official and self.cells + self.unchecked > 0
