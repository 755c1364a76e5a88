"""What a column holds, judged by the rules of this country."""

from __future__ import annotations

import pytest

from tequio.tables.kinds.inference import guess
from tequio.tables.kinds.reading import Kind, Order


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["01001", "19039", "31050"], Kind.STRING),
        (["8181234567", "8112345678", "5512345678"], Kind.STRING),
        (["190100123000045", "190100123000046"], Kind.STRING),
        (["12", "7", "1045"], Kind.INTEGER),
        (["2019", "2020", "2021"], Kind.INTEGER),
        (["1.5", "2", "3.25"], Kind.NUMBER),
        (["$1,234.00", "$12.50", "S/D"], Kind.NUMBER),
        (["1.234,50", "12,5"], Kind.NUMBER),
        (["2021-01-05", "13/02/2021", "5 de marzo de 2021"], Kind.DATE),
        (["2021-01-05 10:00", "13/02/2021 09:30"], Kind.DATETIME),
        (["sí", "no", "SI", "N/D"], Kind.BOOLEAN),
        (["S", "M", "S"], Kind.STRING),
        (["León", "Mérida"], Kind.STRING),
        (["12", "siete", "ocho"], Kind.STRING),
        (["", " "], Kind.STRING),
        ([], Kind.STRING),
    ],
)
def test_the_kind_of_a_column(cells: list[str], kind: Kind) -> None:
    assert guess(cells).reading.kind is kind


def test_words_for_no_value_are_no_values() -> None:
    found = guess(["S/D", "N/D", "NA", "-", "5", "8", "s.d."]).reading

    assert found.kind is Kind.INTEGER
    assert found.missing == ("-", "N/D", "NA", "S/D", "s.d.")


def test_a_few_cells_that_are_something_else_do_not_change_the_kind() -> None:
    assert guess([*map(str, range(50)), "treinta"]).reading.kind is Kind.INTEGER
    assert guess([*map(str, range(5)), "treinta"]).reading.kind is Kind.STRING


def test_which_comes_first_day_or_month() -> None:
    assert guess(["03/04/2021", "25/04/2021"]).reading.order is Order.DAY_FIRST
    assert guess(["03/04/2021", "04/25/2021"]).reading.order is Order.MONTH_FIRST
    assert guess(["03/04/2021", "04/05/2021"]).ambiguous == {"order"}
    assert guess(["25/04/21"]).ambiguous == {"years"}
    assert guess(["25/04/2021"]).ambiguous == frozenset()


def test_separators_and_digits_of_numbers() -> None:
    mexican = guess(["$1,234.50", "$0.125"]).reading
    european = guess(["1.234,50", "999,9"]).reading

    assert (mexican.group, mexican.decimal, mexican.scale, mexican.has_signs) == (",", ".", 3, True)
    assert (european.group, european.decimal, european.scale, european.has_signs) == (".", ",", 2, False)
