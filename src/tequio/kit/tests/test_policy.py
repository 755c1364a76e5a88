"""A refusal has a reason; a slot lets a lower room hear a higher one."""

from __future__ import annotations

import pytest

from tequio.kit.actor import SYSTEM, Actor
from tequio.kit.policy import YES, Denied, Refused, no, require
from tequio.kit.slot import Slot


def test_yes_lets_through_and_no_says_why() -> None:
    require(YES)

    with pytest.raises(Denied, match="Only coordination") as refusal:
        require(no("Only coordination may do this."))
    assert refusal.value.reason == "Only coordination may do this."


def test_a_decision_reads_as_yes_or_no() -> None:
    assert YES
    assert not no("closed")


def test_a_refused_input_names_its_field() -> None:
    refusal = Refused("weight", "The weights add up to more than 100.")

    assert (refusal.field, str(refusal)) == ("weight", "The weights add up to more than 100.")


def test_the_system_is_an_actor_and_nobodys_visitor() -> None:
    assert isinstance(SYSTEM, Actor)
    assert not SYSTEM.is_visitor


def test_a_slot_asks_everyone_in_order_and_can_be_filled_again() -> None:
    slot: Slot[[int], str] = Slot("test.slot")
    assert slot.ask(1) == []

    slot.fill(lambda n: f"first {n}", lambda n: f"second {n}")
    assert slot.ask(2) == ["first 2", "second 2"]
    slot.fill(lambda n: "only")
    assert slot.ask(3) == ["only"]
