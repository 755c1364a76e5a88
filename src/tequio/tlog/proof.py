"""Proofs that travel (c2sp.org/tlog-proof): an entry's place, the hashes that lead to the root, the signed checkpoint.

    c2sp.org/tlog-proof@v1
    index 23333
    2Gt1E8J0HXhN…                one hash a line, the leaf's sibling first
    (an empty line)
    example.gob.mx/bitacora       the checkpoint, verbatim
    …

`extra` lines may stand below the first; nothing vouches for them and nothing here believes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tequio.tlog import checkpoint, merkle
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.note import Malformed, Note, VerifierKey, decoded, encoded

HEAD = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63


@dataclass(frozen=True)
class Proof:
    """That an entry stands at an index of the tree that a checkpoint signs."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes

    @classmethod
    def parse(cls, data: bytes) -> Proof:
        """Read a proof; raise Malformed."""
        head, blank, signed = data.partition(b"\n\n")
        try:
            lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise Malformed("a proof is ASCII above its checkpoint") from error
        if not blank or lines.pop(0) != HEAD:
            raise Malformed(f"a proof begins with {HEAD}")
        if lines and lines[0].startswith("extra ") and not decoded(lines.pop(0).removeprefix("extra ")):
            raise Malformed("what is extra is base64")
        if not lines or not lines[0].startswith("index "):
            raise Malformed("a proof names its index")
        index = checkpoint.size_of(lines.pop(0).removeprefix("index "))
        if len(lines) > MOST_HASHES:
            raise Malformed(f"a proof has at most {MOST_HASHES} hashes")
        return cls(index, tuple(checkpoint.root_of(line) for line in lines), signed)

    def encode(self) -> bytes:
        """The proof as a file."""
        lines = "".join(f"{encoded(one)}\n" for one in self.hashes)
        return f"{HEAD}\nindex {self.index}\n{lines}\n".encode() + self.checkpoint

    def verified(self, entry: bytes, keys: Iterable[VerifierKey]) -> tuple[Checkpoint, Note]:
        """Return the checkpoint under which an entry stands.

        Raises Malformed or note.Unverified for the checkpoint, and Mismatch if the entry is not in its tree.
        """
        stated, note = checkpoint.opened(self.checkpoint, keys)
        if not merkle.includes(stated.root, merkle.leaf_hash(entry), self.index, stated.size, self.hashes):
            raise Mismatch(f"the entry is not number {self.index} of the tree of {stated.size}")
        return stated, note


class Mismatch(ValueError):
    """A proof that is well formed and does not hold."""


def made(nodes: merkle.Nodes, index: int, signed: bytes) -> Proof:
    """Make the proof of one entry under a signed checkpoint."""
    size = Checkpoint.parse(Note.parse(signed).text).size
    return Proof(index, tuple(merkle.inclusion_proof(nodes, index, size)), signed)
