"""Any document, read into lines: what kind it is, is told by its bytes and never by its name."""

from __future__ import annotations

import re

from tequio.paper import blocks, docx, odt, text, workbook
from tequio.paper.blocks import Content, Grid, Words
from tequio.paper.package import Package, Unreadable
from tequio.paper.text import Document, Remark

# Kinds that are no text at all: read as letters they would be noise.
_NO_TEXT = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"{\\rtf")
_OLD = b"\xd0\xcf\x11\xe0"


def read(data: bytes) -> Document:
    """Read a document of any kind. Raises Unreadable, and nothing else."""
    if data.startswith(_OLD):
        raise Unreadable("encrypted")
    if data.startswith(_NO_TEXT):
        raise Unreadable("unknown")
    if not data.startswith(b"PK\x03\x04"):
        return text.read(data)
    package = Package(data)
    kind = kind_of(package)
    if kind == "xlsx":
        return _of_workbook(workbook.of_package(package))
    if kind == "unknown":
        raise Unreadable("unknown")
    try:
        content = docx.read(package) if kind == "docx" else odt.read(package)
        document = blocks.document(content, kind)
    except RecursionError as error:
        raise Unreadable("too-deep") from error
    if len(document.lines) > blocks.MOST_LINES:
        raise Unreadable("too-many")
    return document


def kind_of(package: Package) -> str:
    """Return docx, odt, xlsx or unknown, by the parts that a package has."""
    names = package.names
    if package.has("content.xml"):
        kind = package.read("mimetype").strip() if package.has("mimetype") else b""
        return "odt" if kind.startswith(b"application/vnd.oasis.opendocument.text") or not kind else "unknown"
    if any(re.fullmatch(r"xl/workbook\d*\.xml", name) for name in names):
        return "xlsx"
    return "docx" if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names) else "unknown"


def _of_workbook(book: workbook.Workbook) -> Document:
    """Write each sheet as its name and a table."""
    content = Content()
    for sheet in book.sheets:
        if sheet.is_hidden:
            content.remark("hidden-sheet")
        content.flow.append(Words(sheet.name))
        grid = Grid()
        for row in sheet.rows:
            width = row.cells[-1].column
            said = {cell.column: cell for cell in row.cells}
            if width > len(said) + 200:
                raise Unreadable("too-many")
            grid.rows.append([[Words(said[at].text)] if at in said else [] for at in range(1, width + 1)])
            for cell in row.cells:
                if cell.error or (cell.formula and cell.value is None):
                    content.remark("cell-not-read")
        content.flow.append(grid)
    if book.has_macros:
        content.remark("macros-ignored")
    return blocks.document(content, "xlsx")


__all__ = ["Remark", "Unreadable", "kind_of", "read"]
