"""A witness that nobody can call: it reads the log itself, proves to itself that nothing changed, signs and publishes.

The proof of consistency is built here from the log's tiles, and checked like anybody else's. A log that went back or
changed what it had shown is not signed: both checkpoints are kept aside as files and, where the tiles show it, a
contradiction that anybody can check.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tequio.tlog import checkpoint, contradiction, merkle, remote
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.folder import Folder
from tequio.tlog.note import Malformed, Note, Signature, Unverified
from tequio.tlog.remote import Remote, Unreachable
from tequio.tlog.submission import Submission
from tequio.tlog.tiles import CHECKPOINT, Broken, Reader
from tequio.tlog.witness import Elsewhere, Memory, Watched, Witness
from tequio.tlog.witness_page import page

COSIGNATURES = "cosignatures"
# A log asks its witnesses before it publishes: for so many seconds it may show less than it has already submitted.
GRACE = 600.0
_TURNS = 3


class Wrong(StrEnum):
    """What a log did that it must not do."""

    UNSIGNED = "unsigned"  # no key that is watched signed what it shows
    SHRANK = "shrank"  # it shows fewer entries than this witness saw
    REWROTE = "rewrote"  # what it shows does not begin with what it showed before
    BROKEN = "broken"  # its files do not give the root that it signed


class Misbehaved(Exception):
    """A log did what it must not do, and was not signed. `kept` are the files that show it."""

    def __init__(self, wrong: Wrong, why: str, *, before: int = 0, size: int = 0, kept: Sequence[Path] = ()) -> None:
        super().__init__(why)
        self.wrong, self.before, self.size, self.kept = wrong, before, size, tuple(kept)


class Lagging(Unreachable):
    """A log does not show yet what it submitted a moment ago, `before`; it shows `size`."""

    def __init__(self, before: int, size: int) -> None:
        super().__init__(f"it shows {size} entries, and submitted {before}")
        self.before, self.size = before, size


@dataclass(frozen=True)
class Pulled:
    """What was signed, the size before, and what the log answered when it was sent the signature (0: nothing)."""

    before: int
    size: int
    signature: Signature
    sent: int | None = None


def pull(
    witness: Witness,
    watched: Watched,
    *,
    publish: Path | None = None,
    send: bool = True,
    timeout: float = remote.TIMEOUT,
) -> Pulled:
    """Read a log, verify that it only grew, cosign it, keep that, publish it in a folder, and send it to the log.

    Raises Misbehaved; Unreachable if the log does not answer (Lagging if it does not show yet what it submitted);
    witness.Damaged and witness.Refused as `cosign` does.
    """
    with Remote(watched.url, timeout=timeout) as log:
        for turn in range(_TURNS):
            stated, note = _shown(log, watched)
            known = witness.recall(watched, note, *_published(publish, watched))
            proof = _proof(log, witness, watched, known, stated, note)
            try:
                signature = witness.cosign(Submission(known.size, proof, note.encode()))
                break
            except Elsewhere:  # somebody else who shares the folder was quicker
                if turn == _TURNS - 1:
                    raise
    if publish:
        _publish(witness, watched, Folder(publish))
    return Pulled(known.size, stated.size, signature, _send(watched, signature, timeout) if send else None)


def _shown(log: Remote, watched: Watched) -> tuple[Checkpoint, Note]:
    try:
        return checkpoint.opened(log.read(CHECKPOINT), watched.keys)
    except FileNotFoundError:
        raise Unreachable(f"{watched.url} shows no checkpoint") from None
    except Malformed as error:  # most often the page of a proxy, not the log's doing
        raise Unreachable(f"{watched.url}/{CHECKPOINT} is not a checkpoint: {error}") from error
    except Unverified as error:
        raise Misbehaved(Wrong.UNSIGNED, str(error)) from error


def _published(publish: Path | None, watched: Watched) -> list[Note]:
    """Return what was published before: a memory that outlives this folder's."""
    with suppress(OSError, Malformed):
        if publish:
            return [Note.parse(Folder(publish).read(f"{watched.id}/{CHECKPOINT}"))]
    return []


def _proof(
    log: Remote, witness: Witness, watched: Watched, known: Memory, stated: Checkpoint, note: Note
) -> tuple[bytes, ...]:
    """Return the proof that the log continues what is known, built from its tiles; raise Misbehaved."""
    if known.note is None or known.size == 0:
        return ()
    if stated.size < known.size:
        raise _less(log, witness, watched, known, stated, note)
    told, proof = _built(log, known.size, stated) if stated.size > known.size else (stated.root, ())
    if told != known.root:
        kept = [*witness.contradict(watched, note), *_evidence(log, witness, watched, note, stated.size)]
        raise Misbehaved(Wrong.REWROTE, "it rewrote its history", before=known.size, size=stated.size, kept=kept)
    return proof


def _less(
    log: Remote, witness: Witness, watched: Watched, known: Memory, stated: Checkpoint, note: Note
) -> Misbehaved | Lagging:
    """Judge a log that shows fewer entries than are known."""
    shown = _evidence(log, witness, watched, note, known.size)
    if not shown and witness.now() - known.time < GRACE:
        return Lagging(known.size, stated.size)
    kept = [*witness.contradict(watched, note), *shown]
    wrong = Wrong.REWROTE if shown else Wrong.SHRANK
    return Misbehaved(wrong, "it shows less than before", before=known.size, size=stated.size, kept=kept)


def _built(log: Remote, old: int, stated: Checkpoint) -> tuple[bytes, tuple[bytes, ...]]:
    """Return the root that the old size has in the log's own tiles, and the proof that leads on from it."""
    reader = Reader(log, stated.size)
    try:
        proof = merkle.consistency_proof(reader.nodes, old, stated.size)
        told = merkle.root(reader.nodes, old)
    except Broken as error:
        raise Misbehaved(Wrong.BROKEN, str(error), before=old, size=stated.size) from error
    # Only if the tiles lead to the root that is signed now does it say anything that another old root stands in them.
    if not merkle.continues(old, told, stated.size, stated.root, proof):
        why = "the tiles do not give the root that is signed"
        raise Misbehaved(Wrong.BROKEN, why, before=old, size=stated.size)
    return told, tuple(proof)


def _evidence(log: Remote, witness: Witness, watched: Watched, note: Note, size: int) -> list[Path]:
    """Keep the file that shows both histories to anybody, if the tiles of the larger one, of `size`, still show it."""
    seen = witness.remembered(watched).note
    try:
        nodes = Reader(log, size).nodes
        made = contradiction.made(seen.encode() if seen else b"", note.encode(), keys=watched.keys, nodes=nodes)
    except (Broken, Unreachable, Malformed, Unverified):
        return []
    return [witness.keep_evidence(watched, made.encode(), size)] if made else []


def _publish(witness: Witness, watched: Watched, folder: Folder) -> None:
    note = witness.remembered(watched).note
    if note:
        folder.write(f"{watched.id}/{CHECKPOINT}", note.encode())
    folder.write("index.html", page(witness))


def _send(watched: Watched, signature: Signature, timeout: float) -> int:
    """Bring the log the signature; return the status that it answers, 0 if it does not."""
    try:
        url = f"{watched.url.rstrip('/')}/{COSIGNATURES}"
        return remote.post(url, signature.line.encode(), timeout=timeout, whole=timeout, most_bytes=10_000).status
    except Unreachable:
        return 0
