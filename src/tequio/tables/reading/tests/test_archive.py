"""One table is taken out of an archive, whole and within bounds, whatever the names inside say."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tequio.tables.limits import Limits, Unreadable
from tequio.tables.reading import archive
from tequio.tables.reading.tests.makers import confined, zipped

TABLE = b"a,b\n1,2\n" * 1000


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "in.bin"
    path.write_bytes(content)
    return path


def refusal(path: Path, into: Path, limits: Limits | None = None) -> str:
    unpack = archive.gunzip if path.read_bytes().startswith(b"\x1f\x8b") else archive.unzip
    with pytest.raises(Unreadable) as refused:
        unpack(path, into, limits=limits or Limits())
    assert not (into / "unpacked").exists()
    return refused.value.code


def test_the_one_table_of_a_zip_is_taken_out_and_the_rest_listed(tmp_path: Path) -> None:
    content = zipped(
        {"datos/padron.csv": TABLE, "LEEME.txt": b"hola", "__MACOSX/._padron.csv": b"x", ".DS_Store": b"x"}
    )

    found = archive.unzip(written(tmp_path, content), tmp_path)

    assert (found.path.read_bytes(), found.name) == (TABLE, "datos/padron.csv")
    assert [(one.code, [example.text for example in one.examples]) for one in found.findings] == [
        ("other-files", ["LEEME.txt"])
    ]


def test_a_gzip_is_unpacked_with_all_its_parts(tmp_path: Path) -> None:
    found = archive.gunzip(written(tmp_path, gzip.compress(TABLE) + gzip.compress(TABLE)), tmp_path)

    assert found.path.read_bytes() == TABLE * 2


def test_several_tables_are_named_and_one_can_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path, zipped({"a.csv": TABLE, "b.csv": b"x,y\n"}))

    with pytest.raises(Unreadable, match=r"2 files: a\.csv, b\.csv"):
        archive.unzip(path, tmp_path)

    assert archive.unzip(path, tmp_path, member="b.csv").path.read_bytes() == b"x,y\n"
    assert archive.tables(path) == ["a.csv", "b.csv"]
    with pytest.raises(Unreadable, match=r"no file “c\.csv”"):
        archive.unzip(path, tmp_path, member="c.csv")


@pytest.mark.parametrize("name", ["../../evil.csv", "/etc/evil.csv", "..\\evil.csv", "C:\\evil.csv", "a\x00b.csv"])
def test_a_name_that_climbs_out_is_only_shown(tmp_path: Path, name: str) -> None:
    into = tmp_path / "deep" / "er"
    into.mkdir(parents=True)

    found = archive.unzip(written(tmp_path, zipped({name: TABLE})), into)

    assert found.path == into / "unpacked"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["in.bin", "unpacked"]


def locked() -> bytes:
    content = bytearray(zipped({"a.csv": TABLE}))
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def altered() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.csv", TABLE)
    return buffer.getvalue().replace(b"1,2", b"1,3", 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(gzip.compress(TABLE)[:-12], "broken", id="gzip-cut"),
        pytest.param(gzip.compress(TABLE)[:20], "broken", id="gzip-cut-early"),
        pytest.param(gzip.compress(TABLE) + b"junk", "broken", id="gzip-with-junk"),
        pytest.param(zipped({"a.csv": TABLE})[:-40], "broken", id="zip-cut"),
        pytest.param(altered(), "broken", id="zip-with-another-checksum"),
        pytest.param(locked(), "encrypted", id="zip-with-a-password"),
        pytest.param(zipped({}), "empty", id="zip-of-nothing"),
        pytest.param(zipped({"carpeta/": b""}), "empty", id="zip-of-a-folder"),
        pytest.param(zipped({"a.csv": b""}), "empty", id="zip-of-an-empty-file"),
        pytest.param(gzip.compress(b""), "empty", id="gzip-of-nothing"),
        pytest.param(zipped({"a.zip": zipped({"a.csv": TABLE})}), "nested", id="zip-in-zip"),
        pytest.param(gzip.compress(zipped({"a.csv": TABLE})), "nested", id="zip-in-gzip"),
        pytest.param(gzip.compress(gzip.compress(TABLE)), "nested", id="gzip-in-gzip"),
    ],
)
def test_a_damaged_or_deceiving_archive_is_refused_and_leaves_nothing(
    tmp_path: Path, content: bytes, code: str
) -> None:
    assert refusal(written(tmp_path, content), tmp_path) == code


def test_a_workbook_in_a_zip_is_no_nested_archive(tmp_path: Path) -> None:
    inside = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})

    assert archive.unzip(written(tmp_path, zipped({"a.xlsx": inside})), tmp_path).path.read_bytes() == inside


def test_more_bytes_than_the_bound_are_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, gzip.compress(TABLE)), tmp_path, Limits(most_bytes=5_000)) == "too-big"


def bomb(path: Path) -> Path:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("a.csv", "w", force_zip64=True) as part,
    ):
        for _each in range(400):
            part.write(bytes(1_000_000))
    return path


def test_a_zip_bomb_is_refused_within_bounds(tmp_path: Path) -> None:
    expression = f"archive.unzip(path, Path({str(tmp_path)!r}))"

    assert confined(expression, bomb(tmp_path / "bomb.zip"))[:2] == ["unreadable", "too-big"]
    assert not (tmp_path / "unpacked").exists()


def test_a_gzip_bomb_is_refused_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=1) as packed:
        for _each in range(400):
            packed.write(bytes(1_000_000))

    assert confined(f"archive.gunzip(path, Path({str(tmp_path)!r}))", path)[:2] == ["unreadable", "too-big"]


def test_a_zip_of_a_million_names_is_refused_before_they_are_read(tmp_path: Path) -> None:
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * 1_000_000
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)

    found = confined("archive.entries(path)", written(tmp_path, directory + end))

    assert found[:2] == ["unreadable", "too-many-files"]


@settings(max_examples=150)
@given(st.sampled_from([zipped({"a.csv": TABLE[:80]}), gzip.compress(TABLE[:80])]), st.data())
def test_a_file_altered_anywhere_is_read_as_it_was_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(content) - 1))
    changed = content[:place] + bytes([data.draw(st.integers(0, 255))]) + content[place + 1 :]
    folder = tmp_path_factory.mktemp("fuzz")
    path = written(folder, changed[: data.draw(st.integers(place, len(content)))])

    try:
        found = (archive.gunzip if content[:1] == b"\x1f" else archive.unzip)(path, folder)
    except Unreadable:
        return
    assert found.path.read_bytes() == TABLE[:80]
