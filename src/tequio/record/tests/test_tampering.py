"""Whoever has the database, the folder or the key, and changes the past: each way is caught, and called by its name.

The tools are those that everybody has: `tequio record check` compares the database with what was published, the
monitor watches what is published, `tequio record verify` judges what was taken home, and witnesses sign no fork.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import connection
from django.utils.translation import override

from tequio.kit.event import Proof
from tequio.record import bundles, cli, custody, guard, keeper, publisher, queries, sequencer
from tequio.record.models import Checkpoint, Entry, Log
from tequio.record.publisher import Diverged
from tequio.record.queries import beside
from tequio.record.signer import Fork
from tequio.record.tests.bells import CHAPEL, TOWER, ring
from tequio.tlog import bundle, merkle, note, verify, witness
from tequio.tlog.checkpoint import Checkpoint as Stated
from tequio.tlog.folder import Folder
from tequio.tlog.monitor import Look, Watch
from tequio.tlog.note import Note
from tequio.tlog.submission import Submission
from tequio.tlog.tests.witnessed import listening
from tequio.tlog.tiles import Edge, Reader, path

pytestmark = pytest.mark.django_db

RUNG = 270  # more than a tile holds


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def begun(log: Folder, at: datetime) -> Folder:
    """A log of two subjects that fills a tile and begins the next, published."""
    for number in range(RUNG):
        ring(at, subject=CHAPEL if number % 3 else TOWER, times=number)
    keeper.settle(at=at)
    assert cli.differences() == []
    return log


@pytest.fixture
def watch(begun: Folder, tmp_path: Path, at: datetime) -> Watch:
    """A monitor that has verified it all."""
    made = Watch(tmp_path / "monitor")
    assert looked(made, begun, at).is_saved
    return made


def present() -> Log:
    return Log.objects.order_by("-number")[0]


def looked(watch: Watch, store: Folder, at: datetime, **how: timedelta) -> Look:
    return watch.look(store, keys=queries.keys_of(present()), policy=queries.policy(), now=at, **how)


def named(found: Look | verify.Verdict) -> list[str]:
    """Return the codes of what is wrong."""
    return [one.code for one in found.findings if one.exit]


def why(found: Look | verify.Verdict) -> str:
    return " ".join(one.say() for one in found.findings if one.exit)


def tamper(change: Callable[[], object]) -> None:
    with guard.lifted(connection):
        change()


@dataclass(frozen=True)
class Rewriter:
    """Somebody with the log's true keys, who does not ask the signer."""

    entries: tuple[bytes, ...]

    @classmethod
    def of(cls, store: Folder) -> Rewriter:
        size = Stated.parse(Note.parse(store.read("checkpoint")).text).size
        return cls(tuple(Reader(store, size).entries()))

    def where(self, index: int, entry: bytes) -> Rewriter:
        """Let the past say something else."""
        return Rewriter((*self.entries[:index], entry, *self.entries[index + 1 :]))

    def first(self, size: int) -> Rewriter:
        return Rewriter(self.entries[:size])

    def published(self, folder: Path) -> Folder:
        """Write all files of this history, signed with the true keys."""
        store, edge = Folder(folder), Edge()
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in (*edge.grow(self.entries), *edge.unfinished()):
            store.write(name, data)
        signer = publisher.signer_of(present())
        signed = note.sign(Stated(present().origin, edge.size, edge.root()).text, *signer.private_keys())
        store.write("checkpoint", signed.encode())
        return store


def other(entry: bytes) -> bytes:
    return entry.replace(b'"times":', b'"times":9')


def test_a_deleted_entry_is_named(begun: Folder, watch: Watch, at: datetime) -> None:
    tamper(lambda: Entry.objects.filter(idx=100).delete())

    assert cli.differences() == ["Entry 100: the database lacks it"]
    assert looked(watch, begun, at).exit_code == 0  # what is published still tells it


def test_the_last_entry_deleted_is_named_too(begun: Folder) -> None:
    last = present().size - 1
    tamper(lambda: Entry.objects.filter(idx=last).delete())

    assert cli.differences() == [f"Entry {last}: the database lacks it"]


def test_a_changed_entry_is_named(begun: Folder) -> None:
    row = Entry.objects.get(idx=100)
    tamper(lambda: Entry.objects.filter(idx=100).update(entry=other(bytes(row.entry))))

    assert cli.differences() == ["Entry 100: the database has other bytes"]


def test_entries_that_changed_places_are_named(begun: Folder) -> None:
    def swap() -> None:
        Entry.objects.filter(idx=100).update(idx=None)
        Entry.objects.filter(idx=101).update(idx=100)
        Entry.objects.filter(idx=None).update(idx=101)

    tamper(swap)

    assert cli.differences() == ["Entry 100: the database has other bytes"]


def test_an_entry_changed_with_every_hash_that_the_database_holds_is_not_signed(
    begun: Folder, watch: Watch, at: datetime
) -> None:
    rewrite_database(100)
    ring(at)
    signed = begun.read("checkpoint")

    with pytest.raises(Diverged, match="differ below entry"):
        keeper.settle(at=at)
    keeper.Keeper().round()

    assert cli.differences() == ["Entry 100: the database has other bytes"]
    assert "nothing was signed" in present().trouble
    assert begun.read("checkpoint") == signed
    assert looked(watch, begun, at).exit_code == 0


def rewrite_database(index: int) -> None:
    """Change an entry and everything in the database that follows from it: its hash, and the head of the log."""
    entry = other(bytes(Entry.objects.get(idx=index).entry))
    tamper(lambda: Entry.objects.filter(idx=index).update(entry=entry, leaf_hash=merkle.leaf_hash(entry)))
    head = merkle.Range()
    for leaf in Entry.objects.filter(idx__isnull=False).order_by("idx").values_list("leaf_hash", flat=True):
        head.push(bytes(leaf))
    Log.objects.update(root=head.root(), frontier=b"".join(head.hashes))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (path(0, 0), "tile/0/000 is not made from the entries of tile/entries/000"),
        (path(0, 1, 16), "tile/0/001.p/16 is not made from the entries of tile/entries/001.p/16"),
        (path(1, 0, 1), "tile/1/000.p/1 is not made from the entries"),
        (path("entries", 0), "tile/0/000 is not made from the entries of tile/entries/000"),
        (path("entries", 1, 16), "tile/0/001.p/16 is not made from the entries of tile/entries/001.p/16"),
    ],
)
def test_one_swapped_byte_of_a_file_is_named(begun: Folder, tmp_path: Path, at: datetime, name: str, says: str) -> None:
    swap_a_byte(begun, name)

    found = looked(Watch(tmp_path / "stranger"), begun, at)

    assert cli.differences() == [says]
    assert named(found) == ["file-broken"]
    assert says.partition(" of ")[0] in why(found)
    assert not found.is_saved


def swap_a_byte(store: Folder, name: str) -> None:
    data = bytearray(store.read(name))
    data[-7] ^= 1
    (store.root / name).write_bytes(data)


def test_nothing_is_built_on_a_swapped_byte(begun: Folder, at: datetime) -> None:
    signed = begun.read("checkpoint")
    swap_a_byte(begun, path(0, 1, 16))
    ring(at)

    with pytest.raises(sequencer.Damaged, match="do not give the root"):
        keeper.settle(at=at)

    assert begun.read("checkpoint") == signed


def test_a_missing_file_is_named(begun: Folder, tmp_path: Path, at: datetime) -> None:
    (begun.root / path("entries", 0)).unlink()

    assert cli.differences() == ["tile/entries/000 is missing"]
    assert "tile/entries/000 is missing" in why(looked(Watch(tmp_path / "stranger"), begun, at))


@pytest.mark.parametrize("more", [0, 1, 300])
def test_a_rewritten_history_with_the_true_key_convicts_its_author(
    begun: Folder, watch: Watch, at: datetime, more: int
) -> None:
    for _ring in range(more):
        ring(at)
    keeper.settle(at=at)
    true = Rewriter.of(begun)
    forged = true.where(100, other(true.entries[100])).published(begun.root)

    found = looked(watch, forged, at)

    assert named(found) == ["two-histories"]
    assert not found.is_saved
    (evidence,) = found.evidence
    verdict = verify.verify_path(evidence)
    assert verdict.exit_code == 1
    assert "signed two histories" in why(verdict)
    assert verify.verify_path(evidence, trusted=queries.policy()).exit_code == 1
    assert cli.differences() == ["Entry 100: the database has other bytes"]
    ring(at)
    with pytest.raises((sequencer.Damaged, Diverged, Fork)):
        keeper.settle(at=at)


def test_a_witness_does_not_sign_the_rewritten_history(begun: Folder, tmp_path: Path, at: datetime) -> None:
    university = witness.Witness.make(tmp_path / "witness", "testigo.example.org")
    university.watch(queries.keys_of(present())[0])
    university.cosign(Submission(0, (), begun.read("checkpoint")))
    size, true = present().size, Rewriter.of(begun)
    forged = true.where(100, other(true.entries[100])).published(tmp_path / "same")
    longer = Rewriter((*true.entries[:100], *(other(one) for one in true.entries[100:]), b"more")).published(
        tmp_path / "longer"
    )
    proof = tuple(merkle.consistency_proof(Reader(longer, size + 1).nodes, size, size + 1))

    for submitted in (
        Submission(size, (), forged.read("checkpoint")),
        Submission(size, proof, longer.read("checkpoint")),
    ):
        with pytest.raises(witness.Inconsistent):
            university.cosign(submitted)

    assert university.remembered(university.logs()[present().origin]).root == bytes(present().root)
    assert len(list((tmp_path / "witness" / "kept").glob("*.checkpoint"))) == 2


def test_whoever_rewrites_everything_here_fails_at_the_witness(begun: Folder, tmp_path: Path, at: datetime) -> None:
    university = witness.Witness.make(tmp_path / "witness", "testigo.example.org")
    university.watch(queries.keys_of(present())[0])
    with listening(university) as server:
        custody.add_witness(key=university.vkey, name="", url=server.url, at=at)
        keeper.settle(at=at)
        size = present().size
        rewrite_database(100)
        shutil.rmtree(begun.root)
        for memory in publisher.signer_of(present()).folder.glob("*.signed"):
            memory.unlink()
        Checkpoint.objects.all().delete()

        with pytest.raises(Diverged, match="another history of this log, signed with its key"):
            keeper.settle(at=at)
        keeper.Keeper().round()

    assert not (begun.root / "checkpoint").exists()
    assert "testigo.example.org" in present().trouble
    assert university.remembered(university.logs()[present().origin]).size == size


@pytest.mark.parametrize(("one", "two"), [(272, 272), (272, 200), (257, 3)])
def test_a_split_view_convicts_whoever_showed_it(
    begun: Folder, tmp_path: Path, at: datetime, one: int, two: int
) -> None:
    true = Rewriter.of(begun)
    here = true.first(one).published(tmp_path / "here")
    there = true.where(1, other(true.entries[1])).first(two).published(tmp_path / "there")
    views = {"the site": here.read("checkpoint"), "the site, asked from abroad": there.read("checkpoint")}

    found = Watch(tmp_path / "monitor").compare(views, keys=queries.keys_of(present()), store=here)

    assert named(found) == ["two-histories"]
    assert verify.verify_path(found.evidence[0]).exit_code == 1


def test_views_of_one_history_are_no_split(begun: Folder, tmp_path: Path, at: datetime) -> None:
    older = begun.read("checkpoint")
    ring(at)
    keeper.settle(at=at)

    views = {"the site": begun.read("checkpoint"), "a mirror": older}
    found = Watch(tmp_path).compare(views, keys=queries.keys_of(present()), store=begun)

    assert found.exit_code == 0
    assert found.evidence == ()


MINUTES = b"%PDF-1.7 the minutes"


@pytest.fixture
def evidence() -> Iterator[Proof]:
    """A file that everybody may have."""
    name = sha256(MINUTES).hexdigest()

    def copies(hashes: Collection[str]) -> Mapping[str, beside.PublicFile]:
        return {name: beside.PublicFile(len(MINUTES), lambda: io.BytesIO(MINUTES))} if name in hashes else {}

    before = beside.copies._fillers
    beside.copies.fill(copies)
    yield Proof(sha256=name, size=len(MINUTES), type="application/pdf")
    beside.copies.fill(*before)


def taken_home(folder: Path, subject: str) -> Path:
    """Unpack the bundle of a subject's entries."""
    files = bundles.of_entries(Entry.objects.filter(subject=subject))
    assert files is not None
    target = io.BytesIO()
    bundle.zipped(files, target)
    ZipFile(target).extractall(folder)
    return folder


def test_a_bundle_shows_the_evidence_that_the_entries_cite(
    begun: Folder, tmp_path: Path, at: datetime, evidence: Proof
) -> None:
    ring(at, evidence=(evidence,))
    keeper.settle(at=at)

    verdict = verify.verify_path(taken_home(tmp_path / "bundle", TOWER), trusted=queries.policy())

    assert verdict.exit_code == 0
    assert [one.values["sha256"] for one in verdict.findings if one.code == "evidence-matches"] == [evidence.sha256]


def test_evidence_that_was_replaced_is_named(begun: Folder, tmp_path: Path, at: datetime, evidence: Proof) -> None:
    ring(at, evidence=(evidence,))
    keeper.settle(at=at)
    home = taken_home(tmp_path / "bundle", TOWER)
    (home / "evidence" / evidence.sha256).write_bytes(MINUTES.replace(b"minutes", b"secrets"))

    verdict = verify.verify_path(home, trusted=queries.policy())

    assert verdict.exit_code == 1
    assert named(verdict) == ["evidence-replaced"]
    assert evidence.sha256[:8] in why(verdict)


def test_evidence_replaced_with_the_hash_that_cites_it_is_named_too(
    begun: Folder, tmp_path: Path, at: datetime, evidence: Proof
) -> None:
    ring(at, evidence=(evidence,))
    keeper.settle(at=at)
    home = taken_home(tmp_path / "bundle", TOWER)
    forged = sha256(b"other").hexdigest()
    (home / "evidence" / evidence.sha256).unlink()
    (home / "evidence" / forged).write_bytes(b"other")
    (cited,) = (one for one in (home / "entries").glob("*.json") if evidence.sha256 in one.read_text())
    cited.write_text(cited.read_text().replace(evidence.sha256, forged))

    verdict = verify.verify_path(home, trusted=queries.policy())

    assert verdict.exit_code == 1
    assert named(verdict)[0] == "entry-altered"
    assert f"#{cited.stem} is not what the log holds" in why(verdict)
