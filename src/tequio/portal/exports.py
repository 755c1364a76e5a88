"""What an office owes, as a table, a spreadsheet and a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from tequio.kit import table
from tequio.kit.duty import Duty
from tequio.paper import ical, spreadsheet
from tequio.portal import queries


def header() -> list[str]:
    """Return the names of the columns, in the reader's language."""
    return [_("What"), _("Kind"), _("About"), _("Until"), _("Days late"), _("Address")]


def rows(lines: Iterable[queries.Line]) -> list[list[spreadsheet.Value]]:
    """Return the lines as rows."""
    return [
        [
            str(line.duty.what),
            str(line.kind),
            str(line.duty.about),
            line.duty.due,
            line.days_late or None,
            settings.BASE_URL + line.duty.url,
        ]
        for line in lines
    ]


def duties_csv(lines: Iterable[queries.Line]) -> str:
    """Write what is owed as CSV."""
    return table.rows_as_csv(header(), rows(lines))


def duties_ics(duties: Iterable[Duty], *, name: str, at: datetime) -> bytes:
    """Write what is owed and has a date as a calendar."""
    days = [
        ical.Day(
            uid=one.uid,
            on=one.due,
            title=str(one.what),
            text=str(one.about),
            url=settings.BASE_URL + one.url,
        )
        for one in duties
        if one.due
    ]
    return ical.ics(days, name=name, at=at)


def handover_csv(found: queries.Handover) -> str:
    """Write what is handed over as CSV."""
    return duties_csv(found.lines)


def handover_xlsx(found: queries.Handover) -> bytes:
    """Write what is handed over as a workbook: what is open, and who has to be told."""
    kinds = ("text", "text", "text", "date", "number", "text")
    widths = (60, 22, 40, 14, 10, 50)
    columns = [
        spreadsheet.Column(label, kind, width) for label, kind, width in zip(header(), kinds, widths, strict=True)
    ]
    open_sheet = spreadsheet.Sheet(_("Open"), columns, rows(found.lines))
    people = [spreadsheet.Column(_("Post"), width=40), spreadsheet.Column(_("Contact"), width=40)]
    sheets = [open_sheet, spreadsheet.Sheet(_("Contacts"), people, contacts(found))]
    return spreadsheet.xlsx(sheets, title=f"{found.tenure.office.title} · {found.on:%d/%m/%Y}")


def contacts(found: queries.Handover) -> Sequence[list[spreadsheet.Value]]:
    """Return a row for each contact of the institution's posts."""
    return [[post.label, one.value] for post in found.posts for one in post.shown_contacts]  # type: ignore[attr-defined]
