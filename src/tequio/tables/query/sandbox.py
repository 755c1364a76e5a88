"""Where strangers' SQL runs: a pool of child processes that are killed without regret (worker.py is their side).

    with Sandbox(workers=2) as sandbox:
        answer = sandbox.ask(path, "SELECT medio, count(*) FROM data GROUP BY medio")

Two questions never meet in one process at the same time, and a process never sees a second version.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

import tequio
from tequio.tables.query import frames
from tequio.tables.query.refused import MOST_BYTES_OF_SQL, SAYS, Refused

# A child says by itself that it is late; one that cannot is killed so much later. Issue 5: all is over within 4 s.
GRACE = 0.5  # seconds
_START = 20.0  # seconds to begin, on a busy machine
_SLACK = 65_536  # bytes of a frame beside its rows
_MOST_QUESTIONS = 200  # then a fresh process: what leaks, leaks for so long
_LAST_WORDS = {"too-big", "no-answer"}  # after which a child may not be whole
# The folders of this program are given by name: with -I the child takes none from the environment.
_BOOT = (
    "import sys; sys.path[:0] = sys.argv[2:]; from tequio.tables.query import worker; worker.serve(int(sys.argv[1]))"
)
_HOMES = tuple(dict.fromkeys(str(Path(str(module.__file__)).parents[1]) for module in (tequio, duckdb)))


@dataclass(frozen=True)
class Answer:
    """What a question gave. `types` are DuckDB's names; `is_cut`: there were more rows than are shown."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool = False


@dataclass(frozen=True)
class Bounds:
    """How much one question may take."""

    deadline: float  # seconds
    most_rows: int
    most_bytes: int


class Child:
    """One process. It is blank until it is given a version, and good for nothing after `end`."""

    def __init__(self, bounds: Bounds, boot: str = _BOOT) -> None:
        self.bounds = bounds
        self.version = ""
        self.walls: frozenset[str] = frozenset()
        self.questions = 0
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter, our own words
                [sys.executable, "-I", "-c", boot, str(theirs.fileno()), *_HOMES],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd="/",
                env={"LC_ALL": "C.UTF-8", "HOME": "/", "TZ": "UTC"},
                start_new_session=True,
            )

    def open(self, version: str) -> None:
        """Give it the only version that it will ever see. Raises Refused."""
        self.version = version
        order = {
            "open": version,
            "seconds": self.bounds.deadline,
            "most_rows": self.bounds.most_rows,
            "most_bytes": self.bounds.most_bytes,
        }
        try:
            said = self._exchange(order, until=time.monotonic() + _START)
        except (frames.Broken, frames.Late):
            raise Refused("no-version") from None
        self.walls = frozenset(str(wall) for wall in said.get("walls", ()))

    def ask(self, sql: str) -> Answer:
        """Return the answer to a question; a child that does not give one in time is ended. Raises Refused."""
        self.questions += 1
        try:
            return _answer(self._exchange({"sql": sql}, until=time.monotonic() + self.bounds.deadline + GRACE))
        except frames.Late:
            self.end()
            raise Refused("too-slow", seconds=f"{self.bounds.deadline:g}") from None
        except frames.Broken:
            self.end()
            raise Refused("no-answer") from None
        except Refused as no:
            if no.code in _LAST_WORDS:
                self.end()
            raise

    @property
    def is_spent(self) -> bool:
        """Whether it should answer no more."""
        return self._line.fileno() < 0 or self.questions >= _MOST_QUESTIONS or self._process.poll() is not None

    def end(self) -> None:
        """Kill it, without waiting: the kernel may need a while to take gigabytes back."""
        self._line.close()
        if self._process.poll() is None:
            self._process.kill()
            threading.Thread(target=self._process.wait, daemon=True).start()

    def _exchange(self, order: dict[str, Any], *, until: float) -> dict[str, Any]:
        self._line.settimeout(max(0.01, until - time.monotonic()))
        frames.send(self._line, frames.written(order))
        said = frames.read(frames.receive(self._line, most=self.bounds.most_bytes + _SLACK, until=until))
        if not isinstance(said, dict):
            raise frames.Broken
        return said


def _answer(said: dict[str, Any]) -> Answer:
    """Read what a child says, as if it were already in a stranger's hands."""
    if "no" in said:
        raise _refused(said["no"], said.get("values"))
    try:
        names, kinds, rows, is_cut = said["columns"], said["types"], said["rows"], said["is_cut"]
        return Answer(
            columns=tuple(map(str, names)),
            types=tuple(map(str, kinds)),
            rows=tuple(tuple(frames.value(cell) for cell in row) for row in rows),
            is_cut=is_cut is True,
        )
    except (KeyError, TypeError):
        raise frames.Broken from None


def _refused(code: object, values: object) -> Refused:
    if not isinstance(code, str) or code not in SAYS or not isinstance(values, dict):
        raise frames.Broken
    if not all(isinstance(one, (str, int)) for one in values.values()):
        raise frames.Broken
    try:
        return Refused(code, **values)
    except (KeyError, TypeError, ValueError):  # the sentence asks for a value that did not come
        raise frames.Broken from None


@dataclass
class _Pool:
    """The children of one process of the server: those at rest, and how many are at work."""

    owner: int = field(default_factory=os.getpid)
    idle: list[Child] = field(default_factory=list)
    blank: list[Child] = field(default_factory=list)
    busy: int = 0


class Sandbox:
    """Answers strangers' SQL. `patience` is how many seconds a question waits for a free process.

    Threads may share it; a fork of the server begins with a pool of its own.
    """

    def __init__(
        self,
        workers: int = 2,
        deadline: float = 3.0,
        most_rows: int = 1_000,
        most_bytes: int = 2_000_000,
        patience: float = 10.0,
        *,
        boot: Sequence[str] = (),
    ) -> None:
        self.workers = workers
        self.patience = patience
        self.bounds = Bounds(deadline, most_rows, most_bytes)
        self._boot = tuple(boot) or (_BOOT,)
        self._free = threading.Condition()
        self._is_closed = False
        self._pool = _Pool(blank=[self._child()])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, path: Path | str, sql: str) -> Answer:
        """Return the answer of a published version (its .duckdb) to a question in SQL.

        Raises Refused: the question is not let through, is wrong, or takes too long, too much or too many at once.
        """
        if len(sql.encode("utf-8", "replace")) > MOST_BYTES_OF_SQL:
            raise Refused("sql-too-long", most=MOST_BYTES_OF_SQL)
        version = str(Path(path).resolve())
        if not os.path.isfile(version):
            raise Refused("no-version")
        child = self._taken(version)
        try:
            if not child.version:
                child.open(version)
            return child.ask(sql)
        except BaseException as error:
            # Only a child that answered in full is known to be at rest.
            if not isinstance(error, Refused) or error.code == "no-version":
                child.end()
            raise
        finally:
            self._give_back(child)

    def close(self) -> None:
        """End every process that is at rest; those at work end when they come back."""
        with self._free:
            self._is_closed = True
            resting = [*self._pool.idle, *self._pool.blank]
            self._pool.idle, self._pool.blank = [], []
        for child in resting:
            child.end()

    def _child(self) -> Child:
        return Child(self.bounds, *self._boot)

    def _taken(self, version: str) -> Child:
        until = time.monotonic() + self.patience
        with self._free:
            if self._pool.owner != os.getpid():
                # After a fork both processes would read the same sockets, each the other's answers.
                self._pool = _Pool()
            while self._pool.busy >= self.workers:
                if not self._free.wait(until - time.monotonic()):
                    raise Refused("busy")
            if self._is_closed:
                raise Refused("busy")
            self._pool.busy += 1
            gone, child = self._chosen(version)
        for old in gone:
            old.end()
        try:
            return child or self._child()
        except BaseException:
            self._leave()
            raise

    def _chosen(self, version: str) -> tuple[list[Child], Child | None]:
        """Return the children to end, and one for this version or a blank one, if any is there."""
        pool = self._pool
        gone = [one for one in pool.idle if one.is_spent]
        pool.idle = [one for one in pool.idle if not one.is_spent]
        for child in reversed(pool.idle):
            if child.version == version:
                pool.idle.remove(child)
                return gone, child
        # Every child at rest holds memory: the one that rested longest makes room.
        while len(pool.idle) + pool.busy > self.workers:
            gone.append(pool.idle.pop(0))
        while pool.blank:
            child = pool.blank.pop()
            if not child.is_spent:
                return gone, child
            gone.append(child)
        return gone, None

    def _give_back(self, child: Child) -> None:
        with self._free:
            keeps = not self._is_closed and not child.is_spent
            if keeps:
                self._pool.idle.append(child)
        if not keeps:
            child.end()
        self._leave()
        self._refill()

    def _leave(self) -> None:
        with self._free:
            self._pool.busy -= 1
            self._free.notify()

    def _refill(self) -> None:
        """Have a blank child ready, so that the next person does not wait for one to start."""
        with self._free:
            is_short = not self._is_closed and not self._pool.blank
            if is_short:
                with suppress(OSError):
                    self._pool.blank.append(self._child())
