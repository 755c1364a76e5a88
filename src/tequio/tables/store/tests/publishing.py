"""Files published for the tests, and what stands in their versions."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from tequio.tables import loading
from tequio.tables.assessment import Assessment, assess
from tequio.tables.limits import DEFAULT, Limits
from tequio.tables.reading.opening import open_table
from tequio.tables.rules import schema
from tequio.tables.store.publishing import Version, publish


def written(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a CSV."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()


def published(
    data: bytes, folder: Path, *, rules: object = None, limits: Limits = DEFAULT, **more: Any
) -> tuple[Version, Assessment]:
    """Publish a CSV, read as its rules say."""
    path = folder / "datos.csv"
    path.write_bytes(data)
    with loading.loaded(open_table(path, scratch=folder), scratch=folder, limits=limits) as table:
        found = assess(table, schema=schema.parsed(rules) if rules else None, is_personal=False)
        more.setdefault("source", hashlib.sha256(data).hexdigest())
        return publish(table, found, folder / "versions", **more), found


def asked(version: Version, sql: str) -> list[tuple[Any, ...]]:
    """Ask the serving file of a version."""
    with duckdb.connect(str(version.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()
