"""The numbers and bullets that a word processor shows before a paragraph but does not write into it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
_ROMAN_SMALL = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LEVELS = 10


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered; `pattern` has %1 for the number of level 1, and so on."""

    style: str = "decimal"
    pattern: str = "%1."
    start: int = 1


@dataclass
class Counters:
    """Where each list stands."""

    levels: Mapping[str, Mapping[int, Level]]
    _at: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, name: str, depth: int, *, restart: int | None = None) -> str:
        """Return what stands before the next paragraph of a list, with its space; nothing if the list has no sign."""
        levels = self.levels.get(name)
        depth = max(0, min(depth, LEVELS - 1))
        level = levels.get(depth) if levels else None
        if levels is None or level is None:
            return ""
        counts = self._at.setdefault(name, [None] * LEVELS)
        before = counts[depth]
        counts[depth] = restart if restart is not None else level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (LEVELS - depth - 1)
        if level.style == "bullet":
            return "• "
        if level.style == "none":
            return ""
        shown = re.sub(r"%([1-9])", lambda found: _shown(levels, counts, int(found[1]) - 1), level.pattern)
        return f"{shown.strip()} " if shown.strip() else ""


def _shown(levels: Mapping[int, Level], counts: Sequence[int | None], depth: int) -> str:
    level = levels.get(depth, Level())
    count = counts[depth]
    return written(level.start if count is None else count, level.style)


def written(count: int, style: str) -> str:
    """Write a number as a list shows it."""
    lowered = style.lower()
    if not 0 < count < 5000:
        return str(count)
    if "letter" in lowered:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if style.startswith("upper") else letters
    if "roman" in lowered:
        roman = ""
        for value, sign in (*_ROMAN, *_ROMAN_SMALL):
            roman += sign * (count // value)
            count %= value
        return roman.upper() if style.startswith("upper") else roman
    return f"{count:02d}" if style == "decimalZero" else str(count)
