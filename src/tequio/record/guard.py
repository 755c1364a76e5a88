"""Triggers that keep the entry table append-only, on SQLite and PostgreSQL. A convenience, not security.

Only `idx` may be written later, once, by the sequencer. SQLite forgets a table's triggers when a migration remakes the
table: such a migration ends with `install` again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

_COLUMNS = ("id", "event_id", "type", "at", "tenant", "subject", "seq", "actor", "entry", "leaf_hash")
_SAYS = "record_entry is append-only"

_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS record_entry_no_update BEFORE UPDATE ON record_entry
       WHEN NOT (OLD.idx IS NULL AND {same}) BEGIN SELECT RAISE(ABORT, '{says}'); END""".format(
        same=" AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in _COLUMNS), says=_SAYS
    ),
    f"""CREATE TRIGGER IF NOT EXISTS record_entry_no_delete BEFORE DELETE ON record_entry
       BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END""",
)
_SQLITE_LIFT = ("DROP TRIGGER IF EXISTS record_entry_no_update", "DROP TRIGGER IF EXISTS record_entry_no_delete")

_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION record_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF TG_OP = 'UPDATE' THEN
           IF OLD.idx IS NULL AND {same} THEN RETURN NEW; END IF;
         END IF;
         RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';
       END $$""".format(
        same=" AND ".join(f'NEW."{column}" IS NOT DISTINCT FROM OLD."{column}"' for column in _COLUMNS), says=_SAYS
    ),
    """CREATE OR REPLACE TRIGGER record_entry_no_change BEFORE UPDATE OR DELETE ON record_entry
       FOR EACH ROW EXECUTE FUNCTION record_entry_guard()""",
    """CREATE OR REPLACE TRIGGER record_entry_no_truncate BEFORE TRUNCATE ON record_entry
       FOR EACH STATEMENT EXECUTE FUNCTION record_entry_guard()""",
)
_POSTGRESQL_LIFT = (
    "DROP TRIGGER IF EXISTS record_entry_no_change ON record_entry",
    "DROP TRIGGER IF EXISTS record_entry_no_truncate ON record_entry",
)

_INSTALL = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_LIFT = {"sqlite": _SQLITE_LIFT, "postgresql": _POSTGRESQL_LIFT}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the table."""
    _run(connection, _INSTALL[connection.vendor])


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for a restore into an empty database, and to empty it between tests."""
    _run(connection, _LIFT[connection.vendor])


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers off for a while."""
    lift(connection)
    try:
        yield
    finally:
        install(connection)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
