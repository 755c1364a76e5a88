"""Telephones: ten digits, however they are written, and the prefixes of before 2019."""

from __future__ import annotations

import re

import pytest

from tequio.tables.mexico import telephone

WRITTEN = [
    "8183456789", "81 8345 6789", "81-8345-6789", "(81) 8345-6789", "(818) 345 6789", "818-345-6789", "818.345.6789",
    "+52 81 8345 6789", "+528183456789", "+52 1 81 8345 6789", "52 8183456789", "044 81 8345 6789", "01 81 8345 6789",
    "0448183456789", "81 83 45 67 89", "+52 (81) 8345-6789",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    assert re.fullmatch(telephone.SHAPE, text)
    assert telephone.national(text) == "8183456789"
    assert telephone.is_valid(text)


@pytest.mark.parametrize("text", ["818345678", "81834567890", "0183456789", "1834567890", "8888888888", "", "tel."])
def test_what_is_no_number(text: str) -> None:
    assert not telephone.is_valid(text)


@pytest.mark.parametrize(
    "text", ["Tel. 8183456789", "celular: 81 8345 6789", "mi teléfono es el (81) 8345-6789 ext. 3"]
)
def test_a_word_before_it_tells(text: str) -> None:
    found = re.search(telephone.TOLD, text)

    assert found is not None
    assert telephone.is_told(found[0])
    assert telephone.is_valid(found[0])


@pytest.mark.parametrize("text", ["2021-01-15", "15/01/2021", "330012345678901234", "1,234,567.89", "8183456789"])
def test_a_date_a_folio_and_bare_digits_are_not_written_like_one(text: str) -> None:
    assert re.search(telephone.WRITTEN, text) is None
