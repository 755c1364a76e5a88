"""A witness that reads the log itself: it builds the proof from the tiles, and keeps what shows that a log lied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tequio.tlog import contradiction, merkle
from tequio.tlog.checkpoint import Checkpoint, cosigned, opened
from tequio.tlog.finding import FALSE
from tequio.tlog.note import Note, Signature, SigningKey, signature_lines, with_signatures
from tequio.tlog.remote import Unreachable
from tequio.tlog.tests.witnessed import ORIGIN, Log, Site, asks, serving, witness_of
from tequio.tlog.witness import Memory, Witness
from tequio.tlog.witness_pull import GRACE, Lagging, Misbehaved, Pulled, Wrong, pull


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site with a log."""
    with serving(tmp_path / "site") as made:
        yield made


@pytest.fixture
def log(site: Site) -> Log:
    """A log of five entries, published there."""
    made = Log().grow(5)
    made.publish(site.folder)
    return made


@pytest.fixture
def watcher(tmp_path: Path, log: Log, site: Site) -> Witness:
    """A witness that watches it."""
    return witness_of(log, tmp_path / "witness", site.url)


def pulled(watcher: Witness, publish: Path | None = None) -> Pulled:
    """Pull the one log that is watched."""
    return pull(watcher, watcher.logs()[ORIGIN], publish=publish)


def memory(watcher: Witness) -> Memory:
    """Return what a witness remembers of it."""
    return watcher.remembered(watcher.logs()[ORIGIN])


def test_a_log_that_is_met_first_is_signed_as_it_stands(watcher: Witness, log: Log) -> None:
    done = pulled(watcher)

    assert (done.before, done.size) == (0, 5)
    assert watcher.key.verifier.signed(Note.parse(log.note()).text, done.signature)
    assert memory(watcher).root == log.root(5)


@pytest.mark.parametrize("sizes", [(6, 7, 8), (256,), (255, 256, 257), (300, 513, 514), (70_000,)])
def test_a_log_that_grew_is_signed_by_the_proof_that_its_tiles_give(
    watcher: Witness, log: Log, site: Site, sizes: tuple[int, ...]
) -> None:
    pulled(watcher)

    for size in sizes:
        log.grow(size - len(log.entries)).publish(site.folder)
        assert pulled(watcher).size == size

    assert memory(watcher).root == log.root(sizes[-1])


def test_few_tiles_are_read_for_a_proof(watcher: Witness, log: Log, site: Site) -> None:
    log.grow(69_000).publish(site.folder)
    pulled(watcher)
    log.grow(1_000).publish(site.folder)
    site.read.clear()

    pulled(watcher)

    assert len(site.read) < 12
    assert not any("entries" in path for path in site.read)


def test_a_log_that_did_not_grow_is_signed_again(watcher: Witness) -> None:
    watcher.now = lambda: 1_700_000_000
    pulled(watcher)
    watcher.now = lambda: 1_700_000_900

    done = pulled(watcher)

    assert (done.before, done.size, done.signature.time) == (5, 5, 1_700_000_900)


def test_the_signed_state_is_published_where_the_organisation_says(watcher: Witness, log: Log, tmp_path: Path) -> None:
    pulled(watcher, tmp_path / "public")

    (name,) = (path.name for path in (tmp_path / "public").iterdir() if path.is_dir())
    data = (tmp_path / "public" / name / "checkpoint").read_bytes()
    stated, note = opened(data, [log.vkey])
    assert stated == Checkpoint(ORIGIN, 5, log.root(5))
    assert list(cosigned(note, [watcher.key.verifier])) == [watcher.vkey]
    page = (tmp_path / "public" / "index.html").read_text()
    assert f'href="{name}/checkpoint"' in page
    assert [path.name for path in (tmp_path / "public").rglob("*") if "key" in path.name] == []


def test_the_log_is_sent_the_signature(watcher: Witness, log: Log, site: Site) -> None:
    done = pulled(watcher)

    ((path, body),) = site.posted
    assert (path, signature_lines(body.decode())) == ("/cosignatures", [done.signature])
    assert done.sent == 200


@pytest.mark.parametrize("answer", [404, 500])
def test_a_log_that_takes_no_signature_is_signed_all_the_same(watcher: Witness, site: Site, answer: int) -> None:
    site.takes = answer

    assert pulled(watcher).sent == answer
    assert memory(watcher).size == 5


def test_nothing_is_sent_if_so_asked(watcher: Witness, site: Site) -> None:
    done = pull(watcher, watcher.logs()[ORIGIN], send=False)

    assert (done.sent, site.posted) == (None, [])


def later(watcher: Witness) -> None:
    """Let some time pass for a witness."""
    present = watcher.now()
    watcher.now = lambda: present + GRACE + 1


def refused(watcher: Witness) -> Misbehaved:
    """Pull a log that must not be signed, and see that nothing was."""
    before = memory(watcher)
    with pytest.raises(Misbehaved) as wrong:
        pulled(watcher)
    assert memory(watcher) == before
    return wrong.value


def test_a_log_that_shrank_is_not_signed_and_both_checkpoints_are_kept(watcher: Witness, log: Log, site: Site) -> None:
    pulled(watcher)
    shorter = Log(log.entries[:3], log.key)
    (site.folder / "checkpoint").write_bytes(shorter.note())
    later(watcher)

    wrong = refused(watcher)

    assert (wrong.wrong, wrong.before, wrong.size) == (Wrong.SHRANK, 5, 3)
    texts = {Note.parse(path.read_bytes()).text for path in wrong.kept}
    assert texts == {Note.parse(one).text for one in (log.note(), shorter.note())}


def test_a_log_that_asks_its_witnesses_before_it_publishes_is_not_accused(
    watcher: Witness, log: Log, site: Site
) -> None:
    pulled(watcher)
    longer = Log(log.entries[:], log.key).grow(3)
    Witness(watcher.folder).cosign(asks(longer, 5, 8))

    with pytest.raises(Lagging) as late:
        pulled(watcher)

    assert (late.value.before, late.value.size) == (8, 5)
    assert not (watcher.folder / "kept").exists()
    later(watcher)
    assert refused(watcher).wrong == Wrong.SHRANK


def test_a_smaller_tree_that_is_no_beginning_of_the_larger_is_shown_at_once(
    watcher: Witness, log: Log, site: Site
) -> None:
    pulled(watcher)
    (site.folder / "checkpoint").write_bytes(log.split(at=2, count=2).note())

    wrong = refused(watcher)

    assert (wrong.wrong, wrong.before, wrong.size) == (Wrong.REWROTE, 5, 4)
    assert any("contradiction" in path.name for path in wrong.kept)


@pytest.mark.parametrize("size", [5, 6, 8, 300])
@pytest.mark.parametrize("at", [0, 3, 4])
def test_a_rewritten_log_is_not_signed_and_the_file_that_shows_it_is_kept(
    watcher: Witness, log: Log, site: Site, at: int, size: int
) -> None:
    pulled(watcher)
    shutil.rmtree(site.folder)
    log.split(at=at, count=size - at).publish(site.folder)

    wrong = refused(watcher)

    assert (wrong.wrong, wrong.before, wrong.size) == (Wrong.REWROTE, 5, size)
    assert site.posted == site.posted[:1]
    (shown,) = (path for path in wrong.kept if "contradiction" in path.name)
    found = contradiction.Contradiction.parse(shown.read_bytes())
    assert contradiction.judge(found, [log.vkey]).exit == FALSE
    assert {Note.parse(one).text for one in (found.earlier, found.later)} == {
        Note.parse(path.read_bytes()).text for path in wrong.kept if path != shown
    }


def test_the_same_lie_told_every_hour_is_kept_once(watcher: Witness, log: Log, site: Site) -> None:
    pulled(watcher)
    log.split(at=3, count=5).publish(site.folder)

    kept = {refused(watcher).kept for _hour in range(5)}

    assert len(kept) == 1
    assert len(list((watcher.folder / "kept").iterdir())) == 3


def test_a_log_comes_back_to_its_true_history_and_is_signed_again(watcher: Witness, log: Log, site: Site) -> None:
    pulled(watcher)
    shutil.copytree(site.folder, site.folder.parent / "true")
    shutil.rmtree(site.folder)
    log.split(at=3, count=5).publish(site.folder)
    refused(watcher)

    shutil.rmtree(site.folder)
    log.grow(4).publish(site.folder)

    assert pulled(watcher).size == 9


@pytest.mark.parametrize("spoil", ["swapped", "missing", "short"])
def test_tiles_that_do_not_give_the_signed_root_are_told_from_a_rewritten_history(
    watcher: Witness, log: Log, site: Site, spoil: str
) -> None:
    pulled(watcher)
    log.grow(6).publish(site.folder)
    tile = site.folder / "tile" / "0" / "000.p" / "11"
    data = tile.read_bytes()
    if spoil == "missing":
        tile.unlink()
    else:
        tile.write_bytes(bytes([data[0] ^ 1]) + data[1:] if spoil == "swapped" else data[:-32])

    wrong = refused(watcher)

    assert (wrong.wrong, wrong.kept) == (Wrong.BROKEN, ())


def test_what_an_unknown_key_signed_is_not_signed(watcher: Witness, site: Site) -> None:
    Log(key=SigningKey.make(ORIGIN)).grow(9).publish(site.folder)

    assert refused(watcher).wrong == Wrong.UNSIGNED


def test_another_logs_checkpoint_at_its_address_is_not_signed(watcher: Witness, site: Site) -> None:
    Log(key=SigningKey.make("other.gob.mx/log")).grow(9).publish(site.folder)

    assert refused(watcher).wrong == Wrong.UNSIGNED


@pytest.mark.parametrize("page", [None, b"<html>Log in to the network</html>", b""])
def test_a_site_that_shows_no_checkpoint_did_not_misbehave(watcher: Witness, site: Site, page: bytes | None) -> None:
    (site.folder / "checkpoint").unlink()
    if page is not None:
        (site.folder / "checkpoint").write_bytes(page)

    with pytest.raises(Unreachable):
        pulled(watcher)


def test_a_witness_brought_back_from_a_backup_remembers_what_it_published(
    watcher: Witness, log: Log, site: Site, tmp_path: Path
) -> None:
    pulled(watcher, tmp_path / "public")
    shutil.copytree(watcher.folder, tmp_path / "backup")
    log.grow(4).publish(site.folder)
    pulled(watcher, tmp_path / "public")
    log.split(at=7, count=8).publish(site.folder)  # a lie from between the backup and the present

    with pytest.raises(Misbehaved) as wrong:
        pulled(Witness(tmp_path / "backup"), tmp_path / "public")

    assert (wrong.value.wrong, wrong.value.before) == (Wrong.REWROTE, 9)


def test_it_remembers_what_the_log_shows_with_its_own_signature(
    watcher: Witness, log: Log, site: Site, tmp_path: Path
) -> None:
    shutil.copytree(watcher.folder, tmp_path / "backup")
    done: Signature = pulled(watcher).signature
    shown = with_signatures(Note.parse(log.note()), [done])
    (site.folder / "checkpoint").write_bytes(shown.encode())

    restored = Witness(tmp_path / "backup")
    assert pulled(restored).before == 5


def test_an_empty_log_grows_from_nothing(tmp_path: Path, site: Site) -> None:
    log = Log()
    log.publish(site.folder)
    watcher = witness_of(log, tmp_path / "witness", site.url)

    assert pulled(watcher).size == 0
    assert memory(watcher).root == merkle.EMPTY
    log.grow(3).publish(site.folder)
    assert pulled(watcher).size == 3
