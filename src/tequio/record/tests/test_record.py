"""A fact and its change stand in one transaction, and a subject's chain has no gap."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from tequio.kit.policy import Refused
from tequio.record import actions, exports, queries
from tequio.record.models import Entry, SubjectHead, Trail
from tequio.record.tests.bells import CHAPEL, DEED, RINGER, TENANT, TOWER, BellOiled, BellRung, ring
from tequio.tlog import merkle

pytest_plugins = ("tests.flush",)


def bodies(subject: str) -> list[dict[str, Any]]:
    return [json.loads(bytes(row.entry)) for row in Entry.objects.filter(subject=subject).order_by("seq")]


def assert_chain_is_whole(subject: str, length: int) -> None:
    """Walk a chain from its bytes alone, as a stranger would."""
    rows = list(Entry.objects.filter(subject=subject).order_by("seq"))
    prev = None
    for number, row in enumerate(rows, start=1):
        said = json.loads(bytes(row.entry))
        assert (said["seq"], said["prev"]) == (number, prev)
        assert merkle.leaf_hash(bytes(row.entry)) == bytes(row.leaf_hash)
        prev = bytes(row.leaf_hash).hex()
    assert len(rows) == length
    assert bytes(SubjectHead.objects.get(pk=subject).leaf_hash or b"").hex() == prev


@pytest.mark.usefixtures("site")
def test_each_subject_has_a_chain_of_its_own(at: datetime) -> None:
    for subject in (TOWER, CHAPEL, TOWER, TOWER):
        ring(at, subject=subject)

    assert_chain_is_whole(TOWER, 3)
    assert_chain_is_whole(CHAPEL, 1)


@pytest.mark.usefixtures("site")
def test_an_entry_says_what_was_stated(at: datetime) -> None:
    row = ring(at, times=3, evidence=(DEED,))

    (said,) = bodies(TOWER)
    assert said["type"] == "recordtest.bell-rung"
    assert said["data"] == {"times": 3, "loudness": "soft"}
    assert said["evidence"] == [{"sha256": DEED.sha256, "size": 2048, "type": "application/pdf"}]
    assert (said["tenant"], said["actor"], said["at"]) == (TENANT, RINGER.handle, "2023-06-12T15:00:00.000Z")
    assert said["id"] == str(row.event_id)
    assert row.event_id.version == 7
    assert row.idx is None


@pytest.mark.usefixtures("site")
def test_columns_repeat_what_the_bytes_say(at: datetime) -> None:
    row = ring(at)

    (said,) = bodies(TOWER)
    assert (row.type, row.tenant, row.subject, row.seq, row.actor) == tuple(
        said[name] for name in ("type", "tenant", "subject", "seq", "actor")
    )


@pytest.mark.usefixtures("site")
def test_a_change_undone_takes_its_fact_along(at: datetime) -> None:
    ring(at)

    with transaction.atomic():
        actions.record(BellRung(tenant=TENANT, subject=TOWER), actor=RINGER, at=at)
        transaction.set_rollback(True)
    ring(at)

    assert_chain_is_whole(TOWER, 2)


@pytest.mark.usefixtures("site")
def test_a_fact_too_long_is_refused_and_leaves_no_gap(at: datetime) -> None:
    with pytest.raises(ValueError, match="4096 bytes"):
        ring(at, loudness="x" * 5000)
    ring(at)

    assert_chain_is_whole(TOWER, 1)


@pytest.mark.django_db(transaction=True)
def test_facts_are_refused_outside_a_transaction(at: datetime) -> None:
    with pytest.raises(actions.OutsideTransaction):
        actions.record(BellRung(tenant=TENANT, subject=TOWER), actor=RINGER, at=at)
    with pytest.raises(actions.OutsideTransaction):
        actions.audit(BellOiled(tenant=TENANT, subject=TOWER), actor=RINGER, at=at)

    assert not Entry.objects.exists()
    assert not Trail.objects.exists()


@pytest.mark.usefixtures("site")
def test_public_and_private_cannot_be_mistaken(at: datetime) -> None:
    with pytest.raises(TypeError, match="audit"):
        actions.record(BellOiled(tenant=TENANT, subject=TOWER), actor=RINGER, at=at)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="record"):
        actions.audit(BellRung(tenant=TENANT, subject=TOWER), actor=RINGER, at=at)  # type: ignore[arg-type]


@pytest.mark.usefixtures("site")
def test_the_private_trail_is_never_exported(at: datetime) -> None:
    ring(at)
    oiled = BellOiled(tenant=TENANT, subject=TOWER, before={"oil": "none"}, after={"oil": "linseed"})
    row = actions.audit(oiled, actor=RINGER, at=at)

    everything = b"".join(exports.ndjson(queries.feed())) + "".join(exports.table(queries.feed())).encode()
    assert b"bell-rung" in everything
    assert b"oil" not in everything
    assert (row.before, row.after) == ({"oil": "none"}, {"oil": "linseed"})
    assert list(queries.trail_of(TOWER)) == [row]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("earlier", [0, 20])
def test_a_fact_costs_few_statements_however_long_the_chain(at: datetime, earlier: int) -> None:
    for _ in range(earlier):
        ring(at)

    with CaptureQueriesContext(connection) as statements, transaction.atomic():
        actions.record(BellRung(tenant=TENANT, subject=TOWER), actor=RINGER, at=at)

    said = [one["sql"] for one in statements if "SAVEPOINT" not in one["sql"]]
    assert len(said) <= 4, said


@pytest.mark.django_db
def test_an_installation_is_named_once_and_for_ever(at: datetime) -> None:
    actions.found_installation(site="nl", at=at)

    with pytest.raises(Refused):
        actions.found_installation(site="jal", at=at)
    assert queries.urn("plan", "x") == "urn:tequio:nl:plan:x"


@pytest.mark.django_db
@pytest.mark.parametrize("site", ["", "Nuevo León", "nl_", "-nl", "nl-", "x" * 64, "urn:nl"])
def test_a_name_that_cannot_stand_in_a_urn_is_refused(site: str, at: datetime) -> None:
    with pytest.raises(Refused):
        actions.found_installation(site=site, at=at)
    with pytest.raises(queries.NotInstalled):
        queries.site()


@pytest.fixture
def elsewhere(transactional_db: None, tmp_path: Path) -> Callable[[], None]:
    """Return what a thread does first, so that it writes as another process would.

    SQLite's tests run in memory, where threads share locks that a file does not have: each gets the tables in a file.
    """
    if connection.vendor != "sqlite":
        return lambda: None
    connection.ensure_connection()
    path = tmp_path / "record.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()

    def move() -> None:
        settings = {**connection.settings_dict, "NAME": str(path)}
        connections["default"] = type(connections["default"])(settings, "default")

    return move


WRITERS, EACH = 4, 10


def test_writers_at_once_leave_no_gap_and_no_double(elsewhere: Callable[[], None], at: datetime) -> None:
    def write(_: int) -> None:
        elsewhere()
        try:
            for _ in range(EACH):
                ring(at)
                ring(at, subject=CHAPEL)
        finally:
            connections["default"].close()

    def walk() -> None:
        elsewhere()
        try:
            for subject in (TOWER, CHAPEL):
                assert_chain_is_whole(subject, WRITERS * EACH)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with ThreadPoolExecutor(1) as pool:
        pool.submit(walk).result()
