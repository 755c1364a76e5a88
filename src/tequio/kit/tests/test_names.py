"""Identifiers and urns last for ever, and are never reused."""

from __future__ import annotations

import re
import time

import pytest

from tequio.kit import ids, urn


def test_a_public_id_has_ten_characters_that_nobody_confuses() -> None:
    made = {ids.public_id() for _ in range(500)}

    assert len(made) == 500
    assert all(re.fullmatch(ids.PUBLIC_ID, one) for one in made)
    assert not set("ilou") & set("".join(made))


def test_the_pattern_of_public_ids_knows_its_alphabet() -> None:
    assert all(re.fullmatch(ids.PUBLIC_ID, letter * 10) for letter in ids.CROCKFORD)
    assert not any(re.fullmatch(ids.PUBLIC_ID, text) for text in ("short", "i" * 10, "A" * 10, "a" * 11))


def test_a_uuid7_says_its_version_and_its_time() -> None:
    before = time.time_ns() // 1_000_000
    made = ids.uuid7()
    after = time.time_ns() // 1_000_000

    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= after


def test_a_urn_comes_apart_and_together_again() -> None:
    parts = urn.parse("urn:tequio:nuevo-leon:commitment:0123456789")

    assert parts == ("nuevo-leon", "commitment", "0123456789")
    assert str(parts) == "urn:tequio:nuevo-leon:commitment:0123456789"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "commitment",
        "urn:isbn:1",
        "urn:tequio:nl:commitment",
        "urn:tequio:nl:commitment:a:b",
        "urn:tequio:NL:plan:1",
    ],
)
def test_anything_else_is_no_urn(text: str) -> None:
    with pytest.raises(ValueError, match="not a Tequio urn"):
        urn.parse(text)


@pytest.mark.parametrize(("site", "fits"), [("nl", True), ("a", True), ("a-b", True), ("-a", False), ("A", False)])
def test_a_sites_name_can_stand_in_a_urn(site: str, fits: bool) -> None:
    assert bool(urn.SITE.fullmatch(site)) is fits
