"""Every row of the database as lines of JSON, the same from SQLite and from PostgreSQL.

The tables are those of the migrations that were applied, not those of the code at hand, so that a newer version can
read an older backup: it builds the tables as they were, fills them, and then migrates.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

from tequio.config.ops import building

Table = type[Model]
Migration = tuple[str, str]

CHUNK = 1000


@contextmanager
def snapshot() -> Iterator[None]:
    """See one state of the database for as long as it takes, without keeping anybody from writing."""
    with _reading(connection), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _reading(wrapper: BaseDatabaseWrapper) -> Iterator[None]:
    """Begin transactions as a reader on SQLite: with IMMEDIATE, a long backup would hold every writer up."""
    if wrapper.vendor != "sqlite":
        yield
        return
    wrapper.ensure_connection()
    usual = getattr(wrapper, "transaction_mode", None)
    wrapper.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        yield
    finally:
        wrapper.transaction_mode = usual  # type: ignore[attr-defined]


def applied() -> list[Migration]:
    """Name the migrations that made the tables as they are."""
    loader = MigrationLoader(connection)
    return sorted(node for node in loader.applied_migrations if node in loader.graph.nodes)


def unknown(migrations: Iterable[Migration]) -> list[Migration]:
    """Keep the migrations that this version has never heard of."""
    known = MigrationLoader(connection).disk_migrations
    return [node for node in migrations if node not in known]


def tables(migrations: Iterable[Migration]) -> list[Table]:
    """Return the models of the tables that some migrations make, in a fixed order."""
    state = MigrationLoader(connection).project_state(list(migrations))
    found = state.apps.get_models(include_auto_created=True)
    kept = [one for one in found if one._meta.managed and not one._meta.proxy]
    return sorted(kept, key=lambda one: one._meta.db_table)


def build(migrations: Iterable[Migration]) -> None:
    """Make, in an empty database, the tables of some migrations."""
    wanted = set(migrations)
    executor = MigrationExecutor(connection)
    if wanted == set(executor.loader.graph.nodes) and building.build():
        return
    # Only the last of each application: naming an earlier one too would mean "go back to it".
    children = executor.loader.graph.node_map
    last = [
        node
        for node in sorted(wanted)
        if not any(child.key in wanted and child.key[0] == node[0] for child in children[node].children)
    ]
    executor.migrate(last)


def dump(table: Table) -> Iterator[bytes]:
    """Write a table: a line of column names, then a line for each row, by primary key."""
    fields = _fields(table)
    yield _line([field.column for field in fields])
    rows = table._base_manager.order_by("pk").values_list(*[field.attname for field in fields])
    for row in rows.iterator(chunk_size=CHUNK):
        yield _line([_plain(value) for value in row])


def load(table: Table, lines: Iterable[bytes]) -> int:
    """Fill an empty table from the lines of `dump`, and return the number of rows."""
    fields = _fields(table)
    for field in fields:
        # Instants that Django sets by itself on saving: here they come from the row.
        for name in ("auto_now", "auto_now_add"):
            if hasattr(field, name):
                setattr(field, name, False)
    numbered = iter(lines)
    columns = json.loads(next(numbered))
    if columns != [field.column for field in fields]:
        raise ValueError(f"{table._meta.db_table} has other columns: {columns}")
    read = (json.loads(line) for line in numbered)
    count = 0
    for batch in _batches(read):
        made = [
            table(**{field.attname: _typed(field, value) for field, value in zip(fields, row, strict=True)})
            for row in batch
        ]
        table._base_manager.bulk_create(made, batch_size=CHUNK)
        count += len(made)
    return count


def empty(found: Iterable[Table]) -> None:
    """Take out what migrations put in: the rows to come hold it already."""
    with connection.cursor() as cursor:
        for table in found:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table._meta.db_table)}")  # noqa: S608


def count_on(found: Iterable[Table]) -> None:
    """Let new rows be numbered after the highest loaded."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(found)):
            cursor.execute(statement)


def _fields(table: Table) -> list[Field[Any, Any]]:
    return [field for field in table._meta.concrete_fields if not getattr(field, "generated", False)]


def _line(values: list[Any]) -> bytes:
    # Sorted: PostgreSQL keeps the keys of JSON in an order of its own.
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _plain(value: Any) -> Any:
    """Turn a column's value into JSON; `_typed` is its way back."""
    if isinstance(value, bytes | memoryview | bytearray):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _typed(field: Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.DurationField):
        return timedelta(seconds=value)
    return field.to_python(value)


def _batches(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    batch: list[list[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch
