"""A place changes its rules, in public."""

from __future__ import annotations

import json
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.people import actions
from tequio.people.vocab import MOST_HOLIDAYS
from tequio.record import queries as record

RULES: dict[str, Any] = {
    "name": "Nuevo León",
    "time_zone": "America/Monterrey",
    "working_days": [1, 2, 3, 4],
    "holidays": [date(2024, 9, 16), date(2024, 1, 1)],
    "reviewers": ["monitoring-body", "coordination"],
    "reviewers_of_coordination": ["civil-society"],
    "retention_days": 730,
}


def test_the_coordination_sets_the_rules_and_the_record_holds_them_whole(world: SimpleNamespace, at: datetime) -> None:
    place = actions.change_jurisdiction(jurisdiction=world.jurisdiction, **RULES, actor=world.coordination, at=at)

    assert place.holidays == ["2024-01-01", "2024-09-16"]
    assert not place.is_working_day(date(2024, 9, 16))
    assert not place.is_working_day(date(2024, 9, 20)), "a Friday"
    assert place.is_working_day(date(2024, 9, 19))
    entry = record.feed(type="people.jurisdiction-changed").get()
    assert json.loads(bytes(entry.entry))["data"]["reviewers"] == ["coordination", "monitoring-body"]


def test_the_day_is_that_of_the_place(world: SimpleNamespace) -> None:
    late = datetime.fromisoformat("2023-07-01T05:30:00+00:00")
    assert world.jurisdiction.day_of(late) == date(2023, 6, 30)


def test_a_stranger_of_the_place_changes_nothing(other: SimpleNamespace, world: SimpleNamespace, at: datetime) -> None:
    for actor in (world.liaison, other.coordination):
        with pytest.raises(Denied):
            actions.change_jurisdiction(jurisdiction=world.jurisdiction, **RULES, actor=actor, at=at)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("time_zone", "Monterrey"),
        ("working_days", []),
        ("working_days", [0]),
        ("holidays", [date.fromordinal(730000 + n) for n in range(MOST_HOLIDAYS + 1)]),
        ("reviewers", []),
        ("reviewers", ["liaison"]),
        ("reviewers_of_coordination", ["coordination"]),
        ("retention_days", 1),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(world: SimpleNamespace, at: datetime, field: str, value: Any) -> None:
    with pytest.raises(Refused) as refusal:
        actions.change_jurisdiction(
            jurisdiction=world.jurisdiction, **RULES | {field: value}, actor=world.coordination, at=at
        )
    assert refusal.value.field == field


def test_as_many_holidays_as_allowed_fit_in_an_entry(world: SimpleNamespace, at: datetime) -> None:
    days = [date.fromordinal(730000 + n) for n in range(MOST_HOLIDAYS)]
    actions.change_jurisdiction(
        jurisdiction=world.jurisdiction, **RULES | {"holidays": days}, actor=world.coordination, at=at
    )
    assert record.feed(type="people.jurisdiction-changed").count() == 1
