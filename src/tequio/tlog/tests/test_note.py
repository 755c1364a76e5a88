"""Signed notes and their keys: published examples, what comes back as it was written, and what is refused."""

from __future__ import annotations

import base64
import traceback
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.tlog import note
from tequio.tlog.note import COSIGNATURE, ED25519, Malformed, Note, SigningKey, Unverified, VerifierKey

# From c2sp.org/signed-note; and the key and an answer of Go's checksum database, whose base64 holds a plus sign.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""
GO_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_TREE = """go.sum database tree
30055305
mXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=

— sum.golang.org Az3grpgEild5qw7+5dtV13Kf1C2Xurm8q4fhdxvcsDHnqNTaxL2AFjBY+2TyGKevucFcAAlWFJJYle3EJlDCrQ+y3A8=
"""

LOG = SigningKey("example.org/log", ED25519, b"\1" * 32)
OTHER = SigningKey("example.org/log", ED25519, b"\2" * 32)
STRANGER = SigningKey("example.org/stranger", ED25519, b"\3" * 32)
WITNESS = SigningKey("example.org/witness", COSIGNATURE, b"\4" * 32)
TEXT = "one line\n\nand another\n"
SPACES = "\u0009\u000b\u000c\u000d\u0020\u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"

letters = st.characters(exclude_categories=["Cs"], exclude_characters=[chr(code) for code in range(32)])
names = st.text(letters, min_size=1).filter(note.is_name)
texts = st.lists(st.text(letters)).map(lambda lines: "".join(f"{line}\n" for line in lines) or "\n")


def line(signer: SigningKey = LOG, text: str = TEXT) -> str:
    return signer.sign(text, time=7).line


def written(*lines: str, text: str = TEXT) -> bytes:
    return f"{text}\n{''.join(lines)}".encode()


def opened(data: bytes, *keys: SigningKey) -> list[str]:
    """Return whose signatures hold."""
    return [key.name for key, _signature in Note.parse(data).opened([one.verifier for one in keys or [LOG]])]


@pytest.mark.parametrize(("key", "text"), [(EXAMPLE_KEY, EXAMPLE), (GO_KEY, GO_TREE)])
def test_published_notes_open_with_their_published_keys(key: str, text: str) -> None:
    found = Note.parse(text.encode())

    ((by, _signature),) = found.opened([VerifierKey.parse(key)])
    assert str(by) == key
    assert found.text == text.rpartition("\n\n")[0] + "\n"
    assert found.encode() == text.encode()


@pytest.mark.parametrize(("key", "text"), [(EXAMPLE_KEY, EXAMPLE), (GO_KEY, GO_TREE)])
def test_one_letter_more_and_they_do_not(key: str, text: str) -> None:
    altered = Note.parse(text.replace("e", "é", 1).encode())

    with pytest.raises(Unverified, match="false"):
        altered.opened([VerifierKey.parse(key)])


@given(names, st.sampled_from([ED25519, COSIGNATURE]), st.binary(min_size=32, max_size=32))
def test_keys_are_read_as_they_were_written(name: str, kind: int, seed: bytes) -> None:
    key = SigningKey(name, kind, seed)

    assert SigningKey.parse(key.text) == key
    assert VerifierKey.parse(str(key.verifier)) == key.verifier


@given(texts, st.lists(names, min_size=1, max_size=4, unique=True))
def test_notes_are_read_as_they_were_written(text: str, names: list[str]) -> None:
    signers = [SigningKey(name, ED25519, bytes([number] * 32)) for number, name in enumerate(names)]

    made = note.sign(text, *signers)
    assert Note.parse(made.encode()) == made
    assert [key for key, _signature in made.opened(one.verifier for one in signers)] == [
        one.verifier for one in signers
    ]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_note_or_malformed(data: bytes) -> None:
    with suppress(Malformed):  # any other error would end this test
        assert Note.parse(data).text.endswith("\n")


def test_two_new_keys_are_never_the_same() -> None:
    first, second = SigningKey.make("example.org/log"), SigningKey.make("example.org/log")

    assert first.seed != second.seed
    assert first.verifier.key_id != second.verifier.key_id


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\0b", "a\udcffb"])
def test_a_name_that_no_note_can_carry_makes_no_key(name: str) -> None:
    with pytest.raises(Malformed):
        SigningKey.make(name)
    with pytest.raises(Malformed):
        VerifierKey.parse(f"{name}+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")


@pytest.mark.parametrize("space", SPACES)
def test_no_space_of_unicode_stands_in_a_name(space: str) -> None:
    assert not note.is_name(f"a{space}b")
    assert [letter for letter in "\u200b\u180e\ufeff\u007f" if not note.is_name(f"a{letter}b")] == []


def test_a_private_key_is_never_shown() -> None:
    key = SigningKey.make("example.org/log")
    try:
        SigningKey.parse(key.text.replace("+example.org", "+example.net"))
    except Malformed as error:
        shown = "".join(traceback.format_exception(error))

    for text in (repr(key), str(key), f"{key}", repr([key]), repr({"key": key}), shown):
        for secret in (key.seed.hex(), repr(key.seed), base64.b64encode(key.seed).decode(), key.text[-20:]):
            assert secret not in text
    assert repr(key) == "SigningKey('example.org/log')"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+30d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+0530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+0x30d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        " example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "PRIVATE+KEY+example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ],
)
def test_a_verifier_key_that_is_not_exact_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        VerifierKey.parse(text)
    with pytest.raises(Malformed):
        SigningKey.parse(text)


@pytest.mark.parametrize("kind", [0, 2, 3, 5, 6, 255])
def test_a_key_of_another_type_is_refused(kind: int) -> None:
    with pytest.raises(Malformed):
        VerifierKey.parse(str(VerifierKey("example.org/log", kind, b"\1" * 32)))
    with pytest.raises(Malformed):
        SigningKey.parse(SigningKey("example.org/log", kind, b"\1" * 32).text)


@pytest.mark.parametrize(
    ("found", "raw"),
    [
        ("AAAA", b"\0\0\0"),
        ("AAA=", b"\0\0"),
        ("AAAA=", b""),  # Python's own reader takes it
        ("AAAA==", b""),
        ("AAA", b""),
        ("AA=", b""),
        ("A===", b""),
        ("AA==AAAA", b""),
        ("AA AA", b""),
        ("AAAA\n", b""),
        ("-_-_", b""),
        ("ÁAAA", b""),
    ],
)
def test_base64_is_whole_and_padded(found: str, raw: bytes) -> None:
    assert note.decoded(found) == raw


UNKNOWN = "— example.org/stranger AAAAAAA=\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\n\n",
        TEXT.encode(),
        written(),
        line(text="\n").encode(),
        f"\n{line(text=chr(10))}".encode(),
        written(line())[:-1],
        written(line(), "\n"),
        written(line()) + b"\n",
        written(line(), text="one\ttab\n"),
        written(line(), text="one\rreturn\n"),
        written(line(), text="one\0nothing\n"),
        written(line(), text="one\x1funit\n"),
        written(line()).replace(b"\n", b"\r\n"),
        written(line()).replace(b"one", b"on\xe9"),
        written(line()).replace(b"one", b"on\xed\xa0\x80"),
        written(line()).replace(b"one", b"on\xc0\xaf"),
        written(line()) + b"\xff",
        written(line()).replace("— ".encode(), b"- "),
        written(line()).replace("— ".encode(), "– ".encode()),
        written(line()).replace("— ".encode(), "—".encode()),
        written(line()).replace("— ".encode(), "—\u00a0".encode()),
        written(line()).replace(b"\n\n\xe2", b"\n\xe2").replace(b"\n\n", b"\n"),
        written(line(), "— example.org/stranger AAAAAAA\n"),
        written(line(), "— example.org/stranger AAAA=\n"),
        written(line(), "— example.org/stranger AAAAAA==\n"),  # four bytes: a key id and no signature
        written(line(), "— example.org/stranger \n"),
        written(line(), "— example.org/stranger\n"),
        written(line(), "— example.org/stranger  AAAAAAA=\n"),
        written(line(), "— example.org/stranger AAAAAAA= \n"),
        written(line(), "— example.org/stranger AAAAAAA= AAAA\n"),
        written(line(), "—  AAAAAAA=\n"),
        written(line(), "— example.org+stranger AAAAAAA=\n"),
        written(line(), "— example.org/the stranger AAAAAAA=\n"),
        written(line(), "— example.org/the\u00a0stranger AAAAAAA=\n"),
        written(line(), "— example.org/the\u2003stranger AAAAAAA=\n"),
        written(line(), "example.org/stranger AAAAAAA=\n"),
        written(*[line()] * 101),
        written(line(), *[UNKNOWN] * 100),
        written(line(), text="x" * 1_000_000 + "\n"),
    ],
)
def test_what_is_not_a_note_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        Note.parse(data)


@pytest.mark.parametrize(
    "data",
    [
        written(line()),
        written(line(), UNKNOWN),
        written(UNKNOWN, line()),
        written(UNKNOWN, UNKNOWN, line()),
        written(line(OTHER), line()),  # the same name with a key that nobody here knows
        written(line(), line()),
        written(line(), line(text="another\n")),  # the first of a key is the one that counts, as in Go
        written(*[UNKNOWN] * 99, line()),
        written(line(text="\n"), text="\n"),
        written(line(text="a\n\n\n"), text="a\n\n\n"),
        written(
            line(text="ni\u00f1o \x7f\x85\u2028\ufffd\U0001f5f3\n"), text="ni\u00f1o \x7f\x85\u2028\ufffd\U0001f5f3\n"
        ),
        written(line(text=f"a\n\n{UNKNOWN}"), text=f"a\n\n{UNKNOWN}"),
    ],
)
def test_a_note_opens_with_the_key_that_signed_it(data: bytes) -> None:
    assert opened(data) == ["example.org/log"]


def test_the_verified_are_named_once_and_in_the_notes_order() -> None:
    data = written(line(WITNESS), UNKNOWN, line(LOG), line(WITNESS), line(LOG))

    assert opened(data, LOG, STRANGER, WITNESS) == ["example.org/witness", "example.org/log"]


FALSE = LOG.sign("another text\n").line


@pytest.mark.parametrize(
    "lines",
    [[FALSE], [FALSE, line()], [line(STRANGER), FALSE], [line(), line(WITNESS, text="another\n")]],
    ids=["alone", "before the true one", "below a stranger's", "of a witness"],
)
def test_a_false_signature_of_a_known_key_spoils_the_note(lines: list[str]) -> None:
    with pytest.raises(Unverified, match="is false"):
        opened(written(*lines), LOG, STRANGER, WITNESS)


@pytest.mark.parametrize("lines", [[UNKNOWN], [line(OTHER)], [line(STRANGER), line(WITNESS)]])
def test_a_note_that_nobody_known_signed_is_not_believed(lines: list[str]) -> None:
    with pytest.raises(Unverified, match="no key"):
        opened(written(*lines))


def test_a_key_signs_under_its_own_name_only() -> None:
    signature = LOG.sign(TEXT)
    moved = note.Signature("example.org/elsewhere", signature.key_id, signature.blob)

    assert LOG.verifier.signed(TEXT, signature)
    assert not LOG.verifier.signed(TEXT, moved)
    assert not OTHER.verifier.signed(TEXT, signature)


@pytest.mark.parametrize("size", [0, 1, 63, 65, 71, 72, 73])
def test_a_signature_of_another_length_is_false(size: int) -> None:
    for signer in (LOG, WITNESS):
        true = signer.sign(TEXT, time=7)
        for blob in ((true.blob * 2)[:size], (true.blob * 2)[-size:] if size else b""):
            other = note.Signature(true.name, true.key_id, blob)
            assert signer.verifier.signed(TEXT, other) is (blob == true.blob)


def test_each_bit_of_a_signature_counts() -> None:
    signature = WITNESS.sign(TEXT, time=1_700_000_000)

    assert WITNESS.verifier.signed(TEXT, signature)
    for bit in range(8 * 72):
        blob = (int.from_bytes(signature.blob, "big") ^ 1 << bit).to_bytes(72, "big")
        assert not WITNESS.verifier.signed(TEXT, note.Signature(signature.name, signature.key_id, blob))


@pytest.mark.parametrize("text", ["", "no end", "a tab\tin it\n", "a return\r\n"])
def test_a_text_that_no_note_can_hold_is_not_signed(text: str) -> None:
    with pytest.raises(Malformed):
        note.sign(text, LOG)


def test_a_newer_signature_takes_the_place_of_the_older() -> None:
    signed = note.sign(TEXT, LOG)
    older, newer = WITNESS.sign(TEXT, time=1), WITNESS.sign(TEXT, time=2)

    both = note.with_signatures(note.with_signatures(signed, [older]), [newer, STRANGER.sign(TEXT)])

    assert [one.name for one in both.signatures] == ["example.org/log", "example.org/witness", "example.org/stranger"]
    assert [one.time for one in both.signatures] == [0, 2, 0]
    assert Note.parse(both.encode()) == both


def test_a_witness_answers_lines_alone() -> None:
    found = note.signature_lines(line(LOG) + line(WITNESS))

    assert [(one.name, one.time) for one in found] == [("example.org/log", 0), ("example.org/witness", 7)]


@pytest.mark.parametrize("text", ["", line()[:-1], "\n", f"{line()}\n", f"\n{line()}", line().replace("\n", "\r\n")])
def test_an_answer_that_is_not_lines_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        note.signature_lines(text)
