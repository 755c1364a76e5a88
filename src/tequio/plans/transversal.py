"""When a transversal commitment is complete (002, R025): pure, so that anyone can recompute it.

A party complies when enough of its milestones are done: its minimum, or all of them where it has none. A party without
milestones has shown nothing. The commitment is complete only if all its parties comply; allies accompany and do not
count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Part:
    """What one party must do: `done` says of each of its milestones whether it is."""

    key: str
    done: tuple[bool, ...]
    minimum: int | None = None

    @property
    def needed(self) -> int:
        """How many must be done: a minimum above what there is asks for all."""
        return len(self.done) if self.minimum is None else min(self.minimum, len(self.done))

    @property
    def met(self) -> int:
        return sum(self.done)

    @property
    def share(self) -> Fraction:
        """The part of what is needed that is done, between 0 and 1."""
        if not self.done:
            return Fraction(0)
        return min(Fraction(1), Fraction(self.met, self.needed)) if self.needed else Fraction(1)

    @property
    def complies(self) -> bool:
        return bool(self.done) and self.met >= self.needed


def is_complete(parts: Iterable[Part]) -> bool:
    """Tell whether all parties comply; a commitment without parties is no transversal one, and is not complete."""
    rows = list(parts)
    return bool(rows) and all(part.complies for part in rows)
