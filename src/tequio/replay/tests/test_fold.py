"""What the record says now, out of all that it ever said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tequio.replay.fold import Fold
from tequio.replay.tests.told import BELL, BOOK, OTHER_BELL, TOWER, Told, text
from tequio.tlog.memory import Busy


@pytest.fixture
def fold(tmp_path: Path) -> Iterator[Fold]:
    with Fold(tmp_path, BOOK, edition="1") as made:
        yield made


@pytest.fixture
def told() -> Told:
    return Told()


def hear(fold: Fold, told: Told) -> None:
    """Let the fold hear all that was told."""
    for index, raw in enumerate(told.entries):
        fold.hear(index, raw)


def learn(fold: Fold, *bells: str) -> None:
    """Let the fold read the text that stands behind the tower."""
    thing, whole = fold.thing("towers", TOWER), BOOK["towers.tower-built"][0].text
    assert thing
    assert whole
    fold.learn(thing, whole, json.loads(text(*bells)))


def words(fold: Fold, place: str, key: str) -> dict[str, Any]:
    """Return what a row must say."""
    return {one.field: one.value for one in fold.words(place, key)}


def test_a_later_fact_takes_the_place_of_an_earlier_one(fold: Fold, told: Told) -> None:
    told.ring(state="rung")
    told.ring(state="cracked")

    hear(fold, told)

    assert words(fold, "bells", BELL) == {"state": "cracked", "note": None, "rung": 2}
    assert {one.field: one.index for one in fold.words("bells", BELL)}["state"] == 1


def test_what_is_no_longer_known_is_asked_of_nobody(fold: Fold, told: Told) -> None:
    told.ring(note="La grande")
    told.tell("towers.bell-muted", bell=BELL, forgets=True)

    hear(fold, told)

    assert words(fold, "bells", BELL) == {"state": "muted", "rung": 1}


def test_what_a_fact_leaves_as_it_was_stays_said(fold: Fold, told: Told) -> None:
    told.ring(note="La grande")
    told.tell("towers.bell-muted", bell=BELL, forgets=False)

    hear(fold, told)

    assert "note" in words(fold, "bells", BELL)


def test_each_fact_of_a_history_is_a_row_of_its_own_even_at_one_instant(fold: Fold, told: Told) -> None:
    told.ring(state="rung")
    told.ring(state="cracked")
    told.ring(state="unheard", loud=False)

    hear(fold, told)

    rows = list(fold.missing("tolls"))
    assert [words(fold, "tolls", one.key)["state"] for one in rows] == ["rung", "cracked"]


def test_a_text_tells_the_rows_beneath_it_and_how_they_begin(fold: Fold, told: Told) -> None:
    told.build(BELL, OTHER_BELL)
    told.ring(BELL)
    hear(fold, told)

    learn(fold, BELL, OTHER_BELL)

    assert {one.key for one in fold.missing("bells")} == {BELL, OTHER_BELL}
    assert words(fold, "bells", BELL)["state"] == "rung"
    assert words(fold, "bells", OTHER_BELL) == {"state": "silent", "rung": 0, "name": "2", "tower": TOWER}


def test_a_later_text_takes_back_what_it_lacks_and_nothing_that_facts_said(fold: Fold, told: Told) -> None:
    told.build(BELL, OTHER_BELL)
    told.ring(BELL)
    hear(fold, told)
    learn(fold, BELL, OTHER_BELL)
    told.build(BELL)
    hear(fold, told)

    learn(fold, BELL)

    assert [one.key for one in fold.missing("bells")] == [BELL]
    assert words(fold, "bells", BELL)["state"] == "rung"


def test_what_is_beneath_goes_and_comes_with_what_it_is_a_part_of(fold: Fold, told: Told) -> None:
    told.build(BELL)
    told.ring(BELL)
    told.tell("towers.tower-closed")
    hear(fold, told)
    learn(fold, BELL)

    gone = [list(fold.missing(place)) for place in ("towers", "bells", "tolls")]
    told.build(BELL)
    hear(fold, told)

    assert gone == [[], [], []]
    assert [len(list(fold.missing(place))) for place in ("towers", "bells", "tolls")] == [1, 1, 1]


def test_a_path_names_the_row_that_the_fact_is_about(fold: Fold, told: Told) -> None:
    told.tell("towers.song-sung", song="urn:tequio:nl:song:0000000001", line=2, by="ana")

    hear(fold, told)

    assert words(fold, "songs", "urn:tequio:nl:song:0000000001")["lines.number=2.by"] == "ana"


def test_an_erased_value_changes_what_must_be_shown(fold: Fold, told: Told) -> None:
    entry = told.tell("towers.song-sung", song="urn:tequio:nl:song:0000000001", line=1, by="ana")
    told.tell("record.entry-erased", entry=entry, names=["text"], basis="asked")

    hear(fold, told)

    assert words(fold, "songs", "urn:tequio:nl:song:0000000001")["state"] == "withdrawn"


def test_an_entry_that_is_told_twice_is_heard_once(fold: Fold, told: Told) -> None:
    told.ring()

    hear(fold, told)
    hear(fold, told)

    assert fold.size == 1
    assert words(fold, "bells", BELL)["rung"] == 1


def test_an_entry_after_one_that_was_not_heard_is_refused(fold: Fold, told: Told) -> None:
    told.ring()

    with pytest.raises(LookupError, match="entry 0 was not heard"):
        fold.hear(1, told.entries[0])


def test_a_fact_that_lacks_what_its_type_holds_is_reported_and_stops_nobody(fold: Fold, told: Told) -> None:
    told.tell("towers.song-sung", song="urn:tequio:nl:song:0000000001")
    told.tell("stars.star-risen")
    told.ring()

    hear(fold, told)

    assert fold.unreadable == [0]
    assert fold.unknown == 1
    assert words(fold, "bells", BELL)["state"] == "rung"


def test_what_was_not_kept_is_heard_again(tmp_path: Path, told: Told) -> None:
    told.ring()
    with Fold(tmp_path, BOOK, edition="1") as first:
        hear(first, told)

    with Fold(tmp_path, BOOK, edition="1") as second:
        assert second.size == 0
        hear(second, told)
        second.commit()

    with Fold(tmp_path, BOOK, edition="1") as third:
        assert third.size == 1


def test_another_edition_of_the_program_begins_anew(tmp_path: Path, told: Told) -> None:
    told.ring()
    with Fold(tmp_path, BOOK, edition="1") as first:
        hear(first, told)
        first.commit()

    with Fold(tmp_path, BOOK, edition="2") as second:
        assert second.size == 0
        assert second.words("bells", BELL) == []


def test_two_monitors_do_not_hear_into_one_memory(fold: Fold, tmp_path: Path) -> None:
    with pytest.raises(Busy), Fold(tmp_path, BOOK, edition="1"):
        pass


def test_the_log_says_which_keys_sign_it(fold: Fold, told: Told) -> None:
    told.tell("record.log-opened", origin="o", key="first", previous=None)
    told.tell("record.key-added", key="second")
    told.tell("record.key-retired", key="first")

    hear(fold, told)

    assert fold.keys == ["second"]
    assert not fold.is_sequel
