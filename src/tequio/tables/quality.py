"""How good a file is, in the four families of quality of the federal Lineamientos (DOF, 11-09-2025, art. 3 IV–VII).

    intrinsic     what it says is right: cells without an error, of those that have a value
    contextual    it serves for what it is asked: cells with a value, of those that there are
    accessible    it opens at once: one header, one table, UTF-8, nothing to set aside
    coherent      it compares: columns in which every cell is of one kind, and one thing is written in one way

Each is a share from 0 to 100 of something that can be counted, so that anybody can work it out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tequio.kit.tongue import ENGLISH, Says, Tongue, Value, sentence
from tequio.kit.tongue import gettext_noop as _
from tequio.tables.assessment import Assessment
from tequio.tables.finding import Severity


class Family(StrEnum):
    """The families of quality, as the Lineamientos call them in English."""

    INTRINSIC = _("intrinsic")
    CONTEXTUAL = _("contextual")
    ACCESSIBLE = _("accessibility")
    COHERENT = _("coherence")


@dataclass(frozen=True)
class Score:
    """How much of a family a file fulfils: `good` of `all`, and the sentence that says of what."""

    family: Family
    good: int
    all: int
    says: Says

    @property
    def points(self) -> int:
        """From 0 to 100, rounded down: 100 is only what has no fault. Of nothing at all, everything is good."""
        return 100 * self.good // self.all if self.all else 100

    def say(self, tongue: Tongue = ENGLISH) -> str:
        """Return what was counted, in a sentence."""
        values: dict[str, Value] = {"good": self.good, "all": self.all}
        return sentence(self.says, values, tongue)


# What makes a file harder to open, though nothing in it is wrong: each counts once.
_HINDRANCES = (
    *("not-utf-8", "mixed-encodings", "header-below-title", "header-of-several-rows", "no-header"),
    *("column-without-name", "column-name-repeated", "totals-row", "footer-row", "blank-rows"),
    *("short-rows", "long-rows", "stray-quote"),
)
_UNLIKE = (
    "not-a-value",
    "written-several-ways",
    "mixed-formats",
    "ambiguous-order",
    "ambiguous-years",
    "spaces-at-ends",
    "not-of-pattern",
)


def scores(found: Assessment) -> list[Score]:
    """Return the score of each family."""
    return [count(found) for count in (_intrinsic, _contextual, _accessible, _coherent)]


def _intrinsic(found: Assessment) -> Score:
    filled = sum(one.filled for one in found.columns)
    wrong = sum(
        one.count
        for one in found.findings
        if one.severity is Severity.ERROR
        and one.column
        and one.code not in ("required", "column-lacking")
        and not one.code.startswith("personal")
    )
    says = _("%(good)s of %(all)s cells with a value have no error.")
    return Score(Family.INTRINSIC, max(0, filled - wrong), filled, says)


def _contextual(found: Assessment) -> Score:
    cells = found.rows * len(found.columns)
    says = _("%(good)s of %(all)s cells have a value.")
    return Score(Family.CONTEXTUAL, sum(one.filled for one in found.columns), cells, says)


def _accessible(found: Assessment) -> Score:
    codes = {one.code for one in found.findings}
    good = sum(one not in codes for one in _HINDRANCES)
    says = _("%(good)s of %(all)s things that make a file open at once are as they should be.")
    return Score(Family.ACCESSIBLE, good, len(_HINDRANCES), says)


def _coherent(found: Assessment) -> Score:
    unlike = {one.column for one in found.findings if one.code in _UNLIKE}
    good = sum(one.name not in unlike for one in found.columns)
    says = _("%(good)s of %(all)s columns hold one kind of value, each thing written in one way.")
    return Score(Family.COHERENT, good, len(found.columns), says)
