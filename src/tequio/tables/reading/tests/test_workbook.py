"""What a workbook gives: the table in its sheet, all as text, and everything else listed."""

# ruff: noqa: DTZ001 (a spreadsheet knows no time zone)

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import datetime as excel_dates

from tequio.tables.limits import Limits, Unreadable
from tequio.tables.reading import workbook
from tequio.tables.reading.sheet import Sheet
from tequio.tables.reading.tests.makers import MAIN, package_of, raw_xlsx, said, whole, workbook_of


def cells(sheet: Sheet) -> list[list[str | None]]:
    return [row for _number, row in sheet.rows]


def test_a_plain_sheet_is_read_as_text(tmp_path: Path) -> None:
    path = workbook_of(
        tmp_path / "x.xlsx",
        [
            ["clave", "número", "sí", "fecha", "hora", "texto"],
            ["01001", 0.1 + 0.2, True, dt.date(2024, 2, 1), dt.time(8, 5), "a\nb"],
            ["01002", 12, False, dt.datetime(2024, 2, 1, 13, 4, 5), dt.timedelta(hours=30), "  ñ  "],
            [None, 2.0, None, None, None, "=no"],
        ],
    )

    sheet = workbook.read(path)

    assert sheet.header == ["clave", "número", "sí", "fecha", "hora", "texto"]
    assert whole(sheet) == [
        (2, ["01001", "0.3", "true", "2024-02-01", "08:05:00", "a\nb"]),
        (3, ["01002", "12", "false", "2024-02-01T13:04:05", "30:00:00", "  ñ  "]),
        (4, [None, "2", None, None, None, None]),
    ]
    assert said(sheet) == {"formulas": 1, "formula-without-value": 1}


def test_titles_groups_totals_and_footers_are_listed_and_not_read_as_data(tmp_path: Path) -> None:
    def merge(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for span in ["A1:E1", "A3:A4", "B3:C3", "D3:E3", "A5:A6", "A9:E9"]:
            sheet.merge_cells(span)

    path = workbook_of(
        tmp_path / "x.xlsx",
        [
            ["Población de Guanajuato, 2020"],
            [],
            ["Municipio", "Hombres", None, "Mujeres", None],
            [None, "Niños", "Adultos", "Niñas", "Adultas"],
            ["León", 1, 2, 3, 4],
            [None, 5, 6, 7, 8],
            ["Silao", 9, 10, 11, 12],
            ["Total", 15, 18, 21, 24],
            ["Fuente: INEGI, 2020"],
        ],
        merge,
    )

    sheet = workbook.read(path)

    assert sheet.header == ["Municipio", "Hombres / Niños", "Hombres / Adultos", "Mujeres / Niñas", "Mujeres / Adultas"]
    assert whole(sheet) == [
        (5, ["León", "1", "2", "3", "4"]),
        (6, ["León", "5", "6", "7", "8"]),
        (7, ["Silao", "9", "10", "11", "12"]),
    ]
    assert said(sheet) == {
        "header-below-title": 1,
        "header-of-several-rows": 2,
        "totals-row": 1,
        "footer-row": 1,
        "merged-cells": 1,
    }
    kept = {one.code: [example.text for example in one.examples] for one in sheet.findings}
    assert kept["header-below-title"] == ["Población de Guanajuato, 2020"]
    assert kept["totals-row"] == ["Total | 15 | 18 | 21 | 24"]
    assert kept["footer-row"] == ["Fuente: INEGI, 2020"]
    assert kept["merged-cells"] == ["A6"]


def test_a_row_merged_over_the_whole_table_is_not_spread_over_its_columns(tmp_path: Path) -> None:
    path = workbook_of(
        tmp_path / "x.xlsx",
        [["a", "b", "c"], [1, 2, 3], ["REGIÓN II"], [4, 5, 6]],
        lambda sheet: sheet.merge_cells("A3:C3"),
    )

    sheet = workbook.read(path)

    assert whole(sheet)[1] == (3, ["REGIÓN II", None, None])
    assert said(sheet) == {"section-row": 1}


def test_a_table_that_begins_elsewhere_is_found_and_what_stands_beside_it_is_listed(tmp_path: Path) -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row, values in enumerate([["a", "b"], [1, 2], [3, 4], [5, 6]], start=4):
            for column, value in enumerate(values, start=3):
                sheet.cell(row, column, value)
        sheet["H80"] = "nota perdida"
        sheet["XFD1048576"] = "otra"

    sheet = workbook.read(workbook_of(tmp_path / "x.xlsx", [], fill))

    assert sheet.header == ["a", "b"]
    filled = [row for row in whole(sheet) if any(row[1])]
    assert filled == [(5, ["1", "2"]), (6, ["3", "4"]), (7, ["5", "6"])]
    outside = next(one for one in sheet.findings if one.code == "cells-outside")
    assert [example.text for example in outside.examples] == ["H80", "XFD1048576"]


def test_a_column_without_a_name_beside_the_table_is_read_too(tmp_path: Path) -> None:
    sheet = workbook.read(workbook_of(tmp_path / "x.xlsx", [["a", "b"], ["x", "y", "z"], ["x", "y"], ["x", "y"]]))

    assert sheet.header == ["a", "b", ""]
    assert whole(sheet)[0] == (2, ["x", "y", "z"])


def test_of_merged_cells_that_overlap_the_first_is_taken(tmp_path: Path) -> None:
    data = (
        '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c><c r="C1" t="str"><v>c</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>x</v></c><c r="B2" t="str"><v>y</v></c></row>'
        '<row r="3"><c r="C3" t="str"><v>z</v></c></row>'
    )
    merged = '<mergeCells><mergeCell ref="A2:B3"/><mergeCell ref="B2:B3"/></mergeCells>'

    sheet = workbook.read(raw_xlsx(tmp_path / "x.xlsx", data, after=merged))

    assert whole(sheet) == [(2, ["x", "y", None]), (3, ["x", "x", "z"])]


def test_a_million_formatted_rows_cost_nothing(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(4, 200_000))
    data = '<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'

    sheet = workbook.read(raw_xlsx(tmp_path / "x.xlsx", data + rows))

    assert whole(sheet) == [(2, ["1"])]


def test_blank_rows_inside_are_given_with_their_numbers(tmp_path: Path) -> None:
    sheet = workbook.read(workbook_of(tmp_path / "x.xlsx", [["a", "b"], [1, 2], [], [3, 4]]))

    assert whole(sheet) == [(2, ["1", "2"]), (3, [None, None]), (4, ["3", "4"])]


def test_an_error_of_a_formula_is_listed_and_its_cell_left_empty(tmp_path: Path) -> None:
    data = (
        '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
        '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
    )

    sheet = workbook.read(raw_xlsx(tmp_path / "x.xlsx", data))

    assert whole(sheet) == [(2, [None, "2"])]
    [wrong] = [one for one in sheet.findings if one.code == "formula-error"]
    assert (wrong.column, wrong.count, wrong.examples[0].row, wrong.examples[0].text) == ("a", 1, 2, "#DIV/0!")
    assert said(sheet)["formulas"] == 2


def test_a_command_in_a_formula_is_never_more_than_a_formula(tmp_path: Path) -> None:
    data = (
        '<row r="1"><c r="A1" t="str"><v>a</v></c></row>'
        '<row r="2"><c r="A2"><f>cmd|\' /C calc\'!A0</f></c></row>'
        '<row r="3"><c r="A3" t="str"><v>=cmd|\' /C calc\'!A0</v></c></row>'
    )

    sheet = workbook.read(raw_xlsx(tmp_path / "x.xlsx", data))

    assert whole(sheet) == [(2, [None]), (3, ["=cmd|' /C calc'!A0"])]
    assert said(sheet) == {"formulas": 1, "formula-without-value": 1}


def test_a_workbook_of_1904_says_its_own_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = excel_dates.CALENDAR_MAC_1904
    book.active.append(["día"])
    book.active.append([dt.date(2024, 2, 1)])
    book.save(tmp_path / "x.xlsx")

    assert cells(workbook.read(tmp_path / "x.xlsx")) == [["2024-02-01"]]


def three_sheets(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Portada"
    hidden = book.create_sheet("Oculta")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    data = book.create_sheet("Datos")
    data.append(["a"])
    data.append([1])
    more = book.create_sheet("Más")
    more.append(["b"])
    book.save(path)
    return path


def test_the_first_sheet_with_something_is_read_and_the_others_are_listed(tmp_path: Path) -> None:
    path = three_sheets(tmp_path / "x.xlsx")

    sheet = workbook.read(path)

    assert (sheet.name, sheet.header, whole(sheet)) == ("Datos", ["a"], [(2, ["1"])])
    assert [one.say() for one in sheet.findings] == [
        "The sheet “Datos” is read. The file has 2 others: Portada, Más.",
        "1 sheet is hidden: Oculta.",
    ]
    assert [(tab.number, tab.name, tab.is_hidden) for tab in workbook.tabs(path)] == [
        (1, "Portada", False),
        (2, "Oculta", True),
        (3, "Datos", False),
        (4, "Más", False),
    ]


@pytest.mark.parametrize("sheet", ["Oculta", 2])
def test_a_sheet_is_chosen_by_name_or_number(tmp_path: Path, sheet: str | int) -> None:
    assert workbook.read(three_sheets(tmp_path / "x.xlsx"), sheet=sheet).header == ["x"]


def test_all_sheets_are_read_one_after_the_other(tmp_path: Path) -> None:
    read = [(sheet.name, whole(sheet)) for sheet in workbook.read_all(three_sheets(tmp_path / "x.xlsx"))]

    assert read == [("Oculta", []), ("Datos", [(2, ["1"])]), ("Más", [])]


@pytest.mark.parametrize("sheet", ["Nada", 9])
def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path, sheet: str | int) -> None:
    with pytest.raises(Unreadable, match="Portada, Oculta, Datos, Más") as refused:
        workbook.read(three_sheets(tmp_path / "x.xlsx"), sheet=sheet)

    assert refused.value.code == "no-such-sheet"


def test_an_empty_sheet_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is empty"):
        workbook.read(three_sheets(tmp_path / "x.xlsx"), sheet="Portada")


def test_shared_rich_and_escaped_texts_are_whole(tmp_path: Path) -> None:
    shared = (
        f'<sst xmlns="{MAIN}"><si><t>a</t></si><si><r><t>ri</t></r><r><t>co</t></r><rPh><t>X</t></rPh></si>'
        '<si><t xml:space="preserve"> uno_x000D_dos_xD800_ </t></si></sst>'
    )
    data = (
        '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c></row>'
        '<row><c t="s"><v>77</v></c></row><row><c t="inlineStr"><is><t>dentro</t></is></c></row>'
    )

    sheet = workbook.read(raw_xlsx(tmp_path / "x.xlsx", data, shared=shared))

    assert sheet.header == ["a"]
    assert whole(sheet) == [(2, ["rico"]), (3, [" uno\rdos_xD800_ "]), (4, [None]), (5, ["dentro"])]
    assert said(sheet) == {"broken-cell": 1}


def test_cells_that_stand_twice_and_rows_that_go_back_are_not_lost(tmp_path: Path) -> None:
    data = (
        '<row r="1"><c r="A1" t="str"><v>a</v></c></row>'
        '<row r="9"><c r="A9"><v>1</v></c><c r="A9"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c></row>'
    )

    sheet = workbook.read(raw_xlsx(tmp_path / "x.xlsx", data))

    assert [row for row in whole(sheet) if row[1] != [None]] == [(9, ["1"]), (10, ["3"])]
    assert said(sheet) == {"cell-twice": 1}


def test_a_workbook_of_another_prefix_is_read_the_same(tmp_path: Path) -> None:
    plain = raw_xlsx(tmp_path / "p.xlsx", '<row><c t="str"><v>a</v></c></row><row><c><v>1</v></c></row>')
    with zipfile.ZipFile(plain) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    body = parts["xl/worksheets/sheet1.xml"]
    for tag in ["worksheet", "sheetData", "row", "c", "v"]:
        body = (
            body.replace(f"<{tag}>", f"<x:{tag}>").replace(f"<{tag} ", f"<x:{tag} ").replace(f"</{tag}>", f"</x:{tag}>")
        )
    parts["xl/worksheets/sheet1.xml"] = body.replace("xmlns=", "xmlns:x=")

    assert whole(workbook.read(package_of(tmp_path / "x.xlsx", parts))) == [(2, ["1"])]


CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.text("abñ 0", min_size=1, max_size=6).map(lambda t: f"t{t}t"),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_row_of_a_workbook_is_read_or_listed(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]
) -> None:
    path = workbook_of(tmp_path_factory.mktemp("w") / "x.xlsx", [["nombre", "dato", "otro"], *rows])

    sheet = workbook.read(path)

    read = {number for number, row in sheet.rows if any(cell is not None for cell in row)}
    listed = {
        example.row for one in sheet.findings if one.code in {"totals-row", "footer-row"} for example in one.examples
    }
    filled = {number for number, row in enumerate(rows, start=2) if any(cell is not None for cell in row)}
    assert read | listed == filled
    assert not read & listed


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=8))
def test_calamine_counts_the_same_cells(tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]) -> None:
    path = workbook_of(tmp_path_factory.mktemp("w") / "x.xlsx", [["nombre", "dato", "otro"], *rows])

    sheet = workbook.read(path)

    ours = sum(cell is not None for row in cells(sheet) for cell in row)
    theirs = python_calamine.load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    aside = sum(len(example.text.split(" | ")) for one in sheet.findings for example in one.examples)
    assert ours + aside == sum(cell != "" for row in theirs[1:] for cell in row)


def test_a_table_with_too_many_columns_is_refused(tmp_path: Path) -> None:
    path = workbook_of(tmp_path / "x.xlsx", [[f"c{n}" for n in range(30)], list(range(30))])

    with pytest.raises(Unreadable, match="more than 20 columns"):
        workbook.read(path, limits=Limits(most_columns=20))
