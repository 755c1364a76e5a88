"""What a monitor remembers of one log: the last checkpoint that it verified, and the entries of each subject.

One SQLite file, so that both move together; a copy of the checkpoint lies beside it for people. A crash before the
commit leaves the memory of the look before; one after it, an older copy, which the next look replaces.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from tequio.tlog.folder import Folder
from tequio.tlog.snapshot import line
from tequio.tlog.tiles import CHECKPOINT

_FILE = "memory.sqlite3"
_TABLES = """
    CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS step (
        subject TEXT NOT NULL, idx INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (subject, idx)
    ) WITHOUT ROWID;
"""
# SQLite takes the other columns from the row that has the greatest idx.
_NEWEST = "SELECT subject, seq, hash, max(idx) FROM step WHERE idx < ? GROUP BY subject ORDER BY subject"
_OLDER = """
    DELETE FROM step WHERE idx < ?1 AND idx <
        (SELECT max(n.idx) FROM step n WHERE n.subject = step.subject AND n.idx < ?1)
"""


class Busy(RuntimeError):
    """Another monitor has this memory open."""


class Memory:
    """The memory of one log, in one transaction: everything is forgotten again unless it is saved."""

    def __init__(self, state: Path, origin: str) -> None:
        # An origin holds slashes, and may differ from another in nothing but the case of a letter.
        self.folder = state / sha256(origin.encode()).hexdigest()[:16]

    def __enter__(self) -> Memory:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(self.folder / _FILE, isolation_level=None, timeout=0)
        try:
            self._base.executescript(_TABLES)
            self._base.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            self._base.close()
            raise Busy(f"another monitor is at work in {self.folder}") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(sqlite3.Error):
            self._base.execute("ROLLBACK")
        self._base.close()

    @property
    def note(self) -> bytes | None:
        """The signed checkpoint that was verified last."""
        return self._kept("note")

    def peek(self) -> bytes | None:
        """Return the note without opening the memory, whoever else is at work in it."""
        if not (self.folder / _FILE).exists():
            return None
        with closing(sqlite3.connect(self.folder / _FILE)) as base:
            found = base.execute("SELECT value FROM kept WHERE name = 'note'").fetchone()
        return bytes(found[0]) if found else None

    @property
    def copy(self) -> bytes | None:
        """The copy beside the memory: newer than the note where somebody brought an old memory back."""
        try:
            return Folder(self.folder).read(CHECKPOINT)
        except FileNotFoundError:
            return None

    @property
    def floor(self) -> int:
        """The smallest size whose newest entries are still remembered."""
        return int(self._kept("floor") or b"0")

    @property
    def is_sequel(self) -> bool:
        """Whether the log goes on from another one, whose entries are not in it."""
        return self._kept("sequel") is not None

    def mark_sequel(self, itself: str) -> None:
        """Remember that the log goes on from another one, and by what subject it calls itself."""
        self._keep("sequel", itself.encode())

    def is_of_another(self, itself: str) -> bool:
        """Tell whether a fact of this subject is one that an earlier log states about itself."""
        return self._kept("sequel") not in (None, itself.encode())

    def head(self, subject: str) -> tuple[int, bytes] | None:
        """Return the number and the hash of a subject's newest entry."""
        found = self._base.execute(
            "SELECT seq, hash FROM step WHERE subject = ? ORDER BY idx DESC LIMIT 1", [subject]
        ).fetchone()
        return (found[0], bytes(found[1])) if found else None

    def step(self, subject: str, index: int, seq: int, hash: bytes) -> None:
        """Remember an entry as its subject's newest."""
        self._base.execute("INSERT OR REPLACE INTO step VALUES (?, ?, ?, ?)", [subject, index, seq, hash])

    def lines(self, size: int) -> Iterator[bytes]:
        """Yield the lines of the snapshot of the first entries, which are at least `floor`."""
        for subject, seq, hash, _index in self._base.execute(_NEWEST, [size]):
            yield line(subject, seq, bytes(hash))

    def forget(self, size: int) -> None:
        """Forget what no snapshot of this size or a larger one needs."""
        self._base.execute(_OLDER, [size])
        self._keep("floor", b"%d" % size)

    def commit(self, note: bytes) -> None:
        """Keep everything, with the checkpoint under which it was verified."""
        self._keep("note", note)
        self._base.execute("COMMIT")
        Folder(self.folder).write(CHECKPOINT, note)

    def _kept(self, name: str) -> bytes | None:
        found = self._base.execute("SELECT value FROM kept WHERE name = ?", [name]).fetchone()
        return bytes(found[0]) if found else None

    def _keep(self, name: str, value: bytes) -> None:
        self._base.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", [name, value])
