"""What was said and answered, as open data. Never an address, nor what was hidden or withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tequio.contributions.models import Contribution
from tequio.contributions.queries import Said
from tequio.contributions.vocab import COLUMNS, State
from tequio.kit import table


def records(rows: Iterable[Said]) -> list[dict[str, Any]]:
    """Return one record for each point of each contribution, with the names of COLUMNS."""
    return [record for row in rows for record in _points(row.contribution, row.thing.title)]


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write records as CSV."""
    return table.as_csv([column.name for column in COLUMNS], rows)


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write records as a JSON array."""
    return json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=1)


def _points(one: Contribution, title: str) -> list[dict[str, Any]]:
    is_shown = one.state == State.SHOWN
    said = {
        "contribution": one.public_id,
        "about": one.thread.thing,
        "title": title,
        "kind": one.kind,
        "state": one.state,
        "is_late": one.is_late,
        "name": one.name if is_shown else "",
        "office": str(one.office) if one.office and is_shown else "",
        "text": one.text if is_shown else "",
        "submitted_at": _instant(one.submitted_at),
        "answer_by": one.due_on.isoformat() if one.due_on else None,
        "answered_at": _instant(one.answered_at),
    }
    found = []
    for point in one.points.all():
        answer = next(iter(point.answers.all()), None)
        found.append(
            said
            | {
                "point": point.number,
                "point_text": point.text if is_shown else "",
                "ruling": point.ruling,
                "answer": answer.text if answer else "",
                "answered_by": str(answer.office) if answer else "",
            }
        )
    return found


def _instant(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
