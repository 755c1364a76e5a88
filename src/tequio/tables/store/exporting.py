"""A version as a file for whoever takes it away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tequio.tables import engine


def as_csv(database: Path, to: Path) -> None:
    """Write the table of a version as CSV (RFC 4180, UTF-8): dates as ISO 8601, decimals with a point."""
    with (
        tempfile.TemporaryDirectory(prefix="tequio-data-") as scratch,
        engine.opened(database, scratch=Path(scratch), read_only=True) as connection,
    ):
        connection.execute(f"COPY data TO {engine.text(str(to))} (FORMAT csv, HEADER)")
