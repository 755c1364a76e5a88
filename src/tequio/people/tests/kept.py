"""Worlds built once for each process of tests: the rows that building one wrote are put back, not worked out again.

    @kept
    def nuevo_leon(at): ...

Building a world asks some thousand things of the database, and nearly every test begins with one. What comes back is
what the actions wrote: the same rows, the same keys, and a copy of what the function returned. Outside a test's own
transaction, or on a database where anything was told before, the world is built as if this module were not here.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from tequio.people.models import Role
from tequio.record import queries as record

World = Callable[[datetime], SimpleNamespace]
Tables = dict[str, list[Any]]

# What migrations leave, and the name of the site: a world may begin on these, and on nothing else.
_BORN = frozenset({"auth_permission", "django_content_type", "django_migrations", "people_role", "record_installation"})
# Rows alone do not bring these back: words that each database keeps its own way, and bytes that lie in a folder.
_APART = ("portal_words", "files_blob")
_worlds: dict[tuple[Any, ...], _Kept | None] = {}


@dataclass(frozen=True)
class _Kept:
    rows: Tables
    world: bytes


def kept(build: World) -> World:
    """Build a world the first time, and put it back from then on."""

    @functools.wraps(build)
    def built(at: datetime) -> SimpleNamespace:
        if not connection.in_atomic_block or not _is_fresh():
            return build(at)
        site = record.site() if record.is_installed() else None
        # The roles come with the migrations; tests with real transactions empty them.
        key = (build.__module__, build.__name__, at, get_language(), site, Role.objects.exists())
        if key not in _worlds:
            return _first(key, build, at)
        found = _worlds[key]
        if found is None:
            return build(at)
        _put_back(found.rows)
        record.forget_site()
        record.site()  # known from here on, as after it was founded
        return pickle.loads(found.world)  # our own bytes

    return built


def _first(key: tuple[Any, ...], build: World, at: datetime) -> SimpleNamespace:
    """Build it, and keep it if it did nothing but add rows to empty tables."""
    before = _rows()
    promised = len(connection.run_on_commit)
    world = build(at)
    after = _rows()
    is_whole = (
        all(after[table] == rows for table, rows in before.items() if rows)
        and not any(after[table] for table in _APART)
        and len(connection.run_on_commit) == promised
    )
    added = {table: rows for table, rows in after.items() if rows and not before[table]}
    _worlds[key] = _Kept(added, pickle.dumps(world)) if is_whole else None
    return world


def _is_fresh() -> bool:
    with connection.cursor() as cursor:
        asked = " OR ".join(f'EXISTS (SELECT 1 FROM "{name}")' for name in _tables() if name not in _BORN)
        cursor.execute(f"SELECT {asked}")
        return not cursor.fetchone()[0]


@functools.cache
def _tables() -> tuple[str, ...]:
    """Name every table but those in which SQLite keeps the words of another."""
    return tuple(name for name in connection.introspection.table_names() if not name.startswith("portal_words_"))


def _rows() -> Tables:
    """Read every table as the database itself writes it down."""
    read = _read_sqlite if connection.vendor == "sqlite" else _read_postgresql
    return {name: read(name) for name in _tables()}


def _put_back(tables: Tables) -> None:
    write = _write_sqlite if connection.vendor == "sqlite" else _write_postgresql
    for name, rows in tables.items():
        write(name, rows)


def _read_sqlite(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    # A plus before a column hides its declared type, so that no converter touches the value.
    asked = ", ".join(f'+"{name}"' for name in columns)
    return list(connection.connection.execute(f'SELECT {asked} FROM "{table}" ORDER BY rowid'))


def _write_sqlite(table: str, rows: list[Any]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    connection.connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


def _read_postgresql(table: str) -> list[Any]:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return [bytes(part) for part in copy]


def _write_postgresql(table: str, rows: list[Any]) -> None:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
        for row in rows:
            copy.write(row)
