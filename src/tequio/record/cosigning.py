"""Asking the witnesses for their word, all at once, and keeping what each has seen.

A witness that does not answer keeps nobody waiting for longer than `TIMEOUT`: the site goes on, says how many have
seen its tree and since when too few have, and asks again each minute.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.db.models import Q

from tequio.kit.clock import now
from tequio.record import models, publisher, queries
from tequio.record.models import Log, Witness
from tequio.record.publisher import Behind, Diverged, Published
from tequio.tlog import checkpoint, merkle, remote, submission
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.note import Malformed, Note, Signature, Unverified, VerifierKey, signature_lines
from tequio.tlog.submission import Refusal, Why
from tequio.tlog.tiles import Reader

log = logging.getLogger("tequio.record")

RETRY = 60.0  # seconds between two looks at who lags behind
TIMEOUT = 5.0
_RECENT = 100  # checkpoints: a witness that comes by itself may bring the signature of an hour ago
_AHEAD = 3600  # seconds that the clock of a witness may be fast
_ASTRAY = Refusal(Why.FALSE, "its clock is wrong")
MOST = 15  # witnesses: their keys stand in one entry


def ask(note: Note, tree: Published) -> Sequence[Signature]:
    """Ask every witness that can be reached to sign beneath a note; return what they signed."""
    return _ask(Witness.objects.filter(retired_at__isnull=True).exclude(url=""), note, tree)


def refresh(present: Log, *, at: datetime) -> int:
    """Ask again whoever lags behind the newest checkpoint or signed too long ago; return how many signed."""
    keys = publisher.signer_of(present).verifiers()
    found = queries.published(present, keys)
    if found is None:
        return 0
    stated, note = found
    old = Q(cosigned_at__isnull=True) | Q(cosigned_at__lt=at - timedelta(seconds=present.refresh_every))
    lagging = Witness.objects.filter(Q(ends__lt=present.base + stated.size) | old, retired_at__isnull=True)
    tree = Published(present, queries.store_of(present), stated.size, stated.root)
    more = _ask(lagging.exclude(url=""), note, tree)
    if more:
        publisher.republish(present, Note(note.text, tuple(more)))
    return len(more)


def accept(present: Log, lines: str) -> int:
    """Take cosignatures that a witness brings by itself, over any checkpoint that was published; return how many.

    Raises note.Malformed. What no known witness signed over a published checkpoint is left aside.
    """
    taken = 0
    for one in signature_lines(lines):
        for witness in Witness.objects.filter(retired_at__isnull=True):
            for row in models.Checkpoint.objects.filter(log=present, published_at__isnull=False).order_by("-size")[
                :_RECENT
            ]:
                note = Note.parse(row.note.encode())
                if _is_of_now(one) and VerifierKey.parse(witness.key).signed(note.text, one):
                    _saw(witness, row.size, row.ends, one)
                    publisher.republish(present, Note(note.text, (one,)))
                    taken += 1
                    break
    return taken


def refuse_behind(present: Log) -> None:
    """Raise publisher.Behind if a witness shows a larger tree, signed by this log's own key, than is known here.

    It is what remains when database, tiles and the signer's memory were all put back from an older copy.
    """
    signer = publisher.signer_of(present)
    last = signer.last()
    known = max(present.size, last.size if last else 0)
    for witness in Witness.objects.filter(retired_at__isnull=True).exclude(url=""):
        shown = _shown_by(witness, present, signer.verifiers())
        if shown is not None and shown.size > known:
            says = f"{witness.name} has seen {shown.size} entries of this log, and here are {known}"
            raise Behind(f"{says}: bring the published files back with `tequio record mirror`, then rebuild")


def _ask(witnesses: Iterable[Witness], note: Note, tree: Published) -> list[Signature]:
    asked = list(witnesses)
    if not asked:
        return []
    with ThreadPoolExecutor(max_workers=len(asked)) as all_at_once:
        answers = list(all_at_once.map(lambda one: _push(one, note, tree), asked))
    signatures = []
    for witness, answer in zip(asked, answers, strict=True):
        if isinstance(answer, Signature) and _is_of_now(answer):
            _saw(witness, tree.size, tree.log.base + tree.size, answer)
            signatures.append(answer)
        else:
            _did_not(witness, answer if isinstance(answer, Refusal) else _ASTRAY, tree)
    return signatures


def _shown_by(witness: Witness, present: Log, keys: Sequence[VerifierKey]) -> Checkpoint | None:
    """Return the newest checkpoint of this log that a witness shows; None if it shows none that our key signed."""
    named = sha256(present.origin.encode()).hexdigest()
    try:
        answer = remote.fetch(f"{witness.url.rstrip('/')}/{named}/checkpoint", timeout=TIMEOUT, whole=TIMEOUT)
        return checkpoint.opened(answer.body, keys)[0] if answer.status == 200 else None
    except (remote.Unreachable, Malformed, Unverified):
        return None


def _push(witness: Witness, note: Note, tree: Published) -> Signature | Refusal:
    key = VerifierKey.parse(witness.key)
    # What it signed of an earlier log of this site is of another origin: it begins this one from nothing.
    old = witness.size if witness.ends >= tree.log.base else 0
    return submission.push(
        witness.url, note.encode(), key, lambda first, _size: tree.proof(first), old=old, timeout=TIMEOUT
    )


def _is_of_now(signature: Signature) -> bool:
    """Tell whether a cosignature states an instant that has been."""
    return 0 < signature.time < now().timestamp() + _AHEAD


def _saw(witness: Witness, size: int, ends: int, signature: Signature) -> None:
    at = datetime.fromtimestamp(signature.time, UTC)
    Witness.objects.filter(pk=witness.pk).update(cosigned_at=at, asked_at=now(), error="")
    Witness.objects.filter(pk=witness.pk, ends__lt=ends).update(size=size, ends=ends)


def _did_not(witness: Witness, refusal: Refusal, tree: Published) -> None:
    if refusal.why in (Why.AHEAD, Why.INCONSISTENT):
        log.error("%s saw another history: %s", witness.name, refusal.says)
        shown = _shown_by(witness, tree.log, publisher.signer_of(tree.log).verifiers())
        # Its word alone stops nothing: only a tree that this log's own key signed.
        if shown is not None and not _begins(shown, tree):
            raise Diverged(
                f"{witness.name} holds another history of this log, signed with its key: nothing is published"
            )
    Witness.objects.filter(pk=witness.pk).update(asked_at=now(), error=f"{refusal.why}: {refusal.says}"[:300])


def _begins(shown: Checkpoint, tree: Published) -> bool:
    if shown.size > tree.size:
        return False
    return merkle.root(Reader(tree.store, tree.size).nodes, shown.size) == shown.root
