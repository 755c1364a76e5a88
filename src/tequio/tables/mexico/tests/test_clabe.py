"""CLABE: eighteen digits and the last of them. Every account here is made up."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables.mexico import clabe

SOAK = 10_000 if os.environ.get("TEQUIO_SOAK") else 200
DIGITS = st.text("0123456789", min_size=18, max_size=18)


def by_hand(key: str) -> bool:
    """Banxico's rule, written a second time: of each product only the last digit is added."""
    total = 0
    for place, digit in enumerate(key[:17]):
        product = int(digit) * [3, 7, 1][place % 3]
        total += int(str(product)[-1])
    return (10 - int(str(total)[-1])) % 10 == int(key[17])


@settings(max_examples=SOAK)
@given(DIGITS)
def test_it_is_what_the_rule_says(key: str) -> None:
    assert clabe.is_valid(key) == by_hand(key)


def test_one_number_in_ten_passes() -> None:
    numbers = [f"{place * 7_919_777_331_113 % 10**18:018}" for place in range(1, 20_001)]

    share = sum(map(clabe.is_valid, numbers)) / len(numbers)

    assert 0.09 < share < 0.11


@given(DIGITS, st.integers(0, 17), st.integers(1, 9))
def test_no_digit_of_a_valid_one_can_be_mistyped(key: str, place: int, more: int) -> None:
    key = key[:17] + clabe.check_digit(key[:17])
    other = str((int(key[place]) + more) % 10)

    assert not clabe.is_valid(key[:place] + other + key[place + 1 :])


@pytest.mark.parametrize("written", ["032180000118359719", "032 180 00011835971 9", "032-180-00011835971-9"])
def test_it_is_read_however_it_is_written(written: str) -> None:
    assert clabe.is_valid(written)
    assert clabe.has_bank(written)


@pytest.mark.parametrize("text", ["03218000011835971", "0321800001183597190", "03218000011835971X", "", "０３２１８０"])
def test_what_is_not_eighteen_digits_is_none(text: str) -> None:
    assert not clabe.is_valid(text)
