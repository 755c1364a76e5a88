"""A cell says the same in every file."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tequio.kit import table


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (-7, "-7"),
        (Decimal("-10.50"), "-10.5"),
        (Decimal("1E+3"), "1000"),
        (Fraction(2, 5), "2/5"),
        (date(2024, 1, 31), "2024-01-31"),
        (datetime(2024, 1, 31, 6, 5, tzinfo=UTC), "2024-01-31T06:05:00+00:00"),
        (["agua", "aire"], "agua|aire"),
        (["=1", "2"], "'=1|2"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("-5", "'-5"),
        ('dos\nlíneas, "así"', 'dos\nlíneas, "así"'),
    ],
)
def test_a_value_is_written_in_one_way(value: Any, shown: str) -> None:
    text = table.as_csv(["what"], [{"what": value, "other": "left out"}])

    assert list(csv.reader(io.StringIO(text, newline=""))) == [["what"], [shown]]


def test_a_line_ends_as_the_standard_says() -> None:
    assert table.rows_as_csv(["a", "b"], [[1, "x"]]) == "a,b\r\n1,x\r\n"
