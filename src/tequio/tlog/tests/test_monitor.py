"""Watching a live log: what was verified must begin what is served, and every lie is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tequio.tlog import note
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.finding import FALSE, UNMET, UNVERIFIABLE
from tequio.tlog.memory import Busy, Memory
from tequio.tlog.monitor import Look, Watch
from tequio.tlog.tests import stories
from tequio.tlog.tests.stories import (
    EVENING,
    LOG,
    NEW_KEY,
    NOON,
    ORIGIN,
    STRANGER,
    Site,
    codes,
    grow,
    in_a_fresh_process,
    look,
    policy,
    said,
    wrong,
)
from tequio.tlog.tiles import Edge


def test_the_first_look_audits_everything(watch: Watch, site: Site) -> None:
    found = look(watch, site)

    assert found.exit_code == 0
    assert found.is_saved
    assert found.before is None
    assert codes(found) == ["log-signed", "witnessed", "first-look", "entries-audited", "snapshots-right"]
    assert said(found, "entries-audited").startswith("7 new entries are")
    assert watch.last(ORIGIN) == site.checkpoint


@pytest.mark.parametrize("count", [1, 2, 249, 250, 300, 700])
def test_a_later_look_reads_what_is_new_and_tells_it_in_order(watch: Watch, site: Site, count: int) -> None:
    look(watch, site)
    grow(site, count)
    heard: list[tuple[int, bytes]] = []

    found = look(watch, site, heard=lambda index, raw: heard.append((index, raw)))

    assert found.exit_code == 0
    assert (found.before, found.is_saved) == (7, True)
    assert said(found, "consistent") == "nothing before size 7, the last look, was altered"
    assert heard == list(enumerate(site.entries))[7:]


def test_nothing_new_is_fine_too(watch: Watch, site: Site) -> None:
    look(watch, site)
    site.publish(at=EVENING)

    found = look(watch, site)

    assert found.exit_code == 0
    assert watch.last(ORIGIN) == site.checkpoint


def test_a_log_is_born_empty_and_watched_from_then(watch: Watch) -> None:
    site = Site()
    site.publish()

    assert look(watch, site).exit_code == 0
    grow(site, 3)
    assert said(look(watch, site), "consistent") == "nothing before size 0, the last look, was altered"


def test_what_was_told_is_told_again_if_it_could_not_be_kept(watch: Watch, site: Site) -> None:
    heard: list[int] = []

    def fails_at_three(index: int, raw: bytes) -> None:
        heard.append(index)
        if index == 3 and heard.count(3) == 1:
            raise ConnectionError("the site's API is gone")

    with pytest.raises(ConnectionError):
        look(watch, site, heard=fails_at_three)
    assert watch.last(ORIGIN) is None

    assert look(watch, site, heard=fails_at_three).is_saved
    assert heard == [0, 1, 2, 3, *range(7)]


def test_a_log_of_which_nothing_is_known_has_no_last_checkpoint(watch: Watch, tmp_path: Path) -> None:
    assert watch.last("nobody.example/log") is None
    assert list(tmp_path.iterdir()) == []


# Signatures


def test_a_site_without_a_checkpoint_cannot_be_watched(watch: Watch) -> None:
    found = look(watch, Site())

    assert (codes(found), found.exit_code) == (["checkpoint-missing"], UNVERIFIABLE)


def test_a_checkpoint_that_the_log_did_not_sign_is_named(watch: Watch, site: Site) -> None:
    site.store.write("checkpoint", note.sign(Checkpoint(ORIGIN, 7, b"\1" * 32).text, NEW_KEY).encode())

    assert codes(look(watch, site)) == ["log-signature-false"]
    assert codes(look(watch, site, keys=[STRANGER.verifier])) == ["log-unknown"]


def test_too_few_witnesses_stop_the_look_before_entries_are_believed(watch: Watch, site: Site) -> None:
    site.publish(witnesses=1)
    heard: list[int] = []

    found = look(watch, site, heard=lambda index, raw: heard.append(index))

    assert (wrong(found), found.exit_code) == (["quorum-unmet"], UNMET)
    assert (found.is_saved, heard) == (False, [])


def test_a_stale_checkpoint_is_named_and_still_verified(watch: Watch, site: Site) -> None:
    found = look(watch, site, now=NOON + timedelta(hours=27))

    assert (wrong(found), found.exit_code, found.is_saved) == (["stale"], UNMET, True)
    assert said(found, "stale").endswith("the last time that a witness saw it is 2026-11-20 12:00 UTC")
    assert wrong(look(watch, site, now=NOON + timedelta(hours=25))) == []
    assert wrong(look(watch, site, now=EVENING, stale_after=timedelta(hours=5))) == ["stale"]


def test_a_cosignature_from_the_future_does_not_keep_a_log_fresh(watch: Watch, site: Site) -> None:
    site.publish(at=EVENING + timedelta(days=400))

    assert wrong(look(watch, site)) == ["stale"]


def test_without_witnesses_age_says_nothing(watch: Watch, site: Site) -> None:
    site.publish(witnesses=0)

    found = look(watch, site, policy=policy(needs=0), now=NOON + timedelta(days=400))

    assert found.exit_code == 0
    assert "unwitnessed" in codes(found)


# Rewritten, split, rolled back


def test_a_history_rewritten_with_the_true_key_becomes_a_file_that_anybody_can_check(watch: Watch, site: Site) -> None:
    look(watch, site)
    site.alter(2, data={"text": "another promise"})
    site.state("tracking.status-changed")
    site.republish()

    found = look(watch, site)

    assert (wrong(found), found.exit_code, found.is_saved) == (["two-histories"], FALSE, False)
    (file,) = found.evidence
    assert file.name.startswith("contradiction-7-8-")
    assert in_a_fresh_process(file) == ["two-histories"]
    assert note.Note.parse(watch.last(ORIGIN) or b"").text.split("\n")[1] == "7"


def test_a_split_view_of_one_size_becomes_a_file_too(watch: Watch, site: Site) -> None:
    look(watch, site)
    site.alter(5, data={"text": "for your eyes only"})
    site.republish()

    found = look(watch, site)

    assert wrong(found) == ["two-histories"]
    assert in_a_fresh_process(found.evidence[0]) == ["two-histories"]


def test_a_restored_old_database_is_a_rollback(watch: Watch, site: Site) -> None:
    older = dict(site.store.files)
    grow(site, 3)
    look(watch, site)
    site.store.files = older

    found = look(watch, site)

    assert (wrong(found), found.exit_code, found.is_saved) == (["rolled-back"], FALSE, False)
    assert said(found, "rolled-back") == (
        "The log shows size 7 now and showed 10: what lies between is hidden or lost."
    )
    assert found.evidence == ()


def test_a_rollback_that_also_rewrites_is_proven_by_the_tiles_that_were_left(watch: Watch, site: Site) -> None:
    grow(site, 3)
    look(watch, site)
    left = dict(site.store.files)
    del site.entries[6:]
    site.alter(2, data={"text": "another promise"})
    site.republish()
    site.store.files |= {name: data for name, data in left.items() if name not in site.store.files}

    found = look(watch, site)

    assert wrong(found) == ["two-histories"]
    assert in_a_fresh_process(found.evidence[0]) == ["two-histories"]


def test_an_old_memory_brought_back_beside_a_newer_copy_does_not_hide_a_rewriting(
    watch: Watch, site: Site, tmp_path: Path
) -> None:
    look(watch, site)
    (memory,) = tmp_path.glob("*/memory.sqlite3")
    old = memory.read_bytes()
    grow(site, 3)
    look(watch, site)
    memory.write_bytes(old)
    site.alter(8, data={"text": "rewritten after the old memory"})
    site.republish()

    assert wrong(look(watch, site)) == ["two-histories"]


def test_a_signature_over_a_tree_that_is_not_served_is_named(watch: Watch, site: Site) -> None:
    look(watch, site)
    signed = note.sign(Checkpoint(ORIGIN, 7, b"\1" * 32).text, LOG)
    seen = [one.sign(signed.text, int(NOON.timestamp())) for one in stories.WITNESSES]
    fresh = Watch(watch.state / "other")
    site.store.write("checkpoint", note.with_signatures(signed, seen).encode())

    assert wrong(look(fresh, site)) == ["root-otherwise"]
    assert wrong(look(watch, site)) == ["two-histories"]


def test_a_served_tree_that_does_not_continue_the_verified_one_is_named_without_proof(watch: Watch, site: Site) -> None:
    look(watch, site)
    signed = Site()
    grow(signed, 9)
    site.store.files = signed.store.files | {"checkpoint": resigned(signed, root=b"\1" * 32)}

    found = look(watch, site)

    assert wrong(found) == ["history-otherwise"]
    assert found.evidence == ()


def resigned(site: Site, *, root: bytes) -> bytes:
    """Sign another root for the size that is served."""
    signed = note.sign(Checkpoint(ORIGIN, len(site.entries), root).text, LOG)
    return note.with_signatures(
        signed, [one.sign(signed.text, int(NOON.timestamp())) for one in stories.WITNESSES]
    ).encode()


# Files


def spoiled(data: bytes) -> bytes:
    return bytes([*data[:-1], data[-1] ^ 1])


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("tile/0/000", "tile/0/000 is not made from the entries"),
        ("tile/0/001.p/51", "tile/0/001.p/51 is not made from the entries"),
        ("tile/1/000.p/1", "tile/1/000.p/1 is not made from the entries"),
        ("tile/entries/001.p/51", "tile/0/001.p/51 is not made from the entries"),
    ],
)
def test_a_swapped_byte_of_a_file_is_named(watch: Watch, site: Site, name: str, named: str) -> None:
    grow(site, 300)
    site.store.write(name, spoiled(site.store.read(name)))

    found = look(watch, site)

    assert (wrong(found), found.is_saved) == (["file-broken"], False)
    assert said(found, "file-broken") == f"A file of the log does not hold: {named}."


@pytest.mark.parametrize("name", ["tile/0/000", "tile/entries/000", "tile/1/000.p/1", "tile/entries/001.p/51"])
def test_a_file_that_is_gone_is_named(watch: Watch, site: Site, name: str) -> None:
    grow(site, 300)
    del site.store.files[name]

    assert name in said(look(watch, site), "file-broken")


def test_an_old_tile_that_was_swapped_since_is_named(watch: Watch, site: Site) -> None:
    grow(site, 300)
    look(watch, site)
    grow(site, 3)
    site.store.write("tile/entries/001.p/54", spoiled(site.store.read("tile/entries/001.p/54")))
    last = look(watch, site)
    site.publish()
    site.store.write("tile/entries/001.p/54", site.store.read("tile/entries/001.p/54").replace(b"many-1", b"many-2"))

    assert wrong(last) == ["file-broken"]
    assert said(look(watch, site), "file-broken").startswith("A file of the log does not hold: tile/entries/001")


def test_partial_tiles_that_full_ones_replaced_are_not_missed(watch: Watch, site: Site) -> None:
    look(watch, site)
    grow(site, 300)
    for name in [name for name in site.store.files if ".p/7" in name]:
        del site.store.files[name]

    assert look(watch, site).exit_code == 0


# Several at once


def test_two_monitors_do_not_share_a_memory_at_once(watch: Watch, site: Site, tmp_path: Path) -> None:
    look(watch, site)

    with Memory(tmp_path, ORIGIN):
        with pytest.raises(Busy):
            look(watch, site)
        assert watch.last(ORIGIN) == site.checkpoint


def test_two_logs_have_a_memory_each(watch: Watch, site: Site) -> None:
    other = Site(key=STRANGER)
    grow(other, 3)

    look(watch, site)
    found = look(watch, other, keys=[STRANGER.verifier], policy=policy(log=STRANGER))

    assert (found.before, found.exit_code) == (None, 0)
    assert watch.last(ORIGIN) == site.checkpoint
    assert watch.last(STRANGER.name) == other.checkpoint


def test_an_edge_may_begin_anywhere() -> None:
    from tequio.tlog.growth import edge_of

    site = Site()
    grow(site, 600)
    grown = Edge()

    for size in (0, 1, 255, 256, 257, 511, 512, 600):
        list(grown.grow(site.entries[grown.size : size]))
        edge = edge_of(site.reader, size)
        assert (edge.root(), edge.pending) == (grown.root(), grown.pending)


def test_a_checkpoint_of_more_entries_than_could_be_is_refused_at_once(watch: Watch, site: Site) -> None:
    signed = note.sign(Checkpoint(ORIGIN, 1 << 62, b"\1" * 32).text, LOG)
    seen: list[note.Signature] = [one.sign(signed.text, int(NOON.timestamp())) for one in stories.WITNESSES]
    site.store.write("checkpoint", note.with_signatures(signed, seen).encode())
    looks: list[Callable[[], Look]] = [lambda: look(watch, site)]

    assert [wrong(one()) for one in looks] == [["file-broken"]]
