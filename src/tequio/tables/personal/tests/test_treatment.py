"""The table that is published is what was decided, and what is left in it was looked at again."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables.limits import Unreadable
from tequio.tables.personal.decisions import parse, undecided
from tequio.tables.personal.scan import scan
from tequio.tables.personal.tests import made_up
from tequio.tables.personal.tests.made_up import table
from tequio.tables.personal.treatment import apply, hide


def treated(columns: dict[str, list[str | None]], *decisions: dict[str, object]) -> dict[str, list[object]]:
    with table(columns) as connection:
        apply(connection, "data", parse(list(decisions)), "public")
        found = connection.execute("SELECT * FROM public")
        names = [one[0] for one in found.description or ()]
        return dict(zip(names, map(list, zip(*found.fetchall(), strict=True)), strict=True))


COARSER: dict[str, tuple[dict[str, object], list[str | None], list[str | None]]] = {
    "ages": (
        {"do": "bands", "width": 10, "top": 80},
        ["0", "9", "10", "29", " 30 ", "79", "80", "103", "S/D", None],
        ["0 a 9", "0 a 9", "10 a 19", "20 a 29", "30 a 39", "70 a 79", "80 o más", "80 o más", None, None],
    ),
    "days to months": (
        {"do": "month"},
        ["2025-03-31", "31/03/2025", "5/3/2025", "2025-03-31 10:30:00", "2025-03-31T10:30:00", "31-03-2025", "marzo"],
        ["2025-03"] * 6 + [None],
    ),
    "days to years": ({"do": "year"}, ["2025-03-31", "31/12/1999", "31/13/1999"], ["2025", "1999", None]),
    "postal codes": ({"do": "prefix", "digits": 2}, ["64000", "01010", "1010", ""], ["64", "01", None, None]),
    "coordinates": (
        {"do": "grid", "degrees": 0.1},
        ["25.671234", "-100.309876", "25,66", "-0.01", "N"],
        ["25.7", "-100.3", "25.7", "0.0", None],
    ),
    "places": (
        {"do": "state"},
        ["19039", "190390001", "09", "Monterrey, Nuevo León", "N.L.", "CDMX", "veracruz",
         "Edo. de México", "1001", "Roma"],
        ["Nuevo León", "Nuevo León", "Ciudad de México", "Nuevo León", "Nuevo León", "Ciudad de México",
         "Veracruz de Ignacio de la Llave", "México", None, None],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COARSER)
def test_values_are_made_coarser(name: str) -> None:
    how, before, after = COARSER[name]

    assert treated({"dato": before}, {"column": "dato", **how}) == {"dato": after}


def test_what_could_not_be_made_coarser_is_counted() -> None:
    with table({"edad": ["20", "veinte", "S/D", "", None]}) as connection:
        done = apply(connection, "data", parse([{"column": "edad", "do": "bands", "width": 5}]), "public")

    assert done.lost == {"edad": 2}
    assert [one.say() for one in done.findings()] == [
        "Column “edad”: 2 values could not be made coarser. They were left empty."
    ]


def test_columns_keep_their_order_and_rows_theirs() -> None:
    columns: dict[str, list[str | None]] = {"b": ["2", "1"], "curp": ["x", "y"], "a": ["z", "w"]}

    assert treated(columns, {"column": "curp", "do": "drop"}) == {"b": ["2", "1"], "a": ["z", "w"]}


def test_a_column_called_rowid_does_not_change_the_order() -> None:
    columns: dict[str, list[str | None]] = {"rowid": ["2", "1", "3"], "b": ["x", "y", "z"]}

    assert treated(columns, {"column": "b", "do": "drop"}) == {"rowid": ["2", "1", "3"]}


def test_decided_and_treated_nothing_is_left_to_decide() -> None:
    columns: dict[str, list[str | None]] = {
        "curp": [made_up.a_curp(n) for n in range(50)],
        "nombre": [made_up.a_name(n) for n in range(50)],
        "edad": [str(n) for n in range(50)],
    }
    decisions = parse(
        [
            {"column": "curp", "do": "drop"},
            {"column": "nombre", "do": "drop"},
            {"column": "edad", "do": "bands", "width": 9},
        ]
    )

    with table(columns) as connection:
        before = undecided(scan(connection), parse([]))
        apply(connection, "data", decisions, "public")
        after = scan(connection, "public")

    assert {one.column for one in before} == {"curp", "nombre"}
    assert after == []


def test_a_count_by_people_is_refused_and_leaves_no_table() -> None:
    with table({"curp": [made_up.a_curp(n) for n in range(9)]}) as connection:
        with pytest.raises(Unreadable, match="Leave it out"):
            apply(connection, "data", parse([{"do": "aggregate", "by": ["curp"]}]), "public")

        with pytest.raises(duckdb.CatalogException):
            connection.execute("SELECT * FROM public")


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        ([{"column": "x", "do": "drop"}], "decision-column"),
        ([{"do": "aggregate", "by": ["x"]}], "decision-column"),
        ([{"column": "a", "do": "drop"}], "nothing-left"),
        ([{"column": "a", "do": "drop"}, {"do": "aggregate", "by": ["a"]}], "decision-contradiction"),
    ],
    ids=["no such column", "counted by no such column", "nothing left", "left out and counted by"],
)
def test_decisions_that_do_not_fit_the_table_are_refused(decision: list[object], code: str) -> None:
    with table({"a": ["1"]}) as connection, pytest.raises(Unreadable) as refused:
        apply(connection, "data", parse(decision), "public")

    assert refused.value.code == code


def test_counts_hide_the_small_ones_and_one_more_that_would_give_them_away() -> None:
    columns: dict[str, list[str | None]] = {
        "sexo": ["M"] * 40 + ["H"] * 12,
        "edad": ["25"] * 20 + ["31"] * 12 + ["45"] * 8 + ["22"] * 9 + ["47"] * 3,
    }

    with table(columns) as connection:
        decisions = parse([{"column": "edad", "do": "bands", "width": 10}, {"do": "aggregate", "by": ["sexo", "edad"]}])
        done = apply(connection, "data", decisions, "public")
        found = connection.execute("SELECT * FROM public").fetchall()

    assert done.columns == ("sexo", "edad", "casos")
    assert found == [
        ("H", "20 a 29", None),
        ("H", "40 a 49", None),
        ("M", "20 a 29", None),
        ("M", "30 a 39", 12),
        ("M", "40 a 49", None),
    ]  # fmt: skip
    assert done.hidden == 4


TABLES = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 30), min_size=1, max_size=9
)


@settings(max_examples=200)
@given(TABLES)
def test_no_line_of_a_table_has_a_single_hidden_count_while_another_could_hide_it(
    sizes: dict[tuple[str, str], int],
) -> None:
    groups = list(sizes.items())

    hidden = hide(groups, 5)

    assert {place for place, (_group, size) in enumerate(groups) if size < 5} <= hidden
    for column in (0, 1):
        for value in {group[column] for group, _size in groups}:
            line = [place for place, (group, _size) in enumerate(groups) if group[column] == value]
            inside = [groups[place][1] for place in line if place in hidden]
            assert len(inside) == len(line) or not inside or (len(inside) > 1 and sum(inside) >= 5)


def test_an_empty_table_has_an_empty_count() -> None:
    with table({"a": []}) as connection:
        done = apply(connection, "data", parse([{"do": "aggregate", "by": ["a"]}]), "public")

    assert (done.rows, done.hidden) == (0, 0)
