"""Anybody asks about what is public, with or without a name; the record tells that it happened, and not the words."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tequio.contributions import actions, queries
from tequio.contributions.models import Contribution
from tequio.contributions.tests import worlds
from tequio.contributions.vocab import LONGEST_TEXT
from tequio.kit.policy import Denied, Refused
from tequio.record import queries as record

pytestmark = pytest.mark.django_db


def entry_of(contribution: Contribution) -> Any:
    return record.entry(str(worlds.again(contribution).fact))


@pytest.mark.parametrize("kind", ["question", "comment", "dispute", "proposal"])
def test_a_stranger_speaks_about_a_milestone_and_the_commitments_history_tells_it(at: datetime, kind: str) -> None:
    world = worlds.nuevo_leon(at)
    leaf = world.leaf

    made, _token = worlds.ask(world, leaf, at, kind=kind)

    (line,) = record.lines([entry_of(made)])
    assert line.subject_urn == world.lab.urn
    assert world.leaf.title in line.sentence
    assert [row.pk for row in queries.contributions_about(leaf.urn)] == [made.pk]
    assert [row.pk for row in queries.contributions_about(world.lab.urn)] == [made.pk]


def test_the_record_holds_salted_digests_and_neither_the_words_nor_the_name(at: datetime) -> None:
    world = worlds.nuevo_leon(at)

    made, _token = worlds.ask(world, world.lab, at, name="Vecina del centro", email="vecina@example.org")

    body = bytes(entry_of(made).entry).decode()
    assert worlds.QUESTION[:12] not in body
    assert "Vecina" not in body
    assert "example.org" not in body
    assert len(json.loads(body)["_sd"]) == 4
    assert set(entry_of(made).withheld.values_list("name", "value")) == {
        ("text", worlds.QUESTION),
        ("name", "Vecina del centro"),
    }
    twin, _token = worlds.ask(world, world.lab, at, name="Vecina del centro")
    ours, theirs = (set(json.loads(bytes(entry_of(one).entry))["_sd"]) for one in (made, twin))
    assert ours & theirs == set(), "two equal texts give digests that nobody can compare"


def test_two_strangers_cannot_be_told_apart_or_together(at: datetime) -> None:
    world = worlds.nuevo_leon(at)

    actors = {entry_of(worlds.ask(world, world.lab, at)[0]).actor for _turn in range(2)}

    assert len(actors) == 2


def test_it_is_answered_by_a_day_counted_in_working_days(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    place = world.jurisdiction
    place.holidays = ["2023-06-14"]
    place.save()

    made, _token = worlds.ask(world, world.lab, at)

    # Monday the 12th and ten working days, the 14th being a day off.
    assert made.due_on == date(2023, 6, 27)


def test_an_office_speaks_in_its_own_name(at: datetime) -> None:
    world = worlds.nuevo_leon(at)

    made, _token = worlds.ask(world, world.lab, at, actor=world.monitoring, name="Otro nombre")

    assert (made.office, made.name) == (world.monitoring.office, "")
    assert entry_of(made).actor == world.monitoring.handle


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": "   "}, "text"),
        ({"text": "a" * (LONGEST_TEXT + 1)}, "text"),
        ({"kind": "error"}, "kind"),
        ({"kind": "shout"}, "kind"),
        ({"email": "esto no es"}, "email"),
        ({"name": "n" * 81}, "name"),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_its_field(at: datetime, said: dict[str, str], field: str) -> None:
    world = worlds.nuevo_leon(at)

    with pytest.raises(Refused) as refusal:
        worlds.ask(world, world.lab, at, **said)

    assert refusal.value.field == field
    assert Contribution.objects.count() == 0


def test_nobody_writes_about_what_is_not_public(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    leaf = world.leaf
    worlds.ask(world, leaf, at)
    worlds.withdraw(world.lab)

    for thing in (world.lab, leaf):
        with pytest.raises(Denied):
            worlds.ask(world, thing, at)

    assert list(queries.contributions_about(leaf.urn)) == []
    assert list(queries.contributions_of(world.jurisdiction)) == []


def test_what_comes_after_the_last_day_is_kept_and_marked(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    last = date(2023, 6, 16)
    window = {"thing": world.lab.urn, "subject": world.lab.urn, "jurisdiction": world.jurisdiction, "deadline": last}
    actions.open_thread(**window, actor=world.coordination, at=at)

    in_time, _token = worlds.ask(world, world.lab, at + timedelta(days=4), purpose="review", kind="comment")
    late, _token = worlds.ask(world, world.lab, at + timedelta(days=5), purpose="review", kind="comment")

    assert (in_time.is_late, late.is_late) == (False, True)
    assert json.loads(bytes(entry_of(late).entry))["data"]["is_late"] is True
    assert queries.annex_of(world.lab.urn) == [in_time, late]


def test_a_window_takes_nothing_before_it_opens(at: datetime) -> None:
    world = worlds.nuevo_leon(at)

    with pytest.raises(Refused):
        worlds.ask(world, world.lab, at, purpose="review")


def test_a_report_of_an_error_is_nobody_elses_business(at: datetime) -> None:
    world = worlds.nuevo_leon(at)
    before = record.newest()

    made, _token = worlds.report(world, at)

    assert record.newest() == before
    assert list(queries.contributions_of(world.jurisdiction)) == []
    assert list(queries.answerable_by(world.coordination)) == [made]
    assert list(queries.answerable_by(world.liaison)) == []


def test_comments_of_a_document_come_without_a_name_or_a_deadline(at: datetime) -> None:
    world = worlds.nuevo_leon(at)

    first, _second = actions.bring_comments(
        thing=world.lab.urn,
        subject=world.lab.urn,
        jurisdiction=world.jurisdiction,
        texts=["Que alguien responda.", " ", "Que llegue a más colonias."],
        actor=world.liaison,
        at=at,
    )

    assert (first.name, first.due_on, first.token_hash) == ("", None, None)
    assert len(queries.annex_of(world.lab.urn)) == 2
    assert queries.pace_of(world.jurisdiction, at=at).received == 0
