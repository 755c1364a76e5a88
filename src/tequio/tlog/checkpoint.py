"""Checkpoints (c2sp.org/tlog-checkpoint v1.0.0): a signed note that states a tree's size and root.

example.gob.mx/bitacora
70000
iUYTUlLcQQMcDzJiBmTiqmfEqLnyVZ3HoUBAjEtFWGA=
(an empty line)
— example.gob.mx/bitacora Az3grlgtzPICa5OS8npVmf1Myq…
— testigo.example.org Ubt8WzpO…                          a cosignature/v1: "the largest consistent tree I saw, and when"
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tequio.tlog.merkle import HASH
from tequio.tlog.note import Malformed, Note, Unverified, VerifierKey, decoded, encoded

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_LARGEST = (1 << 63) - 1


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint states. `extensions` are further lines, which nobody audits."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the text of a checkpoint; raise Malformed."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] != "" or not lines[0] or not all(lines[:-1]):
            raise Malformed("a checkpoint is an origin, a size and a root, a line each")
        return cls(lines[0], size_of(lines[1]), root_of(lines[2]), tuple(lines[3:-1]))

    @property
    def text(self) -> str:
        """What is signed."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), encoded(self.root), *self.extensions))


def opened(data: bytes, keys: Iterable[VerifierKey]) -> tuple[Checkpoint, Note]:
    """Read a checkpoint that one of the log's keys signed.

    Raises Malformed, or Unverified if no key signed it or if the key is not that of the origin.
    """
    note = Note.parse(data)
    stated = Checkpoint.parse(note.text)
    mine = [key for key in keys if key.name == stated.origin]
    if not mine:
        raise Unverified(f"nobody here knows a key of {stated.origin}")
    note.opened(mine)
    return stated, note


def cosigned(note: Note, witnesses: Iterable[VerifierKey]) -> dict[str, int]:
    """Return when each witness saw a checkpoint (seconds since 1970), by its key. False signatures do not count."""
    seen: dict[str, int] = {}
    for witness in witnesses:
        for one in note.signatures:
            if witness.signed(note.text, one):
                seen[str(witness)] = max(seen.get(str(witness), 0), one.time)
    return seen


def size_of(line: str) -> int:
    """Read a decimal size, without leading zeros."""
    if not _SIZE.fullmatch(line) or int(line) > _LARGEST:
        raise Malformed("a size is a decimal number without leading zeros")
    return int(line)


def root_of(line: str) -> bytes:
    """Read a hash of 32 bytes in base64."""
    raw = decoded(line)
    if len(raw) != HASH or encoded(raw) != line:
        raise Malformed("a hash is 32 bytes in base64")
    return raw
