"""How a spreadsheet's numbers and dates become text."""

# ruff: noqa: DTZ001 (a spreadsheet knows no time zone)

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import datetime as excel_dates

from tequio.tables.reading import serial


@pytest.mark.parametrize(
    ("stored", "text", "is_long"),
    [
        ("0.30000000000000004", "0.3", False),
        ("1.1000000000000001", "1.1", False),
        ("2.0", "2", False),
        ("1E-7", "0.0000001", False),
        ("-0", "0", False),
        ("123456789012345", "123456789012345", False),
        ("123456789012345678", "123456789012345678", True),
        ("1.23456789012345E+17", "123456789012345000", True),
        ("1e99999999", "1e99999999", False),
        ("abc", "abc", False),
        ("NaN", "NaN", False),
    ],
)
def test_a_number_is_given_as_plain_decimals(stored: str, text: str, is_long: bool) -> None:
    assert serial.plain(stored) == (text, is_long)


@settings(max_examples=200)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_loses_nothing_that_the_program_shows(number: float) -> None:
    text, _is_long = serial.plain(repr(number))

    assert "e" not in text.lower()
    assert f"{Decimal(text):.14e}" == f"{Decimal(repr(number)):.14e}" or Decimal(text) == 0 == number


@settings(max_examples=200)
@given(st.datetimes(min_value=dt.datetime(1900, 3, 1), max_value=dt.datetime(9999, 12, 30)), st.booleans())
def test_a_moment_is_read_as_openpyxl_writes_it(moment: dt.datetime, from_1904: bool) -> None:
    moment = max(moment.replace(microsecond=0), dt.datetime(1904, 1, 2))
    epoch = excel_dates.MAC_EPOCH if from_1904 else excel_dates.WINDOWS_EPOCH

    stored = repr(excel_dates.to_excel(moment, epoch=epoch))

    assert serial.dated(stored, serial.MOMENT, from_1904=from_1904) == moment.isoformat()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", ""),
        ("0.00", ""),
        ("#,##0.00", ""),
        ("0.00E+00", ""),
        ('0 "días"', ""),
        ("[Red]0", ""),
        ("Standard", ""),
        ("@", ""),
        ('_-* #,##0.00\\ "MXN"', ""),
        ("dd/mm/yyyy", "date"),
        ("[$-80A]d \\de mmmm \\de yyyy", "date"),
        ("mmm-yy", "date"),
        ("h:mm AM/PM", "time"),
        ("mm:ss.0", "time"),
        ("[h]:mm", "duration"),
        ("dd/mm/yyyy hh:mm", "moment"),
    ],
)
def test_a_format_tells_dates_from_numbers(code: str, kind: str) -> None:
    assert serial.kind_of_format(code) == kind


def test_the_leap_day_that_never_was_and_dates_that_cannot_be_are_not_invented() -> None:
    given_days = ["1", "59", "60", "61", "-1", "2958466", "x", "1e400", "nan"]

    read = [serial.dated(day, serial.DATE) for day in given_days]

    assert read == ["1900-01-01", "1900-02-28", "1900-02-29", "1900-03-01", None, None, None, None, None]
    assert serial.dated("2958465", serial.DATE, from_1904=True) is None
