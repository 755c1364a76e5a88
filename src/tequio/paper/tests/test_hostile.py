"""Files made to bring the server down: each is refused with its reason, in bounded time."""

from __future__ import annotations

import os
import time
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tequio.paper import package, reading, spreadsheet, workbook
from tequio.paper.package import Unreadable
from tequio.paper.tests import papers

SOAK = bool(os.environ.get("TEQUIO_SOAK"))
pytestmark = [pytest.mark.soak] if SOAK else []
PROFILE = settings(max_examples=3000 if SOAK else 25, deadline=None, suppress_health_check=list(HealthCheck))

SHEET = spreadsheet.xlsx(
    [spreadsheet.Sheet("Hitos", [spreadsheet.Column("Clave"), spreadsheet.Column("Fecha")], [["a", "2031-01-01"]])],
    title="Hitos",
)
WHOLE = (papers.as_docx("1. Título\n\tuno\n\tdos\n\nFin"), papers.as_odt("1. Título\n\tuno\n\tdos\n\nFin"), SHEET)
LAUGHS = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ja"><!ENTITY b "&a;&a;&a;">]>'


def refused(data: bytes) -> str:
    started = time.process_time()
    with pytest.raises(Unreadable) as found:
        reading.read(data)
    assert time.process_time() - started < 5
    return found.value.code


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_bomb_is_refused_by_its_ratio() -> None:
    assert refused(papers.zipped({"word/document.xml": b" " * (8 * 1024 * 1024)})) == "too-big"


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(papers.zipped({"word/document.xml": b" " * (8 * 1024 * 1024)}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")

    assert refused(bytes(data)) == "broken"


def test_more_entries_than_any_document_has_are_refused() -> None:
    assert refused(papers.zipped({f"word/{n}.xml": b"" for n in range(package.MOST_ENTRIES + 1)})) == "too-many"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_are_expanded(encoding: str) -> None:
    document = f"<w:document {papers.WORD}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"

    assert refused(
        papers.zipped({"word/document.xml": (LAUGHS.replace("?>", "?>", 1) + document).encode(encoding)})
    ) == ("hostile")


def test_an_entity_that_names_a_file_is_refused(tmp_path: object) -> None:
    outside = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    body = f"{outside}<w:document {papers.WORD}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"

    assert refused(papers.zipped({"word/document.xml": body})) == "hostile"


@pytest.mark.parametrize("tag", ["w:tbl", "w:sdt", "w:p"])
def test_bottomless_nesting_is_refused(tag: str) -> None:
    assert refused(papers.raw_docx(f"<{tag}>" * 5000 + f"</{tag}>" * 5000)) == "too-deep"


def test_nesting_as_deep_as_the_parser_allows_is_read() -> None:
    tables = "<w:tbl><w:tr><w:tc>" * 80 + "<w:p><w:r><w:t>hondo</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 80

    assert any("hondo" in line.text for line in reading.read(papers.raw_docx(tables)).lines)


def test_rows_and_cells_that_repeat_without_end_are_bounded() -> None:
    cell = '<table:table-cell table:number-columns-repeated="99999999"/>'
    body = f'<table:table><table:table-row table:number-rows-repeated="99999999">{cell}</table:table-row></table:table>'

    assert [len(line.text) for line in reading.read(papers.raw_odt(body)).lines] == [1_000]


def test_a_spreadsheet_with_a_far_cell_is_refused_as_a_document_and_read_as_a_workbook() -> None:
    parts = parts_of(SHEET)
    name = next(each for each in parts if each.startswith("xl/worksheets/"))
    cell = b'<row r="1048576"><c r="XFD1048576" t="str"><v>lejos</v></c></row></sheetData>'
    data = papers.zipped(parts | {name: parts[name].replace(b"</sheetData>", cell)})

    assert refused(data) == "too-many"
    assert workbook.read(data).sheets[0].rows[-1].cells[-1].place == "XFD1048576"


def test_what_is_no_document_is_refused_with_what_to_do() -> None:
    assert refused(b"%PDF-1.7 ...") == "unknown"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == "encrypted"
    assert refused(b"PK\x03\x04 not really a zip") == "broken"
    assert refused(papers.zipped({"a.txt": b"hola"})) == "unknown"


def only_unreadable(data: bytes) -> None:
    started = time.process_time()
    for read in (reading.read, workbook.read):
        with suppress(Unreadable):
            read(data)
    assert time.process_time() - started < 10


@settings(PROFILE)
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 255)), min_size=1, max_size=20))
def test_any_spoiled_package_is_read_or_refused(whole: bytes, spoils: list[tuple[int, int]]) -> None:
    data = bytearray(whole)
    for at, byte in spoils:
        data[at % len(data)] = byte
    only_unreadable(bytes(data))


@settings(PROFILE)
@given(st.sampled_from(WHOLE), st.data())
def test_any_spoiled_part_is_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    parts = parts_of(whole)
    name = data.draw(st.sampled_from([each for each in sorted(parts) if each.endswith((".xml", ".rels"))]))
    part = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at, length = data.draw(st.integers(0, len(part))), data.draw(st.integers(0, 40))
        piece = data.draw(
            st.sampled_from(
                [b"", b"<w:p>", b'r="ZZZ9999999"', b"99999999999999999999", b"-1", b"\x00", b"&x;", b"1e999"]
            )
            | st.binary(max_size=12)
        )
        part[at : at + length] = piece
    only_unreadable(papers.zipped(parts | {name: bytes(part)}))


@settings(PROFILE)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    only_unreadable(data)
    only_unreadable(b"PK\x03\x04" + data)
