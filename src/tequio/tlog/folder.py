"""A log's files in a folder: each whole or not at all, and on disk before the next step is taken."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from tequio.tlog.tiles import CHECKPOINT

_WRITING = ".writing-"


class Folder:
    """A store (tiles.Store) below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes:
        """Return a file; raise FileNotFoundError."""
        return (self.root / path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        """Keep a file: written aside, forced to disk, then given its name. A crash leaves only what nobody reads."""
        target = self.root / path
        # What is published never changes. Who comes again after a crash may find the bytes, and settle only the name.
        if path == CHECKPOINT or not _holds(target, data):
            replace(target, data)
        for folder in Path(path).parents:  # each may be new, and its name stands in the one above
            settle(self.root / folder)

    def remove(self, path: str) -> None:
        """Drop a file, or all that is below a name; what is gone already is no matter."""
        target = self.root / path
        if target.is_dir():
            shutil.rmtree(target, ignore_errors=True)
        else:
            target.unlink(missing_ok=True)


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.read_bytes() == data
    except OSError:
        return False


def replace(target: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file whole or not at all: aside, forced to disk, then given its name (which settle() forces there)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=_WRITING)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove what writers that were killed left in a folder; only whoever writes there alone may."""
    for left in folder.glob(f"{_WRITING}*"):
        left.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Force a folder's own list of names to disk: without it, a power cut may forget the file's name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
