"""Small tables for tests of rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb

from tequio.tables import engine
from tequio.tables.rules import checking, schema
from tequio.tables.rules.local import Local
from tequio.tables.rules.scan import Scan


class Whole(Local):
    """The same table, of which every cell is looked at where it stands."""

    def few(self, columns: Sequence[str]) -> Mapping[str, Scan]:
        """Return nothing."""
        return {}


@contextmanager
def table(rows: Sequence[Mapping[str, str | None]]) -> Iterator[Local]:
    """A table of text in memory."""
    with duckdb.connect() as connection:
        columns = list(rows[0])
        typed = ", ".join(f"{engine.name(one)} VARCHAR" for one in columns)
        connection.execute(f"CREATE TABLE data ({typed})")
        for row in rows:
            connection.execute(f"INSERT INTO data VALUES ({', '.join('?' * len(columns))})", list(row.values()))
        yield Local(connection)


def broken(rows: Sequence[Mapping[str, str | None]], rules: Mapping[str, Any], **more: Any) -> dict[str, list[int]]:
    """Return for each rule that is broken the rows that it names, counted from 1."""
    parsed = schema.parsed(rules)
    with table(rows) as on:
        found = checking.check(on, parsed.rules, parsed.readings, **more)
        whole = checking.check(Whole(on.connection), parsed.rules, parsed.readings, **more)
    assert (found.results, found.odd) == (whole.results, whole.odd)
    return {one.rule.name: [at.row for at in one.examples] for one in found.results if one.count}
