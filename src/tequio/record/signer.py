"""The log's private keys, and the one rule of whoever holds them: sign only what continues what was signed last.

    <folder>/<origin>.keys     PRIVATE+KEY+…, one a line, the newest last; read by its owner only
    <folder>/<origin>.signed   size and root that were signed last: on disk before a signature leaves this process

It believes neither the database nor the tiles: whoever restores an old one of them meets it here. Knows no Django.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tequio.tlog import merkle
from tequio.tlog.checkpoint import Checkpoint, root_of, size_of
from tequio.tlog.folder import replace, settle, sweep
from tequio.tlog.note import Note, SigningKey, VerifierKey, encoded, sign


class Fork(Exception):
    """What was asked to be signed does not continue what was signed before."""


class NoKey(Exception):
    """The private key of this log is not in this place."""


class Signer:
    """Signs the checkpoints of one log."""

    def __init__(self, folder: Path, origin: str) -> None:
        self.folder = folder
        self.origin = origin
        name = quote(origin, safe="")
        self._keys, self._signed = folder / f"{name}.keys", folder / f"{name}.signed"

    def make_key(self) -> VerifierKey:
        """Make one more key, which signs beside the others from now on."""
        made = SigningKey.make(self.origin)
        with self._alone():
            kept = self._keys.read_text() if self._keys.exists() else ""
            self._write(self._keys, f"{kept}{made.text}\n")
        return made.verifier

    def first_key(self) -> VerifierKey:
        """Return the first key, making it if there is none: a crash while the log was opened left it here."""
        return self.verifiers()[0] if self.has_keys else self.make_key()

    def adopt(self, text: str) -> None:
        """Take up the keys of a file that was kept elsewhere; raise Malformed if it holds anything else."""
        for line in text.split("\n")[:-1]:
            SigningKey.parse(line)
        with self._alone():
            self._write(self._keys, text)

    def drop_key(self, key: VerifierKey) -> None:
        """Forget a private key; raise NoKey rather than forget the last."""
        with self._alone():
            kept = [one for one in self.private_keys() if one.verifier != key]
            if not kept:
                raise NoKey("the last key of a log is not dropped")
            self._write(self._keys, "".join(f"{one.text}\n" for one in kept))

    def private_keys(self) -> list[SigningKey]:
        """Return the keys that sign now; raise NoKey if there is none here."""
        try:
            return [SigningKey.parse(line) for line in self._keys.read_text().split("\n") if line]
        except FileNotFoundError:
            raise NoKey(f"the key of {self.origin} is not in {self.folder}") from None

    @property
    def has_keys(self) -> bool:
        """Tell whether the private keys are in this place."""
        return self._keys.exists()

    def verifiers(self) -> list[VerifierKey]:
        """Return what verifies the signatures made now; raise NoKey."""
        return [one.verifier for one in self.private_keys()]

    def last(self) -> Checkpoint | None:
        """Return what was signed last; raise Malformed if what was kept of it is not whole."""
        try:
            size, _newline, root = self._signed.read_text().partition("\n")
        except FileNotFoundError:
            return None
        return Checkpoint(self.origin, size_of(size), root_of(root.removesuffix("\n")))

    def sign(self, size: int, root: bytes, proof: Callable[[int], Sequence[bytes]]) -> Note:
        """Sign a tree; `proof` gives the consistency proof from a smaller size. Raises Fork, NoKey.

        A crash after the size was written and before the signature left is harmless: the same is signed again.
        """
        with self._alone():
            last, stated = self.last(), Checkpoint(self.origin, size, root)
            if last is not None and not _continues(last, stated, proof):
                raise Fork(f"a tree of {last.size} entries was signed; this one of {size} does not continue it")
            keys = self.private_keys()
            self._write(self._signed, f"{size}\n{encoded(root)}\n")
            return sign(stated.text, *keys)

    def remember(self, size: int, root: bytes) -> None:
        """Note what a tree taken over from elsewhere was signed up to, if that is more than is known here."""
        with self._alone():
            last = self.last()
            if last is None or last.size < size:
                self._write(self._signed, f"{size}\n{encoded(root)}\n")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "signing").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            sweep(self.folder)  # whoever was killed while writing may have left a private key here
            yield

    def _write(self, target: Path, text: str) -> None:
        replace(target, text.encode(), mode=0o600)
        settle(self.folder)


def _continues(last: Checkpoint, stated: Checkpoint, proof: Callable[[int], Sequence[bytes]]) -> bool:
    if last.size > stated.size:
        return False
    if last.size in (0, stated.size):
        return last.size == 0 or last.root == stated.root
    return merkle.continues(last.size, last.root, stated.size, stated.root, proof(last.size))
