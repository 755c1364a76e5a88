"""Answers as open data: a table with one row for each response, and what each column means."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tequio.kit import table
from tequio.paper import spreadsheet
from tequio.questionnaires.models import Question, Response
from tequio.questionnaires.vocab import DATES, NUMBERS, Kind

Record = dict[str, Any]
_TYPES = {Kind.YES_NO: "boolean", Kind.MULTIPLE: "codes, separated by |", Kind.SINGLE: "code", Kind.EVIDENCE: "address"}


@dataclass(frozen=True)
class Column:
    """A column: its name, type, meaning, and what it may hold."""

    name: str
    type: str
    meaning: str
    options: str = ""


def columns(questions: Iterable[Question]) -> list[Column]:
    """Return the columns of a table of responses to some questions."""
    first = [
        Column("response", "urn", _("Permanent name of the response")),
        Column("version", "integer", _("Version of the questionnaire that was answered")),
        Column("institution", "text", _("Institution that answers; empty for a visitor")),
        Column("institution_urn", "urn", _("Its permanent name")),
        Column("submitted_at", "instant", _("When it was sent, in UTC")),
        Column("sha256", "hash", _("SHA-256 of the canonical text of the response, as the record cites it")),
    ]
    return first + [one for question in questions for one in _of_question(question)]


def records(responses: Iterable[Response], named: Sequence[Column]) -> list[Record]:
    """Return one row for each response; every column is there, empty where nothing was answered."""
    rows = []
    for response in responses:
        row: Record = dict.fromkeys((one.name for one in named), None)
        row |= {
            "response": response.urn,
            "version": response.version.number,
            "institution": response.institution.name if response.institution else None,
            "institution_urn": response.institution.urn if response.institution else None,
            "submitted_at": response.submitted_at.isoformat() if response.submitted_at else None,
            "sha256": response.sha256,
        }
        for answer in response.answers.all():
            code = answer.question.code
            row[code] = answer.plain
            if answer.choices and answer.text:
                row[f"{code}.other"] = answer.text
        rows.append({name: row[name] for name in row if name in {one.name for one in named}})
    return rows


def as_csv(named: Sequence[Column], rows: Iterable[Record]) -> str:
    """Write the table as CSV."""
    return table.as_csv([one.name for one in named], rows)


def as_json(named: Sequence[Column], rows: Iterable[Record]) -> str:
    """Write the table as JSON with its dictionary beside it; numbers stay exact as text."""
    meaning = [vars(one) for one in named]
    said = [{name: _exact(value) for name, value in row.items()} for row in rows]
    return json.dumps({"fields": meaning, "records": said}, ensure_ascii=False, indent=1) + "\n"


def as_xlsx(title: str, named: Sequence[Column], rows: Iterable[Record]) -> bytes:
    """Write the table as a workbook, with its dictionary on a second sheet."""
    kinds = {"number": "number", "integer": "number", "date": "date"}
    head = [spreadsheet.Column(one.name, kinds.get(one.type, "text")) for one in named]
    body = [[_typed(row[one.name], one.type) for one in named] for row in rows]
    meanings = [spreadsheet.Column(_("Column")), spreadsheet.Column(_("Type"))]
    meanings += [spreadsheet.Column(_("Meaning"), width=60), spreadsheet.Column(_("Options"), width=60)]
    told = [[one.name, one.type, one.meaning, one.options] for one in named]
    sheets = [spreadsheet.Sheet(_("Answers"), head, body), spreadsheet.Sheet(_("Dictionary"), meanings, told)]
    return spreadsheet.xlsx(sheets, title=title)


def dictionary_csv(named: Sequence[Column]) -> str:
    """Write what each column means."""
    return as_csv(
        [Column(name, "text", "") for name in ("name", "type", "meaning", "options")], [vars(one) for one in named]
    )


def _of_question(question: Question) -> list[Column]:
    kind = question.kind
    type_ = "number" if kind in NUMBERS else kind if kind in DATES else _TYPES.get(Kind(kind), "text")
    meaning = f"{question.text} ({question.unit})" if question.unit else question.text
    options = "; ".join(f"{code}: {label}" for code, label in question.labels.items())
    made = [Column(question.code, type_, meaning, options)]
    if question.has_other:
        made.append(Column(f"{question.code}.other", "text", _("What was written as another answer")))
    return made


def _exact(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _typed(value: Any, type_: str) -> Any:
    if isinstance(value, str) and type_ == "date":
        return date.fromisoformat(value)
    if isinstance(value, str | Decimal | int) and not isinstance(value, bool):
        return value
    return table.written(value) or None
