"""Whoever wrote something erases what is personal, with the private link and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tequio.contributions import actions, tasks
from tequio.contributions.models import Contribution
from tequio.contributions.tests import worlds
from tequio.kit import clock
from tequio.kit.policy import Denied
from tequio.record import queries as record

pytestmark = pytest.mark.django_db


def entry_of(contribution: Contribution) -> Any:
    return record.entry(str(worlds.again(contribution).fact))


def test_the_name_and_the_address_go_and_the_text_may_stay(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    made, token = worlds.ask(world, world.lab, at, name="Vecina", email="vecina@example.org")
    before = bytes(entry_of(made).entry)

    actions.erase_contribution(contribution=made, token=token, keeps_text=True, actor=worlds.STRANGER, at=at)

    left = worlds.again(made)
    assert (left.name, left.email, left.text) == ("", "", worlds.QUESTION)
    assert list(entry_of(made).withheld.filter(erased_at=None).values_list("name", flat=True)) == ["text"]
    assert bytes(entry_of(made).entry) == before


def test_everything_goes_and_the_answer_stays(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    made, token = worlds.ask(world, world.lab, at, name="Vecina", email="vecina@example.org")
    worlds.answer(made, world.liaison, at)

    actions.erase_contribution(contribution=made, token=token, keeps_text=False, actor=worlds.STRANGER, at=at)

    left = worlds.again(made)
    assert (left.text, left.name, left.email, left.is_withdrawn) == ("", "", "", True)
    assert entry_of(made).withheld.filter(erased_at=None).count() == 0
    assert left.points.get().answers.count() == 1


def test_without_the_link_nobody_erases(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    made, _token = worlds.ask(world, world.lab, at)

    for actor in (worlds.STRANGER, world.coordination):
        with pytest.raises(Denied):
            actions.erase_contribution(contribution=made, token="otra", keeps_text=False, actor=actor, at=at)


def test_the_secret_of_the_link_is_kept_nowhere(at: datetime) -> None:
    world = worlds.nuevo_leon(at)

    made, token = worlds.ask(world, world.lab, at)

    assert token not in str(worlds.again(made).__dict__)


def test_an_address_is_forgotten_some_days_after_the_answer(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    answered, _token = worlds.ask(world, world.lab, at, email="vecina@example.org")
    waiting, _token = worlds.ask(world, world.lab, at, email="vecino@example.org")
    worlds.answer(answered, world.liaison, at)

    for days, kept in ((29, "vecina@example.org"), (31, "")):
        with clock.frozen(at + timedelta(days=days)):
            tasks.forget_addresses.func()
        assert worlds.again(answered).email == kept
    assert worlds.again(waiting).email == "vecino@example.org"
