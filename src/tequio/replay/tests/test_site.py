"""Asking a site politely, and believing nothing of it."""

from __future__ import annotations

from typing import Any

import pytest

from tequio.replay.site import Site
from tequio.replay.tests.told import MISSING, only, said, serving
from tequio.tlog.remote import Unreachable


def test_a_list_is_read_page_after_page() -> None:
    def answer(path: str) -> Any:
        second = {"items": [{"id": "b"}], "next": None}
        return said(second if "after=a" in path else {"items": [{"id": "a"}], "next": f"{url}/api/v1/x?after=a"})

    with serving(answer) as url:
        assert [one["id"] for one in Site(url).listed("x")] == ["a", "b"]


def test_a_site_that_asks_to_wait_is_waited_for() -> None:
    answers = [(429, {"Retry-After": "7"}, b""), said(only([{"id": "a"}]))]
    rested: list[float] = []

    with serving(lambda _path: answers.pop(0)) as url:
        found = list(Site(url, per_minute=10**9, rest=rested.append).listed("x"))

    assert found == [{"id": "a"}]
    assert 7 in rested


def test_nobody_is_asked_faster_than_is_polite() -> None:
    rested: list[float] = []

    with serving(lambda _path: said({})) as url:
        site = Site(url, per_minute=60, rest=rested.append)
        for _turn in range(3):
            site.thing(f"{url}/x")

    assert [round(one) for one in rested] == [1, 2]


def test_a_site_that_always_asks_to_wait_is_given_up() -> None:
    with (
        serving(lambda _path: (429, {}, b"")) as url,
        pytest.raises(Unreachable, match="answered 429"),
    ):
        Site(url, per_minute=10**9, rest=lambda _seconds: None).get(f"{url}/x")


@pytest.mark.parametrize(
    "following",
    ["http://elsewhere.example/api/v1/x", "//elsewhere.example/x", "file:///etc/passwd", 7, ""],
)
def test_a_list_leads_nobody_elsewhere(following: Any) -> None:
    with serving(lambda _path: said({"items": [], "next": following})) as url, pytest.raises(Unreachable):
        list(Site(url, rest=lambda _seconds: None).listed("x"))


def test_a_list_that_runs_in_a_circle_is_left() -> None:
    with (
        serving(lambda path: said({"items": [{"id": "a"}], "next": f"{url}{path}"})) as url,
        pytest.raises(Unreachable, match="leads nowhere"),
    ):
        list(Site(url, per_minute=10**9).listed("x"))


@pytest.mark.parametrize("body", ["<html>", "[1]", "[" * 100_000, '{"items": [1], "next": null}', '{"next": null}'])
def test_what_is_no_list_is_not_read_as_one(body: str) -> None:
    with serving(lambda _path: said(body)) as url, pytest.raises(Unreachable):
        list(Site(url).listed("x"))


def test_what_is_not_there_is_told_from_what_fails() -> None:
    with serving(lambda path: MISSING if path == "/a" else (500, {}, b"")) as url:
        with pytest.raises(FileNotFoundError):
            Site(url).get(f"{url}/a")
        with pytest.raises(Unreachable, match="500"):
            Site(url).get(f"{url}/b")
