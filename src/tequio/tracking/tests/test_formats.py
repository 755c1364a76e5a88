"""Indicator formats: asked in the name of each axis' own institution, observed until a day, filled with evidence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tequio.contributions import actions as contributions
from tequio.contributions.models import Contribution
from tequio.kit import clock
from tequio.kit.policy import Denied, Refused
from tequio.people.models import Institution
from tequio.questionnaires import actions as questionnaires
from tequio.questionnaires import queries as asked
from tequio.questionnaires.checks import Given
from tequio.tracking import actions, policies, queries
from tequio.tracking.models import FilledFormat, IndicatorFormat
from tequio.tracking.tests import worlds

AFTER = timedelta(days=15)


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    """A published plan with two axes, each of an institution of its own."""
    return worlds.nuevo_leon(at)


@pytest.fixture
def format(world: SimpleNamespace, at: datetime) -> IndicatorFormat:
    return actions.open_format(plan=world.plan, actor=world.coordination, at=at)


def propose(world: SimpleNamespace, format: IndicatorFormat, at: datetime, **more: Any) -> Any:
    today = world.jurisdiction.day_of(at)
    values = {"opens_on": today, "closes_on": today + timedelta(days=13), "invited": [world.institutions.culture]}
    return actions.propose_format(format=format, **(values | more), actor=world.coordination, at=at)


def in_force(world: SimpleNamespace, format: IndicatorFormat, at: datetime) -> IndicatorFormat:
    propose(world, format, at)
    return actions.approve_format(format=format, session="Tercera sesión", actor=world.coordination, at=at + AFTER)


def filled_of(world: SimpleNamespace, format: IndicatorFormat, at: datetime, label: str = "2023-1") -> FilledFormat:
    axes = [world.lab]
    return actions.ask_format(
        format=format, due_on=date(2023, 7, 31), label=label, axes=axes, actor=world.coordination, at=at
    )[0]


def fill(filled: FilledFormat, by: Any, at: datetime, number: str = "3") -> FilledFormat:
    given = {
        one.code: Given(text="Se publicaron datos." if one.kind == "long" else number)
        for one in asked.questions_of(filled.response.version)
        if one.kind != "multiple"
    }
    questionnaires.save_answers(response=filled.response, given=given, actor=by, at=at)
    return actions.submit_format(filled=filled, actor=by, at=at)


def observe(world: SimpleNamespace, format: IndicatorFormat, by: Any, at: datetime) -> Contribution:
    return contributions.submit_contribution(
        thing=format.urn,
        jurisdiction=world.jurisdiction,
        kind="comment",
        text="Falta medir el uso.",
        purpose="review",
        actor=by,
        at=at,
    )[0]


def test_the_standard_format_has_six_categories_and_eight_indicators(format: IndicatorFormat) -> None:
    version = queries.version_shown(format)
    assert version is not None
    sections = asked.sections_of(version)

    assert len(asked.by_heading(sections)) == 6
    assert len(sections) == 8


def test_personnel_is_a_count_and_areas_with_no_place_for_a_name(format: IndicatorFormat) -> None:
    version = queries.version_shown(format)
    assert version is not None
    people = [one for one in asked.questions_of(version) if one.section.code == "people"]

    assert [one.kind for one in people] == ["number", "multiple"]
    assert not any(one.has_other for one in people)


def test_x07_a_format_cannot_name_an_institution_that_is_not_its_axis_own(
    world: SimpleNamespace, format: IndicatorFormat, at: datetime
) -> None:
    other = world.institutions.participation
    said = {"campaign-reach": f"¿A cuántas personas llegó la campaña de la {other.name.upper()}?"}

    with pytest.raises(Refused) as refused:
        actions.word_questions(format=format, commitment=world.lab, texts=said, actor=world.coordination, at=at)

    assert refused.value.field == "campaign-reach"
    actions.word_questions(format=format, commitment=world.sheet, texts=said, actor=world.coordination, at=at)
    assert queries.findings_of(format) == []


def test_x07_a_name_in_what_every_axis_is_asked_keeps_the_format_from_the_members(
    world: SimpleNamespace, format: IndicatorFormat, at: datetime
) -> None:
    version = queries.version_shown(format)
    assert version is not None
    question = asked.questions_of(version)[-1]
    name = world.institutions.culture.name
    questionnaires.save_question(
        section=question.section,
        question=question,
        values={"text": f"¿Y la campaña de {name}?"},
        actor=world.coordination,
        at=at,
    )

    assert [(one.code, one.axis, one.name) for one in queries.findings_of(format)] == [(question.code, None, name)]
    with pytest.raises(Refused):
        propose(world, format, at)


def test_x07_each_axis_is_asked_in_the_name_of_its_own_institution(
    world: SimpleNamespace, format: IndicatorFormat, at: datetime
) -> None:
    in_force(world, format, at)
    made = actions.ask_format(
        format=format, due_on=date(2023, 7, 31), label="2023-1", actor=world.coordination, at=at + AFTER
    )

    assert len(made) == 2
    for one in made:
        said = " ".join(text for row in queries.rows_of(one, world.coordination) for text, _ in row.answers)
        others = Institution.objects.exclude(pk=one.institution_id)
        assert one.institution.name in said
        assert "{institution}" not in said
        assert queries.foreign_names(said, one.institution, others) == []


def test_a_name_inside_a_longer_word_or_the_own_name_is_no_finding(world: SimpleNamespace) -> None:
    own, other = Institution(pk=1, name="Secretaría de Cultura"), Institution(pk=2, name="Cultura")

    assert queries.foreign_names("La Secretaría de Cultura y la agricultura", own, [own, other]) == []
    assert queries.foreign_names("La casa de cultura", own, [own, other]) == ["Cultura"]


def test_two_weeks_with_an_explicit_friday_keeps_both_and_tells_that_they_disagree(
    world: SimpleNamespace, format: IndicatorFormat
) -> None:
    saturday = datetime(2020, 1, 18, 18, tzinfo=UTC)
    window = propose(
        world,
        format,
        saturday,
        opens_on=date(2020, 1, 18),
        closes_on=date(2020, 1, 31),
        stated="dos semanas",
        length=2,
        unit="weeks",
    )

    deadline = queries.deadline_of(window)
    assert (window.closes_on, window.stated, deadline.days) == (date(2020, 1, 31), "dos semanas", 13)
    assert deadline.differs
    assert deadline.stated_end == date(2020, 2, 1)
    assert deadline.suggested == date(2020, 1, 31)


def test_what_comes_late_is_kept_and_marked_and_waits_for_its_answer(
    world: SimpleNamespace, format: IndicatorFormat, at: datetime
) -> None:
    propose(world, format, at)
    in_time = observe(world, format, world.liaison, at + timedelta(days=13))
    late = observe(world, format, world.civil_society, at + timedelta(days=14))

    rows = queries.observations_of(format)
    assert [(row.contribution, row.contribution.is_late) for row in rows] == [(in_time, False), (late, True)]
    with pytest.raises(Denied):
        actions.approve_format(format=format, session="Tercera", actor=world.coordination, at=at + AFTER)
    for one in (in_time, late):
        contributions.answer_point(
            point=one.points.get(), ruling="viable", text="Se toma.", actor=world.coordination, at=at + AFTER
        )
    approved = actions.approve_format(format=format, session="Tercera", actor=world.coordination, at=at + AFTER)
    assert approved.is_approved


def test_it_waits_for_the_next_session_and_is_not_approved_before_its_last_day(
    world: SimpleNamespace, format: IndicatorFormat, at: datetime
) -> None:
    window = propose(world, format, at, target_session="Sesión de febrero")

    assert queries.for_next_session(world.jurisdiction, at=at) == [window]
    assert queries.silent(window, []) == [world.institutions.culture]
    with pytest.raises(Refused):
        actions.approve_format(
            format=format, session="x", actor=world.coordination, at=at + timedelta(days=13, hours=-2)
        )
    assert not policies.can_observe_format(worlds.STRANGER, format)


def test_what_is_in_force_does_not_change(world: SimpleNamespace, format: IndicatorFormat, at: datetime) -> None:
    in_force(world, format, at)
    with pytest.raises(Denied):
        actions.word_questions(
            format=format, commitment=world.lab, texts={"web-count": "Otra"}, actor=world.coordination, at=at + AFTER
        )


def test_evidence_of_an_indicator_needs_somebody_of_another_institution(
    world: SimpleNamespace, format: IndicatorFormat, at: datetime
) -> None:
    in_force(world, format, at)
    one = fill(filled_of(world, format, at + AFTER), world.liaison, at + AFTER)
    proof = {"kind": "report", "title": "Informe", "credit": "Cultura", "url": "https://datos.example/informe"}
    piece = actions.prove_indicator(filled=one, indicator="datasets", **proof, actor=world.liaison, at=at + AFTER)

    assert not policies.can_review_indicator(world.liaison, piece)
    assert not queries.sees_piece(worlds.STRANGER, piece)
    with pytest.raises(Denied):
        actions.prove_indicator(filled=one, indicator="web", **proof, actor=world.other_liaison, at=at + AFTER)
    accepted = actions.review_indicator(piece=piece, decision="accepted", actor=world.coordination, at=at + AFTER)
    accepted.filled = one
    assert queries.sees_piece(worlds.STRANGER, accepted)
    assert {m.section.code for m in queries.missing_of([one]) if m.section} == {
        *("use", "requests", "people", "collaborations", "media", "web", "actions")
    }


def test_what_is_owed_is_a_duty_until_it_is_sent(world: SimpleNamespace, format: IndicatorFormat, at: datetime) -> None:
    propose(world, format, at)
    assert [one.due for one in queries.format_duties(world.liaison, at)] == [date(2023, 6, 25)]
    actions.approve_format(format=format, session="x", actor=world.coordination, at=at + AFTER)
    one = filled_of(world, format, at + AFTER)

    assert [duty.due for duty in queries.format_duties(world.liaison, at + AFTER)] == [one.due_on]
    fill(one, world.liaison, at + AFTER)
    assert queries.format_duties(world.liaison, at + AFTER) == []


def test_everybody_reads_what_was_sent_and_compares_it(
    world: SimpleNamespace, format: IndicatorFormat, at: datetime, client: Client
) -> None:
    in_force(world, format, at)
    first, second = (filled_of(world, format, at + AFTER, label=label) for label in ("2022-2", "2023-1"))
    url = format.get_absolute_url()
    with clock.frozen(at + AFTER):
        assert client.get(first.get_absolute_url()).status_code == 404
        fill(first, world.liaison, at + AFTER)
        fill(second, world.liaison, at + AFTER, number="1234567")
        shown = client.get(second.get_absolute_url()).content.decode()
        side = client.get(f"{url}comparar/?eje={world.lab.public_id}").content.decode()
        table = list(csv.DictReader(io.StringIO(client.get(f"{url}comparar.csv?periodo=2023-1").content.decode())))
        said = json.loads(client.get(f"{url}comparar.json?periodo=2023-1").content)
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{url}comparar.xlsx?periodo=2023-1").content))
    assert "1,234,567" in shown
    assert "2022-2" in side
    assert "2023-1" in side
    assert {row["answer"] for row in table if row["code"] == "web-count"} == {"1234567"}
    assert len({row["indicator"] for row in table}) == 8
    assert said["records"][0]["institution"] == world.institutions.culture.name
    assert book.worksheets[0].max_row == len(table) + 1


def test_the_liaison_fills_it_by_page_and_a_wrong_number_loses_nothing(
    world: SimpleNamespace, format: IndicatorFormat, at: datetime, client_of: Callable[[Any], Client]
) -> None:
    in_force(world, format, at)
    one = filled_of(world, format, at + AFTER)
    url = one.get_absolute_url() + "llenar/"
    with clock.frozen(at + AFTER):
        browser = client_of(world.liaison)
        wrong = browser.post(url, {"datasets-count": "12", "web-count": "muchas", "send": "1"})
        again = browser.get(url).content.decode()
        other = client_of(world.other_liaison).get(url)
    assert wrong.status_code == 422
    assert 'value="muchas"' in wrong.content.decode()
    assert 'value="12"' in again
    assert other.status_code == 404


def test_the_comparison_asks_as_often_however_many_axes(
    world: SimpleNamespace, format: IndicatorFormat, at: datetime, client: Client
) -> None:
    in_force(world, format, at)
    fill(filled_of(world, format, at + AFTER, label="a"), world.liaison, at + AFTER)

    def cost() -> int:
        with clock.frozen(at + AFTER), CaptureQueriesContext(connection) as taken:
            client.get(f"{format.get_absolute_url()}comparar/?eje={world.lab.public_id}")
        return len(taken)

    cost()
    before = cost()
    for label in "bcd":
        fill(filled_of(world, format, at + AFTER, label=label), world.liaison, at + AFTER)
    assert cost() == before
