"""Two histories under one key become a file that anybody checks without trusting whoever published it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tequio.tlog import contradiction, note
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.contradiction import Contradiction, judge, made
from tequio.tlog.finding import FALSE, UNVERIFIABLE, Word
from tequio.tlog.note import Malformed, Unverified
from tequio.tlog.policy import Policy
from tequio.tlog.tests.stories import LOG, NEW_KEY, ORIGIN, STRANGER, Site, codes, policy
from tequio.tlog.tiles import Broken
from tequio.tlog.verify import verify_bytes, verify_path

KEYS = [LOG.verifier]


def grown(size: int, *, altered: int | None = None) -> Site:
    """A published log of some facts; one of them may be another fact than it was."""
    site = Site()
    for number in range(size):
        site.state("plans.commitment-published", f"urn:tequio:nl:commitment:{number}")
    if altered is not None:
        site.alter(altered, data={"text": "another"})
    site.publish()
    return site


def against(size: int, later: int, altered: int = 0) -> Contradiction:
    """What shows that a history of a size and a rewritten one of a later size contradict each other."""
    rewritten = grown(later, altered=altered)
    found = made(grown(size).checkpoint, rewritten.checkpoint, keys=KEYS, nodes=rewritten.reader.node)
    assert found
    return found


def test_two_roots_of_one_size_are_enough() -> None:
    found = made(grown(7).checkpoint, grown(7, altered=3).checkpoint, keys=KEYS)

    assert found
    assert (found.root, found.hashes) == (None, ())
    assert judge(found, KEYS).exit == FALSE
    assert judge(found, KEYS).verdict is Word.PROVEN


@pytest.mark.parametrize("later", [2, 5, 8, 9, 300])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 6, 7, 8])
def test_an_earlier_tree_that_does_not_begin_the_later_one_is_shown(size: int, later: int) -> None:
    if size >= later:
        size, later = later - 1, size + 1
    found = against(size, later)

    told = judge(Contradiction.parse(found.encode()), KEYS)

    assert told.say() == (
        f"the log {ORIGIN} signed two histories, of size {size} and of size {later}, that no tree holds both"
    )


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 8, 9])
def test_an_honest_log_contradicts_itself_nowhere(size: int) -> None:
    later = grown(9)

    assert made(grown(size).checkpoint, later.checkpoint, keys=KEYS, nodes=later.reader.node) is None


def test_without_the_tree_two_sizes_show_nothing() -> None:
    assert made(grown(3).checkpoint, grown(7, altered=0).checkpoint, keys=KEYS) is None


def test_which_of_the_two_comes_first_does_not_matter() -> None:
    rewritten = grown(7, altered=0)
    pair = grown(3).checkpoint, rewritten.checkpoint

    assert made(*pair, keys=KEYS, nodes=rewritten.reader.node) == made(
        *reversed(pair), keys=KEYS, nodes=rewritten.reader.node
    )


def test_a_checkpoint_that_the_log_did_not_sign_contradicts_nothing() -> None:
    forged = note.sign(Checkpoint(ORIGIN, 7, b"\1" * 32).text, NEW_KEY).encode()

    with pytest.raises(Unverified):
        made(grown(7).checkpoint, forged, keys=KEYS)


def test_a_tree_that_is_not_there_shows_nothing() -> None:
    rewritten = grown(7, altered=0)
    checkpoint = rewritten.checkpoint
    reader = rewritten.reader
    rewritten.store.files.clear()

    with pytest.raises(Broken):
        made(grown(3).checkpoint, checkpoint, keys=KEYS, nodes=reader.node)


def test_the_file_is_read_back_as_it_was_written() -> None:
    found = against(3, 7)

    data = found.encode(["The first line.", "La segunda:\nla tercera."])

    assert Contradiction.parse(data) == found
    assert Contradiction.parse(data + b"\n\n") == found
    assert data.decode().splitlines()[:4] == [
        contradiction.HEAD,
        "# The first line.",
        "# La segunda:",
        "# la tercera.",
    ]


# False accusations


def test_honest_checkpoints_accuse_nobody() -> None:
    later = grown(7)
    honest = against(3, 7)

    accused = Contradiction(grown(3).checkpoint, later.checkpoint, honest.keys, honest.root, honest.hashes)

    assert judge(accused, KEYS).code == "contradiction-unfounded"
    assert judge(accused, KEYS).exit == UNVERIFIABLE


def test_the_same_checkpoint_twice_accuses_nobody() -> None:
    one = grown(7).checkpoint

    assert judge(Contradiction(one, one, (LOG.verifier,)), KEYS).code == "contradiction-unfounded"


def test_invented_hashes_accuse_nobody() -> None:
    found = against(3, 7)

    for root, hashes in ((b"\1" * 32, found.hashes), (found.root, found.hashes[:-1]), (None, found.hashes)):
        accused = Contradiction(found.earlier, found.later, found.keys, root, hashes)
        assert judge(accused, KEYS).code == "contradiction-unfounded"


def test_checkpoints_of_two_logs_do_not_contradict_each_other() -> None:
    other = note.sign(Checkpoint(STRANGER.name, 7, b"\1" * 32).text, STRANGER).encode()
    keys = (LOG.verifier, STRANGER.verifier)

    assert judge(Contradiction(grown(7).checkpoint, other, keys), keys).code == "contradiction-unfounded"


def test_a_key_that_the_accuser_made_is_not_the_log_s() -> None:
    forged = [note.sign(Checkpoint(ORIGIN, 7, bytes([number]) * 32).text, NEW_KEY).encode() for number in (1, 2)]
    accused = Contradiction(*forged, (NEW_KEY.verifier,))

    assert judge(accused, KEYS).code == "contradiction-unsigned"
    assert "make sure that the key in this file is the log's" in judge(accused).say()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"tequio-contradiction@v1\n",
        b"tequio-contradiction@v1\nkey x\n\na\n\nb\n\nc\n\nd\n",
        b"tequio-contradiction@v1\nwhat\n\na\n\nb\n\nc\n\nd\n",
        b"tequio-contradiction@v1\nroot x\n\na\n\nb\n\nc\n\nd\n",
        b"tequio-contradiction@v1\n# \xff\n\na\n\nb\n\nc\n\nd\n",
        b"tequio-contradiction@v2\n\na\n\nb\n\nc\n\nd\n",
    ],
)
def test_what_is_no_contradiction_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        Contradiction.parse(data)


def test_more_hashes_than_a_tree_is_high_are_refused() -> None:
    found = against(3, 7)
    long = Contradiction(found.earlier, found.later, found.keys, found.root, (b"\1" * 32,) * 64)

    with pytest.raises(Malformed):
        Contradiction.parse(long.encode())


# As a document


def test_the_verifier_recognises_the_file_by_the_reader_s_key_or_its_own(tmp_path: Path) -> None:
    (tmp_path / "evidence.txt").write_bytes(against(3, 7).encode())

    mine = verify_path(tmp_path / "evidence.txt", trusted=policy())
    its = verify_path(tmp_path / "evidence.txt")

    assert codes(mine) == codes(its) == ["two-histories"]
    assert mine.exit_code == its.exit_code == FALSE
    assert "make sure" not in mine.findings[0].say()
    assert "make sure" in its.findings[0].say()
    assert verify_path(tmp_path / "evidence.txt", trusted=Policy()) == its


def test_a_broken_file_is_a_finding() -> None:
    verdict = verify_bytes(b"tequio-contradiction@v1\nbroken")

    assert codes(verdict) == ["contradiction-unreadable"]
    assert verdict.exit_code == UNVERIFIABLE


def test_the_file_is_verified_by_a_fresh_process_that_knows_nothing(tmp_path: Path) -> None:
    (tmp_path / "evidence.txt").write_bytes(against(4, 9, altered=2).encode())
    script = (
        "import json, sys, pathlib; from tequio.tlog.verify import verify_path;"
        "print(json.dumps(verify_path(pathlib.Path(sys.argv[1])).as_json()))"
    )

    found = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "evidence.txt")], capture_output=True, text=True, check=True
    )

    told = json.loads(found.stdout)
    assert told["exit"] == FALSE
    assert [(one["verdict"], one["code"]) for one in told["findings"]] == [("PROVEN", "two-histories")]
