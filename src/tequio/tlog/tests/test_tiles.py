"""Tiles and bundles: their names, growing and reading them at many sizes, and an audit that names what is false."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tequio.tlog import merkle, tiles
from tequio.tlog.folder import Folder
from tequio.tlog.note import Malformed
from tequio.tlog.tests.logs import Memory, publish
from tequio.tlog.tests.trees import entry, leaf, root
from tequio.tlog.tiles import Broken, Edge, Reader

AROUND = [1, 2, 3, 255, 256, 257, 511, 512, 513, 700]


def grown(*sizes: int) -> Memory:
    store = Memory()
    publish(store, *sizes)
    return store


@cache
def large() -> Memory:
    """The log of 70,000 entries that tlog-tiles takes as its example."""
    return grown(70_000)


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 7, 256, "tile/0/007"),
        (1, 999, 256, "tile/1/999"),
        (2, 1000, 256, "tile/2/x001/000"),
        (0, 1_234_067, 256, "tile/0/x001/x234/067"),
        (63, 273, 112, "tile/63/273.p/112"),
        (0, 1_234_067, 1, "tile/0/x001/x234/067.p/1"),
        ("entries", 1_234_067, 255, "tile/entries/x001/x234/067.p/255"),
        ("entries", 0, 256, "tile/entries/000"),
    ],
)
def test_files_are_named_in_groups_of_three_digits(level: int | str, index: int, width: int, path: str) -> None:
    assert tiles.path(level, index, width) == path


def test_a_log_of_70_000_has_the_files_of_the_specifications_example() -> None:
    expected = {f"tile/{level}/{index:03}" for level in (0, "entries") for index in range(273)}
    expected |= {"tile/0/273.p/112", "tile/entries/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}

    found = large().files
    assert set(found) == {*expected, "checkpoint"}
    for name in expected - {"tile/entries/273.p/112"}:
        width = int(name.partition(".p/")[2] or 256)
        assert "entries" in name or len(found[name]) == 32 * width


def test_a_log_of_256_has_a_full_tile_and_one_hash_above_it() -> None:
    found = grown(256).files

    assert set(found) == {"tile/0/000", "tile/entries/000", "tile/1/000.p/1", "checkpoint"}
    assert found["tile/1/000.p/1"] == root(256)
    assert found["tile/0/000"] == b"".join(leaf(index) for index in range(256))
    assert tiles.unbundle(found["tile/entries/000"]) == [entry(index) for index in range(256)]


@pytest.mark.parametrize("size", [*AROUND, 70_000])
def test_the_root_and_proofs_read_from_the_files_are_those_of_the_plain_tree(size: int) -> None:
    reader = Reader(large(), size) if size == 70_000 else Reader(grown(size), size)

    assert merkle.root(reader.nodes, size) == Edge.read(reader.store, size).root() == root(size)
    for index in {0, size // 3, size // 2, size - 1}:
        assert merkle.includes(root(size), leaf(index), index, size, merkle.inclusion_proof(reader.nodes, index, size))
        assert merkle.continues(
            index, root(index), size, root(size), merkle.consistency_proof(reader.nodes, index, size)
        )


@given(st.lists(st.integers(1, 1500), min_size=1, max_size=6).map(sorted), st.data())
def test_a_log_grown_in_any_steps_is_the_same_log(sizes: list[int], data: st.DataObject) -> None:
    stepwise, at_once, size = grown(*sizes), grown(sizes[-1]), sizes[-1]

    assert at_once.files.items() <= stepwise.files.items()
    # Partial files of the sizes on the way stay until the full one is there; nothing else differs.
    more = stepwise.files.keys() - at_once.files.keys()
    assert [name for name in more if ".p/" not in name or name.partition(".p/")[0] in stepwise.files] == []
    assert tiles.audit(stepwise, size) == root(size)
    # What was published once can be read and proven for ever.
    old = data.draw(st.sampled_from(sizes))
    index = data.draw(st.integers(0, old - 1))
    reader = Reader(stepwise, old)
    assert tiles.audit(stepwise, old) == merkle.root(reader.nodes, old) == root(old)
    assert merkle.includes(root(old), leaf(index), index, old, merkle.inclusion_proof(reader.nodes, index, old))


def test_a_partial_file_stays_until_the_full_one_is_there() -> None:
    store = grown(100, 200, 255)
    partial = {f"tile/{level}/000.p/{width}" for level in (0, "entries") for width in (100, 200, 255)}

    assert partial <= set(store.files)
    publish(store, 256, start=255)
    assert not partial & set(store.files)
    assert "tile/1/000.p/1" in store.files
    assert tiles.audit(store, 100) == root(100)


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        (0, 1000, []),
        (100, 255, []),
        (100, 256, ["tile/0/000.p", "tile/entries/000.p"]),
        (256, 512, []),
        (300, 600, ["tile/0/001.p", "tile/entries/001.p"]),
        (65_500, 65_536, ["tile/0/255.p", "tile/entries/255.p", "tile/1/000.p"]),
        (65_536, 65_792, []),
        (70_000, 140_000, ["tile/0/273.p", "tile/entries/273.p", "tile/1/001.p"]),
    ],
)
def test_what_a_larger_tree_replaces(old: int, new: int, names: list[str]) -> None:
    assert sorted(tiles.replaced(old, new)) == sorted(names)


@pytest.mark.parametrize(
    ("start", "end"), [(0, None), (0, 0), (0, 1), (255, 257), (256, 256), (300, 299), (699, 5000), (700, None)]
)
def test_entries_are_read_from_one_to_another(start: int, end: int | None) -> None:
    found = list(Reader(grown(100, 700), 700).entries(start, end))

    assert found == [entry(index) for index in range(700)][start:end]


def test_an_entry_has_1_to_65_535_bytes() -> None:
    sizes = [1, 2, 255, 256, 65_535]
    edge = Edge()

    assert list(edge.grow(b"x" * size for size in sizes)) == []
    ((_name, bundle), _tile) = edge.unfinished()
    assert [len(one) for one in tiles.unbundle(bundle)] == sizes
    for bad in (b"", b"x" * 65_536):
        with pytest.raises(ValueError, match="1 to 65535 bytes"):
            list(edge.grow([bad]))
    assert edge.size == 5


def test_a_bundle_cut_anywhere_within_an_entry_is_malformed() -> None:
    whole = tiles.bundle([b"one", b"", b"three"])
    ends = {0: 0, 5: 1, 7: 2, len(whole): 3}

    for cut in range(len(whole) + 1):
        if cut in ends:
            assert len(tiles.unbundle(whole[:cut])) == ends[cut]
        else:
            with pytest.raises(Malformed):
                tiles.unbundle(whole[:cut])


def test_the_edge_of_a_damaged_log_is_not_taken_up() -> None:
    store = grown(700)
    store.remove("tile/0/002.p/188")

    with pytest.raises(Broken, match=r"tile/0/002.p/188 is missing"):
        Edge.read(store, 700)


def test_a_reader_asks_no_tile_beyond_its_tree() -> None:
    with pytest.raises(Broken, match="a tree of 700 has no tile/0/003"):
        Reader(grown(700), 700).node(0, 768)


@pytest.mark.parametrize("size", [0, *AROUND, 70_000])
def test_an_audit_of_what_was_published_gives_its_root(size: int) -> None:
    assert tiles.audit(large() if size == 70_000 else grown(size) if size else Memory(), size) == root(size)


def flip(at: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def with_bundle(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    return lambda data: tiles.bundle(change(tiles.unbundle(data)))


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("tile/0/000", flip(0), "tile/0/000 is not made from the entries of tile/entries/000"),
        ("tile/0/001", flip(8191), "tile/0/001 is not made from the entries of tile/entries/001"),
        ("tile/0/002.p/188", flip(40), "tile/0/002.p/188 is not made from the entries of tile/entries/002.p/188"),
        ("tile/1/000.p/2", flip(32), "tile/1/000.p/2 is not made from the entries"),
        ("tile/0/001", lambda data: data[:-1], "tile/0/001 is not made"),
        ("tile/0/001", lambda data: data + bytes(32), "tile/0/001 is not made"),
        ("tile/0/002.p/188", lambda data: data + bytes(32), "tile/0/002.p/188 is not made"),
        ("tile/0/001", lambda _data: b"", "tile/0/001 is not made"),
        ("tile/entries/000", flip(5), "tile/0/000 is not made from the entries of tile/entries/000"),
        ("tile/entries/001", lambda data: data[:-1], "tile/entries/001: an entry bundle ends in the middle"),
        ("tile/entries/001", flip(1), "tile/entries/001"),
        ("tile/entries/001", with_bundle(lambda all: all[:-1]), "tile/entries/001 holds 255 entries, not 256"),
        ("tile/entries/001", with_bundle(lambda all: [*all, b"x"]), "tile/entries/001 holds 257 entries, not 256"),
        ("tile/entries/001", with_bundle(lambda all: [*all[:9], b"", *all[10:]]), "tile/entries/001 holds 255 entries"),
        ("tile/entries/001", with_bundle(lambda all: all[::-1]), "entries of tile/entries/001"),
        ("tile/entries/001", lambda _data: b"", "tile/entries/001 holds 0 entries, not 256"),
        ("tile/entries/002.p/188", with_bundle(lambda all: [*all, b"x"]), "002.p/188 holds 189 entries, not 188"),
        ("tile/entries/002.p/188", with_bundle(lambda all: all[1:]), "002.p/188 holds 187 entries, not 188"),
    ],
)  # fmt: skip
def test_an_audit_names_the_file_that_was_altered(name: str, change: Callable[[bytes], bytes], says: str) -> None:
    store = grown(700)
    store.files[name] = change(store.files[name])

    with pytest.raises(Broken) as broken:
        tiles.audit(store, 700)
    assert says in str(broken.value)


@pytest.mark.parametrize("name", sorted({*grown(700).files} - {"checkpoint"}))
def test_an_audit_names_the_file_that_is_missing(name: str) -> None:
    store = grown(700)
    del store.files[name]

    with pytest.raises(Broken, match=f"^{name} is missing$"):
        tiles.audit(store, 700)


@pytest.mark.parametrize("kind", ["0", "entries"])
def test_an_audit_notices_files_that_changed_places(kind: str) -> None:
    store = grown(700)
    one, other = f"tile/{kind}/000", f"tile/{kind}/001"
    store.files[one], store.files[other] = store.files[other], store.files[one]

    with pytest.raises(Broken, match="tile/0/000 is not made from the entries of tile/entries/000"):
        tiles.audit(store, 700)


@pytest.mark.parametrize("name", ["tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"])
def test_an_audit_names_an_altered_tile_high_above(name: str) -> None:
    store = Memory()
    store.files = {**large().files, name: flip(3)(large().files[name])}

    with pytest.raises(Broken, match=f"^{name} is not made from the entries$"):
        tiles.audit(store, 70_000)


def test_history_rewritten_with_all_its_tiles_has_another_root() -> None:
    store = Memory()
    publish(store, 700, entry=lambda index: b"rewritten" if index == 12 else entry(index))

    assert tiles.audit(store, 700) != root(700)


def test_a_full_tile_answers_for_the_partial_one_only_where_it_agrees() -> None:
    store = grown(100, 256)
    assert tiles.audit(store, 100) == root(100)

    store.files["tile/0/000"] = flip(99 * 32)(store.files["tile/0/000"])
    with pytest.raises(Broken, match="tile/0/000 is not made from the entries of tile/entries/000"):
        tiles.audit(store, 100)


@pytest.mark.parametrize(("name", "says"), [("tile/0/001", "8192"), ("tile/0/002.p/188", "6016")])
def test_a_reader_takes_no_tile_of_another_length(name: str, says: str) -> None:
    store = grown(700)
    whole = store.files[name]

    for bad in (whole[:-1], whole[:-32], whole + bytes(32), b""):
        store.files[name] = bad
        with pytest.raises(Broken, match=f"{name} has {len(bad)} bytes, not {says}"):
            merkle.inclusion_proof(Reader(store, 700).nodes, 300 if "001" in name else 600, 700)


def test_a_log_in_a_folder_is_the_log_in_memory(tmp_path: Path) -> None:
    folder, sizes = Folder(tmp_path / "log"), (3, 250, 300, 300, 700)
    publish(folder, *sizes)

    found = {str(path.relative_to(folder.root)) for path in folder.root.rglob("*") if path.is_file()}
    assert found == set(grown(*sizes).files)
    assert {path: folder.read(path) for path in found} == grown(*sizes).files
    assert tiles.audit(folder, 700) == root(700)
    assert {path.stat().st_mode & 0o777 for path in folder.root.rglob("*") if path.is_file()} == {0o644}


def test_a_file_that_cannot_be_written_leaves_nothing_half_done(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("tile/0/000.p/1", b"there is a folder of this name now")

    with pytest.raises(OSError, match="directory"):
        folder.write("tile/0/000.p", b"so no file can have it")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["1"]


def test_a_checkpoint_is_written_over_and_a_tile_is_left_as_it_is(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for name in ("checkpoint", "tile/0/000"):
        folder.write(name, b"same")
    before = {name: (tmp_path / name).stat().st_ino for name in ("checkpoint", "tile/0/000")}
    for name in ("checkpoint", "tile/0/000"):
        folder.write(name, b"same")

    assert (tmp_path / "checkpoint").stat().st_ino != before["checkpoint"]
    assert (tmp_path / "tile/0/000").stat().st_ino == before["tile/0/000"]


def test_what_is_not_there_is_not_found_and_need_not_be_removed(tmp_path: Path) -> None:
    for store in (Folder(tmp_path), Memory()):
        with pytest.raises(FileNotFoundError):
            store.read("tile/0/000")
        store.remove("tile/0/000.p")


def test_a_proof_reads_few_files_however_large_the_log() -> None:
    store = large()
    asked: list[str] = []

    class Counting(Memory):
        def read(self, path: str) -> bytes:
            asked.append(path)
            return store.read(path)

    index = random.Random(7).randrange(70_000)
    proof = merkle.inclusion_proof(Reader(Counting(), 70_000).nodes, index, 70_000)

    assert merkle.includes(root(70_000), leaf(index), index, 70_000, proof)
    assert len(asked) <= 6
