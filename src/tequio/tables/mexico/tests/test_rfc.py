"""RFC: of people, of companies, the generic ones, and its check digit. The keys are examples or made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.tables.mexico import rfc

VALUES = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"


def by_hand(first: str) -> str:
    """The SAT's calculation, written a second time: a company's key counts with a space before it."""
    padded = first.rjust(12)
    rest = sum(VALUES.index(letter) * weight for letter, weight in zip(padded, range(13, 1, -1), strict=True)) % 11
    return "0" if rest == 0 else "A" if rest == 1 else str(11 - rest)


@st.composite
def keys(draw: st.DrawFn, letters: int) -> str:
    name = draw(st.text("ABCDEFGHIJKLMNÑOPQRSTUVWXYZ&", min_size=letters, max_size=letters))
    day = f"{draw(st.integers(0, 99)):02}{draw(st.integers(1, 12)):02}{draw(st.integers(1, 28)):02}"
    first = name + day + draw(st.text("123456789ABCDEFGHIJKLMNPQRSTUVWXYZ", min_size=2, max_size=2))
    return first + by_hand(first)


@given(keys(4))
def test_a_persons_key_with_the_digit_that_the_rule_gives_is_valid(key: str) -> None:
    assert rfc.is_valid(key)
    assert rfc.is_person(key)
    assert not rfc.is_company(key)


@given(keys(3))
def test_so_is_a_companys(key: str) -> None:
    assert rfc.is_valid(key)
    assert rfc.is_company(key)
    assert not rfc.is_person(key)


@given(keys(4))
def test_every_other_digit_is_wrong(key: str) -> None:
    others = [key[:-1] + digit for digit in "0123456789A" if digit != key[-1]]

    assert not any(map(rfc.is_valid, others))


@pytest.mark.parametrize("written", ["GODE561231GR8", "gode 561231 gr8", "GODE-561231-GR8", "MAB-930714-8T4"])
def test_it_is_read_however_it_is_written(written: str) -> None:
    assert rfc.is_valid(written)


@pytest.mark.parametrize("serial", ["00", "01", "10"])
def test_a_serial_with_a_zero_was_never_issued(serial: str) -> None:
    first = "OFIC230115" + serial

    assert not rfc.is_valid(first + by_hand(first))


@pytest.mark.parametrize("key", [rfc.PUBLIC, rfc.FOREIGNER])
def test_the_generic_keys_are_valid_and_nobodys(key: str) -> None:
    assert rfc.is_valid(key)
    assert not rfc.is_person(key)


@pytest.mark.parametrize("key", ["COMG600703", "comg-600703"])
def test_a_person_may_stand_without_the_last_three(key: str) -> None:
    assert rfc.is_person(key)
    assert not rfc.is_valid(key)


@pytest.mark.parametrize("key", ["GODE561331GR8", "GOD561231", "OFIC230115001X", "12345678901", "", "A&B"])
def test_what_has_another_shape_is_none(key: str) -> None:
    assert not rfc.is_person(key)
    assert not rfc.is_company(key)
