"""The bundle as a zip and as a folder: written the same on any day, read within bounds, whoever made it."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tequio.tlog import bundle, merkle
from tequio.tlog.bundle import Bundle, Copy, opened, unzipped
from tequio.tlog.finding import UNVERIFIABLE
from tequio.tlog.note import Malformed
from tequio.tlog.snapshot import Place, place_of
from tequio.tlog.tests.stories import MINUTES, codes, story, zipped
from tequio.tlog.verify import verify_bytes, verify_path

FILES = {"checkpoint": b"signed", "entries/7.json": b"{}", "README.txt": b"for people"}
HASH = sha256(MINUTES).hexdigest()


def archive(*members: tuple[str | zipfile.ZipInfo, bytes], kind: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """Zip some files, whatever they are called."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", kind) as made:
        for name, data in members:
            made.writestr(name, data)
    return target


def test_the_same_files_make_the_same_zip() -> None:
    assert zipped(FILES) == zipped(FILES)


def test_what_is_zipped_comes_back_without_what_is_for_people() -> None:
    found = unzipped(io.BytesIO(zipped(FILES | {f"evidence/{HASH}": MINUTES})))

    assert found == Bundle({"checkpoint": b"signed", "entries/7.json": b"{}"}, {HASH: Copy(HASH, len(MINUTES))})


def test_evidence_may_come_as_a_file_that_is_read_once() -> None:
    target = io.BytesIO()

    bundle.zipped([(f"evidence/{HASH}", io.BytesIO(MINUTES))], target)

    assert unzipped(target).copies == {HASH: Copy(HASH, len(MINUTES))}


def test_the_layout_holds_every_kind_of_file() -> None:
    site = story()

    files = site.bundle(evidence=[(HASH, MINUTES)], consistency={3: [b"\1" * 32]}, texts={"VERIFY.txt": "Look."})

    assert sorted(files) == sorted(
        [
            "VERIFY.txt",
            "checkpoint",
            "consistency-from-3.txt",
            "disclosures/5.txt",
            *(f"entries/{index}.{kind}" for index in (1, 3, 4, 5) for kind in ("json", "tlog-proof")),
            f"evidence/{HASH}",
            "fields/5.txt",
            "policy.txt",
            "snapshot/6.json",
            "snapshot/6.tlog-proof",
            "snapshot/urn_tequio_nl_commitment_0000000001.proof",
        ]
    )
    assert files["entries/3.json"] == site.entries[3]


def test_a_folder_is_read_like_the_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(FILES))) as made:
        made.extractall(tmp_path)

    assert opened(tmp_path) == unzipped(io.BytesIO(zipped(FILES)))


def test_a_zip_of_the_folder_itself_is_read_too() -> None:
    wrapped = {f"bundle-7/{name}": data for name, data in FILES.items()}

    assert unzipped(io.BytesIO(zipped(wrapped))).files["entries/7.json"] == b"{}"


def test_a_bundle_of_nothing_but_entries_is_not_taken_for_a_wrapped_one() -> None:
    assert list(unzipped(archive(("entries/7.json", b"{}"))).files) == ["entries/7.json"]


def test_a_missing_bundle_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        opened(tmp_path / "nowhere.zip")


# Hostile zips


def link() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("checkpoint")
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


@pytest.mark.parametrize(
    "name", ["../checkpoint", "/etc/passwd", "a/../../b", "a//b", "./checkpoint", "C:\\x", "a\\..\\b", "a\nb", "C:x"]
)
def test_a_zip_that_would_write_outside_its_folder_is_refused(name: str) -> None:
    with pytest.raises(Malformed, match="names a file"):
        unzipped(archive((name, b"x")))


@pytest.mark.parametrize(
    ("why", "hostile"),
    [
        ("is a link", lambda: archive((link(), b"/etc/passwd"))),
        ("packed in a way", lambda: archive(("checkpoint", b"x"), kind=zipfile.ZIP_LZMA)),
        ("is too large", lambda: archive(("checkpoint", b"\0" * (bundle.LARGEST_TEXT + 1)))),
        ("at most 10000 files", lambda: archive(*((f"x/{number}", b"") for number in range(10_001)))),
        ("not a zip", lambda: io.BytesIO(b"")),
        ("not a zip", lambda: io.BytesIO(b"PK\5\6")),
        ("has a comment", lambda: io.BytesIO(zipped(FILES)[:-2] + b"\1\0x")),
        ("cannot be read", lambda: io.BytesIO(zipped(FILES)[40:])),
        ("cannot be read", lambda: io.BytesIO(flipped(zipped(FILES)))),
    ],
)
def test_a_hostile_zip_is_refused_by_name(why: str, hostile: Callable[[], io.BytesIO]) -> None:
    with pytest.raises(Malformed, match=why):
        unzipped(hostile())


def flipped(data: bytes) -> bytes:
    """Spoil the packed bytes of the first file."""
    at = data.index(b"checkpoint") + len(b"checkpoint") + 2
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(Malformed, match="two files of one name"):
        unzipped(archive(("checkpoint", b"one"), ("checkpoint", b"two")))


def test_a_list_of_files_that_hides_its_length_is_not_read() -> None:
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 46, 0, 0)
    large = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1)

    with pytest.raises(Malformed, match="at most"):
        unzipped(io.BytesIO(b"\0" * 100 + large + end))


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(zipped({"checkpoint": b"x"}))
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(sign) + at] |= 1

    with pytest.raises(Malformed, match="encrypted"):
        unzipped(io.BytesIO(bytes(data)))


def test_all_files_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MOST_TEXT", 10)
    monkeypatch.setattr(bundle, "MOST_EVIDENCE", len(MINUTES) - 1)

    for files in ({"entries/1.json": b"12345", "entries/2.json": b"123456"}, {f"evidence/{HASH}": MINUTES}):
        with pytest.raises(Malformed, match="too large"):
            unzipped(io.BytesIO(zipped(files)))


def test_what_no_bundle_has_is_not_even_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MOST_TEXT", 10)

    found = unzipped(archive(("checkpoint", b"x"), ("film.mp4", b"\0" * 1000), ("entries/007.json", b"\0" * 1000)))

    assert list(found.files) == ["checkpoint"]


@pytest.mark.parametrize("at", ["checkpoint", "entries", "entries/7.json"])
def test_a_folder_with_links_is_refused(tmp_path: Path, at: str) -> None:
    (tmp_path / at).parent.mkdir(exist_ok=True)
    (tmp_path / at).symlink_to(tmp_path.parent)

    with pytest.raises(Malformed, match="is a link"):
        opened(tmp_path)


def test_a_hostile_zip_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "hostile.zip").write_bytes(archive(("../checkpoint", b"x")).getvalue())

    verdict = verify_path(tmp_path / "hostile.zip")

    assert codes(verdict) == ["bundle-refused"]
    assert verdict.exit_code == UNVERIFIABLE
    assert verdict == verify_bytes((tmp_path / "hostile.zip").read_bytes())


@pytest.mark.parametrize("cut", range(0, 2000, 37))
def test_a_zip_cut_short_is_refused_whatever_is_left(cut: int) -> None:
    whole = zipped(story().bundle())

    with pytest.raises(Malformed):
        unzipped(io.BytesIO(whole[: len(whole) - 1 - cut]))


# Places in a snapshot


def test_each_line_of_a_snapshot_has_its_place_and_no_other() -> None:
    lines = [b"urn:%d 1 00" % number for number in range(5)]
    root = merkle.root_of([merkle.leaf_hash(line) for line in lines])

    places = [Place.parse(place_of(lines, number).encode()) for number in range(5)]

    held = [[line for line in lines if place.holds(line, root)] for place in places]
    assert held == [[line] for line in lines]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"index 1\n",
        b"index 1\nsize 2",
        b"index 01\nsize 2\n",
        b"size 2\nindex 1\n",
        b"index 1\nsize 2\nx\n",
        b"\xff",
    ],
)
def test_a_place_that_is_none_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        Place.parse(data)
