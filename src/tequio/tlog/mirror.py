"""Copying a whole log, file by file, and believing none of it before its root was computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tequio.tlog import checkpoint
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.note import VerifierKey
from tequio.tlog.tiles import CHECKPOINT, ENTRIES, HEIGHT, WIDTH, Broken, Source, Store, audit, path, width_at

Progress = Callable[[int, int], None]


def mirror(
    source: Source, target: Store, keys: Iterable[VerifierKey], progress: Progress = lambda _n, _of: None
) -> Checkpoint:
    """Copy what the newest checkpoint covers, audit the copy, and write its checkpoint last.

    A copy that was interrupted goes on where it was: full files are not fetched twice. Raises Malformed, Unverified, or
    tiles.Broken, naming the file that does not hold.
    """
    signed = source.read(CHECKPOINT)
    stated, _note = checkpoint.opened(signed, keys)
    names = list(files(stated.size))
    for done, (name, full) in enumerate(names, start=1):
        if not (full and _is_there(target, name)):
            target.write(name, _read(source, name, full))
        progress(done, len(names))
    if audit(target, stated.size) != stated.root:
        raise Broken("the files do not give the root of the checkpoint")
    target.write(CHECKPOINT, signed)
    return stated


def files(size: int) -> Iterator[tuple[str, bool]]:
    """Name the files of a tree of a size, and say of each whether it is a full one."""
    level = 0
    while size >> (HEIGHT * level):
        for index in range(-(-(size >> (HEIGHT * level)) // WIDTH)):
            width = width_at(level, index, size)
            if level == 0:
                yield path(ENTRIES, index, width), width == WIDTH
            yield path(level, index, width), width == WIDTH
        level += 1


def _is_there(target: Store, name: str) -> bool:
    try:
        return bool(target.read(name))
    except FileNotFoundError:
        return False


def _read(source: Source, name: str, full: bool) -> bytes:
    try:
        return source.read(name)
    except FileNotFoundError:
        raise Broken(f"{name} is missing") from None
