"""Giving facts their place in the log: on SQLite and PostgreSQL by the same statements, one batch in one transaction.

Facts wait as entries without `idx`. A sequencer takes its turn (an advisory lock on PostgreSQL; on SQLite every
transaction that writes is alone), numbers what it sees in the order of `id`, hashes it, and moves the head. A crash
anywhere leaves the batch unnumbered, and whoever comes next numbers it. Two sequencers beside each other are harmless.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from tequio.kit.actor import SYSTEM
from tequio.record import queries
from tequio.record.actions import record
from tequio.record.events import LogOpened
from tequio.record.models import Entry, Log
from tequio.record.signer import Signer
from tequio.tlog import merkle

BATCH = 4096
_HASH = merkle.HASH
_TURN = 0x7465_7175_696F  # “tequio”: the number of our lock in the database
_NUMBER = """
    WITH waiting AS (
        SELECT id, row_number() OVER (ORDER BY id) - 1 + %s AS place
        FROM (SELECT id FROM record_entry WHERE idx IS NULL ORDER BY id LIMIT %s) AS first
    )
    UPDATE record_entry SET idx = waiting.place FROM waiting WHERE record_entry.id = waiting.id
"""
_NUMBERED = "SELECT idx, leaf_hash, entry FROM record_entry WHERE idx >= %s ORDER BY idx"


class Damaged(Exception):
    """What the database holds is not what was written: it must not be signed."""


def sequence(*, at: datetime, batch: int = BATCH) -> int:
    """Number the facts that wait at this moment, and return how many; open the log if it is not open yet.

    Raises Damaged, having numbered nothing of the batch at hand, if an entry or the head was altered.
    """
    if not queries.is_installed():
        return 0
    if not Log.objects.exists():
        open_log(at=at)
    done = 0
    # A look without a lock first: it happens each second, and with a lock each look would make writers wait.
    while Entry.objects.filter(idx__isnull=True).exists():
        numbered = _number(batch)
        done += numbered
        if numbered < batch:  # whoever goes on writing would keep this busy for ever, and nothing would be published
            break
    return done


@transaction.atomic
def open_log(*, at: datetime, previous: str | None = None, base: int = 0) -> Log:
    """Open the site's log with its first leaf; or the next one, where the key of the last is lost."""
    take_turn()
    last = Log.objects.order_by("-number").first()
    if last is not None and previous is None:
        return last
    number = last.number + 1 if last else 1
    origin = settings.LOG_ORIGIN if last is None else f"{Log.objects.get(number=1).origin}/{number}"
    # A crash after this line leaves a key that nothing was signed with; it is taken up again.
    key = Signer(settings.KEYS_ROOT, origin).first_key()
    named = queries.urn("log", str(number))
    fact = LogOpened(tenant=named, subject=named, origin=origin, key=str(key), previous=previous)
    first = record(fact, actor=SYSTEM, at=at)
    Entry.objects.filter(pk=first.pk).update(idx=base)
    head = merkle.Range()
    head.push(bytes(first.leaf_hash))
    rules = {"quorum": last.quorum, "is_strict": last.is_strict, "publish_every": last.publish_every} if last else {}
    return Log.objects.create(
        number=number, origin=origin, base=base, size=1, root=head.root(), frontier=b"".join(head.hashes), opened_at=at,
        **rules,
    )  # fmt: skip


def take_turn() -> None:
    """Be the only one who orders, until this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


@transaction.atomic
def _number(batch: int) -> int:
    take_turn()
    log = Log.objects.order_by("-number").first()
    if log is None:
        return 0
    head = range_of(log)
    start = log.base + log.size
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, [start, batch])
        cursor.execute(_NUMBERED, [start])
        for leaf in _leaves(cursor.fetchall(), start):
            head.push(leaf)
    # Compare and swap: should two ever have a turn at once, one of them ends here.
    moved = Log.objects.filter(pk=log.pk, size=log.size, root=bytes(log.root)).update(
        size=head.size, root=head.root(), frontier=b"".join(head.hashes)
    )
    if not moved:
        raise Damaged("the head of the log moved while its turn was taken")
    return head.size - log.size


def range_of(log: Log) -> merkle.Range:
    """Take up the compact range of a log; raise Damaged if it does not give the root beside it."""
    kept = bytes(log.frontier)
    head = merkle.Range(log.size, [kept[at : at + _HASH] for at in range(0, len(kept), _HASH)])
    if head.root() != bytes(log.root):
        raise Damaged(f"the head of {log.origin} was altered in the database")
    return head


def _leaves(rows: list[tuple[int, bytes, bytes]], start: int) -> Iterator[bytes]:
    for place, (idx, said, entry) in enumerate(rows, start=start):
        leaf = merkle.leaf_hash(bytes(entry))
        if leaf != bytes(said) or idx != place:
            raise Damaged(f"entry {idx} was altered in the database before it was logged")
        yield leaf
