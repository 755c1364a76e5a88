"""The entries themselves: those of a subject, the feed, one of them with its neighbours; and the private trail."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from tequio.record.models import Entry, Trail
from tequio.tlog import merkle

_TENANTS = """
    WITH RECURSIVE hop(tenant) AS (
        SELECT min(tenant) FROM record_entry
        UNION ALL
        SELECT (SELECT min(tenant) FROM record_entry WHERE tenant > hop.tenant) FROM hop WHERE hop.tenant IS NOT NULL
    ) SELECT tenant FROM hop WHERE tenant IS NOT NULL
"""


@dataclass(frozen=True)
class Link:
    """An entry's place in its subject's chain, checked when it is read."""

    earlier: Entry | None
    later: Entry | None
    bytes_hold: bool
    chain_holds: bool


def entries_of(*subjects: str) -> QuerySet[Entry]:
    """Return the entries of some subjects, newest first."""
    return Entry.objects.filter(subject__in=subjects).order_by("-id")


def tenants() -> list[str]:
    """Return the urns of the jurisdictions that have entries, hopping along the index instead of reading it whole."""
    with connection.cursor() as cursor:
        cursor.execute(_TENANTS)
        return [row[0] for row in cursor.fetchall()]


def link(row: Entry) -> Link:
    """Return what stands before and after an entry, and whether its bytes and its chain hold; one query."""
    beside = {one.seq: one for one in Entry.objects.filter(subject=row.subject, seq__in=(row.seq - 1, row.seq + 1))}
    earlier, later = beside.get(row.seq - 1), beside.get(row.seq + 1)
    said = json.loads(bytes(row.entry)).get("prev")
    return Link(
        earlier=earlier,
        later=later,
        bytes_hold=merkle.leaf_hash(bytes(row.entry)) == bytes(row.leaf_hash),
        chain_holds=said == (bytes(earlier.leaf_hash).hex() if earlier else None),
    )


def feed(*, tenant: str = "", type: str = "") -> QuerySet[Entry]:
    """Return every entry, newest first, of one jurisdiction or one kind if asked."""
    entries = Entry.objects.order_by("-id")
    if tenant:
        entries = entries.filter(tenant=tenant)
    return entries.filter(type=type) if type else entries


def newest() -> int:
    """Return the number of the newest entry; 0 before the first."""
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def after(event_id: str, *, type: str = "", subject: str = "", tenant: str = "") -> QuerySet[Entry]:
    """Return the entries that follow one, oldest first; from the first where it is empty."""
    asked = {"type": type, "subject": subject, "tenant": tenant}
    found = Entry.objects.filter(**{name: value for name, value in asked.items() if value}).order_by("id")
    return found.filter(pk__gt=Entry.objects.filter(event_id=event_id).values("pk")[:1]) if event_id else found


def entry(event_id: str) -> Entry | None:
    """Return one entry by its event id."""
    return Entry.objects.filter(event_id=event_id).first()


def of_types(*types: str, tenant: str) -> QuerySet[Entry]:
    """Return the entries of some kinds about a place, newest first."""
    return Entry.objects.filter(type__in=types, tenant=tenant).order_by("-id")


def withheld_in(row: Entry) -> int:
    """Count the personal values of an entry that are kept apart; 0 where there was none, or all were erased."""
    return row.withheld.filter(erased_at__isnull=True).count()


def trail_of(subject: str) -> QuerySet[Trail]:
    """Return the private traces about a subject, newest first."""
    return Trail.objects.filter(subject=subject).order_by("-id")
