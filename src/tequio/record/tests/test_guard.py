"""The entry table takes new rows and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from tequio.kit.actor import SYSTEM
from tequio.kit.event import Fact
from tequio.record import actions, guard
from tequio.record.models import Entry


@dataclass(frozen=True, kw_only=True)
class StoneLaid(Fact):
    name = "guardtest.stone-laid"


@pytest.fixture
def entry(site: str, at: datetime) -> Entry:
    with transaction.atomic():
        return actions.record(StoneLaid(tenant="urn:t", subject="urn:s"), actor=SYSTEM, at=at)


def refused(statement: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def test_an_entry_cannot_be_deleted(entry: Entry) -> None:
    assert refused("DELETE FROM record_entry WHERE id = %s", entry.pk)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("column", ["type", "tenant", "subject", "actor"])
def test_what_an_entry_says_cannot_be_rewritten(entry: Entry, column: str) -> None:
    assert refused(f'UPDATE record_entry SET "{column}" = %s', "another")


def test_the_bytes_cannot_be_rewritten_even_while_the_index_is_given(entry: Entry) -> None:
    assert refused("UPDATE record_entry SET idx = 1, entry = %s", b"{}")


def test_the_sequencer_gives_the_index_once(entry: Entry) -> None:
    assert Entry.objects.filter(pk=entry.pk).update(idx=0) == 1

    assert refused("UPDATE record_entry SET idx = 1")
    assert refused("UPDATE record_entry SET idx = NULL")
    assert refused("DELETE FROM record_entry")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL truncates")
def test_the_table_cannot_be_truncated(entry: Entry) -> None:
    assert refused("TRUNCATE record_entry CASCADE")


def test_a_restore_may_lift_the_guard_and_put_it_back(entry: Entry) -> None:
    with guard.lifted(connection):
        Entry.objects.filter(pk=entry.pk).update(type="restored")

    assert refused("UPDATE record_entry SET type = 'again'")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_tests_own_database_is_empty_again_after_real_transactions(turn: int, entry: Entry) -> None:
    assert Entry.objects.count() == 1
    assert refused("DELETE FROM record_entry")
