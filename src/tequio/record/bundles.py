"""The offline bundle: entries with everything that proves them, for whoever wants to depend on nobody."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tequio.record import leaf, queries
from tequio.record.events import SnapshotTaken
from tequio.record.models import Entry, Log
from tequio.record.queries.beside import PublicFile, copies, disclosable
from tequio.tlog import bundle, checkpoint, merkle, proof
from tequio.tlog import snapshot as listing
from tequio.tlog.bundle import File, Piece
from tequio.tlog.note import Note
from tequio.tlog.snapshot import Place, place_of
from tequio.tlog.tiles import CHECKPOINT, Reader

MOST_ENTRIES = 2400  # with up to four files each, as many as a verifier takes (tlog.bundle.MOST_FILES)
MOST_EVIDENCE = 50_000_000  # bytes; what does not fit is downloaded from its own page


@dataclass(frozen=True)
class Tree:
    """A published tree: its log, its signed checkpoint and its files."""

    log: Log
    signed: bytes
    stated: checkpoint.Checkpoint
    reader: Reader

    def holds(self, row: Entry) -> bool:
        """Tell whether an entry stands in it."""
        return row.idx is not None and self.log.base <= row.idx < self.log.base + self.stated.size

    def hashes(self, row: Entry) -> tuple[bytes, ...]:
        """Return the proof of inclusion of an entry that it holds."""
        index = (row.idx or 0) - self.log.base
        return tuple(merkle.inclusion_proof(self.reader.nodes, index, self.stated.size))


def tree_of(row: Entry) -> Tree | None:
    """Return the newest published tree that holds an entry; None while there is none."""
    found = queries.covering(row.idx + 1) if row.idx is not None else None
    if found is None:
        return None
    log, _first = found
    store = queries.store_of(log)
    signed = store.read(CHECKPOINT)
    stated = checkpoint.Checkpoint.parse(Note.parse(signed).text)
    tree = Tree(log, signed, stated, Reader(store, stated.size))
    return tree if tree.holds(row) else None


def proof_of(row: Entry) -> bytes | None:
    """Return the proof of one entry as a .tlog-proof; None while it is not published."""
    tree = tree_of(row)
    if tree is None:
        return None
    return proof.Proof((row.idx or 0) - tree.log.base, tree.hashes(row), tree.signed).encode()


def of_entries(entries: QuerySet[Entry]) -> Iterator[tuple[str, File]] | None:
    """Yield the files of a bundle of some entries, oldest first; None while none of them is published."""
    rows = list(entries.filter(idx__isnull=False).order_by("idx").prefetch_related("withheld")[:MOST_ENTRIES])
    tree = tree_of(rows[-1]) if rows else None
    if tree is None:
        return None
    held = [row for row in rows if tree.holds(row)]
    snapshot, places = _snapshot(tree, held)
    return bundle.laid_out(
        checkpoint=tree.signed,
        policy=str(queries.policy()),
        pieces=_pieces(tree, held),
        snapshot=snapshot,
        places=places,
        evidence=_evidence(held),
        texts=_texts(tree, len(held)),
    )


def _pieces(tree: Tree, rows: Sequence[Entry]) -> Iterator[Piece]:
    shown: dict[str, Collection[str]] = {}
    for answer in disclosable.ask({str(row.event_id) for row in rows}):
        shown.update(answer)
    for row in rows:
        fields = list(row.withheld.all())
        public = shown.get(str(row.event_id), ())
        yield Piece(
            index=(row.idx or 0) - tree.log.base,
            entry=bytes(row.entry),
            hashes=tree.hashes(row),
            disclosures=tuple(
                leaf.Disclosure(one.name, one.value, one.salt).text
                for one in fields
                if one.name in public and one.erased_at is None
            ),
            fields=tuple(sorted(one.name for one in fields)),
        )


def _snapshot(tree: Tree, rows: Sequence[Entry]) -> tuple[Piece | None, dict[str, Place]]:
    """Return the newest snapshot in a tree, and the place in it of each subject whose newest entry of then is here."""
    taken = Entry.objects.filter(type=SnapshotTaken.name, idx__gte=tree.log.base)
    row = taken.filter(idx__lt=tree.log.base + tree.stated.size).order_by("-idx").first()
    if row is None:
        return None, {}
    try:
        listed = tree.reader.store.read(f"snapshot/{json.loads(bytes(row.entry))['data']['size']}.txt")
    except FileNotFoundError:
        return None, {}
    lines = listed.split(b"\n")[:-1]
    held = {listing.line(one.subject, one.seq, bytes(one.leaf_hash)): one.subject for one in rows}
    places = {held[line]: place_of(lines, number) for number, line in enumerate(lines) if line in held}
    piece = Piece((row.idx or 0) - tree.log.base, bytes(row.entry), tree.hashes(row))
    return piece, places


def _evidence(rows: Sequence[Entry]) -> Iterator[tuple[str, File]]:
    wanted = {one["sha256"] for row in rows for one in json.loads(bytes(row.entry))["evidence"]}
    public: dict[str, PublicFile] = {}
    for answer in copies.ask(wanted):
        public.update(answer)
    left = MOST_EVIDENCE
    for name, found in islice(sorted(public.items()), MOST_ENTRIES):
        if name in wanted and found.size <= left:
            # Opened one by one, when its turn comes; what was erased meanwhile is not there any more.
            with suppress(FileNotFoundError), found.open() as file:
                left -= found.size
                yield name, file


def _texts(tree: Tree, count: int) -> dict[str, str]:
    said = {"origin": tree.stated.origin, "size": f"{tree.stated.size:,}", "root": tree.stated.root.hex(), "n": count}
    return {"README.txt": _(README) % said, "VERIFY.txt": VERIFY % {**said, "keys": _keys(tree.log)}}


def _keys(log: Log) -> str:
    return "\n".join(f"    {key}" for key in queries.keys_of(log))


README = gettext_noop(
    """\
%(n)s entries of the public record %(origin)s, with what proves them.

Anybody can verify them without asking whoever published them: VERIFY.txt says how.

checkpoint     the log's size (%(size)s) and root, signed by the log and by its witnesses
policy.txt     whose signatures those are, as the site says. Compare the keys with those that the witnesses publish.
entries/       the exact entries, each with its proof
disclosures/   personal values that are public today, with their salts
fields/        the names of personal values; those without a disclosure are withheld or were erased
evidence/      files that the entries cite, where they are public
snapshot/      what shows that nothing later existed when the snapshot was taken

What this proves: that these entries were published, in this order, and that nobody has changed them since.
What it does not prove: that what they say is true, nor that nothing was left unsaid.
"""
)

VERIFY = """\
With Tequio (no installation and no database are needed):

    tequio record verify .

With spicy, which others wrote (filippo.io/torchwood/cmd/spicy; in Debian and Ubuntu: spicy-litetlog), one entry at a
time. It looks for the proof beside the file, without its first line:

    tail -n +2 entries/0.tlog-proof > entries/0.json.spicy
    spicy -verify '<key>' entries/0.json

The key of this log:

%(keys)s

With nothing but common tools, the hash of an entry, from which its proof begins:

    (printf '\\000'; cat entries/0.json) | sha256sum

The formats are public: c2sp.org/tlog-checkpoint, c2sp.org/tlog-tiles, c2sp.org/tlog-proof, c2sp.org/tlog-policy,
RFC 6962 (hashes), RFC 9901 (disclosures).

Origin %(origin)s
Size   %(size)s
Root   %(root)s
"""
