"""What a growing log says: its subjects' chains, its snapshots, and what it states about itself."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tequio.tlog.monitor import Watch
from tequio.tlog.tests import stories
from tequio.tlog.tests.stories import (
    ITSELF,
    LOG,
    NEW_KEY,
    ORIGIN,
    OTHER,
    PROMISE,
    Site,
    grow,
    look,
    said,
    wrong,
)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"seq": 6}, "chain-gap"),
        ({"seq": 4}, "chain-gap"),
        ({"prev": "0" * 64}, "chain-broken"),
        ({"subject": "urn:tequio:nl:commitment:new", "seq": 2, "prev": "0" * 64}, "chain-headless"),
        ({"v": 2}, "entry-of-another-version"),
        ({"subject": "two words"}, "entry-unreadable"),
    ],
)
def test_an_entry_that_does_not_continue_its_subject_is_named(
    watch: Watch, site: Site, more: dict[str, Any], code: str
) -> None:
    look(watch, site)
    site.state("tracking.status-changed", **more)
    site.publish()

    found = look(watch, site)

    assert (wrong(found), found.is_saved) == ([code], False)


def test_a_log_that_goes_on_from_a_lost_one_may_begin_in_the_middle(watch: Watch) -> None:
    site = Site()
    data = {"origin": ORIGIN, "key": str(LOG.verifier), "previous": "the last checkpoint of the log before"}
    site.state("record.log-opened", ITSELF, data=data)
    site.publish()
    look(watch, site)
    site.state("tracking.status-changed", PROMISE, seq=12, prev="0" * 64)
    site.state("tracking.status-changed", PROMISE)
    site.publish()

    assert look(watch, site).exit_code == 0


def test_a_log_that_opens_another_is_named(watch: Watch) -> None:
    site = Site()
    site.state("record.log-opened", ITSELF, data={"origin": "example.org/elsewhere", "previous": None})
    site.publish()

    assert "opens the log example.org/elsewhere" in said(look(watch, site), "opened-otherwise")


def test_a_snapshot_is_made_again_as_of_its_size_though_more_came_between(watch: Watch, site: Site) -> None:
    size = len(site.entries)
    lines = site.lines(size)
    site.state("tracking.status-changed", PROMISE)
    snapshot = json.loads(site.entries[6])["data"]
    assert lines != site.lines(len(site.entries))
    data = snapshot | {"size": size, "subjects": len(lines), "root": stories.root_of(lines)}
    site.state("record.snapshot-taken", ITSELF, data=data)
    site.publish()

    found = look(watch, site)

    assert said(found, "snapshots-right") == "2 snapshots, the last of them #8, list the newest entry of each subject"


def lie_of(site: Site, lie: str) -> list[bytes]:
    """Return the lines of a snapshot that leaves a subject out, or names an older entry, or invents one."""
    lines = site.lines(len(site.entries))
    return {
        "hidden": [line for line in lines if OTHER.encode() not in line],
        "older": [line.replace(b" 4 ", b" 3 ") for line in lines],
        "invented": [*lines, b"urn:tequio:nl:commitment:zzz 1 " + b"0" * 64],
    }[lie]


@pytest.mark.parametrize("lie", ["hidden", "older", "invented"])
def test_a_snapshot_that_lies_is_named(watch: Watch, site: Site, lie: str) -> None:
    look(watch, site)
    site.take_snapshot(lie_of(site, lie))
    site.publish()

    found = look(watch, site)

    assert (wrong(found), found.is_saved) == (["snapshot-false"], False)
    assert said(found, "snapshot-false").startswith("Snapshot #7 does not list the newest entry of each subject")


@pytest.mark.parametrize("lie", ["hidden", "older", "invented"])
def test_a_served_list_that_is_not_the_snapshot_s_is_named(watch: Watch, site: Site, lie: str) -> None:
    look(watch, site)
    lines = lie_of(site, lie)
    site.take_snapshot()
    site.store.write("snapshot/7.txt", b"".join(line + b"\n" for line in lines))
    site.publish()

    assert wrong(look(watch, site)) == ["snapshot-file-otherwise"]


def test_a_snapshot_of_an_older_size_than_the_one_before_cannot_be_made_again(watch: Watch, site: Site) -> None:
    look(watch, site)
    data = json.loads(site.entries[6])["data"]
    site.state("record.snapshot-taken", ITSELF, data=data | {"size": 5})
    site.publish()

    assert wrong(look(watch, site)) == ["snapshot-old"]


def test_the_memory_holds_no_more_than_snapshots_need(watch: Watch, site: Site, tmp_path: Path) -> None:
    grow(site, 500)
    site.take_snapshot()
    site.publish()
    look(watch, site)

    (memory,) = tmp_path.glob("*/memory.sqlite3")
    with sqlite3.connect(memory) as base:
        (count,) = base.execute("SELECT count(*) FROM step").fetchone()
    base.close()

    assert count == len(site.lines(len(site.entries) - 1)) + 1


def test_new_keys_and_witnesses_are_told_and_not_believed(watch: Watch, site: Site) -> None:
    look(watch, site)
    site.state("record.key-added", ITSELF, data={"key": str(NEW_KEY.verifier)})
    site.state("record.key-retired", ITSELF, data={"key": str(LOG.verifier)})
    site.state("record.policy-changed", ITSELF, data={"witnesses": ["W1", "W2"], "quorum": 1})
    site.publish()

    found = look(watch, site)

    assert found.exit_code == 0
    assert str(NEW_KEY.verifier) in said(found, "key-added")
    assert str(LOG.verifier) in said(found, "key-retired")
    assert said(found, "policy-changed").endswith("1 of which are enough: W1, W2")
    site.key = NEW_KEY
    site.publish()
    assert wrong(look(watch, site)) == ["log-signature-false"]


def test_a_log_that_is_all_wrong_is_told_in_a_bounded_report(watch: Watch) -> None:
    site = Site()
    for _number in range(130):
        site.state("tracking.status-changed", prev="0" * 64, seq=2)
    site.publish()

    found = look(watch, site)

    assert len(found.findings) < 110
    assert said(found, "findings-dropped") == "30 more findings are not shown"
