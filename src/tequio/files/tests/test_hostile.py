"""What an attacker, or a careless program, may send: refused with what to do, and nothing left behind."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from tequio.files import actions
from tequio.files.models import Blob, File
from tequio.files.sniff import names, zips
from tequio.files.tests import makers
from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Refused

PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00 This program cannot be run in DOS mode"
LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document>&b;</w:document>'
REMOTE = f'<Relationships xmlns="{makers.RELS}"><Relationship Id="r" Type="{makers.OFFICE_RELS}/oleObject" '
REMOTE += 'Target="https://example.org/x" TargetMode="External"/></Relationships>'


def with_flag(content: bytes) -> bytes:
    """Mark every entry of a zip as protected by a password."""
    out = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = out.find(mark)
        while place >= 0:
            out[place + at] |= 1
            place = out.find(mark, place + 4)
    return bytes(out)


def with_lie(content: bytes, size: int) -> bytes:
    """Declare a smaller unpacked size than the truth, in every header."""
    out = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = out.find(mark)
        while place >= 0:
            if struct.unpack_from("<I", out, place + at)[0] > size:
                struct.pack_into("<I", out, place + at, size)
            place = out.find(mark, place + 4)
    return bytes(out)


def overlapping() -> bytes:
    """Two entries that share their bytes."""
    content = bytearray(makers.docx(**{"word/b1.xml": "x" * 500, "word/b2.xml": "x" * 500}))
    first, second = (content.find(b"PK\x01\x02"), content.rfind(b"PK\x01\x02"))
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def twice_named() -> bytes:
    out = io.BytesIO(makers.docx())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as container:
        container.writestr("word/document.xml", "<other/>")
    return out.getvalue()


def linked() -> bytes:
    out = io.BytesIO(makers.docx())
    with zipfile.ZipFile(out, "a") as container:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0xA1FF << 16
        container.writestr(link, "/etc/passwd")
    return out.getvalue()


def png_bomb() -> bytes:
    """A picture of 40,000 × 40,000 in a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


HOSTILE = {
    "empty": ("a.pdf", b""),
    "html": ("a.html", b"<html><script>alert(1)</script>"),
    "html called txt": ("a.txt", b" \n<!DOCTYPE html><script>alert(1)</script>"),
    "html called csv": ("a.csv", b"\xef\xbb\xbf<HTML>"),
    "html called pdf": ("a.pdf", b"<html>%PDF-1.7"),
    "html called jpg": ("a.jpg", b"<html>"),
    "svg": ("a.svg", b'<svg onload="alert(1)"/>'),
    "svg called png": ("a.png", b'<?xml version="1.0"?><svg onload="alert(1)"/>'),
    "script": ("a.sh", b"#!/bin/sh\nrm -rf /"),
    "script called txt": ("a.txt", b"#!/bin/sh\nrm -rf /"),
    "php called txt": ("a.txt", b"<?php system('id');"),
    "program": ("a.exe", PROGRAM),
    "program called pdf": ("a.pdf", PROGRAM),
    "program called csv": ("a.csv", PROGRAM),
    "program behind a right-to-left override": ("acta\u202efdp.exe", PROGRAM),
    "program with two extensions": ("acta.pdf.exe", PROGRAM),
    "elf called docx": ("a.docx", b"\x7fELF" + b"\x00" * 60),
    "zip": ("a.zip", makers.zipped({"a.txt": "hola"})),
    "zip called docx": ("a.docx", makers.zipped({"a.txt": "hola"})),
    "docx called xlsx": ("a.xlsx", makers.docx()),
    "odt called ods": ("a.ods", makers.odt()),
    "zip called txt": ("a.txt", makers.zipped({"a.txt": "hola"})),
    "png called jpg": ("a.jpg", makers.picture("PNG")),
    "no extension": ("acta", b"%PDF-1.7"),
    "only an extension": (".pdf", makers.pdf()),
    "old word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100),
    "docx with a password": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100),
    "xlsx with a password inside": ("a.docx", with_flag(makers.docx())),
    "odt with a password": ("a.odt", makers.odt(**{"META-INF/manifest.xml": "<m><encryption-data/></m>"})),
    "docm": ("a.docm", makers.docx()),
    "docx with macros": ("a.docx", makers.docx(**{"word/vbaProject.bin": b"x"})),
    "xlsx with old macros": ("a.xlsx", makers.xlsx(**{"xl/macrosheets/sheet1.xml": "<x/>"})),
    "odt with macros": ("a.odt", makers.odt(**{"Basic/Standard/Module1.xml": "<x/>"})),
    "docx with a program": ("a.docx", makers.docx(**{"word/embeddings/x.bin": PROGRAM})),
    "docx with an ole object": (
        "a.docx",
        makers.docx(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
    ),
    "docx with a zip inside": ("a.docx", makers.docx(**{"word/x.zip": makers.zipped({"a": "b"})})),
    "docx in docx in docx": (
        "a.docx",
        makers.docx(**{"word/embeddings/a.docx": makers.docx(**{"word/embeddings/b.docx": makers.docx()})}),
    ),
    "docx with entities": ("a.docx", makers.docx(**{"word/document.xml": LAUGHS})),
    "docx with entities in utf-16": ("a.docx", makers.docx(**{"word/document.xml": LAUGHS.encode("utf-16")})),
    "docx that fetches an object": ("a.docx", makers.docx(**{"word/_rels/document.xml.rels": REMOTE})),
    "docx with a tiff": ("a.docx", makers.docx(**{"word/media/a.tiff": b"II*\x00" + b"\x00" * 20})),
    "docx with broken xml": ("a.docx", makers.docx(**{"word/document.xml": "<w:document"})),
    "path that climbs": ("a.docx", makers.docx(**{"../../../etc/cron.d/x": "x"})),
    "absolute path": ("a.docx", makers.docx(**{"/etc/passwd": "x"})),
    "windows path": ("a.docx", makers.docx(**{"C:x": "x"})),
    "the same name twice": ("a.docx", twice_named()),
    "symbolic link": ("a.docx", linked()),
    "zip bomb": ("a.docx", makers.docx(**{"word/media/x.emf": b"\x00" * (30 * 1024 * 1024)})),
    "zip bomb of many parts": ("a.docx", makers.docx(**{f"word/p{n}.xml": b"" for n in range(zips.ENTRIES)})),
    "zip whose headers lie": ("a.docx", with_lie(makers.docx("x" * 100_000), 1000)),
    "zip whose entries overlap": ("a.docx", overlapping()),
    "zip cut in the middle": ("a.docx", makers.docx()[:-40]),
    "zip after other bytes": ("a.docx", b"GIF89a" + makers.docx()),
    "picture bomb": ("a.png", png_bomb()),
    "broken json": ("a.json", b'{"a": '),
    "deep json": ("a.json", b"[" * 100_000),
    "json called geojson": ("a.geojson", b'{"type": "Hola"}'),
    "binary called txt": ("a.txt", b"hola\x00\x01\x02"),
    "utf-16 called csv": ("a.csv", "año".encode("utf-16")),
    "name without anything": ("\u202e\u200b", b"%PDF-1.7"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_beside_its_field_and_leaves_nothing(case: str, site: str, at: datetime, folder: Path) -> None:
    name, content = HOSTILE[case]
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # Django's own tidying must not be what saves us

    with pytest.raises(Refused) as refusal:
        actions.keep(upload=upload, title="T", credit="C", licence="cc0-1.0", dated_on=None, actor=SYSTEM, at=at)

    assert refusal.value.field == "upload"
    assert len(str(refusal.value.reason)) > 20
    assert not File.objects.exists()
    assert not Blob.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("../../x.pdf", "x.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("C:\\Users\\ana\\x.pdf", "x.pdf"),
        ("acta\u202efdp.pdf", "actafdp.pdf"),
        ("acta\x00.pdf", "acta.pdf"),
        ("acta\r\nSet-Cookie: a.pdf", "acta Set-Cookie- a.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul", "_nul"),
        ("  .acta.  .pdf", "acta.pdf"),
        ("acta.pdf. . .", "acta.pdf"),
        ("año “final”.pdf", "año “final”.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("", "archivo"),
        ("/", "archivo"),
        ('a"b<c>.pdf', "a-b-c-.pdf"),
    ],
)
def test_names_are_made_fit_to_show(written: str, shown: str) -> None:
    assert names.tidy(written) == shown


def test_a_long_name_keeps_its_extension() -> None:
    tidy = names.tidy("a" * 300 + ".pdf")

    assert len(tidy) == names.LONGEST
    assert tidy.endswith("a.pdf")


@given(st.text())
def test_any_name_becomes_one_that_can_be_saved(written: str) -> None:
    tidy = names.tidy(written)

    assert 0 < len(tidy) <= names.LONGEST
    assert not set(tidy) & set('/\\:*?"<>|\x00\n\r')
    assert tidy == names.tidy(tidy)
    assert not tidy.startswith(".")
