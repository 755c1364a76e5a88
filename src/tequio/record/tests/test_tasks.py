"""A reaction hears every fact at least once, and can never undo it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tequio.kit import clock
from tequio.kit.actor import SYSTEM
from tequio.kit.event import Fact, Trace
from tequio.kit.heard import Heard
from tequio.record import actions, tasks
from tequio.record.models import Delivery

heard: list[Heard] = []


@dataclass(frozen=True, kw_only=True)
class BellRung(Fact):
    name = "taskstest.bell-rung"
    times: int


@dataclass(frozen=True, kw_only=True)
class RopeFrayed(Trace):
    name = "taskstest.rope-frayed"
    metres: int


class Deaf(Exception):
    pass


class Killed(BaseException):
    """What a kill looks like from inside: nothing after it runs."""


def listen(one: Heard) -> None:
    heard.append(one)


def fail(one: Heard) -> None:
    raise Deaf("cotton in both ears")


def die(one: Heard) -> None:
    heard.append(one)
    raise Killed


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, tuple[str, ...]]]:
    heard.clear()
    mine = {event.name: (f"{__name__}.listen",) for event in (BellRung, RopeFrayed)}
    monkeypatch.setattr(actions, "listeners", mine)
    monkeypatch.setattr(tasks, "listeners", mine)
    return mine


@transaction.atomic
def ring(at: datetime, times: int = 3) -> None:
    actions.record(BellRung(tenant="urn:t", subject="urn:s", times=times), actor=SYSTEM, at=at)


def test_a_reaction_hears_the_fact_and_its_data(site: str, at: datetime) -> None:
    ring(at)

    assert tasks.deliver() == 1

    assert [(one.type, one.subject, one.data, one.at) for one in heard] == [(BellRung.name, "urn:s", {"times": 3}, at)]
    assert not Delivery.objects.exists()


def test_a_reaction_hears_a_private_trace_too(site: str, at: datetime) -> None:
    with transaction.atomic():
        actions.audit(RopeFrayed(tenant="urn:t", subject="urn:s", metres=2), actor=SYSTEM, at=at)

    tasks.deliver()

    assert heard[0].data == {"metres": 2}
    assert heard[0].actor == SYSTEM.handle


def test_nothing_is_heard_of_a_change_that_was_rolled_back(site: str, at: datetime) -> None:
    with transaction.atomic():
        ring(at)
        transaction.set_rollback(True)

    assert tasks.deliver() == 0


def test_a_reaction_that_fails_is_told_again_later_and_the_fact_stands(
    site: str, at: datetime, registry: dict[str, tuple[str, ...]]
) -> None:
    registry[BellRung.name] = (f"{__name__}.fail", f"{__name__}.listen")
    with clock.frozen(at):
        ring(at)
        tasks.deliver()
        assert tasks.deliver() == 0

    row = Delivery.objects.get()
    assert "cotton in both ears" in row.error
    assert row.not_before == at + tasks.PATIENCE.after(1)
    assert len(heard) == 1


def test_what_fails_too_often_stays_visible_and_can_be_tried_again_once_mended(
    site: str, at: datetime, registry: dict[str, tuple[str, ...]]
) -> None:
    registry[BellRung.name] = (f"{__name__}.fail",)
    with clock.frozen(at):
        ring(at)
    for day in range(tasks.PATIENCE.attempts + 3):
        with clock.frozen(at + timedelta(days=day)):
            tasks.deliver()
    row = Delivery.objects.get()
    assert row.attempts == tasks.PATIENCE.attempts
    assert tasks.unheard() == (0, 1)

    Delivery.objects.update(reaction=f"{__name__}.listen")
    registry[BellRung.name] = (f"{__name__}.listen",)
    tasks.retry()
    tasks.deliver()

    assert len(heard) == 1
    assert tasks.unheard() == (0, 0)


def test_a_kill_in_the_middle_of_a_reaction_loses_nothing(
    site: str, at: datetime, registry: dict[str, tuple[str, ...]]
) -> None:
    registry[BellRung.name] = (f"{__name__}.die",)
    with clock.frozen(at):
        ring(at)
        with pytest.raises(Killed):
            tasks.deliver()
        assert tasks.deliver() == 0
    assert "never ended" in Delivery.objects.get().error

    Delivery.objects.update(reaction=f"{__name__}.listen")
    registry[BellRung.name] = (f"{__name__}.listen",)
    with clock.frozen(at + tasks.LEASE):
        assert tasks.deliver() == 1

    assert len({one.id for one in heard}) == 1
    assert len(heard) == 2


def test_two_workers_that_see_the_same_row_take_it_once(site: str, at: datetime) -> None:
    ring(at)
    seen_by_one, seen_by_other = Delivery.objects.get(), Delivery.objects.get()

    assert tasks._take(seen_by_one)
    assert not tasks._take(seen_by_other)


def test_a_row_cannot_name_a_function_that_is_not_a_registered_reaction(site: str, at: datetime) -> None:
    ring(at)
    Delivery.objects.update(reaction="os.getcwd")

    tasks.deliver()

    assert "os.getcwd does not react" in Delivery.objects.get().error
