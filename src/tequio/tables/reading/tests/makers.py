"""Makes files for the tests, honest ones and hostile ones, and reads them in a child with little memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl

from tequio.tables.reading.sheet import Row, Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

SECONDS = 10
MEMORY = 512_000_000

_CHILD = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from tequio.tables.limits import Unreadable
from tequio.tables.reading import archive, geojson, jsons, sniffing, workbook
path = Path(sys.argv[1])
try:
    found = {expression}
    rows = 0
    for _row in getattr(found, "rows", ()):
        rows += 1
    print(json.dumps(["rows", rows, [one.code for one in getattr(found, "findings", ())]]))
except Unreadable as no:
    print(json.dumps(["unreadable", no.code, no.say()]))
"""


def confined(expression: str, path: Path) -> list[Any]:
    """Evaluate a reader on `path` in a child of 512 MB and 10 s; fail if it is killed or prints a traceback."""
    code = _CHILD.format(memory=MEMORY, expression=expression)
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def workbook_of(path: Path, rows: Iterable[Iterable[object]], change: Callable[[Any], object] | None = None) -> Path:
    """Write an XLSX of one sheet; `change` gets the sheet to merge cells, hide rows…"""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    book.save(path)
    return path


def package_of(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a zip of parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def raw_xlsx(
    path: Path, sheet_data: str, *, shared: str = "", styles: str = "", before: str = "", after: str = ""
) -> Path:
    """Write an XLSX from the XML of its rows, which no program would write so."""
    relations = {
        "rId1": ("worksheet", "worksheets/sheet1.xml"),
        "rId2": ("sharedStrings", "sharedStrings.xml"),
        "rId3": ("styles", "styles.xml"),
    }
    links = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{to}"/>' for key, (kind, to) in relations.items()
    )
    root = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    sheets = '<sheets><sheet name="Hoja1" sheetId="1" r:id="rId1"/></sheets>'
    rows = f"<sheetData>{sheet_data}</sheetData>"
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{root}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{MAIN}">{rows}{after}</worksheet>',
    }
    if shared:
        parts["xl/sharedStrings.xml"] = shared
    if styles:
        parts["xl/styles.xml"] = styles
    return package_of(path, parts)


SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")]
)


def ods_cell(value: object, **extra: str) -> str:
    """Return the XML of a cell: a text, a number, a truth, None, or (value type, stored value, words)."""
    attributes = "".join(f" table:{key.replace('_', '-')}={quoteattr(text)}" for key, text in extra.items())
    if value is None:
        return f"<table:table-cell{attributes}/>"
    if isinstance(value, tuple):
        kind, stored, words = value
        key = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
        attributes += f' office:value-type="{kind}" office:{key}="{stored}"'
        return f"<table:table-cell{attributes}><text:p>{escape(words)}</text:p></table:table-cell>"
    if isinstance(value, int | float):
        return f'<table:table-cell{attributes} office:value-type="float" office:value="{value}"/>'
    attributes += ' office:value-type="string"'
    return f"<table:table-cell{attributes}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def ods_of(path: Path, *sheets: tuple[str, str], hidden: str = "", before: str = "") -> Path:
    """Write an ODS from the XML of its sheets, (name, rows); `hidden` is the name of one that is not shown."""
    tables = "".join(
        f'<table:table table:name={quoteattr(name)} table:style-name="ta{int(name == hidden)}">{rows}</table:table>'
        for name, rows in sheets
    )
    styles = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content {SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return package_of(path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def ods_rows(rows: Iterable[Iterable[object]]) -> str:
    """Return the XML of plain rows."""
    return "".join(f"<table:table-row>{''.join(ods_cell(cell) for cell in row)}</table:table-row>" for row in rows)


def zipped(entries: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return buffer.getvalue()


def whole(sheet: Sheet) -> list[Row]:
    """Read a sheet to its end."""
    return list(sheet.rows)


def said(sheet: Sheet) -> dict[str, int]:
    """Return how often each thing was found."""
    counts: Counter[str] = Counter()
    for one in sheet.findings:
        counts[one.code] += one.count
    return dict(counts)
