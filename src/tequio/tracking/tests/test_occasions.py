"""A commitment gives account: its gatherings, who took part, what was learned, and what is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tequio.gatherings import actions as gatherings
from tequio.gatherings.models import Gathering
from tequio.gatherings.tests import worlds as meetings
from tequio.kit.policy import Denied, Refused
from tequio.plans.models import Commitment
from tequio.record import queries as record
from tequio.tracking import actions, queries
from tequio.tracking.tests import worlds


@pytest.fixture
def world(db: None, that_day: datetime) -> SimpleNamespace:
    """A place with a published commitment."""
    return worlds.nuevo_leon(that_day)


def page(world: SimpleNamespace, thing: Commitment | None = None) -> str:
    held = thing or world.lab
    return reverse("tracking:accountability", args=["nl", held.public_id, held.slug])


def told(world: SimpleNamespace, at: datetime, **values: Any) -> Gathering:
    """Report a session that is about the laboratory."""
    day = at.date() - timedelta(days=3)
    session = meetings.session(world, at, on=day, precision="day", **values)
    actions.link_gathering(commitment=world.lab, gathering=session, actor=world.coordination, at=at)
    return meetings.report(session, world, at)


def test_everybody_reads_who_took_part_and_what_was_learned_by_commitment(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    session = told(world, that_day)

    shown = client.get(page(world)).content.decode()

    assert session.title in shown
    assert "recommendation 3" in shown
    counted = queries.accountability_of(world.lab, worlds.STRANGER, that_day)
    assert (counted.people, counted.totals["women"], len(counted.lessons)) == (10, 7, 4)
    assert session.title not in client.get(page(world, world.sheet)).content.decode()
    assert page(world) in client.get(session.get_absolute_url()).content.decode()


def test_accountability_sessions_come_first(world: SimpleNamespace, that_day: datetime) -> None:
    told(world, that_day)
    meeting = meetings.session(world, that_day, kind="meeting", title="Mesa", on=that_day.date())
    actions.link_gathering(commitment=world.lab, gathering=meeting, actor=world.coordination, at=that_day)

    kinds = [one.kind for one, _n in queries.accountability_of(world.lab, world.coordination, that_day).gatherings]

    assert kinds == ["accountability", "meeting"]


def test_a_draft_is_linked_and_stays_unseen_until_it_is_announced(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    session = actions.write_session(
        commitment=world.lab,
        values={"title": "Cuentas claras", "on": that_day.date(), "precision": "day", "venue": "Biblioteca"},
        actor=world.coordination,
        at=that_day,
    )

    assert session.kind == "accountability"
    assert b"Cuentas claras" not in client.get(page(world)).content
    history = client.get(record.history_url(world.lab.urn)).content
    assert b"Cuentas claras" not in history
    assert session.urn.encode() not in history
    gatherings.announce_gathering(gathering=session, actor=world.coordination, at=that_day)
    assert b"Cuentas claras" in client.get(page(world)).content


def test_coordination_writes_a_prefilled_session_in_the_browser(
    world: SimpleNamespace, that_day: datetime, client_of: Callable[[Any], Client]
) -> None:
    browser = client_of(world.coordination)
    url = reverse("tracking:write_session", args=["nl", world.lab.public_id, world.lab.slug])
    form = browser.get(url).context["form"]
    filled = {name: str(form[name].value() or "") for name in form.fields}
    assert world.lab.title in filled["title"]

    browser.post(url, filled)

    (one, _people), *rest = queries.accountability_of(world.lab, world.coordination, that_day).gatherings
    assert (one.kind, one.title, rest) == ("accountability", filled["title"], [])


def test_a_gathering_is_unlinked_and_both_are_in_the_record(world: SimpleNamespace, that_day: datetime) -> None:
    session = told(world, that_day)
    with pytest.raises(Refused):
        actions.link_gathering(commitment=world.lab, gathering=session, actor=world.coordination, at=that_day)

    actions.unlink_gathering(commitment=world.lab, gathering=session, actor=world.coordination, at=that_day)

    assert not queries.accountability_of(world.lab, world.coordination, that_day).gatherings
    types = [one.type for one in record.entries_of(world.lab.urn)][:2]
    assert types == ["tracking.gathering-unlinked", "tracking.gathering-linked"]


@pytest.mark.parametrize("who", ["liaison", "civil_society", "monitoring", "citizen"])
def test_others_are_told_why_they_link_nothing(world: SimpleNamespace, that_day: datetime, who: str) -> None:
    session = meetings.session(world, that_day)

    with pytest.raises(Denied):
        actions.link_gathering(commitment=world.lab, gathering=session, actor=getattr(world, who), at=that_day)


def test_a_year_without_a_session_is_owed_from_the_start_and_from_each_session() -> None:
    made = Commitment(start=date(2022, 8, 1), end=date(2024, 12, 31))

    assert queries.session_due(made, [], 12) == date(2023, 8, 1)
    assert queries.session_due(made, [date(2023, 12, 14)], 12) == date(2024, 12, 14)
    assert queries.session_due(made, [date(2024, 2, 1)], 12) is None
    assert queries.session_due(Commitment(), [], 12) is None


def test_a_place_decides_how_often_and_the_page_warns(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    usual = {"least_sectors": 3, "scale_from": 1, "scale_to": 5}
    by = {"actor": world.coordination, "at": that_day}
    actions.change_evaluation_rules(jurisdiction=world.jurisdiction, session_months=1, **usual, **by)
    assert queries.session_overdue(world.lab, that_day)
    aspect = queries.accountability_aspect(world.lab, worlds.STRANGER, that_day)
    assert aspect
    assert aspect.is_urgent

    told(world, that_day)

    assert queries.session_overdue(world.lab, that_day) is None
    with pytest.raises(Denied):
        actions.change_evaluation_rules(
            jurisdiction=world.jurisdiction, session_months=2, **usual, actor=world.liaison, at=that_day
        )


def test_an_open_recommendation_shows_who_and_by_when(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    lesson = told(world, that_day).lessons.filter(kind="recommendation").first()
    assert lesson
    gatherings.assign_recommendation(
        lesson=lesson,
        owner=world.institutions.culture,
        due_on=that_day.date() - timedelta(days=1),
        actor=world.coordination,
        at=that_day,
    )

    ((task, is_late),) = queries.accountability_of(world.lab, worlds.STRANGER, that_day).tasks

    assert (task.owner, is_late) == (world.institutions.culture, True)
    assert world.institutions.culture.name in client.get(page(world)).content.decode()


def test_the_page_costs_the_same_with_one_and_with_many(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    told(world, that_day)
    client.get(page(world))
    with CaptureQueriesContext(connection) as one:
        client.get(page(world))
    for _n in range(4):
        told(world, that_day)

    with CaptureQueriesContext(connection) as many:
        client.get(page(world))

    assert len(many) == len(one)
