"""Where a table stands: titles, headers of several rows, totals and footers, and what must not be taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables.finding import Finding
from tequio.tables.reading import layout
from tequio.tables.reading.cells import where_filled
from tequio.tables.reading.layout import Layout, Span, Tail

DATA = [["Acámbaro", "12", "3.5"], ["Celaya", "30", "4.1"], ["León", "99", "2.0"], ["Silao", "8", "1.5"]]


def rows_of(text: str) -> list[list[str | None]]:
    return [[cell.strip() or None for cell in line.split("|")] for line in text.strip("\n").split("\n")]


@pytest.mark.parametrize(
    ("text", "expected", "names"),
    [
        pytest.param(
            "municipio|total|tasa\nAcámbaro|12|3.5\nCelaya|30|4.1",
            Layout((0,), 1, ()),
            ["municipio", "total", "tasa"],
            id="header-first",
        ),
        pytest.param(
            "Secretaría de Salud||\nSolicitudes 2024||\n||\nmunicipio|total|tasa\nAcámbaro|12|3.5\nCelaya|30|4.1",
            Layout((3,), 4, (0, 1, 2)),
            ["municipio", "total", "tasa"],
            id="title-rows-and-a-blank-one",
        ),
        pytest.param(
            "Dependencia:|Salud\nPeriodo:|2024\nmunicipio|total\nAcámbaro|12\nCelaya|30",
            Layout((2,), 3, (0, 1)),
            ["municipio", "total"],
            id="labels-above-a-narrow-table",
        ),
        pytest.param(
            "municipio|2019|2020\nAcámbaro|12|3\nCelaya|30|4",
            Layout((0,), 1, ()),
            ["municipio", "2019", "2020"],
            id="years-are-names",
        ),
        pytest.param(
            "municipio|Hombres||Mujeres|\n|2019|2020|2019|2020\nAcámbaro|1|2|3|4\nCelaya|5|6|7|8",
            Layout((0, 1), 2, ()),
            ["municipio", "Hombres / 2019", "Hombres / 2020", "Mujeres / 2019", "Mujeres / 2020"],
            id="groups-beside-a-name",
        ),
        pytest.param(
            "|Hombres||Mujeres|\nmunicipio|2019|2020|2019|2020\nAcámbaro|1|2|3|4\nCelaya|5|6|7|8",
            Layout((0, 1), 2, ()),
            ["municipio", "Hombres / 2019", "Hombres / 2020", "Mujeres / 2019", "Mujeres / 2020"],
            id="groups-above-repeated-names",
        ),
        pytest.param("Acámbaro|12|3.5\nCelaya|30|4.1\nLeón|99|2.0\nSilao|8|1.5", Layout((), 0, ()), [], id="no-header"),
        pytest.param("1|2|3\n4|5|6\n7|8|9", Layout((), 0, ()), [], id="numbers-that-count-are-data-too"),
        pytest.param(
            "grupo|1|2|3\na|5|6|7\nb|8|9|1", Layout((0,), 1, ()), ["grupo", "1", "2", "3"], id="numbers-as-names"
        ),
        pytest.param("id||\n1|a|b\n2|c|d\n3|e|f\n", Layout((), 1, (0,)), [], id="a-lonely-name-is-a-title-and-is-said"),
        pytest.param(
            "id|clave|\n1|a|b\n2|c|d\n3|e|f\n", Layout((0,), 1, ()), ["id", "clave", ""], id="a-column-without-a-name"
        ),
        pytest.param("", Layout((), 0, ()), [], id="nothing"),
        pytest.param("nombre\nAna\nLuis", Layout((0,), 1, ()), ["nombre"], id="one-column"),
        pytest.param("nombre|edad", Layout((0,), 1, ()), ["nombre", "edad"], id="a-header-only"),
        pytest.param(
            "a|b|c\n1|2|3\n4|5|6|7|8|9|10|11\n7|8|9", Layout((0,), 1, ()), ["a", "b", "c"], id="one-ragged-row"
        ),
        pytest.param(
            "nombre|apellido|ciudad\nAna|Ruiz|León\nLuis|Paz|Silao",
            Layout((0,), 1, ()),
            ["nombre", "apellido", "ciudad"],
            id="all-is-text",
        ),
    ],
)
def test_the_header_is_found(text: str, expected: Layout, names: list[str]) -> None:
    rows = rows_of(text)

    found = layout.find_header(rows)

    assert found == expected
    assert layout.names(rows, found) == names


def test_merged_cells_name_a_group_even_where_the_names_below_are_whole() -> None:
    rows = rows_of("Padrón|||\n|Población||\nmunicipio|hombres|mujeres|total\nLeón|1|2|3\nSilao|4|5|9")

    found = layout.find_header(rows, [Span(0, 0, 0, 3), Span(1, 1, 1, 2)])

    assert found == Layout((1, 2), 3, (0,))
    spans = [Span(0, 0, 0, 3), Span(1, 1, 1, 2)]
    assert layout.names(rows, found, spans) == ["municipio", "Población / hombres", "Población / mujeres", "total"]


def test_a_name_merged_downwards_takes_the_row_below_into_the_header() -> None:
    rows = rows_of("municipio|Población|\n|hombres|mujeres\nLeón|1|2\nSilao|4|5")
    spans = [Span(0, 0, 1, 0), Span(0, 1, 0, 2)]

    found = layout.find_header(rows, spans)

    assert found == Layout((0, 1), 2, ())
    assert layout.names(rows, found, spans) == ["municipio", "Población / hombres", "Población / mujeres"]


def test_a_row_of_texts_below_a_header_with_an_unnamed_column_stays_data() -> None:
    rows = rows_of("nombre|ciudad|\nAna|León|sí\nLuis|Silao|no\nEva|Celaya|no")

    assert layout.find_header(rows) == Layout((0,), 1, ())


def numbered(text: str) -> list[tuple[int, list[str | None]]]:
    return list(enumerate(rows_of(text), start=2))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("León|1|2\nSilao|3|4\nTotal|4|6", Tail((4,), ()), id="total"),
        pytest.param("León|1|2\nSilao|3|4\n||\nTOTAL GENERAL:|4|6", Tail((5,), ()), id="total-after-a-blank-row"),
        pytest.param(
            "León|1|2\nSilao|3|4\nSuma|4|6\nFuente: INEGI||\nNota: cifras preliminares||\nElaboró: Ana||",
            Tail((4,), (5, 6, 7)),
            id="sum-and-footers",
        ),
        pytest.param(
            "León|1|2\nSilao|3|4\n||\nSecretaría de la Honestidad||", Tail((), (5,)), id="a-lone-line-after-a-blank"
        ),
        pytest.param("León|1|2\nSilao|3|4\nRomita||", Tail(), id="a-cut-row-is-data"),
        pytest.param("Total|1|2\nHombres|3|4\nTotal|4|6", Tail(), id="a-category-is-no-total"),
        pytest.param("León|1|Sur\nTotal|3|Norte", Tail(), id="a-row-with-words-is-no-total"),
        pytest.param("Nota\nAna\nNotario", Tail(), id="one-column-has-no-footer"),
        pytest.param("Total|4|6", Tail(), id="nothing-else"),
        pytest.param("León|1|2\nSilao|3|4\n|Total|6", Tail((4,), ()), id="total-in-the-second-column"),
    ],
)
def test_the_end_is_found(text: str, expected: Tail) -> None:
    assert layout.tail(numbered(text), width=len(rows_of(text)[0])) == expected


def test_totals_and_footers_leave_the_data_with_their_words() -> None:
    findings: list[Finding] = []

    kept = list(layout.without_tail(numbered("León|1|2\nSilao|3|4\nTotal|4|6\nFuente: INEGI||"), 3, findings))

    assert [number for number, _cells in kept] == [2, 3]
    assert [(one.code, one.examples[0].row, one.examples[0].text) for one in findings] == [
        ("totals-row", 4, "Total | 4 | 6"),
        ("footer-row", 5, "Fuente: INEGI"),
    ]


def test_the_words_of_every_footer_are_kept() -> None:
    findings: list[Finding] = []
    rows = numbered("León|1|2\nSilao|3|4\n" + "\n".join(f"Nota {n}||" for n in range(25)))

    kept = list(layout.without_tail(rows, 3, findings))

    assert len(kept) == 2
    assert [example.text for one in findings for example in one.examples] == [f"Nota {n}" for n in range(25)]


def test_what_is_said_of_the_header_names_its_row_and_keeps_the_title() -> None:
    rows = rows_of("Padrón de obras|||\n|||\nclave|obra|monto|año\n1|a|2|2020\n2|b|3|2021")

    [said] = layout.header_findings(rows, layout.find_header(rows))

    assert said.say() == "The table begins in row 3; the row above it is kept as a title."
    assert [(one.row, one.text) for one in said.examples] == [(1, "Padrón de obras")]


def test_a_file_without_a_header_is_warned_of() -> None:
    assert [one.code for one in layout.header_findings(DATA, layout.find_header(DATA))] == ["no-header"]


CELLS = st.sampled_from(
    [None, "", " ", "Total", "Fuente: x", "León", "7", "2020", "1/2/2024", "Dependencia:", "a" * 300]
)


@settings(max_examples=200)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=12))
def test_every_row_is_title_header_or_data(rows: list[list[str | None]]) -> None:
    found = layout.find_header(rows)

    below = range(found.first_data, len(rows)) if found.header_rows or any(where_filled(row) for row in rows) else ()
    seen = [*found.title_rows, *found.header_rows, *below]
    assert seen == list(range(len(rows))) or not any(where_filled(row) for row in rows)
    layout.names(rows, found)
    layout.header_findings(rows, found)


@settings(max_examples=200)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=12))
def test_every_row_below_is_kept_or_listed(rows: list[list[str | None]]) -> None:
    findings: list[Finding] = []
    given_rows = list(enumerate(rows, start=2))

    kept = list(layout.without_tail(given_rows, 4, findings))

    listed = [example.row for one in findings for example in one.examples]
    assert sorted([number for number, _cells in kept] + listed) == [number for number, _cells in given_rows]
