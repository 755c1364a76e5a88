"""What an OpenDocument workbook gives, where it differs from the other kind."""

from __future__ import annotations

from pathlib import Path

from tequio.tables.reading import workbook
from tequio.tables.reading.tests.makers import ods_cell, ods_of, ods_rows, said, whole


def test_an_ods_gives_the_same(tmp_path: Path) -> None:
    path = ods_of(
        tmp_path / "x.ods",
        (
            "Datos",
            ods_rows(
                [
                    ["clave", "número", "sí", "fecha", "hora", "monto"],
                    ["01001", 0.1 + 0.2, ("boolean", "true", "VERDADERO"), ("date", "2024-02-01", "01/02/24"),
                     ("time", "PT08H05M00S", "08:05"), ("currency", "1234.5", "$1,234.50")],
                    ["01002", 12, None, ("date", "2024-02-01T13:04:05", "x"), ("time", "PT30H00M00S", "30"), None],
                ]
            ),
        ),
    )  # fmt: skip

    sheet = workbook.read(path)

    assert sheet.header == ["clave", "número", "sí", "fecha", "hora", "monto"]
    assert whole(sheet) == [
        (2, ["01001", "0.3", "true", "2024-02-01", "08:05:00", "1234.5"]),
        (3, ["01002", "12", None, "2024-02-01T13:04:05", "30:00:00", None]),
    ]
    assert said(sheet) == {}


def test_merged_and_repeated_cells_of_an_ods_are_spread(tmp_path: Path) -> None:
    covered = "<table:covered-table-cell/>"
    rows = (
        "<table:table-row>" + ods_cell("municipio") + ods_cell("a") + ods_cell("b") + "</table:table-row>"
        "<table:table-row>" + ods_cell("León", number_rows_spanned="2") + ods_cell(7, number_columns_repeated="2")
        + ods_cell(None, number_columns_repeated="1000000000") + "</table:table-row>"
        "<table:table-row>" + covered + ods_cell(1) + ods_cell(2) + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="2">' + ods_cell("Silao") + ods_cell(3) + ods_cell(4)
        + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1000000000">' + ods_cell(None) + "</table:table-row>"
    )  # fmt: skip

    sheet = workbook.read(ods_of(tmp_path / "x.ods", ("Hoja", rows)))

    assert whole(sheet) == [
        (2, ["León", "7", "7"]),
        (3, ["León", "1", "2"]),
        (4, ["Silao", "3", "4"]),
        (5, ["Silao", "3", "4"]),
    ]
    assert said(sheet) == {"merged-cells": 1}


def test_words_errors_notes_and_hidden_sheets_of_an_ods_are_told_apart(tmp_path: Path) -> None:
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    rows = (
        "<table:table-row>" + ods_cell("a") + ods_cell("b") + "</table:table-row><table:table-row>"
        '<table:table-cell office:value-type="string"><office:annotation><text:p>nota</text:p></office:annotation>'
        '<text:p>uno<text:s text:c="2"/>dos</text:p><text:p>tres<text:span> cuatro</text:span></text:p>'
        "</table:table-cell>"
        f'<table:table-cell {calc} office:value-type="string" calcext:value-type="error" table:formula="of:=1/0">'
        "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
    )
    path = ods_of(tmp_path / "x.ods", ("Uno", rows), ("Dos", ods_rows([["x"]])), hidden="Dos")

    sheet = workbook.read(path)

    assert whole(sheet) == [(2, ["uno  dos\ntres cuatro", None])]
    assert said(sheet) == {"hidden-sheets": 1, "formula-error": 1, "formulas": 1}


def test_a_hidden_sheet_of_an_ods_is_passed_over(tmp_path: Path) -> None:
    path = ods_of(tmp_path / "x.ods", ("Uno", ods_rows([["x"]])), ("Dos", ods_rows([["y"]])), hidden="Uno")

    assert [(tab.name, tab.is_hidden) for tab in workbook.tabs(path)] == [("Uno", True), ("Dos", False)]
    assert workbook.read(path).header == ["y"]
