"""Logs to try things on: a store in memory, and publishing in steps as the publisher does it."""

from __future__ import annotations

from collections.abc import Callable

from tequio.tlog import note
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.note import ED25519, SigningKey
from tequio.tlog.tests.trees import entry
from tequio.tlog.tiles import CHECKPOINT, Edge, Store, replaced

KEY = SigningKey("example.org/log", ED25519, b"\1" * 32)


class Memory:
    """A store of files that are nowhere."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def read(self, path: str) -> bytes:
        try:
            return self.files[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    def write(self, path: str, data: bytes) -> None:
        self.files[path] = data

    def remove(self, path: str) -> None:
        for name in [one for one in self.files if one == path or one.startswith(f"{path}/")]:
            del self.files[name]


def publish(
    store: Store, *sizes: int, start: int = 0, entry: Callable[[int], bytes] = entry, key: SigningKey = KEY
) -> bytes:
    """Grow a log to one size after the other and sign each; return the newest checkpoint, signed."""
    signed = b""
    for old, size in zip((start, *sizes), sizes, strict=False):
        edge = Edge.read(store, old)
        for name, data in (*edge.grow(map(entry, range(old, size))), *edge.unfinished()):
            store.write(name, data)
        signed = note.sign(Checkpoint(key.name, size, edge.root()).text, key).encode()
        store.write(CHECKPOINT, signed)
        for name in replaced(old, size):
            store.remove(name)
    return signed
