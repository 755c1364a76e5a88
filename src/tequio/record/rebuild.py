"""After a restore: taking what the database lacks from the published log, and never the other way round.

What was published is the truth. The entries that the database lost come back byte by byte with their places, and what
they had erased is erased again. Where the two tell different histories, nothing is changed and a person must decide.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tequio.record import queries
from tequio.record.actions import erase_withheld
from tequio.record.models import Checkpoint, Entry, Log, SubjectHead
from tequio.record.publisher import Diverged
from tequio.record.queries.beside import returned
from tequio.record.sequencer import range_of, take_turn
from tequio.tlog import merkle
from tequio.tlog.tiles import Reader, Source


@dataclass(frozen=True)
class Rebuilt:
    """What came back: how many entries, and how many of the facts that waited were found to be published already."""

    entries: int
    known: int = 0


@dataclass(frozen=True)
class Difference:
    """The first place where the database and the published log tell two things."""

    index: int
    says: str


@transaction.atomic
def rebuild(*, at: datetime) -> Rebuilt:
    """Bring the database up to the published checkpoint; 0 entries where it is not behind.

    Raises Diverged, having changed nothing, if the two histories differ, and tiles.Broken if a published file does not
    hold.
    """
    take_turn()
    log = Log.objects.order_by("-number").first()
    found = queries.published(log, queries.keys_of(log)) if log else None
    if log is None or found is None or found[0].size <= log.size:
        return Rebuilt(0)
    stated, note = found
    reader, head = Reader(queries.store_of(log), stated.size), range_of(log)
    if merkle.root(reader.nodes, log.size) != head.root():
        raise Diverged(_told(difference(log, queries.store_of(log), log.size)))
    came = known = 0
    for place, entry in enumerate(reader.entries(log.size), start=log.base + log.size):
        head.push(merkle.leaf_hash(entry))
        if _put_back(entry, place):
            came += 1
        else:
            known += 1
    if head.root() != stated.root:
        raise Diverged("the published entries do not give the root of their checkpoint: nothing was changed")
    Log.objects.filter(pk=log.pk).update(size=head.size, root=head.root(), frontier=b"".join(head.hashes))
    Checkpoint.objects.get_or_create(
        log=log,
        size=stated.size,
        defaults={
            "ends": log.base + stated.size, "root": stated.root, "note": str(note), "signed_at": at, "published_at": at,
        },
    )  # fmt: skip
    return Rebuilt(came, known)


def difference(log: Log, store: Source, size: int) -> Difference | None:
    """Find the first entry on which the database and the published log differ, reading both from the start."""
    rows = Entry.objects.filter(idx__gte=log.base, idx__lt=log.base + size).order_by("idx")
    ours = rows.values_list("idx", "entry").iterator(chunk_size=2000)
    for place, entry in enumerate(Reader(store, size).entries()):
        idx, mine = next(ours, (None, b""))
        if idx is None:
            return Difference(place, "the database lacks it")
        if idx != log.base + place:
            return Difference(place, "the database lacks it")
        if bytes(mine) != entry:
            return Difference(place, "the database has other bytes")
    return None


def _told(found: Difference | None) -> str:
    where = f"from entry {found.index} on: {found.says}" if found else "in the hashes of the tree"
    return f"the database and the published log differ {where}. Nothing was changed"


def _put_back(entry: bytes, place: int) -> bool:
    """Put one entry in its place; False if it stood here and only waited for its number."""
    body = json.loads(entry)
    waiting = Entry.objects.filter(event_id=body["id"], idx__isnull=True)
    if waiting.exists():
        if bytes(waiting.get().entry) != entry:
            raise Diverged(f"the database has other bytes for entry {place}: nothing was changed")
        waiting.update(idx=place)
        return False
    if Entry.objects.filter(subject=body["subject"], seq=body["seq"]).exists():
        # Somebody used the site between the restore and this: their fact has taken a number that was published.
        raise Diverged(
            f"the database has another entry number {body['seq']} of {body['subject']}, written after the restore: "
            "nothing was changed. Restore again, and rebuild before anybody writes"
        )
    hash = merkle.leaf_hash(entry)
    named = {name: body[name] for name in ("type", "at", "tenant", "subject", "seq", "actor")}
    Entry.objects.create(event_id=body["id"], entry=entry, leaf_hash=hash, idx=place, **named)
    SubjectHead.objects.update_or_create(subject=body["subject"], defaults={"seq": body["seq"], "leaf_hash": hash})
    _erase_again(body)
    return True


def _erase_again(body: dict[str, Any]) -> None:
    """Do once more what the fact did to personal data: an older backup brings back what a person had erased."""
    if body["type"] == "record.entry-erased":
        erase_withheld(event_id=body["data"]["entry"], names=body["data"]["names"], at=body["at"])
    returned.ask(body["type"], body)
