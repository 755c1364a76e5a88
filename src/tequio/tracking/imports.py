"""The workbook of an office's milestones, both ways: what it writes, it reads back, and each fault names its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from tequio.kit.policy import Refused
from tequio.kit.text import fold, tidy
from tequio.paper import spreadsheet, workbook
from tequio.paper.package import Unreadable
from tequio.tracking import progress, queries
from tequio.tracking.vocab import Status

MOST_ROWS = 2000
LONGEST_NOTE = 5000
# The columns, in order: those in capitals tell the machine which row is which, and carry the same name in any language.
ID, SEEN = "ID", "VERSION"
STATUS, VALUE, NOTE, UNTIL = "G", "H", "J", "F"
COLUMN_OF = {"status": STATUS, "value": VALUE, "note": NOTE, "seen": "B"}


@dataclass(frozen=True)
class Line:
    """What a row of the workbook says, as far as it can be read; `number` is its row."""

    number: int
    id: str
    seen: int | None
    until: date | None
    status: str
    value: Decimal | None
    note: str


@dataclass(frozen=True)
class Fault:
    """Something that does not hold, and in which cell."""

    place: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """A workbook, read: the rows, and what is wrong in them."""

    sheet: str
    lines: Sequence[Line]
    faults: Sequence[Fault]


def written(rows: Iterable[queries.LeafRow], *, who: str) -> bytes:
    """Write milestones as a workbook to fill in: drop-downs, dates, and columns not to touch."""
    listed = list(rows)
    seen = queries.last_changes(row.milestone.pk for row in listed)
    words = tuple(str(one.label) for one in Status)
    columns = [
        spreadsheet.Column(ID, width=14, is_locked=True),
        spreadsheet.Column(SEEN, "number", 10, is_locked=True),
        spreadsheet.Column(_("Commitment"), width=36, is_locked=True),
        spreadsheet.Column(_("Milestone"), width=50, is_locked=True),
        spreadsheet.Column(_("From"), "date", 14, is_locked=True),
        spreadsheet.Column(_("Until"), "date", 14, is_locked=True),
        spreadsheet.Column(_("How it stands"), width=18, choices=words),
        spreadsheet.Column(_("Value reached"), "number", 14),
        spreadsheet.Column(_("Target"), width=20, is_locked=True),
        spreadsheet.Column(_("New note or reason"), width=50),
    ]
    sheet = spreadsheet.Sheet(_("Milestones"), columns, [_row(row, seen) for row in listed])
    return spreadsheet.xlsx([sheet], title=f"{_('Milestones')} · {who}", notes=_notes(), notes_name=_("Help"))


def _row(row: queries.LeafRow, seen: Mapping[int, int]) -> list[spreadsheet.Value]:
    leaf = row.milestone
    has_target = progress.has_target(leaf.target)
    return [
        leaf.public_id,
        seen.get(leaf.pk, 0),
        leaf.commitment.title,
        leaf.title,
        leaf.begins_on,
        row.ends_on,
        str(Status(row.status).label) if row.is_confirmed else None,
        row.value if has_target else None,
        f"{leaf.target.normalize():f} {leaf.unit}" if leaf.target is not None and has_target else None,
        None,
    ]


def _notes() -> list[str]:
    return [
        _("Change only the columns “How it stands”, “Value reached” and “New note or reason”."),
        _("The grey columns say which row is which: leave them as they are."),
        _("A row that you leave as it is is not reported. An empty status means that nobody has said how it stands."),
        _("Write words and numbers, not formulas. A stuck milestone needs its reason."),
        _("“Finished” needs one piece of evidence of each announced kind: hand it in on the milestone’s page first."),
        _("Dates are not changed here: they are moved on the milestone’s page, with a reason."),
        _("If somebody else reported on a row after you took this file, it is named and not overwritten."),
        _("Upload the file where you took it: you see what would change before anything is kept."),
    ]


def read(data: bytes) -> Reading:
    """Read a workbook that somebody filled in. Raises Refused for what is no such file, and nothing else."""
    try:
        book = workbook.read(data)
    except Unreadable as error:
        raise Refused("upload", _(error.reason)) from error
    if book.has_macros:
        raise Refused("upload", _("The file carries macros. Save it as .xlsx, without them."))
    sheet = next((one for one in book.sheets if _is_ours(one)), None)
    if sheet is None:
        raise Refused("upload", _("This is not the workbook of your milestones: take it again, and fill that one in."))
    if len(sheet.rows) > MOST_ROWS + 1:
        raise Refused("upload", _("The file has too many rows: at most %(most)s.") % {"most": MOST_ROWS})
    lines: list[Line] = []
    faults: list[Fault] = []
    for row in sheet.rows[1:]:
        line = _line(row, sheet.name, faults)
        if line:
            lines.append(line)
    known: dict[str, int] = {}
    for line in lines:
        if line.id in known:
            faults.append(_fault(sheet.name, f"A{line.number}", _("This milestone stands in another row too.")))
        known[line.id] = line.number
    return Reading(sheet.name, lines, faults)


def _is_ours(sheet: workbook.Sheet) -> bool:
    head = sheet.row(1)
    found = [head.at(letter) if head else None for letter in "AB"]
    return [cell.text if cell else "" for cell in found] == [ID, SEEN]


def _line(row: workbook.Row, sheet: str, faults: list[Fault]) -> Line | None:
    before = len(faults)
    for cell in row.cells:
        if cell.column <= 10 and (cell.formula or cell.error):
            faults.append(_fault(sheet, cell.place, _("Write the value, not a formula.")))
    if len(faults) > before:
        return None
    cells = {letter: row.at(letter) for letter in "ABFGHJ"}
    if all(cell is None for letter, cell in cells.items() if letter != "F"):
        return None  # only crumbs to the right
    id, note = _text(cells["A"]), tidy(_text(cells[NOTE]))
    if not id:
        faults.append(_fault(sheet, f"A{row.number}", _("The row has lost its ID: take the workbook again.")))
        return None
    if len(note) > LONGEST_NOTE:
        faults.append(_fault(sheet, f"{NOTE}{row.number}", _("The note is too long.")))
    return Line(
        number=row.number,
        id=id,
        seen=_whole(cells["B"]),
        until=_date(cells[UNTIL]),
        status=_status(cells[STATUS], sheet, faults),
        value=_number(cells[VALUE], sheet, faults),
        note=note[:LONGEST_NOTE],
    )


def _text(cell: workbook.Cell | None) -> str:
    return cell.text.strip() if cell else ""


def _whole(cell: workbook.Cell | None) -> int | None:
    text = _text(cell)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _date(cell: workbook.Cell | None) -> date | None:
    value = cell.value if cell else None
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def _status(cell: workbook.Cell | None, sheet: str, faults: list[Fault]) -> str:
    said = _text(cell)
    if not cell or not said:
        return ""
    known = {fold(one.value): one.value for one in Status}
    for language in ("es-mx", "en"):
        with override(language):
            known |= {fold(str(one.label)): one.value for one in Status}
    status = known.get(fold(said))
    if status is None:
        words = ", ".join(str(one.label) for one in Status)
        faults.append(_fault(sheet, cell.place, _("Choose one of: %(words)s.") % {"words": words}))
    return status or ""


def _number(cell: workbook.Cell | None, sheet: str, faults: list[Fault]) -> Decimal | None:
    if cell is None or not _text(cell):
        return None
    value = cell.value
    if isinstance(value, str):
        text = value.strip().replace(",", "")
        value = Decimal(text) if text.replace(".", "", 1).isdecimal() and text.isascii() and len(text) < 20 else None
    if isinstance(value, bool) or not isinstance(value, Decimal) or not 0 <= value < 10**12:
        faults.append(_fault(sheet, cell.place, _("Write how much has been reached: a number from zero upwards.")))
        return None
    if value != round(value, 2):
        faults.append(_fault(sheet, cell.place, _("Write the number with at most two decimals.")))
        return None
    return value


def _fault(sheet: str, place: str, reason: Any) -> Fault:
    return Fault(_("Sheet %(sheet)s, cell %(place)s") % {"sheet": sheet, "place": place}, str(reason))


def compared(reading: Reading, rows: Mapping[str, queries.LeafRow]) -> tuple[dict[str, str], list[Fault], list[str]]:
    """Compare a workbook with how things stand: the fields of a form with what changes, the faults, and which rows.

    `rows` are the milestones that the office answers for, by their public id.
    """
    fields: dict[str, str] = {}
    faults = list(reading.faults)
    changed: list[str] = []
    for line in reading.lines:
        row = rows.get(line.id)
        if row is None:
            reason = _("Your office does not answer for a milestone with this ID.")
            faults.append(_fault(reading.sheet, f"A{line.number}", reason))
            continue
        if line.until != row.ends_on:
            reason = _("Dates are not changed here: move it on the milestone’s page, with a reason.")
            faults.append(_fault(reading.sheet, f"{UNTIL}{line.number}", reason))
        if line.seen is None:
            faults.append(_fault(reading.sheet, f"B{line.number}", _("The row has lost its version: take it again.")))
        if not _is_change(line, row):
            continue
        changed.append(line.id)
        now = row.status if row.is_confirmed else ""
        said = {"status": line.status or now, "value": "" if line.value is None else f"{line.value:f}"}
        said |= {"note": line.note, "seen": str(line.seen or 0)}
        fields |= {f"{line.id}-{name}": value for name, value in said.items()}
    return fields, faults, changed


def faults_of(reading: Reading, refused: Mapping[str, Refused]) -> list[Fault]:
    """Name the cells of what the rules refuse."""
    number = {line.id: line.number for line in reading.lines}
    return [
        _fault(reading.sheet, f"{COLUMN_OF.get(refusal.field or '', STATUS)}{number[id]}", refusal.reason)
        for id, refusal in refused.items()
        if id in number
    ]


def _is_change(line: Line, row: queries.LeafRow) -> bool:
    now = row.status if row.is_confirmed else ""
    return bool(line.note) or (line.status or now) != now or (line.value is not None and line.value != row.value)
