"""Reads of gatherings and of what they leave."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tequio.gatherings.models import Attendance, Gathering, Lesson
from tequio.gatherings.vocab import COUNTS, LESSON_HEADINGS, LessonKind, State
from tequio.kit.actor import Actor
from tequio.kit.canonical import canonical
from tequio.kit.event import plain
from tequio.kit.slot import Slot
from tequio.people.models import Jurisdiction
from tequio.people.queries import Officer, bodies_behind
from tequio.people.vocab import COORDINATION, FACILITATION
from tequio.record import queries as record
from tequio.record.queries import Resolved

MANAGERS = (COORDINATION, FACILITATION)
# What a gathering was about, as (words, address): filled by the rooms above.
concerned: Slot[[Gathering, Actor], list[tuple[str, str]]] = Slot("gatherings.queries.concerned")


@dataclass(frozen=True)
class Headcount:
    """How many people took part: by sector, and in all."""

    rows: Sequence[Attendance]
    totals: dict[str, int]

    @property
    def total(self) -> int:
        """Everybody."""
        return sum(self.totals.values())


def manages(actor: Actor, jurisdiction: int) -> bool:
    """Tell whether an actor writes the gatherings of a place: coordination or facilitation."""
    return isinstance(actor, Officer) and actor.role in MANAGERS and actor.jurisdiction_id == jurisdiction


def gatherings_of(jurisdiction: Jurisdiction, actor: Actor) -> QuerySet[Gathering]:
    """Return the gatherings of a place that an actor may see."""
    found = Gathering.objects.filter(jurisdiction=jurisdiction).select_related("jurisdiction", "convener")
    return found if manages(actor, jurisdiction.pk) else found.exclude(state=State.DRAFT)


def whole(found: QuerySet[Gathering]) -> QuerySet[Gathering]:
    """Add all that its page shows, in a fixed number of queries."""
    return found.prefetch_related("attendance", "moments", "lessons__owner")


def headcount(gathering: Gathering) -> Headcount:
    """Count the participants of a gathering."""
    rows = list(gathering.attendance.all())
    return Headcount(rows, {name: sum(getattr(row, name) for row in rows) for name in COUNTS})


def lessons_of(jurisdiction: Jurisdiction) -> QuerySet[Lesson]:
    """Return what was learned in a place, the newest first."""
    found = Lesson.objects.public().filter(jurisdiction=jurisdiction)
    return found.select_related("gathering__jurisdiction", "jurisdiction", "owner")


def lessons_owed(institution: int) -> QuerySet[Lesson]:
    """Return the recommendations that an institution has to see to."""
    return (
        Lesson.objects.public()
        .open()
        .filter(owner__in=bodies_behind(institution))
        .select_related("gathering", "jurisdiction")
    )


def about(gathering: Gathering, actor: Actor) -> list[tuple[str, str]]:
    """Name what a gathering was about, with the addresses, as the rooms above tell it to an actor."""
    return [one for told in concerned.ask(gathering, actor) for one in told]


def by_kind(lessons: Iterable[Lesson]) -> list[tuple[Any, list[Lesson]]]:
    """Group lessons by kind, in the order of the vocabulary; kinds without any are left out."""
    found: dict[str, list[Lesson]] = {}
    for one in lessons:
        found.setdefault(one.kind, []).append(one)
    return [(LESSON_HEADINGS[LessonKind(kind)], found[kind]) for kind in LessonKind.values if kind in found]


def document(gathering: Gathering) -> dict[str, Any]:
    """Return the public text of a gathering: what its facts cite.

    Cancelling cites none: the text of what was announced stands.
    """
    told: dict[str, Any] = {
        "type": "gathering",
        "id": gathering.urn,
        "jurisdiction": gathering.jurisdiction.urn,
        "kind": gathering.kind,
        "title": gathering.title,
        "on": plain(gathering.on),
        "precision": gathering.precision,
        "hours": gathering.hours,
        "venue": gathering.venue,
        "url": gathering.url,
        "accessibility": gathering.accessibility,
        "purpose": gathering.purpose,
        "convener": gathering.convener.urn if gathering.convener else None,
        "state": State.ANNOUNCED if gathering.state == State.CANCELLED else gathering.state,
    }
    if gathering.is_reported:
        told |= {
            "summary": gathering.summary,
            "links": gathering.addresses,
            "attendance": [
                {"sector": row.sector} | {name: getattr(row, name) for name in COUNTS}
                for row in gathering.attendance.all()
            ],
            "moments": [{"title": one.title, "text": one.text} for one in gathering.moments.all()],
            "lessons": [
                {"id": one.urn, "kind": one.kind, "text": one.text, "addressee": one.addressee}
                for one in gathering.lessons.all()
            ],
        }
    return told


def written(gathering: Gathering) -> tuple[str, str]:
    """Return the canonical JSON of a gathering's text, and its SHA-256 in hex."""
    raw = canonical(document(gathering))
    return raw.decode(), hashlib.sha256(raw).hexdigest()


def resolved(urns: Iterable[str]) -> dict[str, Resolved]:
    """Say what gatherings some urns name: the public ones."""
    prefix = record.urn("gathering", "")
    wanted = [name.removeprefix(prefix) for name in urns if name.startswith(prefix)]
    if not wanted:
        return {}
    public = Gathering.objects.exclude(state=State.DRAFT).filter(public_id__in=wanted).select_related("jurisdiction")
    return {
        one.urn: Resolved(one.title, one.get_absolute_url(), tenant=one.jurisdiction.urn, subject=one.urn, is_open=True)
        for one in public
    }
