"""What a bundle's proofs show: each entry stands in the log unchanged, and its subject's chain has no gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tlog import checkpoint, contradiction, merkle, snapshot
from tequio.tlog.bundle import Bundle, place_path
from tequio.tlog.entry import Entry, Unknown
from tequio.tlog.finding import UNVERIFIABLE, Finding, false, proven, unproven
from tequio.tlog.note import Malformed, Note, Unverified, VerifierKey
from tequio.tlog.proof import Proof
from tequio.tlog.signed import Signed

# Facts of the log about itself. Alone in a bundle they are cited, and their chain is not what the bundle tells.
_OWN = "record."


@dataclass(frozen=True)
class Included:
    """An entry that stands in the log unchanged."""

    index: int
    entry: Entry


@dataclass(frozen=True)
class Tree:
    """The tree that the bundle's checkpoint signs, and the keys that may sign others like it."""

    signed: Signed
    keys: Sequence[VerifierKey]


def missing(path: str) -> Finding:
    """Say that a file is not there."""
    return unproven("missing", _("The bundle has no %(path)s."), exit=UNVERIFIABLE, path=path)


def entry_of(bundle: Bundle, tree: Tree, folder: str, index: int) -> tuple[Included | None, Finding]:
    """Judge one entry by its proof."""
    raw, proof = (bundle.files.get(f"{folder}/{index}.{kind}") for kind in ("json", "tlog-proof"))
    if raw is None or proof is None:
        return None, missing(f"{folder}/{index}.{'json' if raw is None else 'tlog-proof'}")
    wrong = _wrong_proof(tree, index, raw, proof)
    if wrong:
        return None, wrong
    try:
        entry = Entry.parse(raw)
    except Malformed as error:
        return None, unread(index, error)
    says = _("entry #%(index)d “%(type)s” is in it, unchanged")
    return Included(index, entry), proven("entry-included", says, index=index, type=entry.type, id=entry.id)


def _wrong_proof(tree: Tree, index: int, raw: bytes, data: bytes) -> Finding | None:
    stated = tree.signed.stated
    try:
        proof = Proof.parse(data)
    except Malformed as error:
        says = _("The proof of entry #%(index)d cannot be read: %(why)s.")
        return unproven("proof-unreadable", says, exit=UNVERIFIABLE, index=index, why=str(error))
    if proof.index != index:
        says = _("The proof beside entry #%(index)d is that of entry #%(other)d.")
        return false("proof-of-another", says, index=index, other=proof.index)
    elsewhere = _elsewhere(tree, index, proof.checkpoint)
    if elsewhere:
        return elsewhere
    if not merkle.includes(stated.root, merkle.leaf_hash(raw), index, stated.size, proof.hashes):
        says = _("Entry #%(index)d is not what the log holds at its place: the entry or its proof was altered.")
        return false("entry-altered", says, index=index)
    return None


def _elsewhere(tree: Tree, index: int, data: bytes) -> Finding | None:
    """Say that a proof stands under another checkpoint than the bundle's; its cosignatures do not matter."""
    mine = tree.signed.stated
    try:
        if data == tree.signed.data or Note.parse(data).text == tree.signed.note.text:
            return None
        its = checkpoint.opened(data, tree.keys)[0]
    except (Malformed, Unverified):
        says = _("The proof of entry #%(index)d stands under a checkpoint that this log did not sign.")
        return false("proof-unsigned", says, index=index)
    if (its.origin, its.size) == (mine.origin, mine.size):
        return contradiction.told(its, mine) if its.root != mine.root else None
    says = _("The proof of entry #%(index)d stands under another checkpoint (%(origin)s, size %(size)s).")
    return unproven("proof-elsewhere", says, exit=UNVERIFIABLE, index=index, origin=its.origin, size=its.size)


def unread(index: int, error: Malformed) -> Finding:
    """Say that an entry stands in the log and cannot be read."""
    if isinstance(error, Unknown):
        says = _("what entry #%(index)d says: it is in the log, and this program cannot read it (%(why)s)")
        return unproven("entry-of-another-version", says, exit=UNVERIFIABLE, index=index, why=str(error))
    says = _("what entry #%(index)d says: it is in the log, and it is not written as entries are (%(why)s)")
    return unproven("entry-unreadable", says, exit=UNVERIFIABLE, index=index, why=str(error))


def stories(found: Iterable[Included]) -> dict[str, list[Included]]:
    """Group entries by the subject whose story they tell, in the log's order."""
    told: dict[str, list[Included]] = {}
    for one in sorted(found, key=lambda one: one.index):
        told.setdefault(one.entry.subject, []).append(one)
    whole = {subject: chain for subject, chain in told.items() if not _is_aside(chain)}
    return whole or told


def _is_aside(chain: Sequence[Included]) -> bool:
    return all(one.entry.type.startswith(_OWN) for one in chain)


def chain_of(subject: str, chain: Sequence[Included]) -> list[Finding]:
    """Say whether a subject's entries follow each other without gaps."""
    for before, after in zip(chain, chain[1:], strict=False):
        broken = _break(subject, before, after)
        if broken:
            return [broken]
    first, last = chain[0].entry.seq, chain[-1].entry.seq
    whole = proven(
        "chain-whole",
        ngettext(
            "%(n)s entry about %(subject)s, number %(first)s",
            "%(n)s entries about %(subject)s, numbers %(first)s to %(last)s, without gaps",
        ),
        n=len(chain),
        subject=subject,
        first=first,
        last=last,
    )
    if first == 1:
        return [whole]
    says = _("what came before number %(first)s of %(subject)s: it is not in this bundle")
    return [whole, unproven("chain-begins-late", says, subject=subject, first=first)]


def _break(subject: str, before: Included, after: Included) -> Finding | None:
    if after.entry.seq > before.entry.seq + 1:
        return false(
            "chain-gap",
            _("Entries are missing between numbers %(first)s and %(last)s of %(subject)s."),
            subject=subject,
            first=before.entry.seq,
            last=after.entry.seq,
        )
    if after.entry.seq == before.entry.seq + 1 and after.entry.prev == before.entry.hash.hex():
        return None
    return false(
        "chain-broken",
        _("The log itself is wrong: entry #%(index)d does not continue entry #%(before)d about %(subject)s."),
        subject=subject,
        index=after.index,
        before=before.index,
    )


@dataclass(frozen=True)
class Snapshot:
    """What a snapshot's entry states."""

    index: int
    size: int
    subjects: int
    root: bytes

    @classmethod
    def of(cls, index: int, entry: Entry) -> Snapshot:
        """Read the snapshot of an entry; raise Malformed."""
        size, subjects = _size(entry, "size"), _size(entry, "subjects")
        try:
            root = bytes.fromhex(str(entry.data.get("root")))
        except ValueError as error:
            raise Malformed("the root of the snapshot is not a hash") from error
        if entry.type != snapshot.TYPE or len(root) != merkle.HASH:
            raise Malformed("it is not a snapshot")
        if size > index or subjects > size:
            raise Malformed("the snapshot says more than there was")
        return cls(index, size, subjects, root)


def newest(bundle: Bundle, tree: Tree, told: dict[str, list[Included]]) -> list[Finding]:
    """Say whether the newest snapshot shows that nothing later about each subject existed."""
    numbers = bundle.numbers("snapshot")
    if not numbers:
        return [unproven("no-snapshot", _("that nothing later exists: there is no snapshot in this bundle"))]
    found, finding = entry_of(bundle, tree, "snapshot", numbers[-1])
    if found is None:
        return [finding]
    try:
        taken = Snapshot.of(found.index, found.entry)
    except Malformed as error:
        return [unread(found.index, error)]
    return [_newest(bundle, taken, subject, chain) for subject, chain in told.items()]


def _newest(bundle: Bundle, taken: Snapshot, subject: str, chain: Sequence[Included]) -> Finding:
    values: dict[str, Any] = {"subject": subject, "index": taken.index, "size": taken.size}
    covered = [one for one in chain if one.index < taken.size]
    data = bundle.files.get(place_path(subject))
    if not covered or data is None:
        says = _("that nothing later about %(subject)s exists: this bundle does not show it in snapshot #%(index)d")
        return unproven("not-in-snapshot", says, **values)
    try:
        place = snapshot.Place.parse(data)
    except Malformed as error:
        says = _("The place of %(subject)s in snapshot #%(index)d cannot be read: %(why)s.")
        return unproven("place-unreadable", says, exit=UNVERIFIABLE, why=str(error), **values)
    last = covered[-1].entry
    line = snapshot.line(subject, last.seq, last.hash)
    if place.size == taken.subjects and place.holds(line, taken.root):
        says = _("nothing later about %(subject)s existed at snapshot #%(index)d, of the first %(size)s entries")
        return proven("newest", says, last=last.seq, **values)
    says = _(
        "Snapshot #%(index)d names another newest entry of %(subject)s than number %(last)s: "
        "a later one is hidden, or the snapshot or its proof is wrong."
    )
    return false("newest-otherwise", says, last=last.seq, **values)


def _size(entry: Entry, name: str) -> int:
    value = entry.data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Malformed(f"the {name} of the snapshot is not a number")
    return value
