"""The log's key is lost for ever: the log is frozen, the next one begins with its last word, and facts go on."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from tequio.kit.policy import Refused
from tequio.record import bundles, custody, keeper, publisher, queries, sequencer, snapshot
from tequio.record.models import Entry, Log
from tequio.record.signer import NoKey
from tequio.record.tests.bells import CHAPEL, TOWER, ring
from tequio.tlog import bundle, checkpoint, monitor, policy, verify, witness
from tequio.tlog.folder import Folder
from tequio.tlog.note import Note
from tequio.tlog.policy import Policy
from tequio.tlog.tests.witnessed import listening
from tequio.tlog.tiles import Reader, audit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def begun(log: Folder, at: datetime) -> Folder:
    """A log of two subjects, published."""
    ring(at)
    ring(at, subject=CHAPEL)
    keeper.settle(at=at)
    return log


@pytest.fixture
def second(begun: Folder) -> Folder:
    """Where the next log will be."""
    return Folder(begun.root / "2")


def lose_the_key() -> None:
    for one in publisher.signer_of(queries.present_log()).folder.glob("*.keys"):
        one.unlink()


def entries_of(store: Folder, number: int) -> list[dict[str, object]]:
    """Read a whole log as a stranger does."""
    stated, _note = checkpoint.opened(store.read("checkpoint"), queries.keys_of(Log.objects.get(number=number)))
    assert audit(store, stated.size) == stated.root
    return [json.loads(one) for one in Reader(store, stated.size).entries()]


def taken_home(row: Entry, folder: Path) -> Path:
    """Download the bundle of a subject's entries."""
    files = bundles.of_entries(Entry.objects.filter(subject=row.subject))
    assert files is not None
    target = io.BytesIO()
    bundle.zipped(files, target)
    (folder / "paquete.zip").write_bytes(target.getvalue())
    return folder / "paquete.zip"


def test_a_log_whose_key_is_here_is_not_reopened(begun: Folder, at: datetime) -> None:
    with pytest.raises(Refused, match="is here"):
        custody.reopen(at=at)

    assert Log.objects.count() == 1


def test_a_log_that_never_published_has_nothing_to_begin_from(log: Folder, at: datetime) -> None:
    ring(at)
    with pytest.raises(Refused, match="not open"):
        custody.reopen(at=at)


def test_without_the_key_nothing_is_published_and_whoever_looks_after_the_site_reads_why(
    begun: Folder, at: datetime
) -> None:
    signed = begun.read("checkpoint")
    lose_the_key()
    ring(at)

    with pytest.raises(NoKey):
        keeper.settle(at=at)
    keeper.Keeper().round()

    assert begun.read("checkpoint") == signed
    assert "is not in" in Log.objects.get().trouble


def test_the_next_log_begins_with_the_last_word_of_the_frozen_one(begun: Folder, second: Folder, at: datetime) -> None:
    signed = begun.read("checkpoint")
    lose_the_key()
    waiting = ring(at, times=5)

    made = custody.reopen(at=at)
    keeper.settle(at=at)
    after = ring(at, times=6)
    keeper.settle(at=at)

    assert made.origin == "log.example/bitacora/2"
    first, *rest = entries_of(second, 2)
    assert first["type"] == "record.log-opened"
    assert first["data"] == {
        "origin": made.origin, "key": str(queries.keys_of(made)[0]), "previous": signed.decode(),
    }  # fmt: skip
    assert [one["id"] for one in rest if one["subject"] == TOWER] == [str(waiting.event_id), str(after.event_id)]
    assert [one["seq"] for one in rest if one["subject"] == TOWER] == [2, 3]
    assert begun.read("checkpoint") == signed
    assert [one.number for one in queries.frozen_logs()] == [1]


def test_what_was_numbered_and_never_published_gets_its_number_in_the_next_log(
    begun: Folder, second: Folder, at: datetime
) -> None:
    before = list(Entry.objects.order_by("idx").values_list("idx", "event_id"))
    rows = [ring(at, times=number) for number in range(1, 4)]
    sequencer.sequence(at=at)
    assert Entry.objects.get(pk=rows[-1].pk).idx == 6
    lose_the_key()

    custody.reopen(at=at)
    keeper.settle(at=at)

    assert list(Entry.objects.order_by("idx").values_list("idx", "event_id"))[: len(before)] == before
    assert [row.idx for row in Entry.objects.order_by("idx")] == list(range(Entry.objects.count()))
    assert [one["id"] for one in entries_of(second, 2)][1:4] == [str(row.event_id) for row in rows]
    frozen = Log.objects.get(number=1)
    assert (frozen.size, bytes(frozen.root)) == (4, checkpoint_of(begun).root)


def checkpoint_of(store: Folder) -> checkpoint.Checkpoint:
    return checkpoint.Checkpoint.parse(Note.parse(store.read("checkpoint")).text)


def test_bundles_of_both_logs_verify(begun: Folder, at: datetime, tmp_path: Path) -> None:
    old = Entry.objects.get(subject=CHAPEL)
    lose_the_key()
    new = ring(at)
    custody.reopen(at=at)
    keeper.settle(at=at)

    for row, origin in ((old, "log.example/bitacora"), (new, "log.example/bitacora/2")):
        verdict = verify.verify_path(taken_home(row, tmp_path))

        assert verdict.exit_code == 0, verdict.lines()
        said = {one.code: one for one in verdict.findings}
        assert said["log-signed"].values["origin"] == origin
        assert said["entry-included"].values["id"] == str(row.event_id)


def test_the_policy_names_both_logs_and_where_each_is(
    begun: Folder, second: Folder, at: datetime, settings: object
) -> None:
    (old,) = queries.keys_of(Log.objects.get())
    lose_the_key()
    made = custody.reopen(at=at)
    keeper.settle(at=at)

    said = Policy.parse(second.read("policy.txt").decode())

    assert [str(key) for key, _url in said.logs] == [str(old), str(queries.keys_of(made)[0])]
    assert [url.rpartition("8000")[2] for _key, url in said.logs] == ["/bitacora", "/bitacora/2"]


def test_the_rules_and_the_witnesses_go_with_the_site(
    begun: Folder, second: Folder, at: datetime, tmp_path: Path
) -> None:
    university = witness.Witness.make(tmp_path / "witness", "testigo.example.org")
    university.watch(queries.keys_of(Log.objects.get())[0])
    with listening(university) as server:
        custody.add_witness(key=university.vkey, name="", url=server.url, at=at)
        custody.set_rules(quorum=1, is_strict=True, publish_every=60, at=at)
        keeper.settle(at=at)
        lose_the_key()

        made = custody.reopen(at=at)
        assert (made.quorum, made.is_strict, made.publish_every) == (1, True, 60)
        university.watch(queries.keys_of(made)[0])
        row = ring(at)
        keeper.settle(at=at)

    note = Note.parse(second.read("checkpoint"))
    assert set(checkpoint.cosigned(note, [university.key.verifier])) == {university.vkey}
    assert queries.standing_of(row.pk).state == "witnessed"
    assert university.remembered(university.logs()[made.origin]).size == checkpoint_of(second).size


def test_a_monitor_follows_the_next_log_from_its_first_leaf(
    begun: Folder, second: Folder, at: datetime, tmp_path: Path
) -> None:
    lose_the_key()
    made = custody.reopen(at=at)
    watch, keys = monitor.Watch(tmp_path / "monitor"), queries.keys_of(made)

    for day in range(3):
        ring(at + timedelta(days=day))
        keeper.settle(at=at + timedelta(days=day))
        found = watch.look(second, keys=keys, policy=policy.Policy(), now=datetime(2030, 1, 1, tzinfo=UTC))

        assert found.exit_code == 0, found.lines()
        assert found.is_saved


def test_a_snapshot_that_was_numbered_and_never_published_accuses_nobody(
    begun: Folder, second: Folder, at: datetime, tmp_path: Path
) -> None:
    ring(at)
    lose_the_key()
    keeper_of_before(at + timedelta(days=2))
    made = custody.reopen(at=at + timedelta(days=3))
    ring(at + timedelta(days=3))
    keeper.settle(at=at + timedelta(days=3))

    found = monitor.Watch(tmp_path).look(
        second, keys=queries.keys_of(made), policy=policy.Policy(), now=datetime(2030, 1, 1, tzinfo=UTC)
    )

    assert [one["type"] for one in entries_of(second, 2)].count("record.snapshot-taken") == 2
    assert found.exit_code == 0, found.lines()


def keeper_of_before(at: datetime) -> None:
    """Be a keeper that began while the key was there: it numbers, takes the snapshot of the day, and cannot sign."""
    sequencer.sequence(at=at)
    assert snapshot.is_due(at)
    snapshot.take(at=at)
    sequencer.sequence(at=at)


def test_a_third_log_follows_the_second(begun: Folder, second: Folder, at: datetime) -> None:
    for _time in range(2):
        lose_the_key()
        made = custody.reopen(at=at)
        ring(at)
        keeper.settle(at=at)

    assert made.origin == "log.example/bitacora/3"
    third = entries_of(Folder(begun.root / "3"), 3)
    assert third[0]["data"]["previous"] == second.read("checkpoint").decode()  # type: ignore[index]
    assert [row.idx for row in Entry.objects.order_by("idx")] == list(range(Entry.objects.count()))
