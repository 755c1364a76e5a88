"""What a file is, by its content: a name can lie, and portals serve web pages called .xls."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from tequio.kit.tongue import gettext_noop as _
from tequio.tables.limits import Unreadable
from tequio.tables.reading import archive

_HEAD = 65_536
_BOMS = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class Kind(StrEnum):
    """The kinds of file that are read."""

    DELIMITED = "delimited"
    GZIP = "gzip"
    ZIP = "zip"
    SHAPEFILE = "shapefile"  # its parts together in a zip
    XLSX = "xlsx"
    ODS = "ods"
    JSON = "json"
    NDJSON = "ndjson"
    GEOJSON = "geojson"
    GPKG = "gpkg"


_PACKED = _("This is a compressed file of a kind that is not read. Unpack it, and upload the table itself.")
_PICTURE = _("This is a picture. Upload the table itself, as CSV, XLSX or ODS.")
_PROGRAM = _("This is a program, not a table.")
_PAGE = _("This is a web page, whatever its name says. Open it in a spreadsheet program and save it as .xlsx.")

_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"%PDF", "pdf", _("This is a PDF. Ask for the table that it was made from, and upload that as CSV or XLSX.")),
    (0, b"{\\rtf", "word", _("This is a text document. Save its table in a spreadsheet, as .xlsx.")),
    (0, b"\x89PNG\r\n", "picture", _PICTURE),
    (0, b"\xff\xd8\xff", "picture", _PICTURE),
    (0, b"GIF8", "picture", _PICTURE),
    (0, b"II*\x00", "picture", _PICTURE),
    (0, b"MM\x00*", "picture", _PICTURE),
    (8, b"WEBP", "picture", _PICTURE),
    (0, b"7z\xbc\xaf\x27\x1c", "packed", _PACKED),
    (0, b"Rar!\x1a\x07", "packed", _PACKED),
    (0, b"\xfd7zXZ\x00", "packed", _PACKED),
    (0, b"\x28\xb5\x2f\xfd", "packed", _PACKED),
    (0, b"BZh", "packed", _PACKED),
    (257, b"ustar", "packed", _PACKED),
    (0, b"\x7fELF", "program", _PROGRAM),
    (0, b"PAR1", "parquet", _("This is a Parquet file. Upload the CSV or the XLSX that it was made from.")),
)


def kind_of(path: Path) -> Kind:
    """Say what a file is. What is not a table raises Unreadable, with what to do instead."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            size = file.seek(0, 2)
            file.seek(max(0, size - _HEAD))
            end = file.read(_HEAD)
            if not head.strip(b"\x00\r\n\t \xef\xbb\xbf\xfe\xff"):
                _refuse_if_blank(file, size)
    except OSError:
        raise Unreadable("not-found", _("The file cannot be opened.")) from None
    return _binary(path, head) or _structured(_as_text(head), _as_text(end, like=head)) or Kind.DELIMITED


def _refuse_if_blank(file: BinaryIO, size: int) -> None:
    if size <= _HEAD:
        raise Unreadable("empty", _("The file is empty."))
    file.seek(0)
    while part := file.read(1 << 20):
        if part.strip(b"\x00\r\n\t "):
            return
    raise Unreadable("empty", _("The file is empty."))


def _binary(path: Path, head: bytes) -> Kind | None:
    if head.startswith(b"\x1f\x8b"):
        return Kind.GZIP
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(path)
    if head.startswith(b"SQLite format 3\x00"):
        return _in_sqlite(head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _ole(path)
    for offset, magic, code, says in _MAGIC:
        if head.startswith(magic, offset):
            raise Unreadable(code, says)
    if b"%PDF-" in head[:1024] and b"\x00" not in head[:8]:
        raise Unreadable("pdf", _MAGIC[0][3])
    if head.startswith((b"MZ", b"BM")) and b"\x00" in head[:16]:
        raise Unreadable(*(("program", _PROGRAM) if head.startswith(b"MZ") else ("picture", _PICTURE)))
    if _is_noise(head):
        raise Unreadable("unknown", _("This is no table that can be read. Save it as CSV, XLSX or ODS."))
    return None


def _is_noise(head: bytes) -> bool:
    """Say whether most of it is neither letters nor UTF-16: control characters are no text in any encoding."""
    if head.startswith(tuple(_BOMS)) or _wide(head):
        return False
    control = len(head) - len(head.translate(None, bytes([*range(1, 9), *range(14, 32), 127])))
    return control * 20 > len(head)


def _wide(head: bytes) -> str:
    """Return which UTF-16 or UTF-32 a text without a mark is written in, by where its zeros are."""
    sample = head[:4096]
    length = len(sample) // 4
    if not length:
        return ""
    zeros = [sample[place::4].count(0) / length for place in range(4)]
    many = [share > 0.7 for share in zeros]
    found = {(0, 1, 1, 1): "utf-32-le", (1, 1, 1, 0): "utf-32-be", (0, 1, 0, 1): "utf-16-le", (1, 0, 1, 0): "utf-16-be"}
    return found.get((int(many[0]), int(many[1]), int(many[2]), int(many[3])), "")


def _in_zip(path: Path) -> Kind:
    names = [entry.filename for entry in archive.entries(path)]
    folded = {name.casefold() for name in names}
    if "mimetype" in folded and "content.xml" in folded:
        return _open_document(path)
    if "xl/workbook.xml" in folded:
        return Kind.XLSX
    if "xl/workbook.bin" in folded:
        raise Unreadable("xlsb", _("This is a binary workbook (.xlsb). Open it and save it as .xlsx."))
    if "[content_types].xml" in folded and any(name.startswith("xl/") for name in folded):
        return Kind.XLSX  # with its parts in unusual places: the reader follows the relations
    if any(name.startswith(("word/", "ppt/")) for name in folded):
        raise Unreadable("word", _("This is a text or a presentation. Save its table in a spreadsheet, as .xlsx."))
    return Kind.SHAPEFILE if any(name.endswith(".shp") for name in folded) else Kind.ZIP


def _open_document(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as package, package.open("mimetype") as part:
            declared = part.read(200)
    except archive.BROKEN as problem:
        raise archive.broken(problem) from None
    if b"spreadsheet" in declared:
        return Kind.ODS
    raise Unreadable("word", _("This is a text or a presentation. Save its table in a spreadsheet, as .xlsx."))


def _in_sqlite(head: bytes) -> Kind:
    if head[68:72] in {b"GPKG", b"GP10", b"GP11"}:
        return Kind.GPKG
    raise Unreadable("database", _("This is a database. Upload its tables one by one, as CSV."))


def _ole(path: Path) -> Unreadable:
    with path.open("rb") as file:
        start = file.read(4_000_000)
    if "EncryptedPackage".encode("utf-16-le") in start:
        return Unreadable("encrypted", _("The file is protected with a password. Save it without one."))
    if "WordDocument".encode("utf-16-le") in start:
        return Unreadable("word", _("This is a text document. Save its table in a spreadsheet, as .xlsx."))
    return Unreadable("xls", _("This is an old Excel file (.xls). Open it and save it as .xlsx."))


def _as_text(part: bytes, like: bytes | None = None) -> str:
    head = part if like is None else like
    mark = next((name for bom, name in _BOMS.items() if head.startswith(bom)), "") or _wide(head)
    if mark.startswith("utf-16") and like is not None:
        mark = "utf-16-be" if head.startswith(b"\xfe\xff") or mark.endswith("be") else "utf-16-le"
    return part.decode(mark or "utf-8", "replace").lstrip("\ufeff")


_COLLECTION = re.compile(r'"type"\s*:\s*"Feature(?:Collection)?"')
_START = re.compile(r'\s*(?:\{\s*(?:"|\}|\Z)|\[\s*(?:\{|\[|\]|"(?:[^"\\]|\\.)*"\s*[,\]]|-?\d|\Z))')
_WEB = re.compile(r"\s*(?:<!doctype\s+html|<html|<head|<body|<table|<meta)", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml|\s*<[A-Za-z][\w.-]*:?[\w.-]*(?:\s+[\w:.-]+\s*=|\s*>)")


def _structured(text: str, end: str) -> Kind | None:
    if _WEB.match(text):
        raise Unreadable("web-page", _PAGE)
    if _XML.match(text):
        raise Unreadable(
            "xml", _("This is an XML file. Open it in a program that knows it, and save the table as CSV or XLSX.")
        )
    if not _START.match(text):
        return None
    lines = [line.strip() for line in text.split("\n", 3)[:3] if line.strip()]
    if _is_line(lines[0]) and (len(lines) > 1 and lines[1].startswith("{")):
        return Kind.NDJSON
    if text.lstrip().startswith("{") and (_COLLECTION.search(text) or _COLLECTION.search(end)):
        return Kind.GEOJSON
    return Kind.JSON


def _is_line(line: str) -> bool:
    """Say whether a line is an object by itself: what follows it starts another."""
    return line.startswith("{") and line.endswith("}") and line.count("{") == line.count("}")
