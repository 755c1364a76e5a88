"""A small site beside its record: each way to differ has a name, and nobody is accused of what is not known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tequio.replay import pages
from tequio.replay.compare import Compared, Comparison, Difference, places_in
from tequio.replay.fold import Fold
from tequio.replay.site import Site
from tequio.replay.tests.told import BELL, BOOK, MISSING, OTHER_BELL, TOWER, Told, only, said, serving, text


class Place:
    """A site with a tower and its bells, and the record of it."""

    def __init__(self, folder: Path) -> None:
        self.told = Told()
        self.text = text(BELL, OTHER_BELL)
        self.told.build(BELL, OTHER_BELL)
        self.newest = self.told.ring(BELL, note="La grande")
        self.entry: dict[str, Any] = {"id": self.newest, "index": 1}
        self.tower: dict[str, Any] = {"urn": TOWER, "name": "Torre"}
        self.bell: dict[str, Any] = {"urn": BELL, "name": "1", "tower": TOWER, "state": "rung", "note": "La grande"}
        self.bell["rung"] = 1
        self.other: dict[str, Any] = {"urn": OTHER_BELL, "name": "2", "tower": TOWER, "state": "silent", "rung": 0}
        self.tolls: list[Any] = [{"bell": BELL, "at": "2023-06-12T15:00:00Z", "state": "rung"}]
        self.songs: list[Any] = []
        self.pages = {"/t": f'<h1 data-urn="{TOWER}" data-says="name">Torre</h1>'}
        self.pages["/b"] = f'<b data-urn="{BELL}" data-says="state" data-value="rung">Sonó <i>ya</i></b>'
        self.pages["/o"] = f'<b data-urn="{OTHER_BELL}" data-says="state" data-value="silent"></b>'
        self.folder = folder

    def answer(self, path: str) -> Any:
        """Answer as the site does."""
        here = path.partition("?")[0]
        if here == "/t.json":
            return 200, {}, self.text
        if here in self.pages:
            return said(self.pages[here])
        rows = {
            "towers": [self.tower | {"url": f"{self.url}/t", "entry": self.entry}] if self.tower else [],
            "bells": [
                self.bell | {"url": f"{self.url}/b", "entry": self.entry},
                *([self.other | {"url": f"{self.url}/o", "entry": self.entry}] if self.other else []),
            ],
            "tolls": self.tolls,
            "songs": self.songs,
        }
        name = here.removeprefix("/api/v1/")
        return said(only(rows[name])) if name in rows else MISSING

    def look(self) -> Compared:
        """Compare the site with its record, pages too."""
        with serving(self.answer) as self.url, Fold(self.folder, BOOK) as fold:
            site = Site(self.url, per_minute=100_000)
            for index, raw in enumerate(self.told.entries):
                fold.hear(index, raw)
            found = Comparison(site, fold, texts=100).run(places_in(BOOK))
            pages.compare(site, fold, pages.chosen(found.pages, 100), found)
            return found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def one(found: Compared) -> Difference:
    """Return the only difference that there is."""
    assert len(found.differences) == 1, found.differences
    return found.differences[0]


def test_an_honest_site_differs_in_nothing(place: Place) -> None:
    found = place.look()

    assert (found.differences, found.silent) == ([], {})
    assert found.counts == {"towers": 1, "bells": 2, "tolls": 1}
    assert found.texts == 1


def test_a_value_that_is_another_is_named_with_both(place: Place) -> None:
    place.bell["state"] = "broken"

    found = one(place.look())

    assert (found.code, found.thing, found.field) == ("says", BELL, "state")
    assert (found.recorded, found.shown, found.index) == ("rung", "broken", 1)
    assert found.url.endswith("/b")


def test_words_are_held_against_their_hash(place: Place) -> None:
    place.bell["note"] = "La chica"

    found = one(place.look())

    assert (found.code, found.field, found.shown) == ("says", "note", "La chica")


def test_what_was_published_and_is_not_listed_is_missing(place: Place) -> None:
    place.tolls = []
    place.other = {}

    found = {(said.code, said.place) for said in place.look().differences}

    assert found == {("missing", "bells"), ("missing", "tolls")}


def test_what_nobody_stated_is_named(place: Place) -> None:
    place.songs = [{"urn": "urn:tequio:nl:song:0000000009", "entry": None}]

    found = one(place.look())

    assert (found.code, found.thing) == ("unsaid", "urn:tequio:nl:song:0000000009")


def test_what_was_taken_back_and_is_shown_is_named(place: Place) -> None:
    closed = place.told.tell("towers.tower-closed")
    place.entry = {"id": closed, "index": 2}

    found = {(said.code, said.thing) for said in place.look().differences}

    assert {("gone", TOWER), ("gone", BELL)} <= found


def test_a_text_that_is_not_the_cited_one_is_named_and_says_nothing_of_what_is_beneath(place: Place) -> None:
    place.text = text(BELL, OTHER_BELL, name="Otra torre")

    found = one(place.look())

    assert (found.code, found.thing) == ("text", TOWER)


def test_what_a_text_says_of_its_own_row_is_held_at_the_first_look(place: Place) -> None:
    place.tower["name"] = "Otra torre"

    found = next(said for said in place.look().differences if said.code == "says")

    assert (found.thing, found.field, found.recorded, found.shown) == (TOWER, "name", "Torre", "Otra torre")


def test_a_text_may_be_written_with_other_spaces(place: Place) -> None:
    place.text = b" " + place.text.replace(b",", b" ,\n")

    assert place.look().differences == []


def test_an_entry_that_the_log_lacks_is_named(place: Place) -> None:
    place.entry = {"id": "11111111-0000-7000-8000-000000000000", "index": 1}

    assert {said.code for said in place.look().differences} == {"entry-lost"}


def test_a_newer_entry_that_the_site_does_not_admit_is_named(place: Place) -> None:
    place.entry = {"id": "00000000-0000-7000-8000-000000000000", "index": 0}

    found = place.look().differences

    assert {said.code for said in found} == {"entry-hidden"}
    assert (found[0].recorded, found[0].shown) == ("#1", "#0")


def test_a_site_that_points_at_no_entry_hides_the_newest(place: Place) -> None:
    place.entry = {}

    assert {said.code for said in place.look().differences} == {"entry-hidden"}


@pytest.mark.parametrize("index", [None, 2, 1000])
def test_what_points_beyond_what_was_heard_is_ahead_and_no_lie(place: Place, index: int | None) -> None:
    place.entry = {"id": "11111111-0000-7000-8000-000000000000", "index": index}
    place.bell["state"] = "broken"

    found = one(place.look())

    assert (found.code, found.is_ahead) == ("says", True)


def test_a_page_that_says_otherwise_is_named(place: Place) -> None:
    place.pages["/b"] = f'<b data-urn="{BELL}" data-says="state" data-value="broken">Se rompió</b>'

    found = one(place.look())

    assert (found.code, found.thing, found.field, found.shown) == ("page-says", BELL, "state", "broken")


def test_a_page_is_held_by_its_words_where_it_gives_no_value(place: Place) -> None:
    place.pages["/t"] = f'<h1 data-urn="{TOWER}" data-says="name">Torre<br> <small>inclinada</small></h1>'

    found = one(place.look())

    assert (found.code, found.shown) == ("page-says", "Torre inclinada")


def test_a_page_that_names_what_nobody_stated_is_named(place: Place) -> None:
    place.pages["/t"] += '<b data-urn="urn:tequio:nl:bell:9" data-says="state" data-value="rung"></b>'

    found = one(place.look())

    assert (found.code, found.thing) == ("page-unsaid", "urn:tequio:nl:bell:9")


def test_a_page_that_does_not_open_or_does_not_tell_is_named(place: Place) -> None:
    place.pages["/t"] = "<h1>Torre</h1>"
    del place.pages["/o"]

    found = {(said.code, said.thing) for said in place.look().differences}

    assert found == {("page-silent", TOWER), ("page-missing", OTHER_BELL)}


def test_a_list_that_does_not_answer_is_told_apart_from_an_empty_one(place: Place) -> None:
    place.songs = "not a list"  # type: ignore[assignment]

    found = place.look()

    assert found.differences == []
    assert list(found.silent) == ["songs"]
