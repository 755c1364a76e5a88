"""Facts get their place in the log, and the log is published so that strangers can verify it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tequio.record import guard, keeper, publisher, rebuild, sequencer
from tequio.record.models import Checkpoint, Entry, Log
from tequio.record.publisher import Diverged
from tequio.record.signer import Fork
from tequio.record.tests.bells import CHAPEL, TOWER, ring
from tequio.tlog import checkpoint, merkle
from tequio.tlog.folder import Folder
from tequio.tlog.tiles import Reader, audit

pytestmark = pytest.mark.django_db


def published(log: Folder) -> checkpoint.Checkpoint:
    """Read the checkpoint as a stranger who holds the log's key, and check every file under it."""
    present = Log.objects.get(number=1)
    stated, _note = checkpoint.opened(log.read("checkpoint"), publisher.signer_of(present).verifiers())
    assert audit(log, stated.size) == stated.root
    return stated


def test_the_first_leaf_opens_the_log(log: Folder, at: datetime) -> None:
    ring(at)

    keeper.settle(at=at)

    first, second, third = Reader(log, 3).entries()
    assert json.loads(first)["type"] == "record.log-opened"
    assert json.loads(first)["data"]["origin"] == "log.example/bitacora"
    assert json.loads(second)["type"] == "recordtest.bell-rung"
    assert json.loads(third)["type"] == "record.snapshot-taken"
    assert published(log).size == 3


def test_facts_stand_in_the_order_in_which_they_were_stated(log: Folder, at: datetime) -> None:
    rows = [ring(at, times=number) for number in range(1, 600)]

    sequencer.sequence(at=at, batch=100)

    assert list(Entry.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk").values_list("idx", flat=True)) == [
        *range(1, 600)
    ]
    assert publisher.publish(at=at) is not None
    assert published(log).size == 600


def test_what_is_published_grows_and_each_tree_begins_the_next(log: Folder, at: datetime) -> None:
    seen = []
    for _round in range(5):
        for _ring in range(70):
            ring(at)
        keeper.settle(at=at)
        seen.append(published(log))

    last = seen[-1]
    nodes = Reader(log, last.size).nodes
    for one in seen[:-1]:
        proof = merkle.consistency_proof(nodes, one.size, last.size)
        assert merkle.continues(one.size, one.root, last.size, last.root, proof)


def test_nothing_new_publishes_nothing(log: Folder, at: datetime) -> None:
    ring(at)
    keeper.settle(at=at)

    assert keeper.settle(at=at) is None


def test_a_partial_tile_goes_once_the_full_one_is_there(log: Folder, at: datetime) -> None:
    ring(at)
    keeper.settle(at=at)
    assert (log.root / "tile/0/000.p").is_dir()

    for _ring in range(300):
        ring(at)
    keeper.settle(at=at)

    assert not (log.root / "tile/0/000.p").exists()
    assert not (log.root / "tile/entries/000.p").exists()


@pytest.mark.parametrize("crash", ["read", "write"])
def test_a_crash_between_the_files_and_the_row_is_put_right(
    log: Folder, at: datetime, monkeypatch: pytest.MonkeyPatch, crash: str
) -> None:
    ring(at)
    keeper.settle(at=at)
    ring(at)
    sequencer.sequence(at=at)

    with monkeypatch.context() as broken:
        broken.setattr(Checkpoint, "save", _fall)
        with pytest.raises(RuntimeError, match="pulled"):
            publisher.publish(at=at)
    if crash == "write":
        ring(at)
        sequencer.sequence(at=at)
    publisher.publish(at=at)

    assert not Checkpoint.objects.filter(published_at__isnull=True).exists()
    published(log)


def _fall(*_args: object, **_named: object) -> None:
    raise RuntimeError("the plug was pulled")


def test_an_entry_altered_before_it_was_logged_stops_the_sequencer(log: Folder, at: datetime) -> None:
    row = ring(at)
    _tamper(lambda: Entry.objects.filter(pk=row.pk).update(entry=bytes(row.entry).replace(b'"times":1', b'"times":9')))

    with pytest.raises(sequencer.Damaged, match="altered"):
        sequencer.sequence(at=at)

    assert Log.objects.get().size == 1


def test_an_entry_altered_after_it_was_published_is_not_signed(log: Folder, at: datetime) -> None:
    row = ring(at)
    keeper.settle(at=at)
    ring(at)
    _tamper(lambda: Entry.objects.filter(pk=row.pk).delete())

    found = rebuild.difference(Log.objects.get(), log, 3)

    assert found is not None
    assert (found.index, found.says) == (1, "the database lacks it")


def test_an_altered_head_is_not_built_on(log: Folder, at: datetime) -> None:
    ring(at)
    keeper.settle(at=at)
    Log.objects.update(root=b"\0" * 32)
    ring(at)

    with pytest.raises(sequencer.Damaged, match="head"):
        sequencer.sequence(at=at)


def test_an_old_database_is_brought_up_from_what_was_published(log: Folder, at: datetime) -> None:
    ring(at)
    keeper.settle(at=at)
    old = _kept()
    waiting = ring(at, subject=CHAPEL)
    with_waiting = _kept()
    ring(at)
    keeper.settle(at=at)
    whole = list(Entry.objects.order_by("idx").values_list("idx", "event_id", "entry", "subject", "seq"))

    for state, came, known in ((old, 2, 0), (with_waiting, 1, 1)):
        _put(state)
        found = rebuild.rebuild(at=at)

        assert (found.entries, found.known) == (came, known)
        again = list(Entry.objects.order_by("idx").values_list("idx", "event_id", "entry", "subject", "seq"))
        assert [(a, b, bytes(c), d, e) for a, b, c, d, e in again] == [
            (a, b, bytes(c), d, e) for a, b, c, d, e in whole
        ]
    ring(at, subject=CHAPEL)
    keeper.settle(at=at)
    assert published(log).size == len(whole) + 1
    assert Entry.objects.get(pk=waiting.pk).idx is not None


def test_an_old_database_that_went_on_is_refused(log: Folder, at: datetime) -> None:
    ring(at)
    keeper.settle(at=at)
    old = _kept()
    ring(at)
    keeper.settle(at=at)
    signed = log.read("checkpoint")
    _put(old)
    ring(at, times=2)

    with pytest.raises(Diverged, match="after the restore"):
        rebuild.rebuild(at=at)
    sequencer.sequence(at=at)
    with pytest.raises((Diverged, Fork)):
        publisher.publish(at=at)

    assert log.read("checkpoint") == signed


def test_without_the_published_files_the_signer_alone_refuses_a_fork(log: Folder, at: datetime) -> None:
    ring(at)
    keeper.settle(at=at)
    old = _kept()
    ring(at)
    keeper.settle(at=at)
    _put(old)
    for one in sorted(log.root.rglob("*"), reverse=True):
        one.unlink() if one.is_file() else one.rmdir()
    ring(at, subject=CHAPEL)
    sequencer.sequence(at=at)

    with pytest.raises(Fork):
        publisher.publish(at=at)


def _tamper(change: Callable[[], object]) -> None:
    from django.db import connection

    with guard.lifted(connection):
        change()


def _kept() -> dict[Any, list[Any]]:
    from tequio.record.models import SubjectHead

    return {model: list(model.objects.all()) for model in (Log, Checkpoint, Entry, SubjectHead)}


def _put(state: dict[Any, list[Any]]) -> None:
    def change() -> None:
        for model in reversed(list(state)):
            model.objects.all().delete()
        for model, rows in state.items():
            model.objects.bulk_create(rows)

    _tamper(change)


def test_the_heads_of_a_snapshot_are_those_numbered(log: Folder, at: datetime) -> None:
    ring(at, subject=TOWER)
    ring(at, subject=TOWER)
    ring(at, subject=CHAPEL)
    keeper.settle(at=at)

    leaf = json.loads(list(Reader(log, 5).entries())[4])
    lines = log.read("snapshot/4.txt").split(b"\n")[:-1]

    assert lines == sorted(lines)
    assert {tuple(line.decode().split()[:2]) for line in lines} == {
        ("urn:tequio:nl:log:1", "1"), (TOWER, "2"), (CHAPEL, "1"),
    }  # fmt: skip
    assert leaf["data"] == {
        "size": 4,
        "subjects": 3,
        "root": merkle.root_of([merkle.leaf_hash(line) for line in lines]).hex(),
    }
