"""Workbooks made to fell the reader: each ends in a clear error or in findings, within 10 s and 512 MB."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables.limits import Unreadable
from tequio.tables.reading import workbook
from tequio.tables.reading.tests.makers import (
    MAIN,
    confined,
    ods_cell,
    ods_of,
    ods_rows,
    package_of,
    raw_xlsx,
    workbook_of,
)

HEADER = '<row r="1"><c r="A1" t="str"><v>a</v></c></row>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "jajajajaja">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def shared_bomb(path: Path) -> Path:
    """A table of shared texts that unpacks to 400 MB."""
    plain = raw_xlsx(path.with_suffix(".plain"), HEADER, shared="<sst/>")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if not name.endswith("sharedStrings.xml"):
                new.writestr(name, old.read(name))
        with new.open("xl/sharedStrings.xml", "w") as part:
            part.write(f'<sst xmlns="{MAIN}">'.encode())
            for _each in range(400):
                part.write(b"<si><t>aaaaaaaaaa</t></si>" * 40_000)
            part.write(b"</sst>")
    return path


def one_long_cell(path: Path) -> Path:
    text = "".join(f"{n:x}" for n in range(800_000))
    return raw_xlsx(path, HEADER + f'<row r="2"><c r="A2" t="str"><v>{text}</v></c></row>')


def one_long_tag(path: Path) -> Path:
    return raw_xlsx(path, HEADER + f'<row r="2" b="{"xa" * 4_000_000}"/>')


def a_row_of_100_000_cells(path: Path) -> Path:
    return raw_xlsx(path, "<row>" + "<c><v>1</v></c>" * 100_000 + "</row>")


def a_million_nested_tags(path: Path) -> Path:
    return raw_xlsx(path, "<row>" * 400_000 + "<c><v>1</v></c>" + "</row>" * 400_000)


def overlapping_merges(path: Path) -> Path:
    spans = "".join(f'<mergeCell ref="A2:CZ{n}"/>' for n in range(3, 60_000))
    data = '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c></row>' for n in range(2, 200)
    )
    return raw_xlsx(path, data, after=f"<mergeCells>{spans}</mergeCells>")


def repeated_everywhere(path: Path) -> Path:
    rows = '<table:table-row table:number-rows-repeated="1000000000">' + ods_cell("x") + "</table:table-row>"
    return ods_of(path, ("Hoja", ods_rows([["a"]]) + rows))


def repeated_across(path: Path) -> Path:
    rows = "<table:table-row>" + ods_cell("x", number_columns_repeated="1000000000") + "</table:table-row>"
    return ods_of(path, ("Hoja", rows))


def many_spaces(path: Path) -> Path:
    spaces = '<text:s text:c="99999999"/>' * 50_000
    cell = f'<table:table-cell office:value-type="string"><text:p>a{spaces}b</text:p></table:table-cell>'
    return ods_of(path, ("Hoja", f"<table:table-row>{cell}</table:table-row>"))


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "shared-texts": (shared_bomb, "too-big"),
    "laughs": (
        lambda path: raw_xlsx(path, HEADER + "<row><c t='str'><v>&i;</v></c></row>", before=LAUGHS),
        "xml-entities",
    ),
    "outside": (
        lambda path: raw_xlsx(path, HEADER + "<row><c t='str'><v>&a;</v></c></row>", before=OUTSIDE),
        "xml-entities",
    ),
    "shared-laughs": (
        lambda path: raw_xlsx(path, HEADER, shared=LAUGHS + "<sst><si><t>&i;</t></si></sst>"),
        "xml-entities",
    ),
    "style-laughs": (lambda path: raw_xlsx(path, HEADER, styles=LAUGHS + "<styleSheet/>"), "xml-entities"),
    "ods-laughs": (lambda path: ods_of(path, ("a", ods_rows([["&"]])), before=LAUGHS[21:]), "xml-entities"),
    "ods-outside": (lambda path: ods_of(path, ("a", ods_rows([["a"]])), before=OUTSIDE), "xml-entities"),
    "long-cell": (one_long_cell, "cell-too-long"),
    "long-tag": (one_long_tag, "too-big"),
    "wide-row": (a_row_of_100_000_cells, "too-many-columns"),
    "repeated-rows": (repeated_everywhere, "too-big"),
    "repeated-columns": (repeated_across, "too-many-columns"),
    "spaces": (many_spaces, "cell-too-long"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_workbook_is_refused_within_bounds(tmp_path: Path, name: str) -> None:
    make, code = REFUSED[name]

    assert confined("workbook.read(path)", make(tmp_path / "x.xlsx"))[:2] == ["unreadable", code]


READ: dict[str, tuple[Callable[[Path], Path], int]] = {
    "nested-tags": (a_million_nested_tags, 0),
    "overlapping-merges": (overlapping_merges, 198),
    "far-corner": (lambda path: workbook_of(path, [["a"], [1]], lambda sheet: sheet.cell(1_048_576, 16_384, 1)), 3),
    "row-number": (lambda path: raw_xlsx(path, HEADER + '<row r="99999999999"><c><v>1</v></c></row>'), 1),
    "exponent": (lambda path: raw_xlsx(path, HEADER + '<row><c r="A2"><v>1e999999999</v></c></row>'), 1),
}


@pytest.mark.parametrize("name", READ)
def test_an_odd_workbook_is_read_within_bounds(tmp_path: Path, name: str) -> None:
    make, rows = READ[name]

    assert confined("workbook.read(path)", make(tmp_path / "x.xlsx"))[:2] == ["rows", rows]


def test_a_workbook_without_its_parts_is_refused(tmp_path: Path) -> None:
    whole = raw_xlsx(tmp_path / "x.xlsx", HEADER)
    with zipfile.ZipFile(whole) as package:
        parts = {name: package.read(name) for name in package.namelist()}

    for missing in ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]:
        path = package_of(tmp_path / "y.xlsx", {name: content for name, content in parts.items() if name != missing})
        with pytest.raises(Unreadable):
            workbook.read(path)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_that_was_cut_is_refused(tmp_path: Path, kind: str) -> None:
    make = raw_xlsx if kind == "xlsx" else None
    path = tmp_path / "x"
    whole = make(path, HEADER) if make else ods_of(path, ("a", ods_rows([["a"], [1]])))
    content = whole.read_bytes()

    for length in range(0, len(content) - 1, 37):
        path.write_bytes(content[:length])
        with pytest.raises(Unreadable):
            workbook.read(path)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["xlsx", "ods"]), st.data())
def test_a_workbook_with_broken_xml_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("x")
    rows = HEADER + '<row r="2"><c r="A2" s="0"><v>1</v></c><c r="B2" t="s"><v>0</v></c></row>'
    shared = f'<sst xmlns="{MAIN}"><si><t>x</t></si></sst>'
    plain = (
        raw_xlsx(
            folder / "p", rows, shared=shared, styles='<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
        )
        if kind == "xlsx"
        else ods_of(folder / "p", ("a", ods_rows([["a", "b"], [1, ("date", "2024-01-01", "x")]])))
    )
    with zipfile.ZipFile(plain) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    place = data.draw(st.integers(0, len(parts[name])))
    parts[name] = (
        parts[name][:place] + data.draw(st.binary(max_size=4)) + parts[name][place + data.draw(st.integers(0, 3)) :]
    )
    path = package_of(folder / "x", parts)

    try:
        sheet = workbook.read(path)
        given_rows = list(sheet.rows)
    except Unreadable:
        return
    assert all(len(row) == len(sheet.header) for _number, row in given_rows)


@settings(max_examples=150)
@given(st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]), st.binary(max_size=100))
def test_any_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    path.write_bytes(start + rest)

    with pytest.raises(Unreadable):
        workbook.read(path)
