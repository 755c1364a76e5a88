"""CURP: the shape, the check digit, and the keys that are not one. Every key here is made up."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.tables.mexico import curp
from tequio.tables.mexico.inegi import STATES

VALUES = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"


def by_hand(first: str) -> str:
    """The calculation of RENAPO's instructivo, written a second time."""
    total = 0
    for place in range(17):
        total += VALUES.index(first[place]) * (18 - place)
    rest = 10 - total % 10
    return "0" if rest == 10 else str(rest)


@st.composite
def keys(draw: st.DrawFn) -> str:
    letters = draw(st.text(string.ascii_uppercase, min_size=4, max_size=4))
    day = f"{draw(st.integers(0, 99)):02}{draw(st.integers(1, 12)):02}{draw(st.integers(1, 28)):02}"
    state = draw(st.sampled_from(sorted(curp.STATE_CODES)))
    inner = draw(st.text("BCDFGHJKLMNPQRSTVWXYZ", min_size=3, max_size=3))
    serial = draw(st.sampled_from(string.ascii_uppercase + string.digits))
    first = letters + day + draw(st.sampled_from("HMX")) + state + inner + serial
    return first + by_hand(first)


@given(keys())
def test_a_key_with_the_digit_that_the_rule_gives_is_valid(key: str) -> None:
    assert curp.is_valid(key)


@given(keys())
def test_every_other_digit_is_wrong(key: str) -> None:
    others = [key[:-1] + digit for digit in string.digits if digit != key[-1]]

    assert not any(map(curp.is_valid, others))


@pytest.mark.parametrize("written", ["boxw310820hnerxn09", " BOXW310820HNERXN09 ", "BOXW 310820 HNERXN 09"])
def test_small_letters_and_spaces_do_not_matter(written: str) -> None:
    assert curp.is_valid(written)


@pytest.mark.parametrize(
    "key",
    ["BOXW311320HNERXN09", "BOXW310230HNERXN09", "BOXW310820KNERXN09", "BOXW310820HXXRXN09", "ÑOXW310820HNERXN09",
     "BOXW310820HNEAXN09", "BOXW310820HNERXN0", "BOXW310820HNERXN099", "", "٣٣٣٣"],
    ids=["month", "day", "sex", "state", "eñe", "vowel", "short", "long", "empty", "digits-of-another-script"],
)  # fmt: skip
def test_what_has_another_shape_is_none(key: str) -> None:
    assert not curp.is_valid(key)


def test_a_day_that_does_not_exist_is_none_though_the_digit_is_right() -> None:
    first = "BOXW310230HNERXN0"

    assert not curp.is_valid(first + by_hand(first))
    assert not curp.has_shape(first + by_hand(first))


def test_each_state_has_its_letters() -> None:
    assert len({state.curp for state in STATES}) == 32
