"""An older copy is put in the place of the present: of the database, of the folder, of the signer's memory, of a word.

What was published is the truth. The site takes up again what it lost, or stands still and says what a person must do;
and where everything here is of yesterday, whoever looked today knows better.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.translation import override

from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Refused
from tequio.record import actions, cli, custody, guard, keeper, publisher, queries, sequencer
from tequio.record.events import EntryErased
from tequio.record.models import Checkpoint, Entry, Log, SubjectHead, Withheld
from tequio.record.publisher import Behind, Diverged
from tequio.record.signer import Fork
from tequio.record.tests.bells import CHAPEL, TENANT, TOWER, ring
from tequio.tlog import checkpoint, witness
from tequio.tlog.folder import Folder
from tequio.tlog.monitor import Look, Watch
from tequio.tlog.note import Note
from tequio.tlog.submission import Submission
from tequio.tlog.tests.witnessed import listening, serving

pytestmark = pytest.mark.django_db
TABLES = (Log, Checkpoint, SubjectHead, Entry, Withheld)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def begun(log: Folder, at: datetime) -> Folder:
    """A log with three facts and a snapshot, published."""
    for number in range(3):
        ring(at, times=number)
    keeper.settle(at=at)
    return log


@dataclass(frozen=True)
class Copy:
    """A copy of everything that the site keeps, each part of which can be put back alone."""

    folder: Path
    rows: dict[Any, list[Any]]

    @classmethod
    def made(cls, folder: Path) -> Copy:
        """Copy the tables, the published files and the signer's memory."""
        store, keys = queries.store_of(Log.objects.get()).root, keys_folder()
        shutil.copytree(store, folder / "log")
        shutil.copytree(keys, folder / "keys")
        return cls(folder, {model: list(model.objects.all()) for model in TABLES})

    def put_back_database(self) -> None:
        with guard.lifted(connection):
            for model in reversed(TABLES):
                model.objects.all().delete()
            for model, rows in self.rows.items():
                model.objects.bulk_create(rows)

    def put_back_folder(self) -> None:
        _replace(self.folder / "log", queries.store_of(Log.objects.get()).root)

    def put_back_memory(self) -> None:
        _replace(self.folder / "keys", keys_folder())


def keys_folder() -> Path:
    return publisher.signer_of(Log.objects.get()).folder


def _replace(source: Path, target: Path) -> None:
    shutil.rmtree(target)
    shutil.copytree(source, target)


@pytest.fixture
def copy(begun: Folder, tmp_path: Path) -> Copy:
    return Copy.made(tmp_path / "yesterday")


@pytest.fixture
def today(copy: Copy, begun: Folder, at: datetime) -> list[Entry]:
    """What happened after the copy was made, published."""
    rows = [ring(at, subject=CHAPEL), ring(at, times=7)]
    keeper.settle(at=at)
    return rows


def looked(watch: Watch, store: Folder, now: datetime) -> Look:
    return watch.look(store, keys=queries.keys_of(Log.objects.get()), policy=queries.policy(), now=now)


def wrong(found: Look) -> list[str]:
    return [one.code for one in found.findings if one.exit]


def size_of(store: Folder) -> int:
    return checkpoint.Checkpoint.parse(Note.parse(store.read("checkpoint")).text).size


def told() -> list[tuple[int, str, bytes]]:
    return [(row.idx, str(row.event_id), bytes(row.entry)) for row in Entry.objects.order_by("idx")]


def test_an_old_database_is_named_and_brought_up(copy: Copy, begun: Folder, today: list[Entry], at: datetime) -> None:
    whole = told()
    copy.put_back_database()

    assert cli.differences() == ["The database has 5 entries and 7 were published: run `tequio record rebuild`."]
    assert cli.rebuild() == 2

    assert told() == whole
    assert cli.differences() == []
    ring(at)
    keeper.settle(at=at)
    assert size_of(begun) == 8


def test_a_keeper_brings_an_old_database_up_before_it_gives_a_number(
    copy: Copy, begun: Folder, today: list[Entry], at: datetime
) -> None:
    whole = told()
    copy.put_back_database()

    keeper.Keeper().round()

    assert told()[: len(whole)] == whole
    assert Log.objects.get().trouble == ""
    assert cli.differences() == []


def test_an_old_database_in_which_somebody_went_on_stands_still(
    copy: Copy, begun: Folder, today: list[Entry], at: datetime
) -> None:
    signed = begun.read("checkpoint")
    copy.put_back_database()
    ring(at, times=8)  # takes the number of the fact that was lost

    with pytest.raises(Refused, match="written after the restore: nothing was changed"):
        cli.rebuild()
    keeper.Keeper().round()

    assert "Restore again, and rebuild before anybody writes" in Log.objects.get().trouble
    assert begun.read("checkpoint") == signed
    assert Entry.objects.filter(idx__isnull=True).count() == 1


def test_an_old_database_that_was_even_numbered_further_is_not_signed(
    copy: Copy, begun: Folder, today: list[Entry], at: datetime
) -> None:
    signed = begun.read("checkpoint")
    copy.put_back_database()
    for number in range(4):
        ring(at, subject=TOWER, times=20 + number)
    sequencer.sequence(at=at)

    with pytest.raises(Diverged, match="differ below entry"):
        keeper.settle(at=at)

    assert begun.read("checkpoint") == signed
    assert cli.differences() == ["Entry 5: the database has other bytes"]


def test_what_was_erased_stays_erased_when_an_older_database_comes_back(
    begun: Folder, tmp_path: Path, at: datetime
) -> None:
    row = ring(at, withheld={"name": "Ana Pérez"})
    keeper.settle(at=at)
    copy = Copy.made(tmp_path / "with the name")
    with transaction.atomic():
        actions.erase_withheld(event_id=row.event_id, names=["name"], at=at)
        fact = EntryErased(
            tenant=TENANT, subject=TOWER, entry=str(row.event_id), names=("name",), basis="request",
            corrects=str(row.event_id),
        )  # fmt: skip
        actions.record(fact, actor=SYSTEM, at=at)
    keeper.settle(at=at)
    copy.put_back_database()
    assert Withheld.objects.get().value == "Ana Pérez"

    assert cli.rebuild() == 1

    kept = Withheld.objects.get()
    assert (kept.name, kept.value, kept.salt) == ("name", "", "")
    assert kept.erased_at is not None


def test_a_folder_rolled_back_is_caught_and_put_right_by_the_site_itself(
    copy: Copy, begun: Folder, today: list[Entry], tmp_path: Path, at: datetime
) -> None:
    watch = Watch(tmp_path / "monitor")
    looked(watch, begun, at)
    copy.put_back_folder()

    found = looked(watch, begun, at)

    assert wrong(found) == ["rolled-back"]
    assert "shows size 5 now and showed 7" in " ".join(found.lines())
    keeper.settle(at=at)
    assert looked(watch, begun, at).exit_code == 0
    assert size_of(begun) == 7


def test_an_old_checkpoint_alone_is_caught_too(
    copy: Copy, begun: Folder, today: list[Entry], tmp_path: Path, at: datetime
) -> None:
    watch = Watch(tmp_path / "monitor")
    looked(watch, begun, at)
    shutil.copy(copy.folder / "log" / "checkpoint", begun.root)

    assert wrong(looked(watch, begun, at)) == ["rolled-back"]


def test_database_and_folder_of_yesterday_are_not_signed_on(
    copy: Copy, begun: Folder, today: list[Entry], tmp_path: Path, at: datetime
) -> None:
    """The signer remembers more. The rest comes back from whoever has a copy of what was published."""
    whole = told()
    mirror = shutil.copytree(begun.root, tmp_path / "mirror")
    copy.put_back_database()
    copy.put_back_folder()
    (said,) = cli.differences()
    assert said.startswith("7 entries were signed. The database has 5 and the published log 5: both are older copies.")

    ring(at, times=30)
    with pytest.raises(Behind, match="7 entries were signed and the database has 6"):
        keeper.settle(at=at)
    ring(at, times=31)
    with pytest.raises(Fork, match="does not continue it"):
        keeper.settle(at=at)
    copy.put_back_database()
    with serving(mirror) as site:
        assert cli.rebuild(site.url) == 2

    assert told() == whole
    keeper.settle(at=at)
    assert size_of(begun) == 7


def test_where_all_is_of_yesterday_a_witness_remembers(begun: Folder, tmp_path: Path, at: datetime) -> None:
    university = witness.Witness.make(tmp_path / "witness", "testigo.example.org")
    university.watch(queries.keys_of(Log.objects.get())[0])
    with listening(university) as server:
        custody.add_witness(key=university.vkey, name="Testigo", url=server.url, at=at)
        keeper.settle(at=at)
        copy = Copy.made(tmp_path / "yesterday")
        ring(at)
        keeper.settle(at=at)
        size, mirror = size_of(begun), shutil.copytree(begun.root, tmp_path / "mirror")
        copy.put_back_database()
        copy.put_back_folder()
        copy.put_back_memory()
        ring(at, times=9)

        keeper.Keeper().round()

        assert "Testigo has seen 7 entries of this log" in Log.objects.get().trouble
        assert size_of(begun) == size - 1
        copy.put_back_database()
        with serving(mirror) as site:
            assert cli.rebuild(site.url) == 1
        working = keeper.Keeper()
        working.round()
        assert Log.objects.get().trouble == ""
        ring(at)
        keeper.settle(at=at)

    assert size_of(begun) > size
    assert university.remembered(university.logs()[Log.objects.get().origin]).size == size_of(begun)


def test_where_all_is_of_yesterday_and_nobody_witnesses_the_monitor_convicts_the_site(
    copy: Copy, begun: Folder, today: list[Entry], tmp_path: Path, at: datetime
) -> None:
    watch = Watch(tmp_path / "monitor")
    assert looked(watch, begun, at).is_saved
    copy.put_back_database()
    copy.put_back_folder()
    copy.put_back_memory()
    for number in range(4):
        ring(at, times=40 + number)

    keeper.settle(at=at)  # nothing here could know better

    found = looked(watch, begun, at)
    assert wrong(found) == ["two-histories"]
    assert len(found.evidence) == 1


def test_a_cosignature_of_yesterday_proves_nothing_about_today(begun: Folder, tmp_path: Path, at: datetime) -> None:
    university = witness.Witness.make(tmp_path / "witness", "testigo.example.org")
    university.watch(queries.keys_of(Log.objects.get())[0])
    custody.add_witness(key=university.vkey, name="", url="", at=at)
    custody.set_rules(quorum=1, at=at)
    keeper.settle(at=at)
    university.now = lambda: at.timestamp()
    signature = university.cosign(Submission(0, (), begun.read("checkpoint")))
    publisher.republish(Log.objects.get(), Note(Note.parse(begun.read("checkpoint")).text, (signature,)))
    watch = Watch(tmp_path / "monitor")

    fresh, stale = (looked(watch, begun, at + timedelta(hours=hours)) for hours in (25, 27))

    assert fresh.exit_code == 0
    assert (stale.exit_code, wrong(stale)) == (3, ["stale"])
    assert "the last time that a witness saw it is 2023-06-12 15:00 UTC" in " ".join(stale.lines())
