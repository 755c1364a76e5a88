"""Comparing what several places show of one log."""

from __future__ import annotations

from pathlib import Path

import pytest

from tequio.tlog.finding import FALSE, UNVERIFIABLE
from tequio.tlog.monitor import Watch
from tequio.tlog.tests.stories import LOG, Site, codes, grow, in_a_fresh_process, story, wrong


@pytest.fixture
def site() -> Site:
    return story()


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def test_places_that_show_one_history_agree(watch: Watch, site: Site) -> None:
    older = site.checkpoint
    grow(site, 3)

    found = watch.compare(
        {"mirror": older, "site": site.checkpoint, "witness": site.publish(witnesses=1)},
        keys=[LOG.verifier],
        store=site.store,
    )

    assert (codes(found), found.exit_code) == (["places-agree"] * 2, 0)
    assert "mirror shows the beginning, to size 7, of the history that site shows" in [
        one.say() for one in found.findings
    ]


@pytest.mark.parametrize("altered", [0, 3, 6])
def test_a_split_view_between_places_becomes_a_file(watch: Watch, site: Site, altered: int) -> None:
    theirs = story()
    theirs.alter(altered, data={"text": "for your eyes only"})
    grow(theirs, 3)

    for store, notes in (
        (None, {"site": site.checkpoint, "tor": story_with(altered).checkpoint}),
        (theirs.store, {"site": site.checkpoint, "tor": theirs.checkpoint}),
    ):
        found = watch.compare(notes, keys=[LOG.verifier], store=store)

        assert (wrong(found), found.exit_code) == (["two-histories"], FALSE)
        assert in_a_fresh_process(found.evidence[0]) == ["two-histories"]


def story_with(altered: int) -> Site:
    """Return the story with one fact altered."""
    site = story()
    site.alter(altered, data={"text": "for your eyes only"})
    site.republish()
    return site


def test_two_smaller_places_are_compared_with_each_other(watch: Watch, site: Site) -> None:
    smaller = site.checkpoint
    grow(site, 3)

    found = watch.compare(
        {"site": site.checkpoint, "mirror": smaller, "tor": story_with(3).checkpoint}, keys=[LOG.verifier]
    )

    assert sorted(wrong(found)) == ["places-unsettled", "places-unsettled", "two-histories"]


def test_places_that_cannot_be_compared_are_said_to_be_so(watch: Watch, site: Site) -> None:
    older = site.checkpoint
    grow(site, 3)
    notes = {"site": site.checkpoint, "mirror": older, "nobody": b"404"}
    empty = Site().store

    for store in (None, empty):
        found = watch.compare(notes, keys=[LOG.verifier], store=store)

        assert (codes(found), found.exit_code) == (["place-unusable", "places-unsettled"], UNVERIFIABLE)
