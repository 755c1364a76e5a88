"""Checkpoints and cosignatures: the published vectors, strict reading, and whose signature counts."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.tlog import checkpoint, note
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.note import COSIGNATURE, ED25519, Malformed, Note, SigningKey, Unverified

ROOT = bytes.fromhex("1c0e47") + bytes(29)
SEED = b"\x11" + bytes(31)

# github.com/C2SP/C2SP/issues/99, the second and right one.
SIGNED = """sigsum.org/v1/tree/e796172b92befd62d9dc67e41c2f5bc9d3100a3023b20b1ca40288dd1c679e69
10
HA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

— sigsum.org/v1/tree/e796172b92befd62d9dc67e41c2f5bc9d3100a3023b20b1ca40288dd1c679e69 \
gJ2ho0n8F8olcerUF1FFdv235A/5as/coWrpLrtE7ovMeP5whgwouYExowG/lTznxu6OUGjjt5yJQ6bXtTcf718MqAQ=
"""
# Made by sigsum-go for its own tests: the same key as a witness, at second 1234, over a log called example.org/log.
COSIGNED = (
    "— example.org/witness "
    "ys8uUAAAAAAAAATSftMzceM8zssdZ9jin9SjwIxzx9iADMf63VqirX2hafol9RsqNqbofIz0LVRqHXI2kpEBSki5RTXFtxz1vo9+Cg==\n"
)

LOG = SigningKey("example.org/log", ED25519, b"\1" * 32)
ELSE = SigningKey("example.org/else", ED25519, b"\2" * 32)
FIRST = SigningKey("example.org/first", COSIGNATURE, b"\3" * 32)
SECOND = SigningKey("example.org/second", COSIGNATURE, b"\4" * 32)
STATED = Checkpoint("example.org/log", 70_000, sha256(b"root").digest())

lines = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[chr(code) for code in range(32)]), min_size=1
)


def test_the_published_checkpoint_is_made_again_byte_by_byte() -> None:
    public = SigningKey("any", ED25519, SEED).verifier.public
    origin = f"sigsum.org/v1/tree/{sha256(public).hexdigest()}"
    key = SigningKey(origin, ED25519, SEED)

    made = note.sign(Checkpoint(origin, 10, ROOT).text, key)

    assert public.hex() == "66e0b858e462a609e66fe71370c816d8846ff103d5499a22a7fec37fdbc424a7"
    assert key.verifier.key_id.hex() == "809da1a3"
    assert str(made) == SIGNED
    assert checkpoint.opened(SIGNED.encode(), [key.verifier])[0] == Checkpoint(origin, 10, ROOT)


def test_the_published_cosignature_is_made_again_byte_by_byte() -> None:
    text = Checkpoint("example.org/log", 10, ROOT).text
    key = SigningKey("example.org/witness", COSIGNATURE, SEED)

    made = key.sign(text, time=1234)

    assert made.line == COSIGNED
    assert (made.time, key.verifier.key_id.hex()) == (1234, "cacf2e50")
    assert checkpoint.cosigned(Note(text, tuple(note.signature_lines(COSIGNED))), [key.verifier]) == {
        str(key.verifier): 1234
    }


@given(lines, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(lines, max_size=3))
def test_checkpoints_are_read_as_they_were_written(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    stated = Checkpoint(origin, size, root, tuple(extensions))

    assert Checkpoint.parse(stated.text) == stated


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "example.org/log\n",
        "example.org/log\n10\n",
        STATED.text[:-1],
        f"\n{STATED.text}",
        f"{STATED.text}\n",
        f"{STATED.text}extension",
        f"{STATED.text}\nextension\n",
        STATED.text.replace("example.org/log", ""),
        STATED.text.replace("70000", ""),
        STATED.text.replace("70000", "070000"),
        STATED.text.replace("70000", "+70000"),
        STATED.text.replace("70000", "-1"),
        STATED.text.replace("70000", " 70000"),
        STATED.text.replace("70000", "70000 "),
        STATED.text.replace("70000", "70_000"),
        STATED.text.replace("70000", "70,000"),
        STATED.text.replace("70000", "7e4"),
        STATED.text.replace("70000", "0x11170"),
        STATED.text.replace("70000", "٧٠٠٠٠"),
        STATED.text.replace("70000", str(2**63)),
        STATED.text.replace("70000", "9" * 40),
        STATED.text.replace("=\n", "\n"),
        STATED.text.replace("=\n", "==\n"),
        STATED.text.replace("=\n", " =\n"),
        f"example.org/log\n10\n{note.encoded(bytes(31))}\n",
        f"example.org/log\n10\n{note.encoded(bytes(33))}\n",
        f"example.org/log\n10\n{note.encoded(bytes(12))}\n",
        f"example.org/log\n10\n{note.encoded(ROOT)[:-2]}B=\n",  # the bits that no byte takes must be zero
    ],
)
def test_a_checkpoint_that_is_not_exact_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        Checkpoint.parse(text)


@pytest.mark.parametrize("size", ["0", "1", "10", str(2**63 - 1)])
def test_a_size_is_a_plain_number(size: str) -> None:
    assert str(checkpoint.size_of(size)) == size


def test_a_checkpoint_opens_with_any_key_of_its_log() -> None:
    older = SigningKey("example.org/log", ED25519, b"\5" * 32)
    data = note.sign(STATED.text, older, LOG, ELSE).encode()

    for keys in ([LOG], [older], [older, LOG], [ELSE, LOG]):
        stated, found = checkpoint.opened(data, [key.verifier for key in keys])
        assert (stated, found.encode()) == (STATED, data)


def test_a_key_of_another_name_does_not_speak_for_the_log() -> None:
    data = note.sign(STATED.text, ELSE).encode()

    with pytest.raises(Unverified, match="nobody here knows a key of example.org/log"):
        checkpoint.opened(data, [ELSE.verifier])
    with pytest.raises(Unverified, match="no key that is known"):
        checkpoint.opened(data, [ELSE.verifier, LOG.verifier])


def test_a_checkpoint_with_another_size_under_the_same_signature_is_false() -> None:
    data = note.sign(STATED.text, LOG).encode().replace(b"70000", b"70001")

    with pytest.raises(Unverified, match="is false"):
        checkpoint.opened(data, [LOG.verifier])


def test_a_signed_text_that_is_no_checkpoint_is_malformed() -> None:
    with pytest.raises(Malformed):
        checkpoint.opened(note.sign("example.org/log\nhello\n", LOG).encode(), [LOG.verifier])


def cosigned(*signatures: note.Signature) -> dict[str, int]:
    signed = note.with_signatures(note.sign(STATED.text, LOG), signatures)
    found = checkpoint.cosigned(signed, [FIRST.verifier, SECOND.verifier])
    return {name.partition("+")[0]: time for name, time in found.items()}


def test_each_witness_says_when_it_saw_the_tree() -> None:
    assert cosigned(FIRST.sign(STATED.text, time=10), SECOND.sign(STATED.text, time=2**33)) == {
        "example.org/first": 10,
        "example.org/second": 2**33,
    }


def test_the_latest_of_two_cosignatures_of_a_witness_counts() -> None:
    found = Note(STATED.text, tuple(FIRST.sign(STATED.text, time=time) for time in (20, 30, 10)))

    assert checkpoint.cosigned(found, [FIRST.verifier]) == {str(FIRST.verifier): 30}


def test_a_false_a_foreign_or_a_moved_cosignature_does_not_count() -> None:
    true = FIRST.sign(STATED.text, time=10)
    later = note.Signature(true.name, true.key_id, (11).to_bytes(8, "big") + true.blob[8:])
    extended = Checkpoint(STATED.origin, STATED.size, STATED.root, ("more",))

    assert cosigned(later) == {}
    assert cosigned(FIRST.sign(extended.text, time=10)) == {}
    assert cosigned(SigningKey("example.org/first", ED25519, FIRST.seed).sign(STATED.text)) == {}
    assert cosigned(SigningKey("example.org/first", COSIGNATURE, b"\7" * 32).sign(STATED.text, time=10)) == {}


def test_a_cosignature_covers_extension_lines() -> None:
    extended = Checkpoint(STATED.origin, STATED.size, STATED.root, ("more",))
    signed = note.with_signatures(note.sign(extended.text, LOG), [FIRST.sign(extended.text, time=10)])

    assert checkpoint.cosigned(signed, [FIRST.verifier]) == {str(FIRST.verifier): 10}


@pytest.mark.parametrize(("time", "counts"), [(0, True), (2**63 - 1, True), (2**63, False), (2**64 - 1, False)])
def test_a_time_beyond_what_the_specification_allows_is_false(time: int, counts: bool) -> None:
    assert (cosigned(FIRST.sign(STATED.text, time=time)) != {}) is counts
