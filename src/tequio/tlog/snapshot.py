"""The list of a snapshot: the newest entry of each subject, a line each, and the tree over the lines.

    urn:tequio:nl:commitment:0123456789 12 6e340b9c…     subject, last number, leaf hash of that entry; sorted by bytes

The root stands in a leaf (`record.snapshot-taken`: size, subjects, root). That one line stands in the list is shown by
a file of its own in a bundle, snapshot/urn_tequio_nl_commitment_0123456789.proof:

    index 17
    size 240
    2Gt1E8J0HXhN…                one hash a line, the line's sibling first
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tequio.tlog import merkle
from tequio.tlog.checkpoint import root_of, size_of
from tequio.tlog.note import Malformed, encoded

TYPE = "record.snapshot-taken"


def line(subject: str, seq: int, leaf_hash: bytes) -> bytes:
    """Write one line, without its line break."""
    return f"{subject} {seq} {leaf_hash.hex()}".encode()


@dataclass(frozen=True)
class Place:
    """Where a line stands in the list, and the hashes that lead from it to the root."""

    index: int
    size: int
    hashes: tuple[bytes, ...]

    @classmethod
    def parse(cls, data: bytes) -> Place:
        """Read the place of a line; raise Malformed."""
        try:
            lines = data.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise Malformed("a place in a snapshot is ASCII") from error
        if len(lines) < 3 or lines.pop() or not lines[0].startswith("index ") or not lines[1].startswith("size "):
            raise Malformed("a place in a snapshot is an index, a size and hashes, a line each")
        index, size = size_of(lines[0].removeprefix("index ")), size_of(lines[1].removeprefix("size "))
        return cls(index, size, tuple(root_of(one) for one in lines[2:]))

    def encode(self) -> bytes:
        """The place as a file."""
        hashes = "".join(f"{encoded(one)}\n" for one in self.hashes)
        return f"index {self.index}\nsize {self.size}\n{hashes}".encode()

    def holds(self, line: bytes, root: bytes) -> bool:
        """Tell whether a line stands at this place of the list with this root."""
        return merkle.includes(root, merkle.leaf_hash(line), self.index, self.size, self.hashes)


def place_of(lines: Sequence[bytes], index: int) -> Place:
    """Make the place of one line of a list."""
    hashes = [merkle.leaf_hash(one) for one in lines]

    def node(level: int, number: int) -> bytes:
        return merkle.root_of(hashes[number << level : (number + 1) << level])

    return Place(index, len(lines), tuple(merkle.inclusion_proof(node, index, len(lines))))
