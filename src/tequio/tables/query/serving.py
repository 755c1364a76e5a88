"""Answers structured questions in this process, from many threads: a database per version, a cursor per question.

A version never changes, so an answer never goes stale: it is kept by version and question, and its ETag is known
before it is computed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from tequio.tables.query.building import Builder, Built
from tequio.tables.query.question import Facet, Question
from tequio.tables.query.refused import Refused

# Part of every ETag: raise it when the same question gets another answer.
_EDITION = b"1"
_MARK = 8  # bytes of a page mark that tell its question
_PIECE = 64  # rows at a time: a row may be large
_PER_CELL = 32  # bytes that a kept value takes beside its text
_OPENING = threading.Lock()

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Counted:
    """A value and how many rows have it; the value None is what is missing."""

    value: Any
    count: int


@dataclass(frozen=True)
class Values:
    """The most frequent values of a column; `is_cut`: there are others."""

    column: str
    counts: tuple[Counted, ...]
    is_cut: bool


@dataclass(frozen=True)
class Result:
    """An answer. `columns` are names and DuckDB types; `after` and `before` are the marks of the pages beside it.

    `total` counts the rows that the filters let through, if it was asked for. `is_cut`: groups were left out, or a
    page ended before its size because its rows are large.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    after: str = ""
    before: str = ""
    total: int | None = None
    facets: tuple[Values, ...] = ()
    is_cut: bool = False
    size: int = field(default=0, compare=False)  # bytes, about


@dataclass
class _Open:
    """One open version; it is closed when nobody reads it and nobody will."""

    base: duckdb.DuckDBPyConnection
    columns: dict[str, str]
    readers: int = 0
    is_evicted: bool = False


class _Request:
    """One question at work: a cursor of its own, interrupted when it is late."""

    def __init__(self, version: _Open, seconds: float, most_bytes: int) -> None:
        self.cursor = version.base.cursor()
        self.most_bytes = most_bytes
        self.bytes = 0
        self.kinds: tuple[str, ...] = ()  # of the columns of the last query
        self._seconds = seconds
        self._is_late = threading.Event()
        self._timer = threading.Timer(seconds, self._interrupt)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        self.cursor.close()

    def _interrupt(self) -> None:
        self._is_late.set()
        self.cursor.interrupt()

    def all(self, built: Built) -> tuple[list[Row], bool]:
        """Return the rows of a query, fetched here and now, and whether they were cut at the most bytes."""
        rows: list[Row] = []
        try:
            if self._is_late.is_set():  # between two queries an interruption meets nobody
                raise Refused("too-slow", seconds=f"{self._seconds:g}")
            self.cursor.execute(built.sql, built.values)
            self.kinds = tuple(str(one[1]) for one in self.cursor.description or ())
            while piece := self.cursor.fetchmany(_PIECE):
                for row in piece:
                    self.bytes += _weight(row)
                    if rows and self.bytes > self.most_bytes:
                        return rows, True
                    rows.append(row)
        except duckdb.InterruptException:
            raise Refused("too-slow", seconds=f"{self._seconds:g}") from None
        except duckdb.OutOfMemoryException:
            raise Refused("too-big") from None
        except (duckdb.ConversionException, duckdb.OutOfRangeException):
            raise Refused("no-answer") from None  # a sum beyond every number, a mark that was made up
        return rows, False


class Serving:
    """Reads published versions for everybody. Threads share it; each process has its own.

    `slots` is how many questions run at once (the cores), `patience` how many seconds one waits for a slot.
    """

    def __init__(
        self,
        *,
        slots: int = 0,
        most_open: int = 8,
        deadline: float = 5.0,
        patience: float = 10.0,
        most_bytes: int = 4_000_000,
        most_kept: int = 64_000_000,
        memory: int = 256_000_000,
    ) -> None:
        self.deadline = deadline
        self.patience = patience
        self.most_bytes = most_bytes
        self.most_open = most_open
        self.memory = memory
        self._slots = threading.BoundedSemaphore(slots or os.cpu_count() or 1)
        self._lock = threading.Lock()
        self._open: OrderedDict[str, _Open] = OrderedDict()
        self._kept = _Kept(most_kept)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def answer(self, path: Path | str, question: Question) -> Result:
        """Return the answer of a published version (its .duckdb) to a question. Raises Refused."""
        name = str(path)
        key = (name, question.normal())
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        if not self._slots.acquire(timeout=self.patience):
            raise Refused("busy")
        try:
            with self._reading(name) as version, _Request(version, self.deadline, self.most_bytes) as request:
                result = _answered(request, question, version.columns, name)
        except (duckdb.InternalException, duckdb.FatalException):
            # The database may not be whole after it: the next question opens it anew.
            self._forget(name)
            raise Refused("no-answer") from None
        finally:
            self._slots.release()
        self._kept.put(key, result)
        return result

    def columns(self, path: Path | str) -> dict[str, str]:
        """Return the columns of a version and their DuckDB types."""
        with self._reading(str(path)) as version:
            return dict(version.columns)

    def close(self) -> None:
        """Close every version that nobody reads; the others close with their last reader."""
        with self._lock:
            for name in list(self._open):
                self._evict(name)

    @contextmanager
    def _reading(self, name: str) -> Iterator[_Open]:
        with self._lock:
            version = self._open.get(name)
            if version is None:
                version = self._open[name] = self._opened(name)
            self._open.move_to_end(name)
            version.readers += 1
            while len(self._open) > self.most_open:
                self._evict(next(iter(self._open)))
        try:
            yield version
        finally:
            with self._lock:
                version.readers -= 1
                if version.is_evicted and not version.readers:
                    version.base.close()

    def _forget(self, name: str) -> None:
        with self._lock:
            if name in self._open:
                self._evict(name)

    def _evict(self, name: str) -> None:
        version = self._open.pop(name)
        version.is_evicted = True
        if not version.readers:
            version.base.close()

    def _opened(self, name: str) -> _Open:
        settings: dict[str, Any] = {
            "threads": 1,
            "async_threads": 0,
            "memory_limit": f"{self.memory}B",
            "temp_directory": "",
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
            "python_enable_replacements": False,
            # DuckDB 2.0.0: WHERE rowid > 0 ORDER BY another LIMIT 2 is an internal error, unless this is off.
            "late_materialization_max_rows": 0,
        }
        if not os.path.isfile(name):
            raise Refused("no-version")
        try:
            with _OPENING:
                base = duckdb.connect(name, read_only=True, config=settings)
                _lock(base)
            described = base.execute("DESCRIBE data").fetchall()
        except duckdb.Error:
            raise Refused("no-version") from None
        columns = {str(row[0]): str(row[1]) for row in described}
        if "rowid" in {column.lower() for column in columns}:
            base.close()
            # It would hide the number of each row, by which pages are told apart.
            raise Refused("no-version")
        return _Open(base, columns)


def _lock(base: duckdb.DuckDBPyConnection) -> None:
    """Let nothing more be set. A file that is open in this process already is the same database, locked before."""
    ((is_locked,),) = base.execute("SELECT current_setting('lock_configuration')").fetchall()
    if not is_locked:
        base.execute("SET enable_external_access = false")
        base.execute("SET lock_configuration = true")


def etag(version: str, question: Question) -> str:
    """Return the ETag of an answer; `version` is the hash that names it. It is known without asking."""
    return f'"{_digest(version, question.normal()).hex()[:32]}"'


def _answered(request: _Request, question: Question, columns: dict[str, str], name: str) -> Result:
    builder = Builder(question, columns)
    facets = tuple(_values(request, builder, one) for one in question.facets)
    total = request.all(builder.total())[0][0][0] if question.is_counted else None
    if question.is_grouped:
        built = builder.groups()
        rows, is_cut = request.all(built)
        shown = rows[: question.size]
        result = Result(
            tuple(zip(built.names, request.kinds, strict=True)), tuple(shown), is_cut=is_cut or len(rows) > len(shown)
        )
    else:
        result = _page(request, builder, question, name)
    return Result(
        result.columns, result.rows, result.after, result.before, total, facets, result.is_cut, request.bytes + 1_000
    )


def _values(request: _Request, builder: Builder, facet: Facet) -> Values:
    rows, is_cut = request.all(builder.facet(facet))
    counts = tuple(Counted(value, count) for value, count in rows[: facet.size])
    return Values(facet.column, counts, is_cut or len(rows) > facet.size)


def _page(request: _Request, builder: Builder, question: Question, name: str) -> Result:
    mark = question.after or question.before
    built = builder.rows(_anchor(request, builder, question, name) if mark else None)
    rows, is_cut = request.all(built)
    has_more = is_cut or len(rows) > question.size
    rows = rows[: question.size]
    if question.before:
        rows.reverse()
    has_after, has_before = (bool(mark), has_more) if question.before else (has_more, bool(mark))
    return Result(
        tuple((name, builder.columns[name]) for name in built.names),
        tuple(row[1:] for row in rows),
        after=_mark(rows[-1][0], question, name) if rows and has_after else "",
        before=_mark(rows[0][0], question, name) if rows and has_before else "",
        is_cut=is_cut,
    )


def _anchor(request: _Request, builder: Builder, question: Question, name: str) -> tuple[str | None, ...]:
    """Return where a mark stands. A mark holds a row's number only: whoever invents one gets a page, nothing else."""
    try:
        held = base64.b64decode(question.after or question.before, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Refused("question-page") from None
    if len(held) != 8 + _MARK or held[8:] != _of(question, name):
        raise Refused("question-page")
    number = int.from_bytes(held[:8], "big")
    if number >= 1 << 63:
        raise Refused("question-page")
    found, _is_cut = request.all(builder.anchor(number))
    if not found:
        raise Refused("question-page")
    return (*(found[0] if question.sort else ()), str(number))


def _mark(number: int, question: Question, name: str) -> str:
    return base64.b64encode(number.to_bytes(8, "big") + _of(question, name), altchars=b"-_").decode("ascii")


def _of(question: Question, name: str) -> bytes:
    return _digest(Path(name).name, question.without_page().normal())[:_MARK]


def _digest(version: str, normal: str) -> bytes:
    return hashlib.sha256(b"\0".join([_EDITION, version.encode(), normal.encode("utf-8", "replace")])).digest()


def _weight(row: Row) -> int:
    return sum(_PER_CELL + (len(cell) if isinstance(cell, (str, bytes)) else 0) for cell in row)


class _Kept:
    """Answers by version and question, the least recently used of which go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._lock = threading.Lock()
        self._results: OrderedDict[tuple[str, str], Result] = OrderedDict()

    def get(self, key: tuple[str, str]) -> Result | None:
        with self._lock:
            found = self._results.get(key)
            if found is not None:
                self._results.move_to_end(key)
            return found

    def put(self, key: tuple[str, str], result: Result) -> None:
        if result.size > self._most // 4:
            return
        with self._lock:
            if key in self._results:
                return
            self._results[key] = result
            self._size += result.size
            while self._size > self._most:
                self._size -= self._results.popitem(last=False)[1].size
