"""What Go's own verifier says of our notes and logs. It shares no line with ours, and both must say the same."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tequio.tlog import checkpoint, note, proof
from tequio.tlog.folder import Folder
from tequio.tlog.note import COSIGNATURE, ED25519, Malformed, Note, SigningKey, Unverified
from tequio.tlog.tests import logs, note_cases
from tequio.tlog.tests.trees import entry, root
from tequio.tlog.tiles import Reader
from tests import golang
from tests.golang import Opened

NOTES = 20_000
WITNESS = SigningKey("testigo.example.org", COSIGNATURE, b"\7" * 32)


@pytest.fixture(autouse=True)
def go() -> None:
    golang.require()


def ours(data: bytes) -> Opened | None:
    """Open a note as this house does."""
    try:
        found = Note.parse(data)
        by = found.opened(note_cases.KNOWN)
    except (Malformed, Unverified):
        return None
    return Opened(found.text.encode(), [f"{key.name}+{key.key_id.hex()}" for key, _signature in by])


def test_go_opens_the_same_notes_and_refuses_the_same() -> None:
    cases = list(note_cases.cases(NOTES, seed=20_231_113))

    theirs = golang.judge_notes([case.data for case in cases], [str(key) for key in note_cases.KNOWN])
    mine = [ours(case.data) for case in cases]

    both = zip(cases, mine, theirs, strict=True)
    assert [(case, one, other) for case, one, other in both if one != other][:5] == []
    # That is worth something only if many were opened, many refused, and each damage was done often.
    opened = sum(one is not None for one in mine)
    how = Counter(word for case in cases for word in case.how.split())
    assert NOTES // 6 < opened < NOTES // 2
    assert [damage.__name__ for damage in note_cases.DAMAGES if how[damage.__name__] < NOTES // 50] == []


def published(folder: Path, *sizes: int, **differently: Any) -> str:
    """Publish a log there, with a cosignature of its checkpoint; return the key of the log."""
    store = Folder(folder)
    signed = Note.parse(logs.publish(store, *sizes, **differently))
    store.write("checkpoint", note.with_signatures(signed, [WITNESS.sign(signed.text, time=1_700_000_000)]).encode())
    return str(logs.KEY.verifier)


def proofs(folder: Path, into: Path, *places: tuple[int, int]) -> list[Path]:
    """Write the proof of each entry under a checkpoint of each size."""
    files = []
    for index, size in places:
        signed = note.sign(checkpoint.Checkpoint(logs.KEY.name, size, root(size)).text, logs.KEY).encode()
        file = into / f"{index}-{size}.tlog-proof"
        file.write_bytes(proof.made(Reader(Folder(folder), size).nodes, index, signed).encode())
        files.append(file)
    return files


@pytest.mark.parametrize(
    ("sizes", "tiles"),
    [((1,), 1), ((255,), 1), ((100, 256), 2), ((256, 257), 3), ((700,), 4), ((300, 69_000, 70_000), 277)],
)
def test_go_verifies_a_log(tmp_path: Path, sizes: tuple[int, ...], tiles: int) -> None:
    folder, size = tmp_path / "log", sizes[-1]
    key = published(folder, *sizes)
    files = proofs(folder, tmp_path, *{(0, size), (size - 1, size), (300 * size // 700, size), (0, sizes[0])})

    said = golang.verify_log(folder, key, files, [str(WITNESS.verifier)])

    assert (said["origin"], said["size"], said["root"]) == ("example.org/log", size, note.encoded(root(size)))
    assert said["signers"] == [f"{one.name}+{one.verifier.key_id.hex()}" for one in (logs.KEY, WITNESS)]
    assert (said["tiles"], said["proofs"]) == (tiles, [file.name for file in files])
    assert said["inclusion"] == said["consistency"] > min(size - 1, 200)


def altered(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Say which file of a log is altered, and how."""
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes())) and None


def flipped(data: bytes) -> bytes:
    return data[:40] + bytes([data[40] ^ 1]) + data[41:]


def exchanged(kind: str) -> Callable[[Path], None]:
    def exchange(folder: Path) -> None:
        one, other = folder / f"tile/{kind}/000", folder / f"tile/{kind}/001"
        one.rename(folder / "aside")
        other.rename(one)
        (folder / "aside").rename(other)

    return exchange


def rewritten(key: SigningKey) -> Callable[[Path], None]:
    """Publish another history in its place: every file is right, and so is the signature if the key is the log's."""

    def rewrite(folder: Path) -> None:
        shutil.rmtree(folder)
        published(folder, 700, entry=lambda index: b"rewritten" if index == 12 else entry(index), key=key)

    return rewrite


FORGER = SigningKey(logs.KEY.name, ED25519, b"\2" * 32)


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (altered("tile/0/001", flipped), "inconsistent tile|not made from the entries"),
        (altered("tile/0/002.p/188", flipped), "not made from the entries"),
        (altered("tile/1/000.p/2", flipped), "not made from the entries"),
        (altered("tile/0/001", lambda data: data[:-32]), "tile/0/001 has 8160 bytes"),
        (altered("tile/0/002.p/188", lambda data: data + bytes(32)), "tile/0/002.p/188 has 6048 bytes"),
        (altered("tile/entries/001", flipped), "the entries give the root"),
        (altered("tile/entries/001", lambda data: data[:-1]), "tile/entries/001 holds 255 entries"),
        (altered("tile/entries/001", lambda data: data + b"\0\1x"), "tile/entries/001 holds 257 entries"),
        (lambda folder: (folder / "tile/0/000").unlink(), "no such file"),
        (lambda folder: (folder / "tile/1/000.p/2").unlink(), "no such file"),
        (lambda folder: (folder / "tile/entries/000").unlink(), "no such file"),
        (exchanged("0"), "not made from the entries"),
        (exchanged("entries"), "the entries give the root"),
        (altered("checkpoint", lambda data: data.replace(b"\n700\n", b"\n699\n")), "checkpoint: invalid signature"),
        (altered("checkpoint", lambda data: data.replace(b"\n\n", b"\n")), "checkpoint: malformed note"),
        (altered("checkpoint", lambda data: data.partition("— testigo".encode())[0]), "only .* signed it"),
        (rewritten(FORGER), "checkpoint: .*did not sign"),
        (rewritten(logs.KEY), "0-700.tlog-proof: its checkpoint of size 700 is of another history"),
    ],
)
def test_go_says_what_does_not_hold_in_a_log(tmp_path: Path, tamper: Callable[[Path], None], says: str) -> None:
    folder = tmp_path / "log"
    key = published(folder, 700)
    files = proofs(folder, tmp_path, (0, 700))

    tamper(folder)

    with pytest.raises(golang.Refused, match=says):
        golang.verify_log(folder, key, files, [str(WITNESS.verifier)])


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"index 300", b"index 301"),
        lambda data: data.replace(b"index 300", b"index 700"),
        lambda data: data.replace(data.split(b"\n")[2], data.split(b"\n")[3]),
        lambda data: data.replace(data.split(b"\n")[2] + b"\n", b""),
        lambda data: data.replace(b"\n700\n", b"\n701\n"),
    ],
)
def test_go_refuses_a_proof_that_was_altered(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    key = published(tmp_path / "log", 700)
    (file,) = proofs(tmp_path / "log", tmp_path, (300, 700))

    file.write_bytes(change(file.read_bytes()))

    with pytest.raises(golang.Refused, match=r"^300-700\.tlog-proof: "):
        golang.verify_log(tmp_path / "log", key, [file])
