"""RFC 6962 Merkle trees: hashes, proofs, and the compact range that gives a root while leaves stream by.

Proofs are **made** by the recursive split of RFC 6962 §2.1 and **checked** by the iterative algorithms of RFC 9162
§2.1.3–4, so that one cannot hide a mistake of the other.

    leaf  SHA256(0x00 ‖ entry)        node  SHA256(0x01 ‖ left ‖ right)        empty tree  SHA256("")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH = 32
EMPTY = sha256(b"").digest()

# What a proof is made from: the root of the whole subtree of height `level` that begins at leaf `index` × 2^level.
Nodes = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one that holds them."""
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over some hashes, pairing neighbours level by level; the last of an odd number moves up."""
    row = list(hashes)
    if not row:
        return EMPTY
    while len(row) > 1:
        odd = row[-1:] if len(row) % 2 else []
        row = [sha256(b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)] + odd
    return row[0]


def split(size: int) -> int:
    """Return the largest power of two below a size of at least 2."""
    return 1 << (size - 1).bit_length() - 1


def subtree(nodes: Nodes, start: int, end: int) -> bytes:
    """Return the root over the leaves from `start` to `end` (left out), which begin a subtree."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return nodes(level, start >> level)
    middle = start + split(size)
    return node_hash(subtree(nodes, start, middle), subtree(nodes, middle, end))


def root(nodes: Nodes, size: int) -> bytes:
    """Return the root of the tree of a size."""
    return subtree(nodes, 0, size) if size else EMPTY


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root, the leaf's sibling first; ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    return _path(nodes, index, 0, size)


def _path(nodes: Nodes, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + split(end - start)
    if index < middle:
        return [*_path(nodes, index, start, middle), subtree(nodes, middle, end)]
    return [*_path(nodes, index, middle, end), subtree(nodes, start, middle)]


def consistency_proof(nodes: Nodes, old: int, size: int) -> list[bytes]:
    """Return the hashes that show that the tree of `old` leaves begins the one of `size`; none from 0 or to itself."""
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {old} does not begin one of {size}")
    return _subproof(nodes, old, 0, size, whole=True) if 0 < old < size else []


def _subproof(nodes: Nodes, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
    if old == end:
        return [] if whole else [subtree(nodes, start, end)]
    middle = start + split(end - start)
    if old <= middle:
        return [*_subproof(nodes, old, start, middle, whole=whole), subtree(nodes, middle, end)]
    return [*_subproof(nodes, old, middle, end, whole=False), subtree(nodes, start, middle)]


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root to which a proof of inclusion leads; None if the proof has not the shape that it must have."""
    if not 0 <= index < size or not _are_hashes(leaf, *proof):
        return None
    fn, sn, found = index, size - 1, leaf
    for one in proof:
        if sn == 0:
            return None
        if fn % 2 or fn == sn:
            found = node_hash(one, found)
            while fn and fn % 2 == 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, one)
        fn, sn = fn >> 1, sn >> 1
    return found if sn == 0 else None


def includes(root: bytes, leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that a leaf stands at an index of the tree with this root and size."""
    return len(root) == HASH and root_by_inclusion(leaf, index, size, proof) == root


def roots_by_consistency(old: int, size: int, proof: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes] | None:
    """Return the roots, old and new, that a proof of consistency leads to; None if it has not the shape it must have.

    Needs 0 < old < size. The old root only begins the proof where `old` is a power of two.
    """
    if not 0 < old < size or not proof or not _are_hashes(old_root, *proof):
        return None
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    fn, sn = old - 1, size - 1
    while fn % 2:
        fn, sn = fn >> 1, sn >> 1
    first = second = path[0]
    for one in path[1:]:
        if sn == 0:
            return None
        if fn % 2 or fn == sn:
            first, second = node_hash(one, first), node_hash(one, second)
            while fn and fn % 2 == 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node_hash(second, one)
        fn, sn = fn >> 1, sn >> 1
    return (first, second) if sn == 0 else None


def continues(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that the tree of `old` leaves begins the one of `size`."""
    if not _are_hashes(old_root, root) or not 0 <= old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof and old_root == EMPTY
    return roots_by_consistency(old, size, proof, old_root) == (old_root, root)


class Range:
    """The compact range of a growing tree: the roots of its whole subtrees, the largest first; log₂(size) hashes."""

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count() or not _are_hashes(*self.hashes):
            raise ValueError(f"{len(self.hashes)} hashes are not the compact range of {size} leaves")

    def push(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        hashes, size = self.hashes, self.size
        while size & 1:
            leaf = sha256(b"\x01" + hashes.pop() + leaf).digest()
            size >>= 1
        hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of what has been added."""
        if not self.hashes:
            return EMPTY
        found = self.hashes[-1]
        for left in self.hashes[-2::-1]:
            found = node_hash(left, found)
        return found


def _are_hashes(*hashes: bytes) -> bool:
    return all(len(one) == HASH for one in hashes)
