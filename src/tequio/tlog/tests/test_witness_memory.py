"""A witness remembers: what became of its folder or its process, it never signs a second history."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from tequio.tlog.note import COSIGNATURE, Note, SigningKey, with_signatures
from tequio.tlog.submission import Submission
from tequio.tlog.tests.witnessed import NAME, ORIGIN, Log, asks, witness_of
from tequio.tlog.witness import Damaged, Elsewhere, Inconsistent, Refused, Witness


@pytest.fixture
def log() -> Log:
    """A log of eight entries."""
    return Log().grow(8)


@pytest.fixture
def watcher(tmp_path: Path, log: Log) -> Witness:
    """A witness that watches it."""
    return witness_of(log, tmp_path / "witness")


def test_a_restart_forgets_nothing(watcher: Witness, log: Log) -> None:
    watcher.cosign(asks(log, 0, 5))

    again = Witness(watcher.folder)

    with pytest.raises(Inconsistent):
        again.cosign(asks(log.split(at=3, count=4), 5, 7))
    again.cosign(asks(log, 5, 7))


def test_each_log_has_a_memory_of_its_own(watcher: Witness, log: Log) -> None:
    other = Log(key=SigningKey.make("other.gob.mx/log")).grow(9)
    watcher.watch(other.vkey, "https://other.gob.mx/log")

    watcher.cosign(asks(log, 0, 5))
    watcher.cosign(asks(other, 0, 9))

    assert {one.origin: watcher.remembered(one).size for one in watcher.logs().values()} == {
        ORIGIN: 5,
        "other.gob.mx/log": 9,
    }


def test_a_running_witness_is_not_led_back_by_old_files(watcher: Witness, log: Log, tmp_path: Path) -> None:
    watcher.cosign(asks(log, 0, 3))
    shutil.copytree(watcher.folder, tmp_path / "backup")
    watcher.cosign(asks(log, 3, 6))
    shutil.copytree(tmp_path / "backup", watcher.folder, dirs_exist_ok=True)

    with pytest.raises(Elsewhere) as refused:
        watcher.cosign(asks(log.split(at=4, count=4), 3, 8))

    assert refused.value.size == 6
    assert Witness(watcher.folder).remembered(watcher.logs()[ORIGIN]).size == 6


def test_a_witness_brought_back_from_a_backup_remembers_what_bears_its_own_signature(
    watcher: Witness, log: Log, tmp_path: Path
) -> None:
    watcher.cosign(asks(log, 0, 3))
    shutil.copytree(watcher.folder, tmp_path / "backup")
    shown = with_signatures(Note.parse(log.note(6)), [watcher.cosign(asks(log, 3, 6))])

    restored = Witness(tmp_path / "backup")
    with pytest.raises(Elsewhere) as refused:
        restored.cosign(Submission(3, tuple(log.prove(3, 6)), shown.encode()))

    assert refused.value.size == 6
    with pytest.raises(Inconsistent):
        Witness(tmp_path / "backup").cosign(asks(log.split(at=4, count=4), 6, 8))


def test_a_strangers_signature_under_the_witnesss_name_teaches_it_nothing(watcher: Witness, log: Log) -> None:
    watcher.cosign(asks(log, 0, 3))
    note = Note.parse(log.note(6))
    forged = with_signatures(note, [SigningKey.make(NAME, COSIGNATURE).sign(note.text, 1)])

    watcher.recall(watcher.logs()[ORIGIN], forged)

    assert watcher.remembered(watcher.logs()[ORIGIN]).size == 3


@pytest.mark.parametrize("spoil", ["cut", "unsigned", "another's", "empty"])
def test_a_memory_that_cannot_be_believed_stops_everything(watcher: Witness, log: Log, spoil: str) -> None:
    watcher.cosign(asks(log, 0, 5))
    (file,) = watcher.folder.glob("*.checkpoint")
    spoilt = {
        "cut": file.read_bytes()[:-20],
        "unsigned": log.note(2),
        "another's": b"",
        "empty": b"",
    }[spoil]
    if spoil == "another's":
        elsewhere = Witness.make(watcher.folder.parent / "elsewhere", NAME)
        elsewhere.watch(log.vkey)
        elsewhere.cosign(asks(log, 0, 2))
        (theirs,) = elsewhere.folder.glob("*.checkpoint")
        spoilt = theirs.read_bytes()
    file.write_bytes(spoilt)

    with pytest.raises(Damaged):
        Witness(watcher.folder).cosign(asks(log, 0, 5))


def test_two_trees_of_one_size_under_its_own_signature_stop_it(watcher: Witness, log: Log) -> None:
    watcher.cosign(asks(log, 0, 5))
    forged = Note.parse(log.split(at=4, count=1).note(5))

    with pytest.raises(Damaged, match="two trees"):
        watcher.recall(watcher.logs()[ORIGIN], with_signatures(forged, [watcher.key.sign(forged.text, 1)]))


def test_of_racing_histories_only_one_is_ever_signed(watcher: Witness, log: Log) -> None:
    sharing = [watcher, watcher, Witness(watcher.folder), Witness(watcher.folder)]
    signed: list[bytes] = []

    def race(one: Witness, history: Log, size: int) -> None:
        start.wait()
        try:
            one.cosign(asks(history, size - 3, size))
        except Refused:
            return
        signed.append(history.root(size))

    watcher.cosign(asks(log, 0, 3))
    agreed = log.split(at=3, count=0)
    for turn in range(12):
        size = 6 + 3 * turn
        histories = [agreed.split(at=size - 3, count=3, word=f"history {n}") for n in range(4)]
        start = threading.Barrier(4)
        threads = [
            threading.Thread(target=race, args=(one, history, size))
            for one, history in zip(sharing, histories, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(signed) == turn + 1
        (agreed,) = (history for history in histories if history.root(size) == signed[-1])
