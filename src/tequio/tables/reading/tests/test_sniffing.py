"""What a file is, by its content; and what is said to somebody who uploads no table."""

from __future__ import annotations

import gzip
import sqlite3
import struct
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tequio.tables.limits import Unreadable
from tequio.tables.reading import sniffing
from tequio.tables.reading.sniffing import Kind
from tequio.tables.reading.tests.makers import ods_of, ods_rows, workbook_of, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"a,b\n1,2\n", Kind.DELIMITED, id="csv"),
        pytest.param("año,b\n1,2\n".encode("utf-16"), Kind.DELIMITED, id="csv-utf16"),
        pytest.param("año,b\n1,2\n".encode("utf-16-le"), Kind.DELIMITED, id="csv-utf16-without-mark"),
        pytest.param("año;b\n1;2\n".encode("cp1252"), Kind.DELIMITED, id="csv-cp1252"),
        pytest.param(b"a,b\n1,\x002\n" * 50, Kind.DELIMITED, id="csv-with-nuls"),
        pytest.param(b"[id],[name]\n1,2\n", Kind.DELIMITED, id="csv-with-brackets"),
        pytest.param(b"{id},name\n1,2\n", Kind.DELIMITED, id="csv-with-braces"),
        pytest.param(b"BMW,b\n1,2\n", Kind.DELIMITED, id="csv-that-begins-like-a-bitmap"),
        pytest.param(b"<10,10-20\n1,2\n", Kind.DELIMITED, id="csv-that-begins-with-less-than"),
        pytest.param(gzip.compress(b"a,b\n"), Kind.GZIP, id="gzip"),
        pytest.param(zipped({"a.csv": b"a,b\n"}), Kind.ZIP, id="zip"),
        pytest.param(zipped({"x/A.SHP": b"", "x/a.dbf": b""}), Kind.SHAPEFILE, id="shapefile"),
        pytest.param(b' \r\n[{"a": 1}]', Kind.JSON, id="json-list"),
        pytest.param(b"\xef\xbb\xbf[]", Kind.JSON, id="json-with-mark"),
        pytest.param(b'{"data": [{"a": 1}]}', Kind.JSON, id="json-object"),
        pytest.param('{"a": "ñ"}'.encode("utf-16"), Kind.JSON, id="json-utf16"),
        pytest.param(b'[["a", "b"], [1, 2]]', Kind.JSON, id="json-lists"),
        pytest.param(b'{"a": 1}\n{"a": 2}\n', Kind.NDJSON, id="ndjson"),
        pytest.param(b'{"a": {"b": 1}}\r\n\r\n{"a": 2}', Kind.NDJSON, id="ndjson-nested"),
        pytest.param(b'{"type": "FeatureCollection", "features": []}', Kind.GEOJSON, id="geojson"),
        pytest.param(
            b'{"features": [' + b" " * 200_000 + b'], "type":"FeatureCollection"}', Kind.GEOJSON, id="type-last"
        ),
    ],
)
def test_a_file_is_known_by_its_content(tmp_path: Path, content: bytes, kind: Kind) -> None:
    assert sniffing.kind_of(written(tmp_path, content)) == kind


def test_workbooks_are_told_from_zips(tmp_path: Path) -> None:
    assert sniffing.kind_of(workbook_of(tmp_path / "x.zip", [["a"]])) == Kind.XLSX
    assert sniffing.kind_of(ods_of(tmp_path / "y.zip", ("a", ods_rows([["a"]])))) == Kind.ODS


def test_a_geopackage_is_told_from_other_databases(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE a (b)")
        with pytest.raises(Unreadable) as refused:
            sniffing.kind_of(path)
        database.execute(f"PRAGMA application_id = {struct.unpack('>i', b'GPKG')[0]}")
    database.close()

    assert refused.value.code == "database"
    assert sniffing.kind_of(path) == Kind.GPKG


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \r\n\n", "empty", id="blank"),
        pytest.param(bytes(100_000), "empty", id="zeros"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf", id="pdf"),
        pytest.param(b"\n\n%PDF-1.4\n", "pdf", id="pdf-after-lines"),
        pytest.param(b"{\\rtf1 a}", "word", id="rtf"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(20), "picture", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(20), "picture", id="jpeg"),
        pytest.param(b"BM" + bytes(30), "picture", id="bmp"),
        pytest.param(b"MZ\x90\x00" + bytes(30), "program", id="exe"),
        pytest.param(b"PAR1" + bytes(30), "parquet", id="parquet"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(30), "packed", id="7z"),
        pytest.param(b"Rar!\x1a\x07\x01\x00", "packed", id="rar"),
        pytest.param(OLE, "xls", id="xls"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", id="protected"),
        pytest.param(OLE + "WordDocument".encode("utf-16-le"), "word", id="doc"),
        pytest.param(zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "word", id="docx"),
        pytest.param(zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "xlsb", id="xlsb"),
        pytest.param(
            zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}), "word", id="odt"
        ),
        pytest.param(zipped({"a.csv": b"a,b\n"})[:-30], "broken", id="cut-zip"),
        pytest.param(b"<!DOCTYPE html><html><table>", "web-page", id="html"),
        pytest.param(b" <html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "web-page", id="html-called-xls"),
        pytest.param(b'<?xml version="1.0"?><Workbook>', "xml", id="xml"),
        pytest.param(b"<kml xmlns='http://www.opengis.net/kml/2.2'>", "xml", id="kml"),
        pytest.param(bytes(range(1, 32)) * 40, "unknown", id="noise"),
    ],
)
def test_what_is_no_table_is_refused_with_advice(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        sniffing.kind_of(written(tmp_path, content))

    assert refused.value.code == code
    assert refused.value.say().endswith(".")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        sniffing.kind_of(tmp_path / "none")


STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"SQLite format 3\x00", b"{", b"[", b"\xff\xfe", b"<", OLE[:8]]
)


@settings(max_examples=300)
@given(STARTS, st.binary(max_size=300))
@example(b"\xff\xfe\x00\x00", b"\x00\x00\x11\x00")
def test_any_bytes_have_a_kind_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(start + rest)

    try:
        kind = sniffing.kind_of(path)
    except Unreadable:
        return
    assert kind in Kind
