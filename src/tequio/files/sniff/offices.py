"""What a container holds: which office document it is, and what no public document may hold."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tequio.files.sniff import zips
from tequio.kit.policy import Refused

_OOXML = "application/vnd.openxmlformats-officedocument."
OOXML_MAIN = {
    "docx": f"{_OOXML}wordprocessingml.document.main+xml",
    "xlsx": f"{_OOXML}spreadsheetml.sheet.main+xml",
    "pptx": f"{_OOXML}presentationml.presentation.main+xml",
}
ODF_TYPE = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
_MACRO_PARTS = re.compile(
    r"(^|/)(vba\w*\.(bin|xml)|vbaProject\w*\.bin|macrosheets/|dialogsheets/|activeX/|Basic/|Scripts/|customUI)", re.I
)
_ACTIVE = (
    "exe",
    "dll",
    "com",
    "bat",
    "cmd",
    "ps1",
    "vbs",
    "js",
    "jse",
    "wsf",
    "hta",
    "scr",
    "jar",
    "lnk",
    "msi",
    "html",
)
_EMBEDDED_DOCUMENT = re.compile(r"(^|/)embeddings/[^/]+\.(docx|xlsx|pptx)$", re.I)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*>")
_DANGEROUS_LINK = re.compile(rb"/(oleObject|frame|subDocument|control)[\"']")
FOREIGN_XML = _(
    "This file declares XML entities, which office programs do not write. Save it again and upload the copy."
)


def identify(parts: Mapping[str, bytes]) -> str:
    """Return the extension that the content deserves, or an empty string."""
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or b"vnd.ms-office.vbaProject" in types:
        raise Refused("upload", zips.MACROS)
    for extension, main in OOXML_MAIN.items():
        if main.encode() in types:
            return extension
    declared = parts.get("mimetype", b"").decode("ascii", "replace").strip()
    return next((extension for extension, type in ODF_TYPE.items() if type == declared), "")


def check(parts: Mapping[str, bytes], *, depth: int = 0) -> None:
    """Refuse macros, programs, passwords, nested archives, foreign objects and XML tricks."""
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Refused("upload", zips.LOCKED)
    for name, content in parts.items():
        if _MACRO_PARTS.search(name):
            raise Refused("upload", zips.MACROS)
        if name.rsplit(".", 1)[-1].lower() in _ACTIVE or content[:2] == b"MZ" or content[:4] == b"\x7fELF":
            raise Refused("upload", zips.EMBEDDED)
        _check_part(name, content, depth)


def _check_part(name: str, content: bytes, depth: int) -> None:
    if content[:8] == _OLE:
        raise Refused("upload", zips.EMBEDDED)
    if content[:4] == b"PK\x03\x04":
        if depth or not _EMBEDDED_DOCUMENT.search(name):
            raise Refused("upload", zips.NESTED)
        inner = zips.entries(io.BytesIO(content))
        if not identify(inner):
            raise Refused("upload", zips.NESTED)
        check(inner, depth=depth + 1)
    if name.lower().endswith((".xml", ".rels", ".rdf")):
        _check_xml(content)
    if name.endswith(".rels"):
        for link in _EXTERNAL.findall(content):
            if b"External" in link and _DANGEROUS_LINK.search(link):
                raise Refused("upload", zips.EMBEDDED)


def _check_xml(content: bytes) -> None:
    # Entities expand to anything (a billion laughs) or read other files; UTF-16 would hide them from this search.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
        raise Refused("upload", FOREIGN_XML)
