"""kill -9 of writers, of two keepers beside each other, and of readers, at any moment and again and again.

Nothing that was acknowledged is lost, doubled or reordered; what is published always verifies, for whoever reads while
it happens and for whoever comes afterwards.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from tequio.record import guard, keeper
from tequio.record.models import Entry
from tequio.record.tests.afterwards import Left, Told
from tequio.record.tests.bells import CHAPEL, ring
from tequio.tlog.folder import Folder
from tests.installation import Installation

ROUNDS = {"sqlite": 25, "postgresql": 15}


@pytest.mark.soak
def test_whoever_is_killed_loses_doubles_and_reorders_nothing(installation: Installation) -> None:
    rounds = ROUNDS[connection.vendor] if os.environ.get("TEQUIO_SOAK") else 2

    outcome = installation.ask(f"from tequio.record.tests import killing; killing.main(rounds={rounds}, seed=4)")

    sys.stdout.write(f"{outcome}\n")
    assert outcome["wrong"] == []
    assert outcome["rounds"] == rounds
    assert outcome["kills"] > rounds * 6
    assert outcome["acknowledged"] > rounds
    assert outcome["entries"] >= outcome["acknowledged"] + outcome["snapshots"] + 1
    assert outcome["checkpoints"] > 1


@pytest.fixture
def story(log: Folder, at: datetime) -> list[Told]:
    """Two transactions of a writer, one after the other, of which the first rang two bells."""
    first = ring(at, times=1, loudness="w/2"), ring(at, times=1, loudness="w/2", subject=CHAPEL)
    second = ring(at, times=2, loudness="w/1")
    keeper.settle(at=at)
    return [
        Told(began=10, ended=20, ids=[str(row.event_id) for row in first]),
        Told(began=30, ended=40, ids=[str(second.event_id)]),
    ]


def wrong(left: Left, told: Sequence[Told], folder: Path, seen: Sequence[tuple[int, str]] = ()) -> list[str]:
    """Return what the judge says, without the first word of each."""
    found = left.losses(told, is_settled=True) + left.disorder(told) + left.lies(seen, monitor=folder / "monitor")
    return sorted({one.partition(" ")[2] for one in found})


@pytest.mark.django_db
def test_the_judge_finds_nothing_where_nothing_is_wrong(story: list[Told], tmp_path: Path) -> None:
    left = Left.behind()

    assert wrong(left, story, tmp_path, [(left.log.size, bytes(left.log.root).hex())]) == []


@pytest.mark.django_db
def test_the_judge_names_a_fact_that_was_lost(story: list[Told], tmp_path: Path) -> None:
    with guard.lifted(connection):
        Entry.objects.filter(event_id=story[0].ids[1]).delete()

    assert wrong(Left.behind(), story, tmp_path) == [
        "2: the database lacks it",  # Entry
        "head is not the root of the entries",  # the
        "is no entry 2, but 3",  # there
        "of the facts of w/2 #1 are there",  # 1
        "was acknowledged and is lost",  # an id
    ]


@pytest.mark.django_db
def test_the_judge_names_a_fact_that_is_there_twice_or_waits(story: list[Told]) -> None:
    left = Left.behind()
    twice, waiting = replace(left, rows=[*left.rows, left.rows[1]]), Left.behind()
    waiting.rows[3].idx = None

    assert [one.partition(" ")[2] for one in twice.losses(story, is_settled=True)][0] == "is there 2 times"
    assert [one.partition(" ")[2] for one in waiting.losses(story, is_settled=True)] == ["waits after all was settled"]
    assert waiting.losses(story, is_settled=False) == []


@pytest.mark.django_db
def test_the_judge_names_what_overtook_something_that_was_committed_before_it_began(story: list[Told]) -> None:
    first, second = story

    late = [replace(first, began=50, ended=60), second]
    beside = [replace(first, began=35, ended=60), second]

    assert Left.behind().disorder(story) == Left.behind().disorder(beside) == []
    assert ["what was committed before it has 3" in one for one in Left.behind().disorder(late)] == [True]


@pytest.mark.django_db
def test_the_judge_names_a_chain_out_of_order(story: list[Told]) -> None:
    left = Left.behind()
    left.rows[1].idx, left.rows[3].idx = 3, 1

    found = " ".join(left.disorder([]))

    assert "the chain of urn:tequio:nl:tower:0000000001 is [2, 1]" in found
    assert "#1 does not continue #2" in found


@pytest.mark.django_db
@pytest.mark.parametrize("seen", [(5, "00" * 32), (3, "00" * 32), (99, "00" * 32)])
def test_the_judge_names_a_checkpoint_that_is_no_beginning(
    story: list[Told], tmp_path: Path, seen: tuple[int, str]
) -> None:
    assert [one.partition(",")[0] for one in Left.behind().lies([seen], monitor=tmp_path)] == [
        f"a reader saw {seen[0]} entries with root {seen[1]}"
    ]
