"""Values that two programs write differently and mean alike, and paths into what a site shows."""

from __future__ import annotations

from typing import Any

import pytest

from tequio.replay.values import ABSENT, alike, cited, dig, shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14", "14.00"),
        ("14", 14),
        ("0.5", 0.5),
        ("0", "-0.00"),
        (None, ""),
        (None, ABSENT),
        ("2023-06-12T15:00:00.123Z", "2023-06-12T15:00:00.123456+00:00"),
        ("2023-06-12T15:00:00.000Z", "2023-06-12T09:00:00-06:00"),
        ([{"a": 1}, {"a": 2}], [{"a": "2"}, {"a": "1.0"}]),
    ],
)
def test_what_means_the_same_is_the_same(one: Any, other: Any) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14", "14.01"),
        ("finished", "Finished"),
        (True, "true"),
        (False, None),
        (0, None),
        (["a", "b"], ["b", "a"]),
        ("2023-06-12", "2023-06-13"),
        ("007", "7"),
        ("\ud800", "\ud801x"),
    ],
)
def test_what_means_something_else_is_something_else(one: Any, other: Any) -> None:
    assert alike(one) != alike(other)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("status", "finished"),
        ("reply.text", "No"),
        ("points.#", 2),
        ("points.number=2.ruling", "accepted"),
        ("points.1.ruling", "accepted"),
        ("points.number=3.ruling", ABSENT),
        ("points.7", ABSENT),
        ("status.more", ABSENT),
        ("nothing", ABSENT),
    ],
)
def test_a_path_leads_to_a_field(path: str, found: Any) -> None:
    thing = {
        "status": "finished",
        "reply": {"text": "No"},
        "points": [{"number": 1, "ruling": ""}, {"number": 2, "ruling": "accepted"}],
    }

    assert dig(thing, path) == found


def test_words_are_cited_as_facts_cite_them() -> None:
    assert cited(" Faltan dos firmas.\n") == cited("Faltan dos firmas.")
    assert cited("") == cited(None) == ""


def test_a_report_shows_values_as_they_are() -> None:
    assert [shown(one) for one in ("", None, ABSENT, 30, "x", [1])] == ["—", "—", "—", "30", "x", '["1"]']
