"""The daily snapshot: the newest entry of each subject, so that “nothing later existed” can be proven offline.

    urn:tequio:nl:commitment:0123456789 12 6e340b9c…     subject, last number, hash of that entry; sorted by bytes

The root of the tree over those lines stands in a leaf (`record.snapshot-taken`); the lines are a public file beside the
tiles. Whoever replays the log makes the same list.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from tequio.kit.actor import SYSTEM
from tequio.record import queries
from tequio.record.actions import record
from tequio.record.events import SnapshotTaken
from tequio.record.models import Entry, Log
from tequio.record.sequencer import take_turn
from tequio.tlog import merkle
from tequio.tlog.snapshot import line

EVERY = timedelta(days=1)
_KEPT = 7  # files; a proof that somebody holds needs none of them
# The heads may be ahead of what is numbered; those that are step back along their chain.
_HEADS = """
    SELECT h.subject, e.seq, e.leaf_hash FROM record_subjecthead h JOIN record_entry e ON e.subject = h.subject
    AND e.seq = (SELECT n.seq FROM record_entry n WHERE n.subject = h.subject AND n.idx >= %s AND n.idx < %s
                 ORDER BY n.seq DESC LIMIT 1)
"""


def path(size: int) -> str:
    """Name the public file of a snapshot."""
    return f"snapshot/{size}.txt"


def is_due(at: datetime) -> bool:
    """Tell whether a day has passed since the last snapshot, and anything but snapshots happened since."""
    last = _last()
    if last is None:
        return Log.objects.exists()
    return at - last.at >= EVERY and Entry.objects.filter(id__gt=last.pk).exists()


def take(*, at: datetime) -> None:
    """List the newest entry of each subject, keep the list, and state its root; nothing if another was quicker."""
    before = _last()
    log = Log.objects.order_by("-number").first()
    if log is None:
        return
    lines = heads(log)
    # A crash after this line leaves a file that no leaf names; the next snapshot is another file.
    queries.store_of(log).write(path(log.size), b"".join(one + b"\n" for one in lines))
    named = queries.urn("log", str(log.number))
    root = merkle.root_of([merkle.leaf_hash(one) for one in lines]).hex()
    with transaction.atomic():
        take_turn()
        if _last() != before:
            return  # a list of an earlier size, behind the other's, would stop everybody who follows the lists
        fact = SnapshotTaken(tenant=named, subject=named, size=log.size, subjects=len(lines), root=root)
        record(fact, actor=SYSTEM, at=at)
    _forget_older(log)


def heads(log: Log) -> Sequence[bytes]:
    """Return the sorted lines of the entries numbered so far."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [log.base, log.base + log.size])
        return sorted(line(subject, seq, bytes(leaf)) for subject, seq, leaf in cursor.fetchall())


def _last() -> Entry | None:
    return Entry.objects.filter(type=SnapshotTaken.name).order_by("-id").first()


def _forget_older(log: Log) -> None:
    older = Entry.objects.filter(type=SnapshotTaken.name, idx__gte=log.base).order_by("-id")[_KEPT : _KEPT + 7]
    for row in older.values_list("entry", flat=True):
        queries.store_of(log).remove(path(json.loads(bytes(row))["data"]["size"]))
