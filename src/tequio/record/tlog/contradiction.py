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
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tequio.record.tlog.finding import Finding
from tequio.record.tlog.merkle import Nodes
from tequio.record.tlog.note import VerifierKey

HEAD = "tequio-contradiction@v1"


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
        raise NotImplementedError

    def encode(self, words: Sequence[str] = ()) -> bytes:
        """The contradiction as a file, with words for people."""
        raise NotImplementedError


def made(one: bytes, other: bytes, *, keys: Iterable[VerifierKey], nodes: Nodes | None = None) -> Contradiction | None:
    """Return what shows that two signed checkpoints contradict each other; None if they do not, or it cannot be shown.

    Checkpoints of different sizes need `nodes`, the tree of the larger one. Raises Malformed or Unverified for either.
    """
    raise NotImplementedError


def judge(found: Contradiction, keys: Iterable[VerifierKey] | None = None) -> Finding:
    """Say whether a contradiction holds; without keys of the reader's own, by the key that it names."""
    raise NotImplementedError
