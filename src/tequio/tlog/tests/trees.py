"""A tree built by the letter of RFC 6962 §2.1: the slow, plain one that everything else is compared with."""

from __future__ import annotations

from functools import cache
from hashlib import sha256


def entry(number: int) -> bytes:
    """Return an entry that no other number has."""
    return b"entry %d" % number


@cache
def mth(start: int, end: int) -> bytes:
    """Return MTH(D[start:end]) over the entries above: the definition, and nothing clever."""
    if end == start:
        return sha256(b"").digest()
    if end - start == 1:
        return sha256(b"\x00" + entry(start)).digest()
    k = 1
    while 2 * k < end - start:
        k *= 2
    return sha256(b"\x01" + mth(start, start + k) + mth(start + k, end)).digest()


def leaf(number: int) -> bytes:
    """Return the hash of an entry."""
    return mth(number, number + 1)


def root(size: int) -> bytes:
    """Return the root over the first entries."""
    return mth(0, size)


def node(level: int, index: int) -> bytes:
    """Return the root of a whole subtree, as makers of proofs ask for it (merkle.Nodes)."""
    return mth(index << level, (index + 1) << level)
