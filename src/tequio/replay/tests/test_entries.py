"""The entries that a site lists beside those of its log, a part at each look."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tequio.replay import entries
from tequio.replay.fold import Fold
from tequio.replay.site import Site
from tequio.replay.tests.told import BOOK, MISSING, Told, said, serving

MANY = 250


class Shelf:
    """A site that lists what it was told, a hundred at a time."""

    def __init__(self) -> None:
        self.told = Told()
        for number in range(MANY):
            self.told.ring(state=str(number))
        bodies = [json.loads(raw) for raw in self.told.entries]
        self.rows = [{"id": body["id"], "index": at, "body": body, "url": ""} for at, body in enumerate(bodies)]
        self.asked = 0

    def answer(self, path: str) -> Any:
        """Answer as the interface does."""
        self.asked += 1
        asked = urlsplit(path)
        name = asked.path.removeprefix("/api/v1/entries").strip("/")
        if name:
            found = [row for row in self.rows if row["id"] == name]
            return said(found[0]) if found else MISSING
        after = parse_qs(asked.query).get("after", [""])[0]
        names = [row["id"] for row in self.rows]
        start = names.index(after) + 1 if after in names else len(names) if after else 0
        items = self.rows[start : start + 100]
        following = f"{self.url}/api/v1/entries?after={items[-1]['id']}" if start + 100 < len(names) else None
        return said({"items": items, "next": following})


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def fold(tmp_path: Path, shelf: Shelf) -> Iterator[Fold]:
    with Fold(tmp_path, BOOK) as made:
        for index, raw in enumerate(shelf.told.entries):
            made.hear(index, raw)
        yield made


def look(shelf: Shelf, fold: Fold, pages: int = 10) -> tuple[list[tuple[str, int]], int]:
    """Return what differs, and how many entries were read that do not."""
    count = Counter[str]()
    with serving(shelf.answer) as shelf.url:
        site = Site(shelf.url, per_minute=10**9)
        found = [(one.code, one.index) for one in entries.differences(site, fold, pages=pages, count=count)]
    return found, count.total()


def test_what_the_site_lists_is_what_the_log_holds(shelf: Shelf, fold: Fold) -> None:
    assert look(shelf, fold) == ([], MANY)


def test_an_entry_that_the_site_dropped_is_named(shelf: Shelf, fold: Fold) -> None:
    del shelf.rows[120], shelf.rows[-1]

    assert look(shelf, fold)[0] == [("entry-unshown", 120), ("entry-unshown", MANY - 1)]


def test_an_entry_whose_words_are_others_is_named(shelf: Shelf, fold: Fold) -> None:
    shelf.rows[7]["body"]["data"]["state"] = "another"

    assert look(shelf, fold) == ([("entry-otherwise", 7)], MANY - 1)


def test_a_list_in_another_order_lacks_nothing(shelf: Shelf, fold: Fold) -> None:
    shelf.rows[3], shelf.rows[104] = shelf.rows[104], shelf.rows[3]

    assert [look(shelf, fold, pages=1)[0] for _turn in range(3)] == [[], [], []]


def test_each_look_goes_on_where_the_last_one_ended(shelf: Shelf, fold: Fold) -> None:
    del shelf.rows[230]

    assert [look(shelf, fold, pages=1) for _turn in range(4)] == [
        ([], 100),
        ([], 100),
        ([("entry-unshown", 230)], MANY - 201),
        ([], 100),
    ]


def test_where_the_last_look_ended_may_be_what_is_gone(shelf: Shelf, fold: Fold) -> None:
    look(shelf, fold, pages=1)
    del shelf.rows[99]

    assert look(shelf, fold, pages=10) == ([("entry-unshown", 99)], MANY - 1)


def test_a_site_that_dropped_everything_is_not_asked_for_each(shelf: Shelf, fold: Fold) -> None:
    shelf.rows = []

    found, _count = look(shelf, fold)

    assert len(found) == shelf.asked - 1 == 50


def test_what_has_no_number_yet_is_left_alone(shelf: Shelf, fold: Fold) -> None:
    shelf.rows.append({"id": "later", "index": None, "body": {}, "url": ""})
    shelf.rows.append({"id": "later still", "index": MANY, "body": {}, "url": ""})

    assert look(shelf, fold) == ([], MANY)
