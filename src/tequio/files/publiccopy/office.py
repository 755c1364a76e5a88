"""Office documents: unpacked, cleaned part by part and packed again, always alike."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _
from lxml import etree

from tequio.files.publiccopy import strip
from tequio.files.sniff import zips
from tequio.kit.policy import Refused

PART = 60 * 1024 * 1024  # bytes of one XML part that we read whole
# Where a package lists its parts, besides the .rels.
_LISTS = ("[Content_Types].xml", "META-INF/manifest.xml")
_ODF_PATH = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DROPPED = re.compile(r"^(_xmlsignatures/|docProps/thumbnail|docMetadata/|META-INF/documentsignatures)", re.I)
_UNKNOWN_PICTURE = _(
    "This document has a picture in a format that we cannot clean (%(name)s). Change it to PNG or JPG."
)
_TIFF = (b"II*\x00", b"MM\x00*")
_HEIC = b"ftyp"

# Attributes that name a person, by the part of the document in which they mean that.
_NAMES = {
    "word/": {"author", "initials", "userId", "providerId", "displayName"},
    "xl/": {"userName", "displayName", "userId", "providerId"},
    "ppt/": {"name", "initials", "userId", "providerId", "author"},
}
_PEOPLE_OF_PPT = re.compile(r"^ppt/(commentAuthors|authors)\.xml$")
_PERSONAL_TEXT = {"creator", "initial-creator", "printed-by", "creator-initials", "sender-initials"}
_PRINTER = {"PrinterName", "PrinterSetup", "PrinterIndependentLayout"}
_EMPTY_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_EMPTY_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_EMPTY_CUSTOM = _EMPTY_APP.replace(b"extended-properties", b"custom-properties")
_EMPTY = {"docProps/core.xml": _EMPTY_CORE, "docProps/app.xml": _EMPTY_APP, "docProps/custom.xml": _EMPTY_CUSTOM}


def clean(file: BinaryIO) -> bytes:
    """Return the document without authors, companies, printers, templates, signatures or places of pictures."""
    return _pack(_cleaned(zips.entries(file)))


def _cleaned(parts: dict[str, bytes]) -> dict[str, bytes]:
    dropped = {name for name in parts if _DROPPED.match(name)}
    kept = {name: _part(name, content) for name, content in parts.items() if name not in dropped}
    for name in [name for name in kept if name.endswith(".rels") or name in _LISTS]:
        kept[name] = _edited(kept[name], partial(_unlist, name=name, dropped=dropped))
    return kept


def _part(name: str, content: bytes) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name]
    if content[:4] == b"PK\x03\x04":  # a workbook behind a chart
        return _pack(_cleaned(zips.entries(io.BytesIO(content))))
    if content[:4] in _TIFF or content[4:8] == _HEIC:
        raise Refused("upload", _UNKNOWN_PICTURE % {"name": name.rsplit("/", 1)[-1]})
    editor = _editor(name)
    return _edited(content, editor) if editor else strip.metadata(content)


def _editor(name: str) -> Callable[[Any], None] | None:
    """Return who edits an XML part; None where no part of that name tells of persons."""
    if name in ("meta.xml", "content.xml", "styles.xml", "settings.xml") or re.fullmatch(
        r"Object [^/]*/[^/]+\.xml", name
    ):
        return _odf
    if name.startswith("word/") and name.endswith(".xml"):
        return _word
    if re.match(r"xl/(workbook|comments|persons/|threadedComments/|revisions/|[^/]*comments)[^/]*", name):
        return _excel if name.endswith(".xml") else None
    return _people if _PEOPLE_OF_PPT.match(name) else None


def _word(root: Any) -> None:
    for element in root.iter("{*}attachedTemplate"):
        element.getparent().remove(element)  # its address is a path on somebody's machine
    _blank(root, _NAMES["word/"])


def _excel(root: Any) -> None:
    for element in [*root.iter("{*}absPath")]:
        element.getparent().remove(element)
    for element in root.iter("{*}author"):
        element.text = ""
    _blank(root, _NAMES["xl/"])


def _people(root: Any) -> None:
    _blank(root, _NAMES["ppt/"])


def _odf(root: Any) -> None:
    tag = etree.QName(root).localname
    if tag == "document-meta":
        for element in [*root]:
            root.remove(element)
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        is_printer = name == "config-item" and any(value in _PRINTER for value in element.attrib.values())
        if is_printer or name in _PERSONAL_TEXT:
            element.text = ""


def _blank(root: Any, names: set[str]) -> None:
    for element in root.iter():
        for key in element.attrib if isinstance(element.tag, str) else ():
            if etree.QName(key).localname in names:
                element.set(key, "")


def _unlist(root: Any, name: str, dropped: set[str]) -> None:
    """Forget dropped parts, and links to templates on somebody's machine, so that the document still opens."""
    folder = name.rpartition("_rels/")[0] if name.endswith(".rels") else ""
    for element in [*root]:
        if not isinstance(element.tag, str):
            continue
        target = element.get("Target") or element.get("PartName") or element.get(_ODF_PATH) or ""
        path = target.lstrip("/") if target.startswith("/") else f"{folder}{target}"
        if path in dropped or (element.get("Type") or "").endswith("/attachedTemplate"):
            root.remove(element)


def _edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    if len(content) > PART:
        raise Refused("upload", zips.BOMB)
    # No entities and no network; offices.check() has refused declarations already.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    edit(root)
    written: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _pack(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            # ODF wants its type first and unpacked, so that a file is known by its first bytes.
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            container.writestr(entry, content)
    return out.getvalue()
