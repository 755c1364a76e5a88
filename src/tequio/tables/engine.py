"""DuckDB as this package opens it: bounded memory, its own scratch folder, and nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tequio.tables.limits import DEFAULT, Limits

MEMORY = ":memory:"


@contextmanager
def opened(
    database: Path | str = MEMORY, *, scratch: Path, limits: Limits = DEFAULT, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database for as long as the block lasts; what does not fit in memory goes to a scratch folder."""
    scratch.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        str(database),
        read_only=read_only,
        config={
            "memory_limit": f"{limits.memory}B",
            "threads": limits.threads,
            "temp_directory": str(scratch),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        },
    )
    try:
        connection.execute("SET enable_progress_bar = false")  # it would write on stdout
        yield connection
    finally:
        connection.close()


def name(column: str) -> str:
    """Quote the name of a column or a table."""
    return '"' + column.replace('"', '""') + '"'


def text(value: str) -> str:
    """Quote a piece of text."""
    return "'" + value.replace("'", "''") + "'"
