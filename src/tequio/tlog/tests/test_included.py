"""What an entry says once it is proven: its form, its chain, and the snapshot that shows that nothing came later."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from tequio.tlog import bundle
from tequio.tlog.tests.stories import MINUTES, PROMISE, Site, codes, judged, said, story, wrong

MINUTES_HASH = sha256(MINUTES).hexdigest()
PLACE = bundle.place_path(PROMISE)


@pytest.fixture
def site() -> Site:
    return story()


@pytest.fixture
def files(site: Site) -> dict[str, bytes]:
    """The good bundle of the commitment, with the minutes."""
    return site.bundle(evidence=[(MINUTES_HASH, MINUTES)])


def test_a_later_entry_left_out_is_caught_by_the_snapshot(files: dict[str, bytes]) -> None:
    del files["entries/5.json"], files["entries/5.tlog-proof"], files["disclosures/5.txt"]

    verdict = judged(files)

    assert verdict.exit_code == 1
    assert "a later one is hidden" in said(verdict, "newest-otherwise")


def test_what_came_after_the_snapshot_does_not_contradict_it(site: Site) -> None:
    site.state("tracking.status-changed", data={"status": "completed"})
    site.publish()

    verdict = judged(site.bundle())

    assert wrong(verdict) == []
    assert "newest" in codes(verdict)


def test_a_snapshot_that_names_an_older_entry_is_caught(site: Site) -> None:
    lies = [line.replace(b" 4 ", b" 3 ") for line in site.lines(7)]
    site.take_snapshot(lies)
    site.publish()

    verdict = judged(site.bundle())

    assert wrong(verdict) == ["newest-otherwise"]


@pytest.mark.parametrize("lie", [{"size": 70}, {"subjects": 8}, {"root": "no hash"}, {"size": "6"}, {"root": "00"}])
def test_a_snapshot_that_cannot_be_true_is_refused(site: Site, lie: dict[str, object]) -> None:
    files = site.bundle()
    site.alter(6, data=json.loads(site.entries[6])["data"] | lie)
    site.republish()
    taken = site.bundle(snapshot=site.piece(6), places={})

    verdict = judged(taken)

    assert files
    assert wrong(verdict) == ["entry-unreadable"]


def test_a_place_in_a_list_of_another_length_is_no_place(files: dict[str, bytes]) -> None:
    files[PLACE] = files[PLACE].replace(b"size 3", b"size 4")  # the same hashes would lead to the root

    assert wrong(judged(files)) == ["newest-otherwise"]


def test_without_a_snapshot_nothing_is_said_of_what_came_later(files: dict[str, bytes]) -> None:
    kept = {name: data for name, data in files.items() if not name.startswith("snapshot/")}

    verdict = judged(kept)

    assert verdict.exit_code == 0
    assert said(verdict, "no-snapshot").startswith("that nothing later exists")


def test_a_subject_that_the_snapshot_is_not_shown_to_hold_proves_nothing(files: dict[str, bytes]) -> None:
    del files[PLACE]

    assert "not-in-snapshot" in codes(judged(files))


def test_a_place_in_the_snapshot_that_is_no_place_is_named(files: dict[str, bytes]) -> None:
    files[PLACE] = b"index 1\n"

    assert wrong(judged(files)) == ["place-unreadable"]


def test_an_entry_of_a_later_version_is_in_the_log_and_cannot_be_read(site: Site) -> None:
    site.state("future.fact", v=2)
    site.publish()

    verdict = judged(site.bundle())

    assert verdict.exit_code == 2
    assert "its version is 2" in said(verdict, "entry-of-another-version")


@pytest.mark.parametrize(
    "raw",
    [
        b"not JSON",
        b"[1]",
        b'{"v":1}',
        b"[" * 50_000,
        b'{"v":1,"v":1}',
        b'{"v":NaN}',
        b'{"v":1,"id":"x","type":"t","at":"now","subject":"urn:x","subject":"urn:y","seq":1,"prev":null,"data":{}}',
        b'{"v":1,"id":"x","type":"t","at":"now","subject":"two words","seq":1,"prev":null,"data":{}}',
        b'{"v":1,"id":"x","type":"t","at":"now","subject":"urn:x","seq":2,"prev":null,"data":{}}',
        b'{"v":1,"id":"x","type":"t","at":"now","subject":"urn:x","seq":true,"prev":null,"data":{}}',
        b'{"v":1,"id":"x","type":"t","at":"now","subject":"urn:x","seq":1,"prev":null,"data":{},"evidence":[{}]}',
        b'{"v":1,"id":"x","type":"t","at":"now","subject":"urn:x","seq":1,"prev":null,"data":{},"_sd":["a","a"]}',
        b'{"v":1,"id":"x","type":"t","at":"now","subject":"urn:x","seq":1,"prev":null,"data":{},"_sd":["a"]}',
    ],
)
def test_an_entry_that_is_none_is_in_the_log_and_cannot_be_read(site: Site, raw: bytes) -> None:
    site.entries.append(raw)
    site.publish()
    pieces = [site.piece(index) for index in (1, 7)]

    verdict = judged(site.bundle(pieces=pieces, places={}))

    assert wrong(verdict) == ["entry-unreadable"]


def test_a_chain_that_the_log_itself_broke_is_named(site: Site) -> None:
    site.state("tracking.status-changed", prev="0" * 64)
    site.publish()

    verdict = judged(site.bundle())

    assert verdict.exit_code == 1
    assert "entry #7 does not continue entry #5" in said(verdict, "chain-broken")


def test_what_a_fact_says_cannot_move_the_reader_s_cursor(site: Site) -> None:
    site.state("tracking.\x1b[2Jstatus\u202echanged")
    site.publish()

    told = judged(site.bundle()).findings[6].say()

    assert "\x1b" not in told
    assert "tracking.\\u001b[2Jstatus\\u202echanged" in told


def test_a_fact_that_is_nested_without_end_is_read_to_its_end(site: Site) -> None:
    nested: object = sha256(b"deep").hexdigest()
    for _level in range(300):
        nested = [nested]
    site.state("tracking.status-changed", data={"deep": nested})
    site.publish()

    verdict = judged(site.bundle(evidence=[(sha256(b"deep").hexdigest(), b"deep")]))

    assert said(verdict, "evidence-matches").endswith("which entry #7 cites")


def test_a_value_without_end_is_cut_in_the_sentence_only(site: Site) -> None:
    site.state("x" * 3000)
    site.publish()

    found = judged(site.bundle()).findings[6]

    assert len(found.say()) < 600
    assert found.values["type"] == "x" * 3000
