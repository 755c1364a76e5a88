"""Two checkpoints that one log signed and that no proof can reconcile: a file that anybody can publish and check.

    tequio-contradiction@v1
    # example.gob.mx/bitacora signed two histories…            words for people; programs skip them
    key example.gob.mx/bitacora+530d903a+AekyeRrm…
    root 2Gt1E8J0HXhN…           the root that the earlier size has in the later tree (absent where the sizes are equal)
    hash 9sBdE4…                 a proof of consistency that leads from that root to the later one
    (an empty line)
    (the earlier checkpoint, verbatim)
    (an empty line)
    (the later checkpoint, verbatim)

A checkpoint has exactly one empty line, so the file has five blocks and needs no other marks. Of two trees of one size,
two roots say everything. Else the hashes, which lead to the later root, also lead to the root that the earlier size has
in that tree; it is not the one that the log signed, so the earlier tree does not begin the later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tequio.kit.tongue import Value
from tequio.kit.tongue import gettext_noop as _
from tequio.tlog import checkpoint, merkle
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.finding import FALSE, UNVERIFIABLE, Finding, Word, unproven
from tequio.tlog.merkle import Nodes
from tequio.tlog.note import Malformed, Unverified, VerifierKey, encoded
from tequio.tlog.proof import MOST_HASHES

HEAD = "tequio-contradiction@v1"
MOST_BYTES = 4_000_000
WORDS = (
    _("The log named below signed two histories that contradict each other: no tree can hold both."),
    _("Anybody can check this file without trusting whoever published it: tequio record verify FILE"),
)
_BLOCKS = 5
_KINDS = ("key", "root", "hash")


@dataclass(frozen=True)
class Contradiction:
    """Two signed checkpoints of one log, and what shows that one does not begin the other."""

    earlier: bytes
    later: bytes
    keys: tuple[VerifierKey, ...]
    root: bytes | None = None
    hashes: tuple[bytes, ...] = ()

    @classmethod
    def parse(cls, data: bytes) -> Contradiction:
        """Read a contradiction, verifying nothing; raise Malformed."""
        blocks = (data.rstrip(b"\n") + b"\n").split(b"\n\n")  # a mail may have added an empty line at its end
        if not is_one(data) or len(data) > MOST_BYTES or len(blocks) != _BLOCKS:
            raise Malformed("a contradiction is a head and two checkpoints, an empty line between them")
        head = _head(blocks[0])
        keys = tuple(VerifierKey.parse(one) for one in head["key"])
        root = [checkpoint.root_of(one) for one in head["root"]]
        hashes = tuple(checkpoint.root_of(one) for one in head["hash"])
        if len(root) > 1 or len(hashes) > MOST_HASHES:
            raise Malformed("a contradiction has one root at most, and no more hashes than a tree is high")
        earlier, later = blocks[1] + b"\n\n" + blocks[2] + b"\n", blocks[3] + b"\n\n" + blocks[4]
        return cls(earlier, later, keys, root[0] if root else None, hashes)

    def encode(self, words: Sequence[str] = WORDS) -> bytes:
        """The contradiction as a file, with words for people."""
        head = [HEAD, *(f"# {line}" for word in words for line in word.splitlines())]
        head += [f"key {key}" for key in self.keys]
        head += [f"root {encoded(self.root)}"] if self.root else []
        head += [f"hash {encoded(one)}" for one in self.hashes]
        return "\n".join(head).encode() + b"\n\n" + self.earlier + b"\n" + self.later

    def holds(self, earlier: Checkpoint, later: Checkpoint) -> bool:
        """Tell whether two checkpoints, the file's own, contradict each other."""
        if earlier.origin != later.origin:
            return False
        if earlier.size == later.size:
            return earlier.root != later.root
        if self.root is None or self.root == earlier.root:
            return False
        led = merkle.roots_by_consistency(earlier.size, later.size, self.hashes, self.root)
        return led == (self.root, later.root)


def is_one(data: bytes) -> bool:
    """Tell whether bytes say that they are a contradiction."""
    return data.startswith(f"{HEAD}\n".encode())


def made(one: bytes, other: bytes, *, keys: Iterable[VerifierKey], nodes: Nodes | None = None) -> Contradiction | None:
    """Return what shows that two signed checkpoints contradict each other; None if they do not, or it cannot be shown.

    Checkpoints of different sizes need `nodes`, the tree of the larger one; what it raises goes up. Raises Malformed or
    Unverified for a checkpoint that none of the keys signed.
    """
    known = tuple(keys)
    (first, earlier), (last, later) = sorted(
        ((checkpoint.opened(data, known)[0], data) for data in (one, other)), key=lambda pair: pair[0].size
    )
    named = tuple(key for key in known if key.name == first.origin)
    if first.size == last.size or nodes is None or first.size == 0:
        found = Contradiction(earlier, later, named)
    else:
        hashes = tuple(merkle.consistency_proof(nodes, first.size, last.size))
        found = Contradiction(earlier, later, named, merkle.root(nodes, first.size), hashes)
    return found if found.holds(first, last) else None


def judge(found: Contradiction, keys: Iterable[VerifierKey] | None = None) -> Finding:
    """Say whether a contradiction holds; without keys of the reader's own, by the key that it names."""
    try:
        known = found.keys if keys is None else tuple(keys)
        (first, _note), (last, _note) = (checkpoint.opened(data, known) for data in (found.earlier, found.later))
    except (Malformed, Unverified) as error:
        return unproven(
            "contradiction-unsigned",
            _("that the log signed two histories: the checkpoints in this file are not signed by it (%(why)s)"),
            exit=UNVERIFIABLE,
            why=str(error),
        )
    if not found.holds(first, last):
        return unproven(
            "contradiction-unfounded",
            _("that the log signed two histories: nothing in this file shows that the two checkpoints disagree"),
            exit=UNVERIFIABLE,
        )
    return told(first, last, own=keys is None)


def told(first: Checkpoint, last: Checkpoint, *, own: bool = False) -> Finding:
    """Say that a log signed two histories; with `own`, that the key is the one that the accuser names."""
    values: dict[str, Value] = {"origin": first.origin, "size": first.size, "later": last.size}
    if own:
        says = _(
            "the log %(origin)s signed two histories, of size %(size)s and of size %(later)s, that no tree holds both; "
            "make sure that the key in this file is the log's"
        )
    else:
        says = _(
            "the log %(origin)s signed two histories, of size %(size)s and of size %(later)s, that no tree holds both"
        )
    return Finding(Word.PROVEN, "two-histories", says, values, FALSE)


def _head(block: bytes) -> dict[str, list[str]]:
    """Sort the lines of the head by their kind."""
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    try:
        lines = block.decode("utf-8").split("\n")[1:]
    except UnicodeDecodeError as error:
        raise Malformed("a contradiction is UTF-8") from error
    for line in lines:
        kind, _space, rest = line.partition(" ")
        if kind in found:
            found[kind].append(rest)
        elif not line.startswith("#"):
            raise Malformed("the head of a contradiction holds keys, one root, hashes, and words behind a #")
    return found
