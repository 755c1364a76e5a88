"""A workbook with the rows that need mending, each faulty cell marked and saying why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tequio.kit.tongue import ENGLISH, Tongue
from tequio.kit.tongue import gettext_noop as _
from tequio.tables import engine
from tequio.tables.assessment import Assessment
from tequio.tables.loading import Loaded
from tequio.tables.rules.local import Local
from tequio.tables.rules.rule import Drift, Listed, Unique
from tequio.tables.rules.saying import said

MOST_ROWS = 5_000
_MOST_CELL = 32_000  # letters that a cell of a workbook holds
_RED = PatternFill("solid", fgColor="F8D7DA")
_BOLD = Font(bold=True)
_FINDINGS, _ROWS, _ROW = _("What to look at"), _("Rows to mend"), _("Row")
_HEADS = (_("Severity"), _("Column"), _("How many"), _("What"), _("Rows"))
_HIDDEN = _("(personal data: not shown)")


def write(path: Path, table: Loaded, found: Assessment, *, tongue: Tongue = ENGLISH) -> None:
    """Write the report: all findings, and the first rows to mend as they stand in the file."""
    book = Workbook(write_only=True)
    listed = book.create_sheet(tongue.gettext(_FINDINGS))
    listed.append([_cell(listed, tongue.gettext(one), font=_BOLD) for one in _HEADS])
    for finding in found.findings:
        rows = ", ".join(str(one.row) for one in finding.examples)
        words = [tongue.gettext(str(finding.severity)), finding.column, finding.count, finding.say(tongue), rows]
        listed.append([_cell(listed, word) for word in words])
    _rows(book.create_sheet(tongue.gettext(_ROWS)), table, found, tongue)
    book.save(path)


def _rows(sheet: Any, table: Loaded, found: Assessment, tongue: Tongue) -> None:
    faults = _faults(table, found, tongue)
    sheet.append([_cell(sheet, one, font=_BOLD) for one in (tongue.gettext(_ROW), *table.columns)])
    hidden = {one.column for one in found.suspicions if one.needs_decision}
    ids = ", ".join(map(str, sorted(faults)[:MOST_ROWS]))
    cells = ", ".join(map(engine.name, table.columns))
    wanted = f"SELECT rowid, {cells} FROM data WHERE rowid IN ({ids}) ORDER BY rowid"
    for rowid, *row in table.connection.execute(wanted).fetchall() if ids else ():
        line = [_cell(sheet, table.number(rowid))]
        for column, text in zip(table.columns, row, strict=True):
            why = faults[rowid].get(column)
            shown = tongue.gettext(_HIDDEN) if column in hidden and text else text
            line.append(_cell(sheet, shown, fill=_RED if why else None, why="\n".join(why or ())))
        sheet.append(line)


def _faults(table: Loaded, found: Assessment, tongue: Tongue) -> Mapping[int, Mapping[str, list[str]]]:
    """Return for each row to mend what is wrong in which column."""
    readings = {one.name: one.reading for one in found.columns}
    language = Local(table.connection).language(readings, found.odd)
    faults: dict[int, dict[str, list[str]]] = {}
    for result in found.results:
        finding = said(result)
        if finding is None or isinstance(result.rule.test, Unique | Listed | Drift):
            continue
        where = language.breaks(result.rule.test)
        for (rowid,) in table.connection.execute(f"SELECT rowid FROM data WHERE {where} LIMIT {MOST_ROWS}").fetchall():
            for column in result.rule.columns:
                faults.setdefault(rowid, {}).setdefault(column, []).append(finding.say(tongue))
    return faults


def _cell(sheet: Any, value: Any, *, font: Font | None = None, fill: PatternFill | None = None, why: str = "") -> Any:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_MOST_CELL]
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
    if font:
        cell.font = font
    if fill:
        cell.fill = fill
    if why:
        cell.comment = Comment(why, "Tequio")
    return cell
