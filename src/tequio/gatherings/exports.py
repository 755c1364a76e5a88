"""Gatherings and lessons as open data: figures of people, never names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tequio.gatherings import queries
from tequio.gatherings.models import Gathering, Lesson
from tequio.gatherings.vocab import COUNTS
from tequio.kit.event import plain
from tequio.kit.text import cell


class Column(NamedTuple):
    """A column of an export and what it means."""

    name: str
    type: str
    es: str
    en: str


GATHERINGS = (
    Column("gathering", "urn", "Nombre permanente del encuentro", "Permanent name of the gathering"),
    Column("kind", "code", "Para qué se reunieron", "What people met for"),
    Column("title", "text", "Título", "Title"),
    Column("on", "date", "Día", "Day"),
    Column("precision", "code", "Qué tan exacto es el día: day, month o year", "How exact the day is"),
    Column("venue", "text", "Lugar", "Place"),
    Column("state", "code", "announced, reported o cancelled", "announced, reported or cancelled"),
    *(
        Column(name, "integer", f"Personas: {es}", f"People: {en}")
        for name, es, en in (
            ("women", "mujeres", "women"),
            ("men", "hombres", "men"),
            ("other", "otra identidad", "another identity"),
            ("unsaid", "no dicho", "not said"),
        )
    ),
    Column("people", "integer", "Personas en total", "People in all"),
    Column("url", "address", "Página", "Page"),
)
LESSONS = (
    Column("lesson", "urn", "Nombre permanente", "Permanent name"),
    Column(
        "kind",
        "code",
        "Logro, desafío, aprendizaje o recomendación",
        "Achievement, challenge, learning or recommendation",
    ),
    Column("text", "text", "Qué", "What"),
    Column("addressee", "text", "Para quién", "For whom"),
    Column("source", "text", "De dónde viene", "Where it comes from"),
    Column("said_on", "date", "Cuándo se dijo", "When it was said"),
    Column("owner", "text", "Quién debe atenderla", "Who has to see to it"),
    Column("due_on", "date", "Para cuándo", "By when"),
    Column("settled_on", "date", "Cuándo se atendió", "When it was seen to"),
    Column("outcome", "text", "Qué se hizo", "What was done"),
)


def gatherings(found: Iterable[Gathering]) -> list[dict[str, Any]]:
    """Return a record for each gathering."""
    return [_gathering(one) for one in found]


def lessons(found: Iterable[Lesson]) -> list[dict[str, Any]]:
    """Return a record for each lesson."""
    return [
        {
            "lesson": one.urn,
            "kind": one.kind,
            "text": one.text,
            "addressee": one.addressee,
            "source": one.gathering.title if one.gathering else one.source,
            "said_on": plain(one.said_on),
            "owner": one.owner.name if one.owner else "",
            "due_on": plain(one.due_on),
            "settled_on": plain(one.settled_on),
            "outcome": one.outcome,
        }
        for one in found
    ]


def as_csv(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> str:
    """Write records as CSV (RFC 4180); no cell can be a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_cell(row[column.name]) for column in columns])
    return out.getvalue()


def as_json(rows: Iterable[dict[str, Any]]) -> str:
    """Write records as a JSON array."""
    return json.dumps(list(rows), ensure_ascii=False, indent=1)


def _cell(value: Any) -> Any:
    return cell(value) if isinstance(value, str) else value


def _gathering(one: Gathering) -> dict[str, Any]:
    counted = queries.headcount(one)
    return {
        "gathering": one.urn,
        "kind": one.kind,
        "title": one.title,
        "on": plain(one.on),
        "precision": one.precision,
        "venue": one.venue,
        "state": one.state,
        **{name: counted.totals[name] for name in COUNTS},
        "people": counted.total,
        "url": one.get_absolute_url(),
    }
