"""A thread closes once nothing in it waits, and whoever speaks at the same instant is in or is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection

from tequio.contributions import actions, policies, queries
from tequio.contributions.models import Contribution, Thread
from tequio.contributions.tests import worlds
from tequio.kit.policy import Denied, Refused


def opened(world, at: datetime) -> Thread:
    return actions.open_thread(
        thing=world.lab.urn,
        subject=world.lab.urn,
        jurisdiction=world.jurisdiction,
        deadline=date(2023, 6, 30),
        actor=world.coordination,
        at=at,
    )


@pytest.mark.django_db
def test_it_does_not_close_while_a_point_waits(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    thread = opened(world, at)
    asked, _token = worlds.ask(world, world.lab, at, purpose="review", kind="comment")

    with pytest.raises(Denied) as refusal:
        actions.close_thread(thread=thread, actor=world.coordination, at=at)

    assert "1" in str(refusal.value.reason)
    worlds.answer(asked, world.coordination, at, ruling="viable")
    assert not actions.close_thread(thread=thread, actor=world.coordination, at=at).is_open


@pytest.mark.django_db
def test_what_was_hidden_holds_nothing_up(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    thread = opened(world, at)
    asked, _token = worlds.ask(world, world.lab, at, purpose="review", kind="comment")
    worlds.hide(asked, world.coordination, at)

    assert policies.can_close(world.coordination, thread)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["liaison", "monitoring", "citizen"])
def test_only_the_coordination_opens_and_closes(at: datetime, role: str) -> None:
    world = worlds.nuevo_leon(at)
    thread = opened(world, at)

    assert not policies.can_close(getattr(world, role), thread)
    assert not policies.can_open_thread(getattr(world, role), world.jurisdiction)


@pytest.mark.django_db
def test_a_closed_one_says_why_it_takes_no_more(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    actions.close_thread(thread=opened(world, at), actor=world.coordination, at=at)

    with pytest.raises(Denied) as refusal:
        worlds.ask(world, world.lab, at, purpose="review")

    assert str(refusal.value.reason)


@pytest.mark.django_db
def test_a_window_cannot_end_before_today(at: datetime) -> None:
    world = worlds.nuevo_leon(at)

    with pytest.raises(Refused):
        actions.open_thread(
            thing=world.lab.urn,
            subject=world.lab.urn,
            jurisdiction=world.jurisdiction,
            deadline=date(2023, 6, 11),
            actor=world.coordination,
            at=at,
        )


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one connection: nobody can race")
def test_of_a_comment_and_a_closing_at_the_same_instant_one_is_told(transactional_db: None, at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    thread = opened(world, at)
    ready, outcomes = threading.Barrier(2), []

    def race(what: str, act: Callable[[], object]) -> None:
        try:
            queries.thread_about(world.lab.urn, "review")
            ready.wait(10)
            act()
            outcomes.append(what)
        except Denied:
            outcomes.append(f"{what} was told why not")
        finally:
            connection.close()

    both = [
        threading.Thread(
            target=race, args=("closing", lambda: actions.close_thread(thread=thread, actor=world.coordination, at=at))
        ),
        threading.Thread(target=race, args=("comment", lambda: worlds.ask(world, world.lab, at, purpose="review"))),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(30)

    is_open = Thread.objects.get(pk=thread.pk).is_open
    inside = Contribution.objects.filter(thread=thread).count()
    assert (sorted(outcomes), is_open, inside) in [
        (["closing", "comment was told why not"], False, 0),
        (["closing was told why not", "comment"], True, 1),
    ]
