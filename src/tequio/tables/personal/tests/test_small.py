"""Small counts are found, and hidden ones that a total gives away."""

from __future__ import annotations

from tequio.tables.personal import small
from tequio.tables.personal.small import Small, count_columns, recomputable, small_cells
from tequio.tables.personal.tests.made_up import table


def test_counts_above_zero_and_below_five_are_small() -> None:
    columns = {"municipio": ["A", "B", "C", "D", "E"], "mujeres": ["0", "1", "4", "5", "1,200"]}

    with table(columns) as connection:
        found = small_cells(connection)

    assert found == [Small("mujeres", 2, 5, (2, 3))]


def test_how_many_are_enough_is_for_the_publisher_to_say() -> None:
    with table({"casos": ["2", "9", "10"]}) as connection:
        [one] = small_cells(connection, least=10)

    assert (one.cells, one.rows) == (2, (1, 2))


def test_only_columns_that_count_people_are_taken() -> None:
    columns = {
        "mujeres": ["3"], "tasa de casos": ["3"], "edad": ["3"], "personas": ["tres"], "clave": ["3"],
        "número de víctimas": ["<5"], "hombres": ["2"],
    }  # fmt: skip

    with table(columns) as connection:
        assert count_columns(connection) == ["mujeres", "hombres"]


def test_the_only_hidden_count_of_a_row_is_given_away_by_its_total() -> None:
    columns = {
        "municipio": ["A", "B", "C"],
        "mujeres": ["10", "<5", "<5"],
        "hombres": ["20", "8", "*"],
        "total": ["30", "11", "6"],
    }

    with table(columns) as connection:
        found = recomputable(connection)

    assert found == [Small("mujeres", 1, 5, (2,), hidden=True)]


def test_a_column_called_total_to_which_nothing_adds_up_gives_nothing_away() -> None:
    columns = {"mujeres": ["10", "*"], "hombres": ["20", "8"], "total": ["99", "11"]}

    with table(columns) as connection:
        assert recomputable(connection) == []


def test_the_only_hidden_count_of_a_column_is_given_away_by_a_row_of_totals() -> None:
    columns = {
        "municipio": ["A", "B", "C", "Total"],
        "mujeres": ["10", "*", "7", "20"],
        "hombres": ["*", "*", "9", "15"],
    }

    with table(columns) as connection:
        found = recomputable(connection)

    assert found == [Small("mujeres", 1, 5, (2,), hidden=True)]


def test_it_is_said_with_the_column_and_the_count() -> None:
    said = [
        one.say() for one in small.findings([Small("mujeres", 2, 5, (2, 3)), Small("hombres", 1, 5, (4,), hidden=True)])
    ]

    assert said == [
        "Column “mujeres”: 2 counts are above zero and below 5. So few people can be recognised.",
        "Column “hombres”: 1 hidden count is the total less the others. Hide a second one beside it.",
    ]
