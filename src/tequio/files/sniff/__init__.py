"""What a file is, judged by its bytes; the name must agree. Refusals say what to do instead."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, BinaryIO

import puremagic
from django.utils.translation import gettext_lazy as _

from tequio.files.sniff import names, offices, zips
from tequio.kit.policy import Refused


@dataclass(frozen=True)
class Kind:
    """A type of file that is accepted."""

    extension: str
    media_type: str
    family: str


_OOXML = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.extension: kind
    for kind in (
        Kind("pdf", "application/pdf", "pdf"),
        Kind("jpg", "image/jpeg", "picture"),
        Kind("png", "image/png", "picture"),
        Kind("webp", "image/webp", "picture"),
        Kind("docx", f"{_OOXML}wordprocessingml.document", "office"),
        Kind("xlsx", f"{_OOXML}spreadsheetml.sheet", "office"),
        Kind("pptx", f"{_OOXML}presentationml.presentation", "office"),
        Kind("odt", offices.ODF_TYPE["odt"], "office"),
        Kind("ods", offices.ODF_TYPE["ods"], "office"),
        Kind("odp", offices.ODF_TYPE["odp"], "office"),
        Kind("csv", "text/csv", "text"),
        Kind("txt", "text/plain", "text"),
        Kind("json", "application/json", "text"),
        Kind("geojson", "application/geo+json", "text"),
    )
}
_ALIASES = {"jpeg": "jpg", "jpe": "jpg"}
_GEOJSON = {
    *("FeatureCollection", "Feature", "GeometryCollection", "Point", "MultiPoint"),
    *("LineString", "MultiLineString", "Polygon", "MultiPolygon"),
}
# What a browser would take for a page or a program, after blanks and a mark of byte order (WHATWG MIME Sniffing).
_MARKUP: tuple[bytes, ...] = (
    b"<!doctype",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<svg",
    b"<?xml",
    b"<?php",
    b"<!--",
    b"<iframe",
)
_MARKUP += (
    b"<title",
    b"<style",
    b"<table",
    b"<div",
    b"<a ",
    b"<img",
    b"<br",
    b"<p>",
    b"<h1",
    b"#!",
    b"@echo",
    b"mime-v",
)

_LIST = "PDF, JPG, PNG, WebP, DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT, JSON, GeoJSON"
_SAVE_AS_PDF = _("Web pages and SVG drawings are not accepted, because they can carry programs. Save it as PDF or PNG.")
_OLD = _(
    "This is an old or password-protected office format. Save it as .docx, .xlsx, .pptx or .odt, without password."
)
_ZIP = _("Compressed files are not accepted. Take the files out and upload each one by itself.")
_PROGRAM = _("Programs are not accepted. If it shows something, save it as PDF or as a picture.")
_NOT_WHAT_IT_SAYS = _(
    "The content is not what the name says (%(extension)s). Save it again in that format and upload it."
)
_UTF8 = _("The text is not readable. Save it as plain text or CSV in UTF-8 and upload it again.")
_JSON = _("This is not valid JSON. Check it with the program that made it.")

_BY_EXTENSION = {
    **dict.fromkeys(("html", "htm", "xhtml", "mhtml", "svg", "svgz", "xml", "xsl"), _SAVE_AS_PDF),
    **dict.fromkeys(("docm", "xlsm", "pptm", "dotm", "xltm", "xlsb", "potm"), zips.MACROS),
    **dict.fromkeys(("doc", "xls", "ppt", "dot", "rtf"), _OLD),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar", "tgz", "bz2", "xz"), _ZIP),
    **dict.fromkeys(("exe", "dll", "bat", "cmd", "com", "msi", "js", "vbs", "ps1", "sh", "py", "php", "jar"), _PROGRAM),
}


def identify(name: str, file: BinaryIO) -> Kind:
    """Say what a file is; raise Refused if it is nothing that is accepted or not what its name says."""
    extension = names.extension(name)
    kind = KINDS.get(_ALIASES.get(extension, extension))
    if kind is None:
        accepted = _("Files of this type are not accepted. Use one of these: %(list)s.") % {"list": _LIST}
        raise Refused("upload", _BY_EXTENSION.get(extension, accepted))
    file.seek(0)
    head = file.read(2048)
    _refuse_active(head)
    {"pdf": _pdf, "picture": _picture, "office": _office, "text": _text}[kind.family](kind, head, file)
    file.seek(0)
    return kind


def _refuse_active(head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"#!", b"@echo", b"<?php")) or head[:2] == b"MZ" and b"\x00" in head or head[:4] == b"\x7fELF":
        raise Refused("upload", _PROGRAM)
    if start.startswith(_MARKUP):
        raise Refused("upload", _SAVE_AS_PDF)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Refused("upload", _OLD)


def _pdf(kind: Kind, head: bytes, file: BinaryIO) -> None:
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        raise _mismatch(kind, head)


def _picture(kind: Kind, head: bytes, file: BinaryIO) -> None:
    found = {
        "jpg": head[:3] == b"\xff\xd8\xff",
        "png": head[:8] == b"\x89PNG\r\n\x1a\n",
        "webp": head[:4] == b"RIFF" and head[8:12] == b"WEBP",
    }
    if not found[kind.extension]:
        raise _mismatch(kind, head)


def _office(kind: Kind, head: bytes, file: BinaryIO) -> None:
    if head[:4] != b"PK\x03\x04":
        raise _mismatch(kind, head)
    parts = zips.entries(file)
    if offices.identify(parts) != kind.extension:
        raise _mismatch(kind, head)
    offices.check(parts)


def _text(kind: Kind, head: bytes, file: BinaryIO) -> None:
    file.seek(0)
    content = file.read()
    if any(byte in content for byte in _CONTROLS):
        raise _mismatch(kind, head) if _known(head) else Refused("upload", _UTF8)
    if kind.extension in ("json", "geojson"):
        _json(kind, content)


# Everything below a blank but tab, line feed, form feed and carriage return; a UTF-16 text is full of NUL.
_CONTROLS = [byte for byte in range(32) if byte not in (9, 10, 12, 13)]


def _json(kind: Kind, content: bytes) -> None:
    try:
        document: Any = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refused("upload", _JSON) from error
    if kind.extension == "geojson" and not (isinstance(document, dict) and document.get("type") in _GEOJSON):
        raise _mismatch(kind, b"")


def _mismatch(kind: Kind, head: bytes) -> Refused:
    reason = _ZIP if _known(head) == ".zip" and kind.family != "office" else None
    return Refused("upload", reason or _NOT_WHAT_IT_SAYS % {"extension": kind.extension.upper()})


def _known(head: bytes) -> str:
    """Return the extension that puremagic would give, empty if it knows none."""
    try:
        return str(puremagic.from_string(head))
    except (puremagic.PureError, ValueError):
        return ""
