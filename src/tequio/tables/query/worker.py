"""A process that answers strangers' SQL about one version and may be killed at any instant.

It holds nothing but a version that is public, opened to read. The server starts it, sends it one version, then
questions; it judges each (the parser alone can hang), runs it, and answers in frames. See DATA.md, part 5.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tequio.kit.tongue import Value
from tequio.tables.query import confine, frames, gate
from tequio.tables.query.refused import Refused

Judge = Callable[[str, duckdb.DuckDBPyConnection], None]
TABLE = "data"
_MEMORY = "512MB"
_MOST_SQL = 1 << 20
_PIECE = 64  # rows at a time: a row may be large
# Kinds whose Python form would lose something (months of an interval, nanoseconds, a zone) are sent as text.
_EXACT = {
    "boolean", "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint",
    "uhugeint", "float", "double", "decimal", "varchar", "blob", "date", "time", "timestamp", "timestamp_s",
    "timestamp_ms", "enum", "null",
}  # fmt: skip
_NESTED = {"list", "array", "struct", "map", "tuple"}
# What DuckDB says of these is about the question; of the others (files, memory, its own inside) nothing is passed on.
_ABOUT_THE_QUESTION = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ConversionException,
    duckdb.InvalidInputException,
    duckdb.OutOfRangeException,
    duckdb.ParserException,
    duckdb.SyntaxException,
    duckdb.TypeMismatchException,
)
# After these the database, or the process, may not be whole: it says so and ends.
_LAST_WORDS = (duckdb.FatalException, duckdb.InternalException, duckdb.OutOfMemoryException, MemoryError)
# Every kind of value once, so that nothing is left to import when no file can be opened any more.
_REHEARSAL = """
    SELECT 1, 1.5::DOUBLE, 1.10::DECIMAL(9, 2), 'a', '\\xAA'::BLOB, DATE '2020-01-01', TIME '10:00', NULL, true,
           TIMESTAMP '2020-01-01 10:00', [1], {'a': 1}, map {'a': 1}, (INTERVAL 1 DAY)::VARCHAR, row(1, 2),
           strftime(DATE '2020-01-01', '%A'), (TIMESTAMPTZ '2020-01-01 10:00+02')::VARCHAR, 'a' COLLATE es
"""


@dataclass(frozen=True)
class Bounds:
    """How much one answer may be, as the server says it."""

    seconds: float
    most_rows: int
    most_bytes: int


def judge(sql: str, parser: duckdb.DuckDBPyConnection) -> None:
    """Let a question to the version's only table pass, or raise Refused."""
    gate.judge(sql, tables=(TABLE,), parser=parser)


def serve(number: int, judge: Judge = judge) -> None:
    """Answer on a socket (its descriptor) until the other side closes it."""
    _leave_the_terminal()
    with socket.socket(fileno=number) as line:
        walls = confine.part()
        confine.bound()
        _rehearse()
        order = frames.read(frames.receive(line, most=_MOST_SQL))
        bounds = Bounds(order["seconds"], order["most_rows"], order["most_bytes"])
        path = Path(order["open"])
        walls |= confine.seclude(path.parent)
        base = _opened(Path("/", path.name) if "root" in walls else path, bounds)
        walls |= confine.drop()
        frames.send(line, frames.written({"walls": sorted(walls)}))
        _answer_all(line, base, bounds, judge, hidden=str(path.parent))


def _answer_all(
    line: socket.socket, base: duckdb.DuckDBPyConnection, bounds: Bounds, judge: Judge, *, hidden: str
) -> None:
    is_last = False
    while not is_last:
        try:
            sql = frames.read(frames.receive(line, most=_MOST_SQL))["sql"]
        except frames.Broken:
            return
        confine.allow_seconds(int(bounds.seconds) + 2)
        body, is_last = _reply(base, sql, bounds, judge, hidden)
        frames.send(line, body)


def _leave_the_terminal() -> None:
    """Let nothing that a library prints reach the server."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    if nowhere > 2:
        os.close(nowhere)


def _settings(bounds: Bounds | None = None) -> dict[str, Any]:
    return {
        "threads": 1,
        "async_threads": 0,
        "memory_limit": _MEMORY,
        "temp_directory": "",
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
        "allow_community_extensions": False,
        "allow_unsigned_extensions": False,
        "python_enable_replacements": False,
        "secret_directory": "",
        "late_materialization_max_rows": 0,  # see serving.py
        "max_execution_time": int(bounds.seconds * 1000) if bounds else 0,
    }


def _rehearse() -> None:
    with closing(_locked(duckdb.connect(config=_settings()))) as rehearsal:
        for row in rehearsal.execute(_REHEARSAL).fetchall():
            frames.written([frames.plain(value) for value in row])
        rehearsal.execute("SELECT json_serialize_sql('SELECT 1')").fetchall()


def _opened(path: Path, bounds: Bounds) -> duckdb.DuckDBPyConnection:
    return _locked(duckdb.connect(str(path), read_only=True, config=_settings(bounds)))


def _locked(base: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    for setting in ("enable_progress_bar = false", "enable_external_access = false", "lock_configuration = true"):
        base.execute(f"SET {setting}")
    return base


def _reply(base: duckdb.DuckDBPyConnection, sql: str, bounds: Bounds, judge: Judge, hidden: str) -> tuple[bytes, bool]:
    """Return the frame that answers, and whether it is the last of this process."""
    try:
        # A cursor of its own: nothing of a question (seed, variables) stays for the next.
        with closing(base.cursor()) as cursor:
            judge(sql, cursor)
            return _answer(cursor, sql, bounds, hidden), False
    except Refused as no:
        return _no(no.code, dict(no.values)), False
    except duckdb.InterruptException:
        return _no("too-slow", {"seconds": f"{bounds.seconds:g}"}), False
    except (duckdb.OutOfMemoryException, MemoryError):
        return _no("too-big", {}), True
    except _ABOUT_THE_QUESTION as error:
        return _no("wrong-question", {"detail": gate.scrubbed(str(error).replace(hidden, "…"))}), False
    except Exception as error:  # a stranger's SQL: whatever went wrong is told as no answer
        return _no("no-answer", {}), isinstance(error, _LAST_WORDS) or not isinstance(error, duckdb.Error)


def _no(code: str, values: dict[str, Value]) -> bytes:
    return frames.written({"no": code, "values": values})


def _answer(cursor: duckdb.DuckDBPyConnection, sql: str, bounds: Bounds, hidden: str) -> bytes:
    statements = cursor.extract_statements(sql)
    if len(statements) != 1:
        raise Refused("sql-several" if statements else "sql-empty", **({"n": len(statements)} if statements else {}))
    if statements[0].type != duckdb.StatementType.SELECT:
        raise Refused("sql-not-a-select")
    cursor.execute(statements[0])
    described = list(cursor.description or ())
    names, kinds = [str(one[0]) for one in described], [one[1] for one in described]
    if not all(_is_exact(kind) for kind in kinds):
        cursor.execute(_as_text(statements[0].query, kinds))
    rows, is_cut = _rows(cursor, bounds, hidden)
    head = frames.written({"columns": names, "types": [str(kind) for kind in kinds], "is_cut": is_cut})
    return b'%s,"rows":[%s]}' % (head[:-1], b",".join(rows))


def _is_exact(kind: Any) -> bool:
    if kind.id in _NESTED:
        return all(_is_exact(child) for _name, child in kind.children if not isinstance(child, int))
    return kind.id in _EXACT


def _as_text(query: str, kinds: list[Any]) -> str:
    columns = ", ".join(f"#{n}" if _is_exact(kind) else f"#{n}::VARCHAR" for n, kind in enumerate(kinds, 1))
    return f"SELECT {columns} FROM (\n{query.strip().rstrip(';')}\n) AS answer"


def _rows(cursor: duckdb.DuckDBPyConnection, bounds: Bounds, hidden: str) -> tuple[list[bytes], bool]:
    """Return the rows as JSON, as many as the bounds let through, and whether there are more."""
    rows: list[bytes] = []
    size = 0
    for row in _fetched(cursor):
        written = frames.written([frames.plain(value) for value in row])
        if hidden in written.decode("utf-8"):
            written = written.replace(hidden.encode(), "…".encode())
        size += len(written) + 1
        if len(rows) == bounds.most_rows or size > bounds.most_bytes:
            if not rows:
                raise MemoryError
            return rows, True
        rows.append(written)
    return rows, False


def _fetched(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while piece := cursor.fetchmany(_PIECE):
        yield from piece


if __name__ == "__main__":
    serve(int(sys.argv[1]))
