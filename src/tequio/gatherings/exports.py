"""Gatherings and lessons as open data: figures of people, never names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from tequio.gatherings import queries
from tequio.gatherings.models import Gathering, Lesson
from tequio.gatherings.vocab import COUNTS, GATHERINGS, LESSONS, Column
from tequio.kit import table
from tequio.kit.event import plain

__all__ = ["GATHERINGS", "LESSONS", "as_csv", "as_json", "gatherings", "lessons"]


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
    """Write records as CSV."""
    return table.as_csv([column.name for column in columns], rows)


def as_json(rows: Iterable[dict[str, Any]]) -> str:
    """Write records as a JSON array."""
    return json.dumps(list(rows), ensure_ascii=False, indent=1)


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
