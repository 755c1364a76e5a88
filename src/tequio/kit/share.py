"""Exact shares, rounded once."""

from __future__ import annotations

from fractions import Fraction


def whole_percent(share: Fraction) -> int:
    """Round a share between 0 and 1 to a whole per cent, half up."""
    doubled = share * 200
    return int((doubled.numerator // doubled.denominator + 1) // 2)


def plain(share: Fraction) -> str:
    """Write a share as numerator/denominator, so that anyone can compute with it."""
    return f"{share.numerator}/{share.denominator}"
