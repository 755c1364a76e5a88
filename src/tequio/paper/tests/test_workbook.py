"""A spreadsheet's values keep their types and their coordinates; nothing in it is computed."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from tequio.paper import reading, workbook
from tequio.paper.package import Unreadable
from tequio.paper.workbook import Sheet, Workbook


def book(fill: object) -> Workbook:
    made = openpyxl.Workbook()
    fill(made.active)  # type: ignore[operator]
    held = BytesIO()
    made.save(held)
    return workbook.read(held.getvalue())


def sheet_of(*rows: list[object]) -> Sheet:
    def fill(sheet: object) -> None:
        for each in rows:
            sheet.append(each)  # type: ignore[attr-defined]

    return book(fill).sheets[0]


def test_each_kind_of_value_comes_back_as_what_it_is() -> None:
    values = ["línea\ndos", 12, 1.5, True, date(2032, 2, 29), datetime(2031, 5, 6, 7, 8), time(9, 30)]  # noqa: DTZ001 - a sheet has no zone

    [row] = sheet_of(values).rows

    assert [cell.value for cell in row.cells] == [values[0], Decimal(12), Decimal("1.5"), *values[3:]]
    assert [cell.text for cell in row.cells] == [
        *("línea\ndos", "12", "1.5", "true", "2032-02-29"),
        *("2031-05-06 07:08", "09:30:00"),
    ]


def test_cells_have_the_coordinates_that_the_sheet_shows() -> None:
    def fill(sheet: object) -> None:
        sheet["C7"] = "x"  # type: ignore[index]
        sheet["AB9"] = 3  # type: ignore[index]

    sheet = book(fill).sheets[0]

    assert [(row.number, [cell.place for cell in row.cells]) for row in sheet.rows] == [(7, ["C7"]), (9, ["AB9"])]
    row = sheet.row(9)
    assert row
    assert row.at("AB") is row.at(28) is row.cells[0]
    assert row.at("A") is None
    assert sheet.row(8) is None


def test_a_formula_is_never_computed() -> None:
    [row] = sheet_of(["=1+1", "=cmd|' /C calc'!A0"]).rows

    assert [(cell.value, cell.formula) for cell in row.cells] == [(None, "=1+1"), (None, "=cmd|' /C calc'!A0")]


def test_a_number_that_is_no_date_is_not_made_one() -> None:
    def fill(sheet: object) -> None:
        sheet["A1"] = 9e9  # type: ignore[index]
        sheet["A1"].number_format = "dd/mm/yyyy"  # type: ignore[index]
        sheet["A2"] = 45000  # type: ignore[index]
        sheet["A2"].number_format = '0 "días"'  # type: ignore[index]

    values = [row.cells[0].value for row in book(fill).sheets[0].rows]

    assert values == [Decimal("9000000000"), Decimal(45000)]


def test_merged_areas_and_hidden_sheets_are_told() -> None:
    def fill(sheet: object) -> None:
        sheet["A1"] = "x"  # type: ignore[index]
        sheet.merge_cells("A1:B2")  # type: ignore[attr-defined]
        sheet.parent.create_sheet("Listas").sheet_state = "hidden"  # type: ignore[attr-defined]

    made = book(fill)

    assert made.sheets[0].merged == ((1, 1, 2, 2),)
    assert [(sheet.name, sheet.is_hidden) for sheet in made.sheets] == [("Sheet", False), ("Listas", True)]


def test_a_workbook_is_also_read_as_lines() -> None:
    made = openpyxl.Workbook()
    made.active.title = "Ficha"
    made.active.append(["1. Título", None, "Agua"])
    held = BytesIO()
    made.save(held)

    document = reading.read(held.getvalue())

    assert [line.text for line in document.lines] == ["Ficha", "\t1. Título\t\tAgua"]


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(Unreadable):
        workbook.read(b"a,b,c")
