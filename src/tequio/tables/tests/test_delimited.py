"""Delimited text: every row is in the table or listed, whatever the file looks like."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tequio.tables.finding import Severity
from tequio.tables.limits import Limits, Unreadable
from tequio.tables.tests import planted
from tequio.tables.tests.reading_text import read

MANY = 20_000 if os.environ.get("TEQUIO_SOAK") else 150


def test_codes_keep_their_zeros_and_empty_cells_are_empty() -> None:
    table = read(b"clave,nombre\n01001,Aguascalientes\n,Sin clave\n")

    assert table.columns == ["clave", "nombre"]
    assert table.rows == [("01001", "Aguascalientes"), (None, "Sin clave")]
    assert table.findings == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_any_line_break(delimiter: str, end: str) -> None:
    lines = [["a", "b", "c"], ["1,5", 'dos "2"', "tres\ncuatro"], ["x", "", "y;z|w"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(lines)

    table = read(out.getvalue().encode())

    assert table.columns == lines[0]
    assert table.rows == [tuple(cell or None for cell in line) for line in lines[1:]]
    assert table.numbers == [2, 3]


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
def test_any_encoding_in_which_spanish_is_written(name: str) -> None:
    rows = "".join(f"0{n}00,Peñón de los Baños {n},Ejecución de la acción número {n}\n" for n in range(1, 9))

    table = read(f"clave,nombre,acción\n{rows}".encode(name))

    assert table.columns == ["clave", "nombre", "acción"]
    assert table.rows[3] == ("0400", "Peñón de los Baños 4", "Ejecución de la acción número 4")


def test_two_encodings_in_one_file_are_read_line_by_line_and_told() -> None:
    good = "".join(f"{n},Mérida\n" for n in range(5))

    table = read(f"n,lugar\n{good}".encode() + "9,León\n".encode("cp1252"))

    assert table.rows[-1] == ("9", "León")
    assert table.rows[0] == ("0", "Mérida")
    (said,) = table.said("mixed-encodings")
    assert [one.row for one in said.examples] == [7]


@pytest.mark.parametrize(
    ("text", "rows", "numbers"),
    [
        ('a,b,c\n1,"dos,3\n4,5,6\n', [("1", '"dos', "3"), ("4", "5", "6")], [2, 3]),
        ('a,b,c\n1,pulgada 5",3\n4,5,6\n', [("1", 'pulgada 5"', "3"), ("4", "5", "6")], [2, 3]),
        ('a,b,c\n1,"dos"2,3\n4,"5",6\n', [("1", '"dos"2', "3"), ("4", "5", "6")], [2, 3]),
        ("a,b,c\r\n1,2,3\n4,5,6\r7,8,9\n", [("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9")], [2, 3, 4]),
    ],
    ids=["never closed", "inside a cell", "text after it", "three line breaks"],
)
def test_what_is_not_well_written_costs_no_other_row(
    text: str, rows: list[tuple[str, ...]], numbers: list[int]
) -> None:
    table = read(text.encode())

    assert table.rows == rows
    assert table.numbers == numbers


def test_a_quote_that_never_closes_in_a_long_file_spoils_one_row() -> None:
    lines = [f'{n},"texto {n}",x' for n in range(5_000)]
    lines[1_234] = '1234,"abierto,x'

    table = read(("a,b,c\n" + "\n".join(lines)).encode())

    assert len(table.rows) == 5_000
    assert table.rows[1_234] == ("1234", '"abierto', "x")
    (said,) = table.said("stray-quote")
    assert (said.count, said.examples[0].row) == (1, 1_236)


def test_rows_that_do_not_fit_are_set_aside_filled_or_left_out_each_with_its_number() -> None:
    table = read(b"a,b,c\n1,2,3\n4,5,6,7\n\n8,9\n10,11,12,,\n")

    assert table.rows == [("1", "2", "3"), ("8", "9", None), ("10", "11", "12")]
    assert table.numbers == [2, 5, 6]
    assert table.aside == [(3, ["4", "5", "6", "7"])]
    told = {one.code: (one.severity, one.count, [at.row for at in one.examples]) for one in table.findings}
    assert told == {
        "long-rows": (Severity.ERROR, 1, [3]),
        "blank-rows": (Severity.NOTE, 1, [4]),
        "short-rows": (Severity.WARNING, 1, [5]),
    }


def test_the_fast_reader_numbers_rows_as_the_careful_one_does() -> None:
    lines = [f"{n},dos,tres" for n in range(3_000)]
    lines[10] = "10,dos,tres,cuatro"
    lines[11:11] = ["", ""]
    lines[1_500] += ',"cuatro\ncinco"'
    lines[2_000] = '2000,"dos\n\ndos",tres'
    text = "a,b,c\n" + "\n".join(lines) + "\n"
    careful = read(text.encode() + b'9999,dos "2",tres\n')

    fast = read(text.encode())

    assert fast.rows == careful.rows[:-1]
    assert fast.numbers == careful.numbers[:-1]
    assert fast.aside == careful.aside
    assert [row for row, _cells in fast.aside] == [12, 1502]


def test_a_column_of_sentences_is_one_column() -> None:
    lines = ["comentario", *(f"Una frase, la {n}" if n % 3 == 0 else f"Otra {n}" for n in range(30)), "a|b;c"]

    table = read("\n".join(lines).encode())

    assert table.columns == ["comentario"]
    assert len(table.rows) + len(table.aside) == 31


def test_names_of_columns_are_told_apart() -> None:
    table = read(b"Folio,folio,,Fecha de\n1,2,3,4\n5,6,7,8\n")

    assert table.columns == ["Folio", "folio_2", "columna_3", "Fecha de"]
    assert [one.code for one in table.findings] == ["column-without-name", "column-name-repeated"]


def test_titles_totals_and_footers_are_listed_and_no_data() -> None:
    text = (
        "Solicitudes de información\n\nmunicipio,enero,febrero\nLeón,1,2\nMérida,3,4\nTotal,4,6\nFuente: Contraloría\n"
    )

    table = read(text.encode())

    assert table.columns == ["municipio", "enero", "febrero"]
    assert table.rows == [("León", "1", "2"), ("Mérida", "3", "4")]
    assert {one.code for one in table.findings} >= {"header-below-title", "totals-row", "footer-row"}


def test_a_row_in_800_with_a_cell_too_many_costs_those_rows_only(tmp_path_factory: pytest.TempPathFactory) -> None:
    """DuckDB's own reader answers one column and no error to this file."""
    path = tmp_path_factory.mktemp("ragged") / "ragged.csv"
    told = planted.write(path, most_bytes=3_000_000, ragged=True)

    table = read(path.read_bytes())

    assert table.columns == list(planted.HEADER)
    assert len(table.rows) == told.rows - told.counts["ragged"]
    assert [row for row, _cells in table.aside] == told.places["ragged"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"x" * 9_000_000, "line-too-long"),
        (b"a," * 3_000 + b"\n", "too-many-columns"),
        (b"a,b\n" + b"1,2\n" * 30_000, "too-large"),
    ],
    ids=["empty", "a line without end", "too many columns", "too large"],
)
def test_what_is_too_much_is_a_clear_error(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as no:
        read(data, Limits(most_bytes=10_000_000 if code != "too-large" else 100_000))

    assert no.value.code == code
    assert str(no.value)


# Findings that hold the words of the rows that they name.
LISTED = {"header-below-title", "header-of-several-rows", "totals-row", "footer-row"}


def letters(data: bytes) -> Counter[str]:
    """Count what a file says: all but what parts cells, rows and quotes."""
    text = data.decode("utf-8")
    return Counter(one for one in text if one not in ',;\t|"\r\n \ufeff')


cells = st.one_of(
    st.text(st.sampled_from('ab1 ",;\n\r\tñ'), max_size=6),
    st.sampled_from(["", "0", "01", "Total", "Fuente: x", '"', '""', 'a"b', "=1+1", "\x00", "S/D"]),
)
lines = st.lists(st.lists(cells, max_size=5).map(",".join), min_size=1, max_size=12)


@settings(max_examples=MANY)
@given(lines=lines, end=st.sampled_from(["\n", "\r\n"]))
@example(lines=["a,b", '"', "1,2", '"'], end="\n")
@example(lines=["a,b", '"x\ny",2', "3,4"], end="\r\n")
@example(lines=["a,b", "1,2", '3,"4', '5",6'], end="\r\n")
@example(lines=["a,b", "", "1,2,", ",,", ",,3"], end="\n")
@example(lines=['",\r,"1\r1,1', '1,1"'], end="\n")
def test_nothing_that_a_file_says_is_lost(lines: list[str], end: str) -> None:
    data = end.join(lines).encode()
    assume(set(data.decode()) & set("ab1ñ"))

    table = read(data)

    said: Counter[str] = Counter()
    for _row, kept in [*enumerate(table.rows), *table.aside]:
        said.update("".join(cell or "" for cell in kept))
    for found in table.findings:
        for one in found.examples if found.code in LISTED else ():
            said.update(one.text)
    for name in table.columns:
        said.update(name)
    lost = {one: times for one, times in letters(data).items() if said[one] < times}
    assert not lost


@settings(max_examples=MANY)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_clear_error(data: bytes) -> None:
    with suppress(Unreadable):
        table = read(data)
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert table.numbers == sorted(set(table.numbers))


@settings(max_examples=MANY)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=8), min_size=3, max_size=3
        ),
        min_size=2,
        max_size=10,
    )
)
def test_what_was_written_well_comes_back_cell_by_cell(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([["uno", "dos", "tres"], ["x", "y", "z"], *rows, ["x", "y", "z"]])

    table = read(out.getvalue().encode())

    expected = [tuple(cell or None for cell in row) for row in rows if any(row)]
    assert table.rows == [("x", "y", "z"), *expected, ("x", "y", "z")]
