"""The only file that touches the disk: bytes at FILES_ROOT/aa/bb/<sha256>, immutable and deduplicated.

A crash leaves either a file in tmp/ (swept at start and by a job) or whole bytes without a row (swept after a day).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass
class Incoming:
    """Bytes on their way in: a temporary file that hashes what it is given."""

    file: BinaryIO
    path: Path
    size: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)

    def write(self, chunk: bytes) -> int:
        self._digest.update(chunk)
        self.size += len(chunk)
        return self.file.write(chunk)

    def flush(self) -> None:
        self.file.flush()

    @property
    def sha256(self) -> str:
        return str(self._digest.hexdigest())

    def place(self) -> None:
        """Make the bytes permanent under their hash; equal bytes that are there already only become fresh again."""
        self.file.flush()
        os.fsync(self.file.fileno())
        home = _path(self.sha256)
        home.parent.mkdir(parents=True, exist_ok=True)
        # The sweep holds this lock alone while it judges by age, so it never takes what is being placed.
        with _lock(fcntl.LOCK_SH):
            if home.exists():
                os.utime(home)
            else:
                self.path.chmod(0o440)
                os.replace(self.path, home)
        for folder in (home.parent, home.parent.parent, root()):
            _fsync(folder)


def root() -> Path:
    """Return where files live."""
    return Path(settings.FILES_ROOT)


def temporaries() -> Path:
    """Return the folder of unfinished uploads, made if it is missing."""
    folder = root() / "tmp"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@contextmanager
def incoming() -> Iterator[Incoming]:
    """Open a temporary file for an upload; it is gone afterwards, placed or not."""
    handle, name = tempfile.mkstemp(dir=temporaries())
    path = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield Incoming(file, path)
    finally:
        path.unlink(missing_ok=True)


def open(sha256: str) -> BinaryIO:
    """Open stored bytes for reading; raise FileNotFoundError if they are not there."""
    return _path(sha256).open("rb")


def holds(sha256: str) -> bool:
    """Tell whether the bytes are here."""
    return _path(sha256).is_file()


def stored() -> Iterator[str]:
    """Name everything that is stored."""
    for path in root().glob("??/??/*"):
        if _SHA256.fullmatch(path.name):
            yield path.name


def settled(before: datetime) -> list[str]:
    """Name what was last placed before an instant."""
    return [sha256 for sha256 in stored() if _age(_path(sha256)) < before.timestamp()]


def remove(hashes: Iterable[str], *, placed_before: datetime) -> int:
    """Remove bytes that nobody refers to, unless somebody has just placed them again."""
    removed = 0
    with _lock(fcntl.LOCK_EX):
        for sha256 in hashes:
            if _age(_path(sha256)) < placed_before.timestamp():
                _path(sha256).unlink(missing_ok=True)
                removed += 1
    return removed


def sweep_temporaries(before: datetime) -> int:
    """Remove uploads that were cut before an instant."""
    stale = [path for path in temporaries().iterdir() if path.is_file() and _age(path) < before.timestamp()]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def _path(sha256: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("stored bytes are named by a SHA-256 in hex")
    return root() / sha256[:2] / sha256[2:4] / sha256


def _age(path: Path) -> float:
    """Return when a file was last placed, in seconds; one that has gone counts as just placed."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


@contextmanager
def _lock(kind: int) -> Iterator[None]:
    with (root() / ".lock").open("ab") as lock:
        fcntl.flock(lock, kind)
        yield


def _fsync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
