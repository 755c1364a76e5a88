"""Tiles and entry bundles (c2sp.org/tlog-tiles v0.1.0): the tree as files that never change, in any store.

    tile/0/000               256 leaf hashes, 8,192 bytes          tile/0/x001/x234/067        the 1,234,067th
    tile/1/000               the roots of 256 full tiles           tile/0/273.p/112            112 hashes so far
    tile/entries/000         256 entries, each uint16 length ‖ bytes
    checkpoint               the newest signed root, written last

A tile is written once full and never again; while it fills, each published size has a partial one. Whoever grows the
tree writes tiles first and the checkpoint last, so that what is published can always be verified.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Protocol

from tequio.tlog.merkle import EMPTY, HASH, Nodes, root_of
from tequio.tlog.note import Malformed

HEIGHT, WIDTH = 8, 256
FULL = WIDTH * HASH
LARGEST_ENTRY = 65_535
CHECKPOINT = "checkpoint"
ENTRIES = "entries"


class Source(Protocol):
    """Where a log's files are read from: a folder, another site, what a backup holds."""

    def read(self, path: str) -> bytes:
        """Return a file; raise FileNotFoundError."""
        ...


class Store(Source, Protocol):
    """Where a log's files are kept."""

    def write(self, path: str, data: bytes) -> None:
        """Keep a file, whole or not at all."""
        ...

    def remove(self, path: str) -> None:
        """Drop a file, or all below a name: the partial tiles that a full one has replaced."""
        ...


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class Broken(ValueError):
    """A published file is missing or does not hash to what the checkpoint says; the message names it."""


def path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Name a tile, or with level "entries" a bundle; `width` below 256 names a partial one."""
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.append(f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(reversed(groups))}{f'.p/{width}' if width < WIDTH else ''}"


def width_at(level: int, index: int, size: int) -> int:
    """Return how many hashes a tile of some level has in a tree of a size: 0 to 256."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - index * WIDTH))


def bundle(entries: Iterable[bytes]) -> bytes:
    """Put entries together, each behind its length."""
    return b"".join(struct.pack(">H", len(entry)) + entry for entry in entries)


def unbundle(data: bytes) -> list[bytes]:
    """Take a bundle apart; raise Malformed if its lengths do not add up."""
    entries, at, last = [], 0, len(data) - 1
    while at < last:
        start = at + 2
        at = start + (data[at] << 8) + data[at + 1]
        entries.append(data[start:at])
    if at != len(data):
        raise Malformed("an entry bundle ends in the middle of an entry")
    return entries


class Reader:
    """Reads a tree of a fixed size from its files, remembering the last few."""

    def __init__(self, store: Source, size: int, remembers: int = 64) -> None:
        self.store = store
        self.size = size
        self._rows = lru_cache(maxsize=remembers)(self._read_rows)

    def node(self, level: int, index: int) -> bytes:
        """Return the root of a whole subtree: what proofs are made from (merkle.Nodes)."""
        above, below = divmod(level, HEIGHT)
        tile, at = divmod(index, WIDTH >> below)
        return self._rows(above, tile)[below][at * HASH : (at + 1) * HASH]

    @property
    def nodes(self) -> Nodes:
        """The reader as proofs ask it."""
        return self.node

    def entries(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the entries from `start` up to `end`, as they were published; they are not verified here."""
        stop = self.size if end is None else min(end, self.size)
        for number in range(start // WIDTH, -(-stop // WIDTH)):
            first = number * WIDTH
            yield from self.bundle(number)[max(0, start - first) : stop - first]

    def bundle(self, number: int) -> list[bytes]:
        """Return the entries of one bundle that are in the tree; raise Broken if the file is not what it is called."""
        width = width_at(0, number, self.size)
        name = path(ENTRIES, number, width)
        called, data = _read(self.store, name)
        wanted = width if called == name else WIDTH
        try:
            found = unbundle(data)
        except Malformed as error:
            raise Broken(f"{called}: {error}") from error
        if len(found) != wanted or not all(found):
            raise Broken(f"{called} holds {sum(map(bool, found))} entries, not {wanted}")
        return found[:width]

    def _read_rows(self, level: int, index: int) -> list[bytes]:
        return _rows_over(self.tile(level, index))

    def tile(self, level: int, index: int) -> bytes:
        """Return the hashes of one tile that are in the tree; raise Broken if the file is not what it is called."""
        width = width_at(level, index, self.size)
        if not width:
            raise Broken(f"a tree of {self.size} has no {path(level, index)}")
        name = path(level, index, width)
        called, tile = _read(self.store, name)
        wanted = width * HASH if called == name else FULL
        if len(tile) != wanted:
            raise Broken(f"{called} has {len(tile)} bytes, not {wanted}")
        return tile[: width * HASH]


class Edge:
    """The growing right edge of a tree: the hashes of its unfinished tile at each level, and its unfinished bundle."""

    def __init__(self, size: int = 0) -> None:
        self.size = size
        self.rows: list[list[bytes]] = []
        self.pending: list[bytes] = []

    @classmethod
    def read(cls, store: Source, size: int) -> Edge:
        """Take the edge of a published tree up again; raise Broken if files are missing."""
        made, reader = cls(size), Reader(store, size)
        level = 0
        while size >> (HEIGHT * level):
            width = (size >> (HEIGHT * level)) % WIDTH
            tile = reader.tile(level, size >> (HEIGHT * (level + 1))) if width else b""
            made.rows.append([tile[at : at + HASH] for at in range(0, len(tile), HASH)])
            level += 1
        made.pending = list(reader.entries(size - size % WIDTH))
        return made

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        found: list[bytes] = []
        for row in self.rows:
            if row or found:
                # What is below an unfinished tile is one more, smaller subtree at its end.
                found = [root_of([*row, *found])]
        return found[0] if found else EMPTY

    def grow(self, entries: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
        """Add entries, yielding each file that became full; `unfinished()` gives the rest."""
        coming = iter(entries)
        while some := list(islice(coming, WIDTH - self.size % WIDTH)):
            for length in map(len, some):
                if not 0 < length <= LARGEST_ENTRY:
                    raise ValueError(f"an entry has 1 to {LARGEST_ENTRY} bytes, not {length}")
            self.pending += some
            tiles = list(self.push(_leaves(some)))
            if self.size % WIDTH == 0:
                yield path(ENTRIES, self.size // WIDTH - 1), bundle(self.pending)
                self.pending = []
            yield from tiles

    def push(self, leaves: list[bytes]) -> Iterator[tuple[str, bytes]]:
        """Add hashes of leaves, no more than the unfinished tile has room for, yielding each tile that became full.

        For whoever has no use for the bundles.
        """
        self.size += len(leaves)
        yield from self._push(0, leaves)

    def _push(self, level: int, hashes: list[bytes]) -> Iterator[tuple[str, bytes]]:
        if level == len(self.rows):
            self.rows.append([])
        row = self.rows[level]
        row += hashes
        if len(row) == WIDTH:
            tile = b"".join(row)
            yield path(level, (self.size >> (HEIGHT * (level + 1))) - 1), tile
            self.rows[level] = []
            yield from self._push(level + 1, _rows_over(tile)[HEIGHT:])

    def unfinished(self) -> Iterator[tuple[str, bytes]]:
        """Yield the partial files that a checkpoint of this size needs."""
        if self.pending:
            yield path(ENTRIES, self.size // WIDTH, len(self.pending)), bundle(self.pending)
        for level, row in enumerate(self.rows):
            if row:
                yield path(level, self.size >> (HEIGHT * (level + 1)), len(row)), b"".join(row)


def audit(store: Source, size: int) -> bytes:
    """Read a whole published tree, check every tile against the entries, and return its root.

    Keeps a few tiles in memory, however large the tree. Raises Broken, naming the first file that does not hold.
    """
    edge, reader = Edge(), Reader(store, size)
    for number in range(-(-size // WIDTH)):
        for full, expected in edge.push(_leaves(reader.bundle(number))):
            _same(store, full, expected)
    for partial, expected in edge.unfinished():
        _same(store, partial, expected)
    return edge.root()


def _same(store: Source, name: str, expected: bytes) -> None:
    """Compare a tile with what the entries give; the bundles are where these come from."""
    level, _slash, place = name.removeprefix("tile/").partition("/")
    if level == ENTRIES:
        return
    called, found = _read(store, name)
    if (found if called == name else found[: len(expected)]) != expected:
        # Which of the two was altered, the tile above tells; whoever reads this wants to see both.
        bundle = f" of tile/{ENTRIES}/{place}" if level == "0" else ""
        raise Broken(f"{called} is not made from the entries{bundle}")


def _read(store: Source, name: str) -> tuple[str, bytes]:
    """Read a file, or the full one that has replaced a partial one, and say which it was; raise Broken."""
    for called in (name, name.partition(".p/")[0]):
        with suppress(FileNotFoundError):
            return called, store.read(called)
    raise Broken(f"{name} is missing")


def replaced(old: int, new: int) -> Iterator[str]:
    """Name what holds the partial files, of sizes up to `old`, that full ones replace in the tree of size `new`."""
    level = 0
    while old >> (HEIGHT * level):
        width, index = (old >> (HEIGHT * level)) % WIDTH, old >> (HEIGHT * (level + 1))
        if width and width_at(level, index, new) == WIDTH:
            yield f"{path(level, index)}.p"
            if level == 0:
                yield f"{path(ENTRIES, index)}.p"
        level += 1


def _leaves(entries: list[bytes]) -> list[bytes]:
    return _hashed(_leaf, entries)


def _rows_over(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile, and above them the roots of the whole subtrees over 2, 4… up to 256 of them."""
    rows = [tile]
    while len(tile) > HASH:
        # The last of an odd number belongs to no whole subtree.
        tile = b"".join(_hashed(_node, [tile[at : at + 2 * HASH] for at in range(0, len(tile) - HASH, 2 * HASH)]))
        rows.append(tile)
    return rows


# A hash that has taken in its prefix: to copy one costs less than to begin one, and an audit needs two for each entry.
_leaf, _node = sha256(b"\x00").copy, sha256(b"\x01").copy


def _hashed(begun: Callable[[], _Hash], parts: Iterable[bytes]) -> list[bytes]:
    hashes = []
    for part in parts:
        hash = begun()
        hash.update(part)
        hashes.append(hash.digest())
    return hashes
