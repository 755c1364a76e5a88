"""Proofs that travel: they hold for their entry and for nothing else, and are read strictly."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.tlog import note, proof
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.note import ED25519, Malformed, SigningKey, Unverified
from tequio.tlog.proof import Mismatch, Proof
from tequio.tlog.tests.logs import KEY, Memory, publish
from tequio.tlog.tests.trees import entry, leaf, node, root
from tequio.tlog.tiles import Reader

SIZE = 700
STORE = Memory()
SIGNED = publish(STORE, SIZE)
WHOLE = proof.made(Reader(STORE, SIZE).nodes, 300, SIGNED).encode()


def signed(size: int, key: SigningKey = KEY) -> bytes:
    return note.sign(Checkpoint(KEY.name, size, root(size)).text, key).encode()


@given(st.integers(1, 5000), st.data())
def test_a_proof_is_read_as_it_was_written_and_holds(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))

    made = proof.made(node, index, signed(size))

    assert Proof.parse(made.encode()) == made
    stated, found = made.verified(entry(index), [KEY.verifier])
    assert stated == Checkpoint(KEY.name, size, root(size))
    assert found.encode() == made.checkpoint == signed(size)


def test_a_proof_made_from_the_tiles_is_the_same() -> None:
    assert Proof.parse(WHOLE) == proof.made(node, 300, signed(SIZE))
    assert WHOLE.startswith(b"c2sp.org/tlog-proof@v1\nindex 300\n")
    assert WHOLE.endswith(b"\n\n" + SIGNED)


def test_the_only_entry_of_a_log_needs_no_hash() -> None:
    made = proof.made(node, 0, signed(1))

    assert made.encode() == b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + signed(1)
    assert Proof.parse(made.encode()).verified(entry(0), [KEY.verifier])[0].size == 1


def test_what_is_extra_may_stand_there_and_is_not_believed() -> None:
    found = Proof.parse(WHOLE.replace(b"@v1\n", b"@v1\nextra bm9ib2R5IHZvdWNoZXMgZm9yIHRoaXM=\n"))

    assert found == Proof.parse(WHOLE)
    assert b"extra" not in found.encode()


def test_no_proof_is_made_of_an_entry_that_the_checkpoint_does_not_cover() -> None:
    with pytest.raises(ValueError, match="no leaf 700"):
        proof.made(node, 700, SIGNED)


@pytest.mark.parametrize("said", [entry(299), entry(300) + b" ", entry(300)[:-1], b"", b"\0" + entry(300), leaf(300)])
def test_another_entry_is_a_mismatch(said: bytes) -> None:
    with pytest.raises(Mismatch, match="not number 300 of the tree of 700"):
        Proof.parse(WHOLE).verified(said, [KEY.verifier])


@pytest.mark.parametrize(
    "bad",
    [
        WHOLE.replace(b"index 300", b"index 301"),
        WHOLE.replace(b"index 300", b"index 700"),
        WHOLE.replace(b"index 300", b"index 9223372036854775807"),
        Proof(300, Proof.parse(WHOLE).hashes[:-1], SIGNED).encode(),
        Proof(300, Proof.parse(WHOLE).hashes[::-1], SIGNED).encode(),
        Proof(300, (*Proof.parse(WHOLE).hashes, leaf(0)), SIGNED).encode(),
        Proof(300, (), SIGNED).encode(),
        Proof(300, Proof.parse(WHOLE).hashes, signed(701)).encode(),
        Proof(300, Proof.parse(WHOLE).hashes, signed(0)).encode(),
        proof.made(node, 300, signed(500)).encode().partition(b"\n\n")[0] + b"\n\n" + SIGNED,
    ],
)
def test_a_proof_that_does_not_lead_to_the_root_is_a_mismatch(bad: bytes) -> None:
    with pytest.raises(Mismatch):
        Proof.parse(bad).verified(entry(300), [KEY.verifier])


def test_an_entry_of_a_rewritten_log_is_a_mismatch_under_the_old_checkpoint() -> None:
    store = Memory()
    publish(store, SIZE, entry=lambda index: b"rewritten" if index == 300 else entry(index))
    hashes = proof.made(Reader(store, SIZE).nodes, 300, SIGNED).hashes

    with pytest.raises(Mismatch):
        Proof(300, hashes, SIGNED).verified(b"rewritten", [KEY.verifier])


def test_the_checkpoint_of_a_proof_must_be_signed_by_its_log() -> None:
    other = SigningKey(KEY.name, ED25519, b"\2" * 32)
    stranger = SigningKey("example.org/stranger", ED25519, b"\1" * 32)

    with pytest.raises(Unverified, match="no key that is known"):
        proof.made(node, 300, signed(SIZE, other)).verified(entry(300), [KEY.verifier])
    with pytest.raises(Unverified, match="nobody here knows"):
        proof.made(node, 300, SIGNED).verified(entry(300), [stranger.verifier])
    with pytest.raises(Unverified, match="is false"):
        Proof(300, Proof.parse(WHOLE).hashes, SIGNED.replace(b"\n700\n", b"\n701\n")).verified(
            entry(300), [KEY.verifier]
        )


HASH = WHOLE.split(b"\n")[2]


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"\n\n",
        SIGNED,
        WHOLE.replace(b"@v1", b"@v2"),
        WHOLE.replace(b"@v1\n", b"@v1 \n"),
        WHOLE.replace(b"@v1\n", b"@v1\r\n"),
        b"\n" + WHOLE,
        WHOLE.partition(b"\n")[2],  # the older form, without its first line, is read by other tools only
        WHOLE.replace(b"index 300\n", b""),
        WHOLE.replace(b"index 300", b"index"),
        WHOLE.replace(b"index 300", b"index "),
        WHOLE.replace(b"index 300", b"index 0300"),
        WHOLE.replace(b"index 300", b"index +300"),
        WHOLE.replace(b"index 300", b"index -1"),
        WHOLE.replace(b"index 300", b"index  300"),
        WHOLE.replace(b"index 300", b"index 300 "),
        WHOLE.replace(b"index 300", b"index 3_00"),
        WHOLE.replace(b"index 300", b"Index 300"),
        WHOLE.replace(b"index 300", b"index 9223372036854775808"),
        WHOLE.replace(b"index 300", b"index 300\nindex 300"),
        WHOLE.replace(b"index 300", "index ٣٠٠".encode()),
        WHOLE.replace(b"index 300", b"index 300\nextra AAAA"),
        WHOLE.replace(b"@v1\n", b"@v1\nextra AAAA\nextra AAAA\n"),
        WHOLE.replace(b"@v1\n", b"@v1\nextra\n"),
        WHOLE.replace(b"@v1\n", b"@v1\nextra \n"),
        WHOLE.replace(b"@v1\n", b"@v1\nextra AAAA=\n"),
        WHOLE.replace(b"@v1\n", b"@v1\nextra not base64\n"),
        WHOLE.replace(HASH, HASH[:-1]),
        WHOLE.replace(HASH, HASH + b"="),
        WHOLE.replace(HASH, b" " + HASH),
        WHOLE.replace(HASH, b"AAAAAAAAAAAAAAAA"),  # twelve bytes
        WHOLE.replace(HASH, HASH.hex().encode()),
        WHOLE.replace(HASH, HASH[:-2] + b"-="),
        WHOLE.replace(HASH, b"\n".join([HASH] * 64)),
        WHOLE.replace(b"\n\n", b"\n"),
        WHOLE.partition(b"\n\n")[0],
        WHOLE.partition(b"\n\n")[0] + b"\n",
    ],
)
def test_a_proof_that_is_not_exact_is_malformed(bad: bytes) -> None:
    with pytest.raises(Malformed):
        Proof.parse(bad)


def test_a_proof_with_an_unreadable_checkpoint_is_malformed_when_it_is_verified() -> None:
    for bad in (b"", b"\n", b"hello\n", SIGNED[:-1], b"\n" + SIGNED.partition(b"\n")[2]):
        with pytest.raises(Malformed):
            Proof.parse(WHOLE.partition(b"\n\n")[0] + b"\n\n" + bad).verified(entry(300), [KEY.verifier])


@given(st.binary(max_size=200))
def test_any_bytes_are_a_proof_or_malformed(data: bytes) -> None:
    for whole in (data, WHOLE[: len(WHOLE) // 2] + data):
        with suppress(Malformed):  # any other error would end this test
            assert Proof.parse(whole).index >= 0
