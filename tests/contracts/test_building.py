"""The tables that are made at once are those that the migrations make, one after the other, with the same rows."""

from __future__ import annotations

import pytest

from tests.installation import empty_database

TOLD = """
import json
from django.core.management import call_command
from django.db import connection
from tequio.config.ops import building
if AT_ONCE:
    assert building.build()
call_command("migrate", run_syncdb=True, verbosity=0)
assert not building.build()
told = {}
with connection.cursor() as cursor:
    look = connection.introspection
    for table in sorted(look.table_names(cursor)):
        columns = sorted(map(repr, look.get_table_description(cursor, table)))
        constraints = sorted(
            [repr(sorted(one.items())) for one in look.get_constraints(cursor, table).values()]
        )
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        told[table] = [columns, constraints, cursor.fetchone()[0]]
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name")
    else:
        cursor.execute(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
        )
    told["triggers"] = cursor.fetchall()
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    told["migrations"] = cursor.fetchall()
print(json.dumps(told))
"""


def test_tables_made_at_once_are_those_of_the_migrations(tmp_path_factory: pytest.TempPathFactory) -> None:
    told = []
    for at_once in (True, False):
        with empty_database(tmp_path_factory.mktemp("built") / "home") as installation:
            told.append(installation.ask(TOLD.replace("AT_ONCE", str(at_once))))

    made, replayed = told

    assert len(made) > 100
    assert made["triggers"]
    for table in replayed:
        assert made.get(table) == replayed[table], table
    assert sorted(made) == sorted(replayed)
