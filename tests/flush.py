"""Let tests with real transactions empty the append-only table afterwards. A pytest plugin: naming it is enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests() -> None:
    """Take the triggers off while Django flushes the test database, and only then."""
    from django.db import connections
    from django.db.backends.base.operations import BaseDatabaseOperations

    from tequio.record import guard

    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_guard(self: Any, sql_list: Sequence[str]) -> None:
        connection = connections[self.connection.alias]
        if "record_entry" not in connection.introspection.table_names():
            flush(self, sql_list)
            return
        with guard.lifted(connection):
            flush(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush_without_guard  # type: ignore[method-assign]
