"""Publishing the log: tiles and bundles first, then the signature, the witnesses, and the checkpoint last.

What a crash leaves behind: before the signature, files that no checkpoint names, written again alike; after it, the
same signature again, because the signer continues only what it signed. Whoever reads meanwhile sees the checkpoint
before. Only one process publishes at a time (a lock beside the keys, which are on one machine).
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tequio.record import queries
from tequio.record.models import Checkpoint, Entry, Log
from tequio.record.sequencer import Damaged
from tequio.record.signer import Signer
from tequio.tlog import checkpoint as signed
from tequio.tlog import merkle
from tequio.tlog.note import Note, Signature, with_signatures
from tequio.tlog.tiles import CHECKPOINT, Edge, Reader, Store, replaced

POLICY = "policy.txt"
_CHUNK = 2000

# Asks the witnesses to sign beneath a note; the tree proves to each that it continues what that one saw.
Cosigner = Callable[[Note, "Published"], Sequence[Signature]]


class Diverged(Exception):
    """The database and what was published tell two histories. Nothing was signed; the message says what to do."""


class Behind(Diverged):
    """The database is older than what was published: `tequio record rebuild` takes the rest from there."""


class Unwitnessed(Exception):
    """Too few witnesses signed, and this site publishes nothing without them."""


@dataclass(frozen=True)
class Published:
    """A tree whose files are in place."""

    log: Log
    store: Store
    size: int
    root: bytes

    def proof(self, old: int) -> Sequence[bytes]:
        """Prove that the tree of `old` leaves begins this one."""
        return merkle.consistency_proof(Reader(self.store, self.size).nodes, old, self.size)


def signer_of(log: Log) -> Signer:
    """Return who holds the keys of a log."""
    return Signer(settings.KEYS_ROOT, log.origin)


def publish(*, at: datetime, cosign: Cosigner | None = None) -> Checkpoint | None:
    """Publish what was sequenced since the last time; None if that is nothing, or if another process is at it.

    Raises Behind or Diverged (nothing was signed), Damaged, Unwitnessed, signer.Fork or signer.NoKey.
    """
    with _turn() as mine:
        # Read in one's turn: another may publish a larger tree while this one waits, and the database seem behind it.
        log = Log.objects.order_by("-number").first() if mine else None
        if log is None:
            return None
        signer = signer_of(log)
        base = _published(log, signer, at=at)
        if base.size == log.size and base.root == bytes(log.root):
            return None
        return _publish(log, signer, base, at=at, cosign=cosign)


def _publish(log: Log, signer: Signer, base: signed.Checkpoint, *, at: datetime, cosign: Cosigner | None) -> Checkpoint:
    last = signer.last()
    known = max(base.size, last.size if last else 0)
    if log.size < known:
        raise Behind(f"{known} entries were signed and the database has {log.size}: run `tequio record rebuild`")
    tree = _written(log, base)
    note = signer.sign(tree.size, tree.root, tree.proof)
    row, _is_new = Checkpoint.objects.get_or_create(
        log=log,
        size=tree.size,
        defaults={"ends": log.base + tree.size, "root": tree.root, "note": str(note), "signed_at": at},
    )
    if bytes(row.root) != tree.root:
        raise Diverged(f"another tree of {tree.size} entries was signed before: nothing was published")
    more = cosign(note, tree) if cosign else ()
    if log.is_strict and len(more) < log.quorum:
        raise Unwitnessed(f"{len(more)} witnesses signed, {log.quorum} are needed")
    note = with_signatures(note, more)
    tree.store.write(POLICY, str(queries.policy()).encode())
    tree.store.write(CHECKPOINT, note.encode())
    # A crash before this line: the checkpoint is out and its row says it is not; _published() puts that right.
    row.note, row.published_at = str(note), at
    row.save(update_fields=["note", "published_at"])
    for name in replaced(base.size, tree.size):
        tree.store.remove(name)
    return row


def _written(log: Log, base: signed.Checkpoint) -> Published:
    """Write the files of the tree up to the head of the database, from what was published on."""
    store = queries.store_of(log)
    edge = Edge.read(store, base.size)
    if edge.root() != base.root:
        raise Damaged(f"the published tiles of {log.origin} do not give the root of their own checkpoint")
    # Once to see that it is right, once to write it: a file that was served must never turn out to be wrong.
    for _file in edge.grow(_entries(log, base.size)):
        pass
    if edge.size != log.size or edge.root() != bytes(log.root):
        raise Diverged(
            f"the database and the published log differ below entry {log.size}: nothing was signed. "
            "Was an older database restored? See `tequio record check`"
        )
    edge = Edge.read(store, base.size)
    for name, data in edge.grow(_entries(log, base.size)):
        store.write(name, data)
    for name, data in edge.unfinished():
        store.write(name, data)
    return Published(log, store, edge.size, edge.root())


def _entries(log: Log, start: int) -> Iterator[bytes]:
    """Yield the bytes of the entries from a leaf of the log up to its head, a chunk at a time."""
    for first in range(log.base + start, log.base + log.size, _CHUNK):
        last = min(first + _CHUNK, log.base + log.size)
        rows = Entry.objects.filter(idx__gte=first, idx__lt=last).order_by("idx")
        for entry in rows.values_list("entry", flat=True):
            yield bytes(entry)


def _published(log: Log, signer: Signer, *, at: datetime) -> signed.Checkpoint:
    """Return the checkpoint that is in its place, seeing to it that its row says so too."""
    found = queries.published(log, signer.verifiers())
    if found is None:
        return signed.Checkpoint(log.origin, 0, merkle.EMPTY)
    stated, note = found
    Checkpoint.objects.filter(log=log, size=stated.size, root=stated.root, published_at__isnull=True).update(
        published_at=at, note=str(note)
    )
    return stated


def republish(log: Log, note: Note) -> None:
    """Put more cosignatures under the newest checkpoint; its text stays."""
    stated = signed.Checkpoint.parse(note.text)
    with _turn(wait=True):
        try:
            present = Note.parse(queries.store_of(log).read(CHECKPOINT))
        except FileNotFoundError:
            return
        if present.text != note.text:
            return  # a newer one took its place meanwhile
        whole = with_signatures(present, note.signatures)
        queries.store_of(log).write(CHECKPOINT, whole.encode())
        Checkpoint.objects.filter(log=log, size=stated.size).update(note=str(whole))


@contextmanager
def _turn(*, wait: bool = False) -> Iterator[bool]:
    folder = Path(settings.KEYS_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "publishing").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
