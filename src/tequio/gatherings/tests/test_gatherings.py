"""A gathering is drafted, announced, reported; what it leaves is counted and becomes somebody's task."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tequio.gatherings import actions, policies, queries
from tequio.gatherings.models import Gathering, Lesson
from tequio.gatherings.slots import duties
from tequio.gatherings.tests import worlds
from tequio.kit.policy import Denied, Refused
from tequio.record import queries as record

AT = datetime(2024, 1, 15, 18, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    return worlds.nuevo_leon(AT)


def test_a_draft_is_nobody_elses_business_and_an_announcement_is_everybodys(world: Any, client: Client) -> None:
    session = worlds.session(world, AT)
    url = session.get_absolute_url()

    assert client.get(url).status_code == 404
    actions.announce_gathering(gathering=session, actor=world.coordination, at=AT)

    assert b"Biblioteca Central" in client.get(url).content
    assert "diciembre" in client.get(url).content.decode()


def test_nothing_is_announced_without_a_place_or_an_address(world: Any) -> None:
    session = worlds.session(world, AT, venue="")

    with pytest.raises(Refused, match="dónde"):
        actions.announce_gathering(gathering=session, actor=world.coordination, at=AT)


def test_a_report_counts_people_by_sector_and_sex_and_keeps_four_of_each_lesson(world: Any, client: Client) -> None:
    session = worlds.report(worlds.session(world, AT), world, AT)

    counted = queries.headcount(session)
    assert counted.total == 10
    assert counted.totals == {"women": 7, "men": 3, "other": 0, "unsaid": 0}
    assert [len(rows) for _kind, rows in queries.by_kind(session.lessons.all())] == [4, 4, 4, 4]
    assert session.moments.count() == 4
    shown = client.get(session.get_absolute_url()).content.decode()
    assert "recommendation 3" in shown


def test_what_has_not_taken_place_cannot_be_reported(world: Any) -> None:
    session = worlds.session(world, AT, on=date(2024, 2, 1), precision="day")

    with pytest.raises(Refused):
        worlds.report(session, world, AT)


def test_a_report_without_people_changes_nothing(world: Any) -> None:
    session = worlds.session(world, AT)

    with pytest.raises(Refused):
        worlds.report(session, world, AT, attendance=[{"sector": "media"}])

    assert Gathering.objects.get(pk=session.pk).state == "draft"


def test_a_public_report_is_corrected_only_with_a_reason(world: Any) -> None:
    session = worlds.report(worlds.session(world, AT), world, AT)

    with pytest.raises(Refused):
        worlds.report(session, world, AT, revision=session.revision)
    again = worlds.report(session, world, AT, revision=session.revision, reason="Faltaba una persona.")

    assert again.reason == "Faltaba una persona."


def test_two_people_who_write_at_once_are_told(world: Any) -> None:
    session = worlds.session(world, AT)
    values = {"title": "Otra"}
    actions.change_gathering(gathering=session, values=values, revision=0, actor=world.coordination, at=AT)

    with pytest.raises(Refused):
        actions.change_gathering(gathering=session, values=values, revision=0, actor=world.coordination, at=AT)


def test_a_cancelled_gathering_keeps_its_page_and_says_why(world: Any, client: Client) -> None:
    session = worlds.session(world, AT)
    actions.announce_gathering(gathering=session, actor=world.coordination, at=AT)
    actions.cancel_gathering(gathering=session, reason="No hay sala.", actor=world.coordination, at=AT)

    assert b"No hay sala." in client.get(session.get_absolute_url()).content
    with pytest.raises(Denied):
        worlds.report(session, world, AT)


def cited(gathering: Gathering) -> str:
    """Return the hash of the text that the newest fact about a gathering cites, of those that cite one."""
    facts = [json.loads(bytes(one.entry)) for one in record.feed()]
    return next(one["data"]["text"] for one in facts if one["subject"] == gathering.urn and "text" in one["data"])


def test_the_text_that_the_record_cites_is_served_as_it_was_hashed(world: Any, client: Client) -> None:
    def served(gathering: Gathering) -> str:
        answer = client.get(reverse("gatherings:text", args=["nl", gathering.public_id, gathering.slug]))
        return hashlib.sha256(answer.content).hexdigest() if answer.status_code == 200 else ""

    by = {"actor": world.coordination, "at": AT}
    one, other = worlds.session(world, AT), worlds.session(world, AT)
    assert served(one) == ""

    one = actions.announce_gathering(gathering=one, **by)
    assert served(one) == cited(one)
    one = worlds.report(one, world, AT)
    assert served(one) == cited(one)
    values = {"on": date(2023, 11, 30), "precision": "day"}
    one = actions.change_gathering(gathering=one, values=values, revision=one.revision, reason="Otro día.", **by)
    assert served(one) == cited(one)
    assert {lesson.said_on for lesson in one.lessons.all()} == {date(2023, 11, 30)}
    actions.announce_gathering(gathering=other, **by)
    other = actions.cancel_gathering(gathering=other, reason="No hay sala.", **by)
    assert served(other) == cited(other)


def test_a_recommendation_becomes_a_task_of_an_institution_until_it_is_seen_to(world: Any) -> None:
    session = worlds.report(worlds.session(world, AT), world, AT)
    lesson = session.lessons.filter(kind="recommendation").first()
    assert lesson
    culture = world.institutions.culture
    actions.assign_recommendation(
        lesson=lesson, owner=culture, due_on=date(2024, 1, 10), actor=world.coordination, at=AT
    )

    (duty,) = duties(world.liaison, AT)
    assert duty.is_late(AT.date())
    assert not policies.can_settle_recommendation(world.other_liaison, Lesson.objects.get(pk=lesson.pk))
    actions.settle_recommendation(lesson=lesson, outcome="Se abrió el taller.", actor=world.liaison, at=AT)

    assert list(duties(world.liaison, AT)) == []


def test_a_task_cannot_be_removed_by_correcting_the_report(world: Any) -> None:
    session = worlds.report(worlds.session(world, AT), world, AT)
    lesson = session.lessons.filter(kind="recommendation").first()
    assert lesson
    actions.assign_recommendation(
        lesson=lesson, owner=world.institutions.culture, due_on=None, actor=world.coordination, at=AT
    )

    with pytest.raises(Refused):
        worlds.report(session, world, AT, revision=session.revision, reason="Menos.", lessons=[])


@pytest.mark.parametrize("who", ["liaison", "civil_society", "monitoring", "citizen"])
def test_others_are_told_why_they_do_not_write(world: Any, who: str) -> None:
    with pytest.raises(Denied):
        actions.draft_gathering(jurisdiction=world.jurisdiction, values={}, actor=getattr(world, who), at=AT)


def test_the_register_searches_filters_and_exports(world: Any, client: Client) -> None:
    session = worlds.report(worlds.session(world, AT), world, AT)
    actions.add_lesson(
        jurisdiction=world.jurisdiction,
        values={"kind": "learning", "text": "Medir primero.", "source": "Cierre del compromiso"},
        actor=world.coordination,
        at=AT,
    )
    place = world.jurisdiction.slug
    register = reverse("gatherings:lessons", args=[place])

    assert b"Medir primero." in client.get(register, {"q": "medir"}).content
    assert b"Medir primero." not in client.get(register, {"tipo": "challenge"}).content
    rows = list(
        csv.DictReader(
            io.StringIO(client.get(reverse("gatherings:lessons_data", args=[place, "csv"])).content.decode())
        )
    )
    assert len(rows) == 17
    (told,) = json.loads(client.get(reverse("gatherings:gatherings_data", args=[place, "json"])).content)
    assert (told["people"], told["women"], told["gathering"]) == (10, 7, session.urn)


def test_the_list_costs_the_same_with_one_and_with_many(world: Any, client: Client) -> None:
    url = reverse("gatherings:gatherings", args=[world.jurisdiction.slug])
    worlds.report(worlds.session(world, AT), world, AT)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _n in range(6):
        worlds.report(worlds.session(world, AT), world, AT)

    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(one)


def filled(page: Any) -> dict[str, str]:
    """Fill in the form of a report as a browser does that changes nothing."""
    data = {"revision": "0", "summary": "Se habló.", "links": ""}
    for name in ("attendance", "moments", "lessons"):
        table = page.context[name]
        data |= {
            f"{table.prefix}-{key}": str(table.management_form[key].value()) for key in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
        for form in table:
            data |= {form.add_prefix(field): str(form[field].value() or "") for field in form.fields}
    return data


def test_coordination_writes_a_report_in_the_browser_form(world: Any, client: Client) -> None:
    session = worlds.session(world, AT)
    client.force_login(world.coordination.user)
    url = reverse("gatherings:report", args=[world.jurisdiction.slug, session.public_id])
    page = client.get(url)
    assert page.status_code == 200
    data = filled(page) | {"personas-0-women": "4"}
    data["lecciones-0-kind"], data["lecciones-0-text"] = "learning", "Escuchar."

    answer = client.post(url, data)

    assert answer.status_code == 302
    told = Gathering.objects.get(pk=session.pk)
    assert (queries.headcount(told).total, [one.text for one in told.lessons.all()]) == (4, ["Escuchar."])
    assert [one.title for one in told.moments.all()] != []


def test_more_lines_are_given_before_anything_is_published(world: Any, client: Client) -> None:
    session = worlds.session(world, AT)
    client.force_login(world.coordination.user)
    url = reverse("gatherings:report", args=[world.jurisdiction.slug, session.public_id])
    first = client.get(url)

    more = client.post(url, filled(first) | {"lecciones-3-text": "Escuchar.", "more": "lecciones"})

    assert len(more.context["lessons"].forms) == len(first.context["lessons"].forms) + 4
    assert "Escuchar." in more.content.decode()
    assert not Gathering.objects.get(pk=session.pk).is_reported
