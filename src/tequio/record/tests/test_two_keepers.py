"""Two keepers beside each other, and writers who never rest: nobody waits for ever, and nobody is told a falsehood."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tequio.record import keeper, publisher, queries, sequencer, snapshot
from tequio.record.models import Entry, Log
from tequio.record.tests.bells import CHAPEL, ring
from tequio.tlog.folder import Folder
from tequio.tlog.monitor import Watch

pytestmark = pytest.mark.django_db


def test_a_writer_who_never_rests_keeps_nobody_from_publishing(
    log: Folder, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [ring(at)]
    number = sequencer._number

    def meanwhile(batch: int) -> int:
        numbered = number(batch)
        if len(rows) < 50:  # as often as anything is numbered, one more has arrived
            rows.append(ring(at))
        return numbered

    monkeypatch.setattr(sequencer, "_number", meanwhile)

    assert sequencer.sequence(at=at) == 1
    assert publisher.publish(at=at) is not None
    assert len(rows) == 2


def test_whoever_comes_second_does_not_take_the_database_for_an_old_one(
    log: Folder, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring(at)
    sequencer.sequence(at=at)
    turn = publisher._turn

    @contextmanager
    def late(**how: Any) -> Iterator[bool]:
        monkeypatch.setattr(publisher, "_turn", turn)
        ring(at)
        keeper.settle(at=at)
        with turn(**how) as mine:
            yield mine

    monkeypatch.setattr(publisher, "_turn", late)

    assert publisher.publish(at=at) is None  # the other has published it all


def test_two_keepers_take_one_snapshot_between_them(
    log: Folder, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring(at)
    keeper.settle(at=at)
    tomorrow = at + timedelta(days=1)
    ring(tomorrow)
    sequencer.sequence(at=tomorrow)
    listed = snapshot.heads

    def quicker(present: Log) -> Any:
        monkeypatch.setattr(snapshot, "heads", listed)
        lines = listed(present)
        ring(tomorrow, subject=CHAPEL)
        keeper.settle(at=tomorrow)
        return lines

    monkeypatch.setattr(snapshot, "heads", quicker)
    keeper.settle(at=tomorrow)

    assert Entry.objects.filter(type="record.snapshot-taken").count() == 2
    present = Log.objects.get()
    look = Watch(tmp_path).look(
        log, keys=queries.keys_of(present), policy=queries.policy(), now=datetime(2030, 1, 1, tzinfo=UTC)
    )
    assert look.exit_code == 0, look.lines()
    assert look.is_saved
