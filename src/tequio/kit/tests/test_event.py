"""A fact is a small frozen class, and its values are JSON that every implementation writes alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import pytest

from tequio.kit import event
from tequio.kit.event import Fact, Proof


class Colour(StrEnum):
    RED = "red"


@pytest.fixture(autouse=True)
def register() -> Iterator[None]:
    """Leave the register of events as it was."""
    before = dict(event.BY_NAME)
    yield
    event.BY_NAME.clear()
    event.BY_NAME.update(before)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Painted(Fact):
    """A wall was painted."""

    wall: str
    colour: Colour


@pytest.mark.parametrize(
    ("value", "json"),
    [
        (None, None),
        (True, True),
        (7, 7),
        ("ñ", "ñ"),
        (Colour.RED, "red"),
        (Fraction(2, 4), "1/2"),
        (Decimal("12.50"), "12.5"),
        (Decimal("1200"), "1200"),
        (date(2023, 6, 30), "2023-06-30"),
        (datetime(2023, 6, 12, 15, tzinfo=UTC), "2023-06-12T15:00:00+00:00"),
        ((1, "a"), [1, "a"]),
        (frozenset({"b", "a"}), ["a", "b"]),
        ({"k": (Fraction(1, 3),)}, {"k": ["1/3"]}),
    ],
)
def test_every_value_has_one_plain_form(value: Any, json: Any) -> None:
    assert event.plain(value) == json
    assert type(event.plain(value)) is type(json)


@pytest.mark.parametrize("value", [0.5, object(), b"x"])
def test_what_has_no_plain_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot hold"):
        event.plain(value)


def test_only_the_facts_own_fields_become_data() -> None:
    fact = Painted(
        tenant="t", subject="s", wall="north", colour=Colour.RED, evidence=(Proof("00", 1, "x/y"),), corrects="1"
    )

    assert fact.data() == {"wall": "north", "colour": "red"}


def test_a_fact_cannot_be_changed() -> None:
    fact = Painted(tenant="t", subject="s", wall="north", colour=Colour.RED)

    with pytest.raises(dataclasses.FrozenInstanceError):
        fact.wall = "south"  # type: ignore[misc]


def test_a_fact_takes_its_fields_by_name_only() -> None:
    with pytest.raises(TypeError):
        Painted("t", "s", wall="north", colour=Colour.RED)  # type: ignore[misc]


def test_two_events_cannot_share_a_name() -> None:
    type("First", (Fact,), {"name": "kittest.wall-painted", "__qualname__": "First"})

    with pytest.raises(TypeError, match=r"kittest\.wall-painted"):
        type("Second", (Fact,), {"name": "kittest.wall-painted", "__qualname__": "Second"})
