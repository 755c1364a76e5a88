"""A cell as a value: what offices in Mexico write, and what nobody can read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tequio.tables.kinds.reading import Kind, Order, Reading
from tequio.tables.kinds.values import NotAValue, day_of, moment_of, number_of, value_of

MEXICAN = Reading(Kind.NUMBER, group=",", has_signs=True)
EUROPEAN = Reading(Kind.NUMBER, decimal=",", group=".", has_signs=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-03-05", date(2021, 3, 5)),
        ("2021/3/5", date(2021, 3, 5)),
        ("20210305", date(2021, 3, 5)),
        ("05/03/2021", date(2021, 3, 5)),
        ("5-3-21", date(2021, 3, 5)),
        ("5.3.1999", date(1999, 3, 5)),
        ("31/12/99", date(1999, 12, 31)),
        ("5 de marzo de 2021", date(2021, 3, 5)),
        ("1º de Enero del 2020", date(2020, 1, 1)),
        ("viernes, 5 de marzo de 2021", date(2021, 3, 5)),
        ("05-mar-2021", date(2021, 3, 5)),
        ("5 SEP. 2021", date(2021, 9, 5)),
        ("March 5, 2021", date(2021, 3, 5)),
        ("  5/3/2021 ", date(2021, 3, 5)),
    ],
)
def test_a_day_in_any_common_way(text: str, day: date) -> None:
    assert day_of(text, Order.DAY_FIRST) == day


@pytest.mark.parametrize(
    "text",
    ["31/02/2021", "00/01/2021", "2021-13-01", "mar. 27/2019", "5 de marzembre de 2021", "treinta", "1/2", "5/3-2021"],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotAValue):
        day_of(text, Order.DAY_FIRST)


def test_the_weekday_decides_between_day_and_month() -> None:
    """X06: Thursday 3/7/2019 is only 7 March."""
    assert day_of("Jue. 3/7/2019", Order.DAY_FIRST) == date(2019, 3, 7)
    assert day_of("Mié. 3/7/2019", Order.DAY_FIRST) == date(2019, 7, 3)
    assert str(moment_of("Jue. 3/7/2019 10:30 CST", Order.DAY_FIRST)) == "2019-03-07 10:30:00"
    with pytest.raises(NotAValue):
        day_of("Lunes 3/7/2019", Order.DAY_FIRST)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-01-01T10:05:07Z", "2020-01-01 10:05:07"),
        ("01/02/2020 3:05 p. m.", "2020-02-01 15:05:00"),
        ("01/02/2020 12:00 a.m.", "2020-02-01 00:00:00"),
        ("5 de mayo de 2020, 13:00 hrs", "2020-05-05 13:00:00"),
        ("2020-01-01", "2020-01-01 00:00:00"),
    ],
)
def test_a_day_with_its_hour(text: str, moment: str) -> None:
    assert str(moment_of(text, Order.DAY_FIRST)) == moment


@pytest.mark.parametrize(
    ("text", "reading", "number"),
    [
        ("$1,234.50", MEXICAN, "1234.50"),
        ("(12.00)", MEXICAN, "-12.00"),
        ("-$12.00", MEXICAN, "-12.00"),
        ("$ 1,000,000.00 M.N.", MEXICAN, "1000000.00"),
        ("12.5 %", MEXICAN, "12.5"),
        ("1.234,5", EUROPEAN, "1234.5"),
        ("0.10", Reading(Kind.NUMBER), "0.10"),
        (".5", Reading(Kind.NUMBER), "0.5"),
        ("-12345678901234567890123456789012.5", Reading(Kind.NUMBER), "-12345678901234567890123456789012.5"),
    ],
)
def test_a_number_to_its_last_digit(text: str, reading: Reading, number: str) -> None:
    assert number_of(text, reading) == Decimal(number)
    assert str(number_of(text, reading)) == number


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("1,23", MEXICAN),
        ("1,2345", MEXICAN),
        ("12,34,567", MEXICAN),
        ("1e5", MEXICAN),
        ("0x1F", Reading(Kind.NUMBER)),
        ("1_000", Reading(Kind.NUMBER)),
        ("１２", Reading(Kind.NUMBER)),
        ("inf", Reading(Kind.NUMBER)),
        ("nan", Reading(Kind.NUMBER)),
        ("1.5", Reading(Kind.INTEGER)),
    ],
)
def test_what_is_no_number_is_refused(text: str, reading: Reading) -> None:
    with pytest.raises(NotAValue):
        value_of(text, reading)
