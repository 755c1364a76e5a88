"""Word and OpenDocument files made for tests from documents in text: tabbed cells become tables."""

from __future__ import annotations

import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping
from io import BytesIO
from xml.sax.saxutils import escape

import docx

from tequio.paper import text

OFFICE = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing")),
        *(("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")),
    )
)
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these parts, the same bytes each time."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2031, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def raw_docx(body: str, **parts: str | bytes) -> bytes:
    """Return a Word file with this body; further parts by name, `__` for a slash and `_xml` at the end."""
    more = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    document = f'<?xml version="1.0"?><w:document {WORD}><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": document} | more)


def raw_odt(body: str, automatic: str = "", master: str = "") -> bytes:
    """Return an OpenDocument text with this body."""
    content = (
        f"<office:document-content {OFFICE} {XLINK}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    pages = f"<office:master-styles>{master}</office:master-styles>"
    styles = f"<office:document-styles {OFFICE}>{pages}</office:document-styles>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "styles.xml": styles})


Pieces = Iterable[str | list[list[str]]]


def as_docx(words: str | Pieces) -> bytes:
    """Return a text, or paragraphs and tables, as a Word file."""
    made = docx.Document()
    for piece in pieces(words) if isinstance(words, str) else words:
        if isinstance(piece, str):
            made.add_paragraph(piece)
            continue
        table = made.add_table(rows=0, cols=len(piece[0]))
        for row in piece:
            for cell, said in zip(table.add_row().cells, row, strict=True):
                cell.text = said
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def as_odt(words: str | Pieces) -> bytes:
    """Return a text, or paragraphs and tables, as an OpenDocument text."""
    body = []
    for piece in pieces(words) if isinstance(words, str) else words:
        if isinstance(piece, str):
            body.append(f"<text:p>{_odt(piece)}</text:p>")
            continue
        rows = (f"<table:table-row>{''.join(map(_odt_cell, row))}</table:table-row>" for row in piece)
        body.append(f"<table:table>{''.join(rows)}</table:table>")
    return raw_odt("".join(body))


def _odt_cell(words: str) -> str:
    lines = "".join(f"<text:p>{_odt(line)}</text:p>" for line in words.split("\n"))
    return f"<table:table-cell>{lines}</table:table-cell>"


def _odt(words: str) -> str:
    return escape(words).replace("  ", ' <text:s text:c="1"/>')


def pieces(words: str, ends: Container[int] = ()) -> Iterator[str | list[list[str]]]:
    """Yield paragraphs, and tables as rows: they end at a blank line, or only at the lines that `ends` numbers."""
    run: list[text.Line] = []
    for line in text.read(words.encode()).lines:
        goes_on = line.number not in ends if ends else not line.is_blank
        if "\t" in line.text or (run and goes_on):
            run.append(line)
            continue
        if run:
            yield from _tables(run)
            run = []
        yield line.text
    if run:
        yield from _tables(run)


def _tables(run: list[text.Line]) -> Iterator[list[list[str]]]:
    """Lay the cells out in rows of six, and what remains in one more row."""
    found = [cell.text for cell in text.cells(run)[1]]
    whole = len(found) - len(found) % 6
    if whole:
        yield [found[at : at + 6] for at in range(0, whole, 6)]
    if found[whole:]:
        yield [found[whole:]]
