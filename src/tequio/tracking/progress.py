"""Progress that anyone can recompute: exact fractions, rounded once, at the end.

A commitment's parts are its key actions if it has any, else all its milestones; a key action's parts are its
activities. Parts weigh what they were given, or all alike. A leaf counts nothing or all of itself, or value/target
where the target is a number. A part that nobody has reported on stays in the denominator, and its weight is told apart
as "no data".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tequio.kit.share import whole_percent

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Leaf:
    """A milestone or activity. `weight` is per cent among its siblings; empty, all count alike."""

    key: str
    weight: Fraction | None = None
    is_known: bool = True
    is_reported: bool = False
    is_verified: bool = False
    target: Fraction | None = None
    value: Fraction | None = None
    accepted: Fraction = ZERO

    @property
    def reported(self) -> Fraction:
        """The part done as its office tells it: claims count."""
        if not has_target(self.target):
            return ONE if self.is_reported else ZERO
        return reached(self.value, self.target)

    @property
    def verified(self) -> Fraction:
        """The part that somebody else accepted: of a number, what accepted evidence proves, never more than told."""
        if not has_target(self.target):
            return ONE if self.is_verified else ZERO
        return reached(min(self.value or ZERO, self.accepted), self.target)


@dataclass(frozen=True)
class Branch:
    """A key action with its activities; without any it counts nothing, and nothing is known of it."""

    key: str
    weight: Fraction | None = None
    leaves: tuple[Leaf, ...] = ()


@dataclass(frozen=True)
class Tree:
    """A commitment."""

    key: str
    parts: tuple[Branch | Leaf, ...] = ()


@dataclass(frozen=True)
class Figures:
    """What is reported, what is verified, and how much of the weight nobody has reported on; each between 0 and 1."""

    reported: Fraction
    verified: Fraction
    unknown: Fraction

    @property
    def reported_percent(self) -> int:
        return whole_percent(self.reported)

    @property
    def verified_percent(self) -> int:
        return whole_percent(self.verified)

    @property
    def unknown_percent(self) -> int:
        return whole_percent(self.unknown)


NOTHING = Figures(ZERO, ZERO, ONE)


@dataclass(frozen=True)
class Line:
    """One leaf's place in a commitment's figure: `share` of the whole is its branch's share times its own in it.

    `leaf` is empty where a branch, or the whole commitment, has no parts: that weight is unknown and counts nothing.
    """

    tree: str
    branch: str
    branch_weight: Fraction | None
    branch_share: Fraction
    leaf: str
    weight: Fraction | None
    leaf_share: Fraction
    reported: Fraction = ZERO
    verified: Fraction = ZERO
    is_known: bool = False

    @property
    def share(self) -> Fraction:
        return self.branch_share * self.leaf_share

    @property
    def adds_reported(self) -> Fraction:
        return self.share * self.reported

    @property
    def adds_verified(self) -> Fraction:
        return self.share * self.verified

    @property
    def adds_unknown(self) -> Fraction:
        return ZERO if self.is_known else self.share


def has_target(target: Fraction | Decimal | None) -> bool:
    """Tell whether a leaf counts by a number: a target of zero measures nothing."""
    return target is not None and target > 0


def reached(value: Fraction | None, target: Fraction | None) -> Fraction:
    """Return the part of a target that a value reaches, between 0 and 1."""
    if value is None or target is None or target <= 0:
        return ZERO
    return min(ONE, max(ZERO, value / target))


def shares(weights: Sequence[Fraction | None]) -> list[Fraction]:
    """Split one whole by weights, or evenly unless every part has one.

    Published weights sum to 100. Those of a draft may not yet: they are read as parts of their own sum, so that
    shares always make one whole.
    """
    given = [weight for weight in weights if weight is not None]
    total = sum(given, ZERO)
    if len(given) < len(weights) or total <= 0:
        return [Fraction(1, len(weights)) for _ in weights]
    return [weight / total for weight in given]


def lines(tree: Tree) -> list[Line]:
    """Lay out a commitment, leaf by leaf, with the share of each."""
    if not tree.parts:
        return [Line(tree.key, "", None, ONE, "", None, ONE)]
    found: list[Line] = []
    for part, share in zip(tree.parts, shares([part.weight for part in tree.parts]), strict=True):
        if isinstance(part, Leaf):
            found.append(_line(tree, None, ONE, part, share))
        elif not part.leaves:
            found.append(Line(tree.key, part.key, part.weight, share, "", None, ONE))
        else:
            inner = shares([leaf.weight for leaf in part.leaves])
            found += [_line(tree, part, share, leaf, own) for leaf, own in zip(part.leaves, inner, strict=True)]
    return found


def measure(tree: Tree) -> Figures:
    """Add up a commitment."""
    return total(lines(tree))


def total(laid: Iterable[Line]) -> Figures:
    """Add up the lines of one commitment."""
    rows = list(laid)
    return Figures(
        sum((row.adds_reported for row in rows), ZERO),
        sum((row.adds_verified for row in rows), ZERO),
        sum((row.adds_unknown for row in rows), ZERO),
    )


def among(laid: Iterable[Line]) -> Figures:
    """Add up some lines as if they were the whole: one horizon, one party."""
    rows = list(laid)
    whole = sum((row.share for row in rows), ZERO)
    if not whole:
        return NOTHING
    part = total(rows)
    return Figures(part.reported / whole, part.verified / whole, part.unknown / whole)


def mean(figures: Iterable[Figures]) -> Figures:
    """Return the plain mean of several commitments: a plan's figure. Of none, nothing is known."""
    rows = list(figures)
    if not rows:
        return NOTHING
    return Figures(
        sum((one.reported for one in rows), ZERO) / len(rows),
        sum((one.verified for one in rows), ZERO) / len(rows),
        sum((one.unknown for one in rows), ZERO) / len(rows),
    )


def _line(tree: Tree, branch: Branch | None, branch_share: Fraction, leaf: Leaf, share: Fraction) -> Line:
    return Line(
        tree.key,
        branch.key if branch else "",
        branch.weight if branch else None,
        branch_share,
        leaf.key,
        leaf.weight,
        share,
        leaf.reported,
        leaf.verified,
        leaf.is_known,
    )
