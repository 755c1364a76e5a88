"""A version that was published, opened again from either of its files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tequio.kit.tongue import gettext_noop as _
from tequio.tables import engine
from tequio.tables.limits import Unreadable

ENDINGS = (".duckdb", ".parquet")


@contextmanager
def reopened(path: Path, *, scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a version for as long as the block lasts: its rows are the table `data`. Raises Unreadable."""
    is_database = path.suffix == ".duckdb"
    try:
        with engine.opened(
            path if is_database else engine.MEMORY, scratch=scratch, read_only=is_database
        ) as connection:
            if is_database:
                connection.execute("SET enable_external_access = false")  # whoever made it may call a view `data`
            else:
                connection.execute(f"CREATE VIEW data AS SELECT * FROM read_parquet({engine.text(str(path))})")
            connection.execute("SELECT 1 FROM data LIMIT 1")
            yield connection
    except duckdb.Error as error:
        says = _("The file is no version that was published here: %(why)s")
        raise Unreadable("no-version", says, why=str(error).partition("\n")[0]) from error
