"""A percentage is an exact fraction, rounded once."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tequio.kit import share


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(0), 0),
        (Fraction(1), 100),
        (Fraction(1, 3), 33),
        (Fraction(2, 3), 67),
        (Fraction(1, 200), 1),
        (Fraction(5, 200), 3),
        (Fraction(49, 10000), 0),
        (Fraction(995, 1000), 100),
        (Fraction(9949, 10000), 99),
    ],
)
def test_a_share_is_rounded_half_up_to_a_whole_per_cent(exact: Fraction, shown: int) -> None:
    assert share.whole_percent(exact) == shown


def test_a_share_is_written_so_that_anyone_can_compute_with_it() -> None:
    assert share.plain(Fraction(35, 100)) == "7/20"
    assert Fraction(share.plain(Fraction(51, 100))) == Fraction(51, 100)
