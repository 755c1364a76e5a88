"""INEGI's keys, postal codes, and the keys of voters: the shape, and the state that is in it."""

from __future__ import annotations

import pytest

from tequio.tables.mexico import ine, inegi, postal


def test_the_states_are_thirty_two_in_the_order_of_their_keys() -> None:
    assert [state.key for state in inegi.STATES] == [f"{key:02}" for key in range(1, 33)]
    assert [state.name for state in inegi.STATES if state.key in {"09", "15", "19"}] == [
        "Ciudad de México", "México", "Nuevo León"]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "level"),
    [("19", "state"), ("19039", "municipality"), ("190390001", "locality"), ("1903900010123", "ageb"),
     ("190390001012A", "ageb"), ("19039012A", "ageb"), ("01001", "municipality")],
)  # fmt: skip
def test_a_key_says_what_it_names(key: str, level: str) -> None:
    assert inegi.level(key) == level


@pytest.mark.parametrize("key", ["00", "33", "1", "1001", "33001", "19000", "19999x", "1903900", "19039000", ""])
def test_a_key_without_its_zeros_or_of_no_state_is_none(key: str) -> None:
    assert not inegi.is_valid(key)


def test_each_postal_code_belongs_to_one_state_at_most() -> None:
    owners = {
        first: [state.key for state in inegi.STATES if state.postal[0] <= first <= state.postal[1]]
        for first in range(100)
    }

    assert [first for first, found in owners.items() if not found] == [0, 17, 18, 19]
    assert all(len(found) <= 1 for found in owners.values())


@pytest.mark.parametrize(
    ("code", "name"), [("64000", "Nuevo León"), ("01000", "Ciudad de México"), ("99999", "Zacatecas")]
)
def test_a_postal_code_says_its_state(code: str, name: str) -> None:
    state = postal.state_of(code)

    assert state is not None
    assert state.name == name


@pytest.mark.parametrize("code", ["1000", "00100", "18000", "640000", "6400A", ""])
def test_what_is_no_postal_code(code: str) -> None:
    assert not postal.is_valid(code)
    assert postal.state_of(code) is None


@pytest.mark.parametrize("key", ["HRGRJN82050602H900", "hrgrjn82050687m900"])
def test_a_voters_key_has_a_date_and_a_state(key: str) -> None:
    assert ine.is_valid(key)


@pytest.mark.parametrize("key", ["HRGRJN82063102H900", "HRGRJN82050633H900", "HRGRJN82050602X900", "HRGRJ82050602H900"])
def test_a_day_or_a_state_that_does_not_exist_makes_it_none(key: str) -> None:
    assert not ine.is_valid(key)
