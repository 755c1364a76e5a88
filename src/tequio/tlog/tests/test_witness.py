"""A witness judges: it signs what continues what it signed before, and nothing else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tequio.tlog import merkle, witness
from tequio.tlog.checkpoint import Checkpoint, cosigned
from tequio.tlog.note import (
    COSIGNATURE,
    ED25519,
    Malformed,
    Note,
    SigningKey,
    VerifierKey,
    sign,
    with_signatures,
)
from tequio.tlog.submission import Submission
from tequio.tlog.tests.witnessed import NAME, ORIGIN, Log, asks, witness_of
from tequio.tlog.witness import (
    Damaged,
    Elsewhere,
    Inconsistent,
    NoWitness,
    Refused,
    Taken,
    UnknownKey,
    UnknownLog,
    Witness,
)


@pytest.fixture
def log() -> Log:
    """A log of eight entries."""
    return Log().grow(8)


@pytest.fixture
def watcher(tmp_path: Path, log: Log) -> Witness:
    """A witness that watches it."""
    return witness_of(log, tmp_path / "witness")


def test_a_new_witness_has_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    made = Witness.make(tmp_path / "a" / "witness", NAME)

    file = tmp_path / "a" / "witness" / "witness.key"
    key = VerifierKey.parse(made.vkey)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (key.name, key.kind) == (NAME, COSIGNATURE)
    assert file.read_text().startswith("PRIVATE+KEY+")
    assert Witness(tmp_path / "a" / "witness").vkey == made.vkey


def test_a_second_witness_is_not_made_over_the_first(watcher: Witness) -> None:
    before = watcher.vkey

    with pytest.raises(Taken):
        Witness.make(watcher.folder, "other.example.org")

    assert Witness(watcher.folder).vkey == before


def test_nor_over_what_is_left_of_one_whose_key_was_lost(watcher: Witness, log: Log) -> None:
    watcher.cosign(asks(log, 0, 3))
    (watcher.folder / "witness.key").unlink()

    with pytest.raises(Taken):
        Witness.make(watcher.folder, NAME)
    with pytest.raises(NoWitness):
        Witness(watcher.folder)


def test_the_key_of_a_log_does_not_make_a_witness(tmp_path: Path, log: Log) -> None:
    (tmp_path / "witness.key").write_text(log.key.text)

    with pytest.raises(NoWitness, match="not of a witness"):
        Witness(tmp_path)


def test_a_broken_key_is_refused_without_repeating_it(tmp_path: Path) -> None:
    text = SigningKey.make(NAME, COSIGNATURE).text
    (tmp_path / "witness.key").write_text(text[:-3])

    with pytest.raises(NoWitness) as refused:
        Witness(tmp_path)
    assert text[-30:-6] not in str(refused.value)


@pytest.mark.parametrize("name", ["", "a b", "a+b"])
def test_a_name_that_no_key_can_bear_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Malformed):
        Witness.make(tmp_path / "witness", name)

    assert not (tmp_path / "witness" / "witness.key").exists()


def test_the_first_checkpoint_is_signed_at_once_and_states_when(watcher: Witness, log: Log) -> None:
    watcher.now = lambda: 1_700_000_000.9

    signature = watcher.cosign(asks(log, 0, 5))

    note = Note.parse(log.note(5))
    assert signature.time == 1_700_000_000
    assert cosigned(with_signatures(note, [signature]), [watcher.key.verifier]) == {watcher.vkey: 1_700_000_000}


@pytest.mark.parametrize(("old", "size"), [(o, s) for s in range(1, 9) for o in range(1, s + 1)])
def test_every_honest_step_is_signed(watcher: Witness, log: Log, old: int, size: int) -> None:
    watcher.cosign(asks(log, 0, old))

    signature = watcher.cosign(asks(log, old, size))

    assert watcher.key.verifier.signed(Note.parse(log.note(size)).text, signature)
    assert watcher.remembered(watcher.logs()[ORIGIN]).size == size


def test_the_same_tree_is_signed_again_with_a_fresh_time(watcher: Witness, log: Log) -> None:
    watcher.now = lambda: 1_700_000_000
    watcher.cosign(asks(log, 0, 5))
    watcher.now = lambda: 1_700_003_600

    assert watcher.cosign(asks(log, 5, 5)).time == 1_700_003_600
    assert watcher.remembered(watcher.logs()[ORIGIN]).time == 1_700_003_600


def test_an_empty_log_is_signed_if_its_root_is_that_of_nothing(watcher: Witness, log: Log) -> None:
    false = sign(Checkpoint(ORIGIN, 0, b"\x07" * 32).text, log.key).encode()

    with pytest.raises(Inconsistent):
        watcher.cosign(Submission(0, (), false))
    watcher.cosign(asks(log, 0, 0))
    watcher.cosign(asks(log, 0, 4))


def test_what_is_kept_is_the_note_with_the_signatures_of_log_and_witness_alone(watcher: Witness, log: Log) -> None:
    stranger = SigningKey.make("somebody.example.org", COSIGNATURE)
    note = Note.parse(log.note(5))
    many = with_signatures(note, [stranger.sign(note.text, 1)])

    watcher.cosign(Submission(0, (), many.encode()))

    kept = watcher.remembered(watcher.logs()[ORIGIN]).note
    assert kept is not None
    assert [one.name for one in kept.signatures] == [ORIGIN, NAME]
    assert kept.text == note.text


def test_extension_lines_are_signed_as_they_stand(watcher: Witness, log: Log) -> None:
    data = log.note(5, "freely said")

    signature = watcher.cosign(Submission(0, (), data))

    assert watcher.key.verifier.signed(Note.parse(data).text, signature)


def test_an_unknown_log_is_refused(watcher: Witness) -> None:
    other = Log(key=SigningKey.make("other.gob.mx/log")).grow(3)

    with pytest.raises(UnknownLog):
        watcher.cosign(asks(other, 0, 3))


def test_a_checkpoint_that_an_unknown_key_signed_is_refused(watcher: Witness) -> None:
    pretender = Log(key=SigningKey.make(ORIGIN)).grow(3)

    with pytest.raises(UnknownKey):
        watcher.cosign(asks(pretender, 0, 3))


def test_a_false_signature_is_refused_even_beside_a_true_one(watcher: Witness, log: Log) -> None:
    new = SigningKey.make(ORIGIN)
    watcher.watch(new.verifier)
    right, wrong = Note.parse(log.note(5)), sign(Checkpoint(ORIGIN, 5, b"\x07" * 32).text, new)
    mixed = Note(right.text, (*right.signatures, *wrong.signatures))

    with pytest.raises(UnknownKey):
        watcher.cosign(Submission(0, (), mixed.encode()))


def test_a_log_may_change_its_key_while_both_are_watched(watcher: Witness, log: Log) -> None:
    watcher.cosign(asks(log, 0, 4))
    renewed = Log(log.entries, SigningKey.make(ORIGIN))
    watcher.watch(renewed.vkey)

    watcher.cosign(asks(renewed, 4, 8))

    assert len(watcher.logs()[ORIGIN].keys) == 2


def test_an_old_size_above_the_checkpoints_is_refused(watcher: Witness, log: Log) -> None:
    with pytest.raises(Refused) as refused:
        watcher.cosign(Submission(6, (), log.note(5)))

    assert refused.value.status == 400


@pytest.mark.parametrize("old", [0, 3, 7, 8])
def test_another_old_size_hears_the_right_one(watcher: Witness, log: Log, old: int) -> None:
    watcher.cosign(asks(log, 0, 5))

    with pytest.raises(Elsewhere) as refused:
        watcher.cosign(asks(log, old, 8))

    assert refused.value.size == 5


def test_a_smaller_tree_is_never_signed_again(watcher: Witness, log: Log) -> None:
    watcher.cosign(asks(log, 0, 8))

    for old in range(6):
        with pytest.raises(Elsewhere):
            watcher.cosign(asks(log, old, 5))


@pytest.mark.parametrize("size", [6, 7, 8, 9, 20])
def test_a_forged_history_signed_with_the_true_key_is_refused(watcher: Witness, log: Log, size: int) -> None:
    watcher.cosign(asks(log, 0, 5))
    forged = log.split(at=3, count=size - 3)

    with pytest.raises(Inconsistent):
        watcher.cosign(asks(forged, 5, size))

    assert watcher.remembered(watcher.logs()[ORIGIN]).root == log.root(5)


@pytest.mark.parametrize("spoil", ["dropped", "doubled", "changed", "turned", "none"])
def test_a_proof_that_does_not_hold_is_refused(watcher: Witness, log: Log, spoil: str) -> None:
    watcher.cosign(asks(log, 0, 3))
    right = log.prove(3, 7)
    wrong = {
        "dropped": right[1:],
        "doubled": [*right, right[-1]],
        "changed": [b"\x07" * 32, *right[1:]],
        "turned": right[::-1],
        "none": [],
    }[spoil]

    with pytest.raises(Inconsistent):
        watcher.cosign(Submission(3, tuple(wrong), log.note(7)))


def test_a_first_submission_brings_no_proof(watcher: Witness, log: Log) -> None:
    with pytest.raises(Inconsistent):
        watcher.cosign(Submission(0, (merkle.EMPTY,), log.note(5)))


def test_another_root_of_the_same_size_is_refused_and_both_are_kept_aside(watcher: Witness, log: Log) -> None:
    watcher.cosign(asks(log, 0, 5))
    forged = log.split(at=4, count=1)

    with pytest.raises(Inconsistent):
        watcher.cosign(Submission(5, (), forged.note(5)))

    kept = [Note.parse(path.read_bytes()).text for path in sorted((watcher.folder / "kept").iterdir())]
    assert sorted(kept) == sorted(Note.parse(one.note(5)).text for one in (log, forged))


def test_whoever_signs_one_contradiction_after_another_does_not_fill_the_disk(watcher: Witness, log: Log) -> None:
    watcher.cosign(asks(log, 0, 5))

    for number in range(witness.MOST_KEPT + 10):
        with pytest.raises(Inconsistent):
            watcher.cosign(Submission(5, (), log.split(at=4, count=1, word=f"w{number}").note(5)))

    assert len(list((watcher.folder / "kept").iterdir())) == witness.MOST_KEPT


@pytest.mark.parametrize("text", ["quorum\n", "log nonsense\nquorum none\n"])
def test_a_list_of_logs_that_cannot_be_read_stops_it(watcher: Witness, log: Log, text: str) -> None:
    (watcher.folder / "logs.txt").write_text(text)

    with pytest.raises(Damaged):
        watcher.cosign(asks(log, 0, 5))


def test_watching_the_same_again_changes_nothing_and_another_address_takes_its_place(
    watcher: Witness, log: Log
) -> None:
    watcher.watch(log.vkey, "https://a.example.org")
    before = (watcher.folder / "logs.txt").read_bytes()

    watcher.watch(log.vkey)
    watcher.watch(log.vkey, "https://a.example.org")
    assert (watcher.folder / "logs.txt").read_bytes() == before

    moved = watcher.watch(log.vkey, "https://b.example.org")
    assert (moved.url, len(moved.keys)) == ("https://b.example.org", 1)


def test_what_a_person_wrote_into_the_list_stays(watcher: Witness) -> None:
    file = watcher.folder / "logs.txt"
    file.write_text(file.read_text() + "# ask Ana before removing this")

    watcher.watch(SigningKey.make("other.gob.mx/log").verifier)

    assert "ask Ana" in file.read_text()
    assert set(watcher.logs()) == {ORIGIN, "other.gob.mx/log"}


@pytest.mark.parametrize("url", ["ftp://example.org", "https://example.org/#x", "https://example.org/a b", "x"])
def test_an_address_that_the_list_cannot_hold_is_refused(watcher: Witness, log: Log, url: str) -> None:
    with pytest.raises(Malformed):
        watcher.watch(log.vkey, url)

    assert watcher.logs()[ORIGIN].url == ""


def test_a_witnesss_key_is_not_watched_as_a_log(watcher: Witness) -> None:
    with pytest.raises(Malformed):
        watcher.watch(watcher.key.verifier)


@pytest.mark.parametrize("name", ["example.org/#1", "# example.org", "mañana.example.org"])
def test_any_name_of_a_key_is_held_or_refused(watcher: Witness, name: str) -> None:
    key = VerifierKey(name, ED25519, SigningKey.make(ORIGIN).verifier.public)

    try:
        watcher.watch(key)
    except Malformed:
        assert set(watcher.logs()) == {ORIGIN}
    else:
        assert watcher.logs()[name].keys == (key,)


def test_one_key_is_not_watched_under_two_names(watcher: Witness, log: Log) -> None:
    with pytest.raises(Malformed):
        watcher.watch(VerifierKey("other.gob.mx/log", ED25519, log.vkey.public))

    assert set(watcher.logs()) == {ORIGIN}
