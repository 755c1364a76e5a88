"""What a bundle says of time: since a checkpoint that the reader kept, and between a claim and its logging."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from tequio.tlog import bundle, merkle, note
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.note import encoded
from tequio.tlog.tests.stories import MINUTES, NOON, STRANGER, Site, judged, said, story, wrong
from tequio.tlog.verify import consistency_from

MINUTES_HASH = sha256(MINUTES).hexdigest()


@pytest.fixture
def site() -> Site:
    return story()


@pytest.fixture
def files(site: Site) -> dict[str, bytes]:
    """The good bundle of the commitment, with the minutes."""
    return site.bundle(evidence=[(MINUTES_HASH, MINUTES)])


# What the reader kept


def test_nothing_was_altered_since_the_checkpoint_that_the_reader_kept(site: Site) -> None:
    kept = site.checkpoint
    site.state("tracking.status-changed", data={"status": "completed"})
    site.publish()
    hashes = merkle.consistency_proof(site.reader.node, 7, 8)

    verdict = judged(site.bundle(consistency={7: hashes}), since=kept)

    assert verdict.exit_code == 0
    assert said(verdict, "consistent") == "nothing before size 7, your last check, was altered"
    assert judged(site.bundle(), since=kept, consistency=lambda old, size: hashes).exit_code == 0


def test_invented_hashes_do_not_accuse_the_log_of_two_histories(site: Site) -> None:
    kept = site.checkpoint
    site.state("tracking.status-changed", data={"status": "completed"})
    site.publish()
    invented = [b"\1" * 32 for _hash in merkle.consistency_proof(site.reader.node, 7, 8)]

    assert wrong(judged(site.bundle(consistency={7: invented}), since=kept)) == ["consistency-false"]


def test_the_log_s_own_tiles_give_the_proof(site: Site) -> None:
    kept = site.checkpoint
    site.state("tracking.status-changed", data={"status": "completed"})
    site.publish()
    taken, empty = site.bundle(), Site().store

    assert judged(taken, since=kept, consistency=consistency_from(site.store)).exit_code == 0
    assert wrong(judged(taken, since=kept, consistency=consistency_from(empty))) == ["consistency-absent"]


def test_without_a_proof_nothing_is_said_of_what_the_reader_kept(site: Site) -> None:
    kept = site.checkpoint
    site.state("tracking.status-changed", data={"status": "completed"})
    site.publish()

    assert wrong(judged(site.bundle(), since=kept)) == ["consistency-absent"]
    assert wrong(judged(site.bundle(), since=kept, consistency=lambda old, size: None)) == ["consistency-absent"]
    assert wrong(judged(site.bundle(consistency={7: [b"\1" * 32]}), since=kept)) == ["consistency-false"]
    broken = site.bundle() | {"consistency-from-7.txt": b"no hash\n"}
    assert wrong(judged(broken, since=kept)) == ["consistency-unreadable"]


def test_a_checkpoint_kept_from_the_same_day_is_the_same_history(site: Site, files: dict[str, bytes]) -> None:
    assert judged(files, since=site.checkpoint).exit_code == 0


def test_a_newer_checkpoint_than_the_bundle_s_proves_nothing_about_it(site: Site, files: dict[str, bytes]) -> None:
    site.state("tracking.status-changed")

    assert wrong(judged(files, since=site.publish())) == ["since-newer"]


@pytest.mark.parametrize(
    "kept", [b"no checkpoint", note.sign(Checkpoint(STRANGER.name, 3, b"\1" * 32).text, STRANGER).encode()]
)
def test_what_is_no_checkpoint_of_the_log_cannot_be_compared(files: dict[str, bytes], kept: bytes) -> None:
    assert wrong(judged(files, since=kept)) == ["since-unusable"]


def test_a_history_rewritten_with_the_true_key_is_proven(site: Site) -> None:
    kept = site.checkpoint
    site.alter(2, data={"text": "another promise"})
    site.republish()

    verdict = judged(site.bundle(), since=kept)

    assert "two-histories" in wrong(verdict)
    assert verdict.exit_code == 1


def test_a_history_rewritten_and_grown_is_proven_by_its_own_proof(site: Site) -> None:
    kept = site.checkpoint
    site.alter(2, data={"text": "another promise"})
    site.state("tracking.status-changed")
    site.republish()
    hashes = merkle.consistency_proof(site.reader.node, 7, 8)

    verdict = judged(site.bundle(consistency={7: hashes}), since=kept)

    assert "two-histories" in wrong(verdict)


# When it happened, and when it was logged


def test_a_claim_that_is_older_than_what_is_shown_is_told_beside_it(site: Site) -> None:
    site.publish(at=NOON + timedelta(days=9))

    verdict = judged(site.bundle())

    assert verdict.exit_code == 0
    assert said(verdict, "at-claimed") == (
        "when they were logged before 2026-11-29 12:00 UTC: "
        "what “at” says, from 2026-11-20 09:00 UTC on, is the office's word"
    )


def test_an_entry_from_the_future_is_told(site: Site) -> None:
    site.state("tracking.status-changed", at="2027-01-01T00:00:00.000Z")
    site.publish()

    verdict = judged(site.bundle())

    assert "as it claims: it stood in the log by 2026-11-20 12:00 UTC" in said(verdict, "at-after")


def test_a_back_dated_entry_is_told_by_what_the_reader_kept(site: Site) -> None:
    kept = site.publish(at=NOON + timedelta(days=9))
    index = site.state("tracking.status-changed", at="2026-11-21T00:00:00.000Z")
    site.publish(at=NOON + timedelta(days=10))
    hashes = merkle.consistency_proof(site.reader.node, 7, 8)

    verdict = judged(site.bundle(consistency={7: hashes}), since=kept)

    assert verdict.exit_code == 0
    assert said(verdict, "at-before") == (
        f"that entry #{index} is of 2026-11-21 00:00 UTC, as it claims: "
        "it was not yet in the log at 2026-11-29 12:00 UTC"
    )


@pytest.mark.parametrize("at", ["yesterday", "2026-11-20T09:00:00"])
def test_an_instant_that_cannot_be_read_is_compared_with_nothing(site: Site, at: str) -> None:
    site.state("tracking.status-changed", at=at)
    site.publish(at=datetime.max.replace(tzinfo=NOON.tzinfo))

    assert judged(site.bundle()).exit_code == 0


def test_a_hash_in_base64_is_what_a_consistency_file_holds() -> None:
    files = dict(bundle.laid_out(checkpoint=b"", policy="", pieces=[], consistency={7: [b"\1" * 32]}))

    assert files["consistency-from-7.txt"] == encoded(b"\1" * 32).encode() + b"\n"
