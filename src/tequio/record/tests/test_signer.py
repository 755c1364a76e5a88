"""Whoever holds the log's keys signs no fork, whatever the database and the tiles say, and keeps the keys to itself."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tequio.record.signer import Fork, NoKey, Signer
from tequio.tlog import merkle
from tequio.tlog.checkpoint import Checkpoint, opened
from tequio.tlog.note import Malformed, Note

ORIGIN = "log.example/bitacora"


class Grown:
    """A tree of so many leaves, which says another word from some leaf on."""

    def __init__(self, size: int, *, other_from: int | None = None) -> None:
        split = size if other_from is None else other_from
        said = [b"leaf %d" % n for n in range(min(split, size))] + [b"other %d" % n for n in range(split, size)]
        self.size, self.hashes = size, [merkle.leaf_hash(one) for one in said]
        self.root = merkle.root_of(self.hashes)

    def proof(self, old: int) -> Sequence[bytes]:
        return merkle.consistency_proof(self._node, old, self.size)

    def _node(self, level: int, index: int) -> bytes:
        return merkle.root_of(self.hashes[index << level : (index + 1) << level])


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    made = Signer(tmp_path / "keys", ORIGIN)
    made.make_key()
    return made


def signed(signer: Signer, tree: Grown, proof: Callable[[int], Sequence[bytes]] | None = None) -> Note:
    return signer.sign(tree.size, tree.root, proof or tree.proof)


def test_a_tree_that_grows_is_signed(signer: Signer) -> None:
    for size in (1, 2, 3, 8, 8, 9, 300):
        note = signed(signer, Grown(size))

        stated, _note = opened(note.encode(), signer.verifiers())
        assert (stated.origin, stated.size, stated.root) == (ORIGIN, size, Grown(size).root)
        assert signer.last() == stated


@pytest.mark.parametrize(
    "fork",
    [
        pytest.param(Grown(8, other_from=7), id="another tree of the same size"),
        pytest.param(Grown(9, other_from=7), id="a larger one that rewrites what was signed"),
        pytest.param(Grown(9, other_from=0), id="a larger one that has nothing in common"),
        pytest.param(Grown(7), id="a smaller one"),
        pytest.param(Grown(0), id="the empty one"),
    ],
)
def test_a_fork_is_never_signed(signer: Signer, fork: Grown) -> None:
    signed(signer, Grown(8))

    with pytest.raises(Fork, match="8 entries was signed"):
        signed(signer, fork)

    assert signer.last() == Checkpoint(ORIGIN, 8, Grown(8).root)
    signed(signer, Grown(9))


@pytest.mark.parametrize("proof", [[], [b"\0" * 32], [b"short"], Grown(12).proof(8)[:-1], Grown(12).proof(7)])
def test_a_tree_is_not_signed_on_somebodys_word_alone(signer: Signer, proof: Sequence[bytes]) -> None:
    signed(signer, Grown(8))

    with pytest.raises(Fork):
        signed(signer, Grown(12), lambda _old: proof)


def test_another_process_on_the_same_keys_refuses_the_fork_too(signer: Signer) -> None:
    signed(signer, Grown(8))

    with pytest.raises(Fork):
        signed(Signer(signer.folder, ORIGIN), Grown(9, other_from=3))


def test_the_size_that_is_signed_is_on_disk_before_the_signature(
    signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(signer, Grown(8))

    with monkeypatch.context() as broken:
        broken.setattr("tequio.record.signer.sign", _fall)
        with pytest.raises(RuntimeError, match="pulled"):
            signed(signer, Grown(12))

    assert signer.last() == Checkpoint(ORIGIN, 12, Grown(12).root)
    assert signed(signer, Grown(12)) == signed(signer, Grown(12))
    with pytest.raises(Fork):
        signed(signer, Grown(12, other_from=10))


def _fall(*_args: object) -> None:
    raise RuntimeError("the plug was pulled")


KILLED = """
import os, signal, sys
from pathlib import Path
from tequio.record.signer import Signer
from tequio.record.tests.test_signer import Grown
replace, renames = os.replace, 0
def until_killed(*names):
    global renames
    renames += 1
    if renames == int(sys.argv[2]): os.kill(os.getpid(), signal.SIGKILL)
    replace(*names)
    if renames == int(sys.argv[3]): os.kill(os.getpid(), signal.SIGKILL)
os.replace = until_killed
signer = Signer(Path(sys.argv[1]), "log.example/bitacora")
signer.make_key()
signer.sign(20, Grown(20).root, Grown(20).proof)
"""


@pytest.mark.parametrize(("before", "after", "keys", "last"), [(1, 0, 1, 8), (0, 1, 2, 8), (2, 0, 2, 8), (0, 2, 2, 20)])
def test_a_kill_while_something_is_written_leaves_the_old_or_the_new(
    signer: Signer, before: int, after: int, keys: int, last: int
) -> None:
    signed(signer, Grown(8))
    first = signer.verifiers()[0]

    done = subprocess.run([sys.executable, "-c", KILLED, str(signer.folder), str(before), str(after)])

    assert done.returncode == -signal.SIGKILL
    assert len(signer.verifiers()) == keys
    assert signer.verifiers()[0] == first
    assert signer.last() == Checkpoint(ORIGIN, last, Grown(last).root)
    assert len(signed(signer, Grown(21)).signatures) == keys
    assert not list(signer.folder.glob(".*"))  # the other half of what was being written, maybe a key, is gone


def test_only_the_owner_reads_the_keys(signer: Signer) -> None:
    before = os.umask(0)
    try:
        other = Signer(signer.folder.parent / "elsewhere" / "keys", ORIGIN)
        other.make_key()
        signed(other, Grown(3))
        other.make_key()
    finally:
        os.umask(before)

    assert stat.S_IMODE(other.folder.stat().st_mode) == 0o700
    kept = {one.name: stat.S_IMODE(one.stat().st_mode) for one in other.folder.glob("log*")}
    assert set(kept.values()) == {0o600}
    assert len(kept) == 2


def test_nothing_that_is_said_shows_a_key(signer: Signer) -> None:
    secret = signer.private_keys()[0].text

    assert secret.startswith("PRIVATE+KEY+")
    assert secret.rpartition("+")[2] not in repr(signer.private_keys()) + str(signed(signer, Grown(3)))
    (kept,) = signer.folder.glob("*.keys")
    kept.write_text(f"{secret[:-5]}\n")
    with pytest.raises(Malformed) as told:
        signer.private_keys()
    assert secret.rpartition("+")[2][:20] not in str(told.value)


def test_two_keys_sign_beside_each_other_and_the_last_is_never_dropped(signer: Signer) -> None:
    old, new = signer.verifiers()[0], signer.make_key()
    both = signed(signer, Grown(3))

    signer.drop_key(old)
    alone = signed(signer, Grown(4))

    assert [one.key_id for one in both.signatures] == [old.key_id, new.key_id]
    assert [key for key, _signature in both.opened([old, new])] == [old, new]
    assert [one.key_id for one in alone.signatures] == [new.key_id]
    with pytest.raises(NoKey, match="last"):
        signer.drop_key(new)


def test_without_a_key_nothing_is_signed_and_nothing_is_remembered(tmp_path: Path) -> None:
    signer = Signer(tmp_path / "keys", ORIGIN)

    with pytest.raises(NoKey, match="is not in"):
        signed(signer, Grown(3))

    assert signer.last() is None
    assert not signer.has_keys
    key = signer.first_key()
    assert signer.first_key() == key


@pytest.mark.parametrize("memory", ["", "8", "8\n", "8\nnonsense\n", "08\n" + "A" * 43 + "=\n"])
def test_with_a_damaged_memory_nothing_is_signed(signer: Signer, memory: str) -> None:
    signed(signer, Grown(8))
    (kept,) = signer.folder.glob("*.signed")
    kept.write_text(memory)

    with pytest.raises(Malformed):
        signed(signer, Grown(9))

    assert kept.read_text() == memory


def test_the_logs_of_a_site_have_keys_and_memories_of_their_own(signer: Signer) -> None:
    signed(signer, Grown(8))
    second = Signer(signer.folder, f"{ORIGIN}/2")
    second.make_key()

    signed(second, Grown(3, other_from=0))

    assert signer.last() != second.last()
    assert not set(signer.verifiers()) & set(second.verifiers())


def test_what_was_taken_over_counts_as_signed_and_never_counts_down(signer: Signer) -> None:
    signer.remember(20, Grown(20).root)
    signer.remember(8, Grown(8).root)

    assert signer.last() == Checkpoint(ORIGIN, 20, Grown(20).root)
    with pytest.raises(Fork):
        signed(signer, Grown(8))
    signed(signer, Grown(21))
