"""Several sectors evaluate a commitment: criteria, scores that nobody else changes, a report (R050)."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit.canonical import canonical
from tequio.kit.policy import Denied, Refused
from tequio.record import queries as record
from tequio.tracking import actions, policies, queries
from tequio.tracking.models import Evaluation, Evidence
from tequio.tracking.tests import worlds

VALUES = {
    "title": "Evaluación del piloto",
    "thing": "El laboratorio",
    "starts_on": date(2024, 1, 8),
    "ends_on": date(2024, 2, 16),
}
CRITERIA = [{"name": "Utilidad", "explanation": "Sirve a quien la usa."}, {"name": "Apertura"}]


@pytest.fixture
def world(db: None, that_day: datetime) -> SimpleNamespace:
    """A published commitment with an open evaluation of two criteria."""
    made = worlds.nuevo_leon(that_day)
    made.draft_evaluation = drafted(made, that_day)
    made.evaluation = actions.open_evaluation(evaluation=made.draft_evaluation, actor=made.coordination, at=that_day)
    return made


def drafted(world: SimpleNamespace, at: datetime) -> Evaluation:
    return actions.draft_evaluation(
        commitment=world.lab, values=VALUES, criteria=CRITERIA, actor=world.coordination, at=at
    )


def score(world: SimpleNamespace, by: Any, at: datetime, *given: int, comment: str = "") -> Any:
    said = {order: (value, "") for order, value in enumerate(given, start=1)}
    return actions.score_evaluation(evaluation=world.evaluation, scores=said, comment=comment, actor=by, at=at)


def copied(
    world: SimpleNamespace, at: datetime, sector: str = "civil-society", name: str = "Colectivo", **more: Any
) -> Any:
    asked = {"scores": {1: (2, "Nadie contesta."), 2: (5, "")}, "actor": world.coordination} | more
    return actions.copy_scores(evaluation=world.evaluation, sector=sector, name=name, at=at, **asked)


def published(world: SimpleNamespace, at: datetime) -> Evaluation:
    """Three sectors: government 4 and 5, civil society 1 and 5, academia 4 and 4."""
    score(world, world.liaison, at, 4, 5)
    score(world, world.civil_society, at, 1, 5)
    score(world, world.monitoring, at, 4, 4, comment="Falta difusión.")
    return actions.publish_evaluation(evaluation=world.evaluation, findings="Sirve.", actor=world.coordination, at=at)


def test_a_draft_has_the_usual_scale_and_is_nobody_elses_business(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    draft = drafted(world, that_day)

    assert [(one.least, one.most) for one in draft.criteria.all()] == [(1, 5), (1, 5)]
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(world.evaluation.get_absolute_url()).status_code == 200


def test_two_sectors_are_too_few_and_the_reason_is_told(world: SimpleNamespace, that_day: datetime) -> None:
    score(world, world.liaison, that_day, 4, 5)
    score(world, world.other_liaison, that_day, 3, 3)
    score(world, world.monitoring, that_day, 4, 4)

    with pytest.raises(Refused, match="3"):
        actions.publish_evaluation(
            evaluation=world.evaluation, findings="Sirve.", actor=world.coordination, at=that_day
        )

    assert not Evaluation.objects.get(pk=world.evaluation.pk).is_published


def test_a_place_that_asks_for_two_sectors_publishes_with_two(world: SimpleNamespace, that_day: datetime) -> None:
    by = {"actor": world.coordination, "at": that_day}
    actions.change_evaluation_rules(
        jurisdiction=world.jurisdiction, least_sectors=2, scale_from=1, scale_to=5, session_months=12, **by
    )
    score(world, world.liaison, that_day, 4, 5)
    score(world, world.monitoring, that_day, 4, 4)

    assert actions.publish_evaluation(evaluation=world.evaluation, findings="Sirve.", **by).is_published


def test_the_report_says_the_mean_of_each_sector_and_where_they_differ(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    score(world, world.other_liaison, that_day, 5, 5)
    shown = published(world, that_day)

    report = queries.report_of(shown)

    use, openness = report.judged
    assert [(str(one.label), one.shown, one.least, one.most) for one in use.sectors][0][1:] == ("4.5", 4, 5)
    assert (use.is_disputed, use.is_agreed) == (True, False)
    assert (openness.is_disputed, openness.is_agreed) == (False, True)
    assert use.all
    assert use.all.shown == "3.5"
    page = client.get(shown.get_absolute_url()).content.decode()
    assert "4.5" in page
    assert "Falta difusión." in page


def test_scores_are_read_by_nobody_before_the_report(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    score(world, world.monitoring, that_day, 4, 4, comment="Falta difusión.")

    assert b"Falta" not in client.get(world.evaluation.get_absolute_url()).content
    assert client.get(data(world.evaluation, "json")).status_code == 404


def data(evaluation: Evaluation, form: str) -> str:
    held = evaluation.commitment
    return reverse("tracking:evaluation_data", args=["nl", held.public_id, held.slug, evaluation.public_id, form])


def test_the_record_cites_what_the_report_gives_away(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    shown = published(world, that_day)

    told = json.loads(client.get(data(shown, "json")).content)

    entries = [one for one in record.entries_of(world.lab.urn) if "evaluation" in one.type]
    facts = [json.loads(bytes(one.entry))["data"] for one in entries]
    assert facts[0]["text"] == hashlib.sha256(canonical(told)).hexdigest()
    hashes = {one["scores"] for one in facts if "scores" in one}
    assert hashes == {hashlib.sha256(canonical(one)).hexdigest() for one in told["evaluators"]}
    rows = list(csv.DictReader(io.StringIO(client.get(data(shown, "csv")).content.decode())))
    assert len(rows) == 6


def test_whoever_has_no_office_is_copied_from_paper_and_it_is_told(
    world: SimpleNamespace, that_day: datetime, client: Client
) -> None:
    one = copied(world, that_day)

    assert one.is_assisted
    entry = record.entries_of(world.lab.urn)[0]
    assert json.loads(bytes(entry.entry))["data"]["by_hand"] is True
    again = copied(world, that_day, scores={1: (3, ""), 2: (3, "")})
    assert (again.pk, world.evaluation.evaluators.count()) == (one.pk, 1)


@pytest.mark.parametrize("sector", ["government", "autonomous", "oversight"])
def test_nobody_copies_the_paper_of_a_public_body(world: SimpleNamespace, that_day: datetime, sector: str) -> None:
    with pytest.raises(Denied):
        copied(world, that_day, sector=sector)


def test_a_government_office_does_not_change_the_scores_of_others(world: SimpleNamespace, that_day: datetime) -> None:
    theirs = score(world, world.civil_society, that_day, 1, 1)

    with pytest.raises(Refused):
        copied(world, that_day, name=theirs.name)
    for who in (world.coordination, world.liaison):
        assert not policies.can_change_scores(who, theirs)
    assert policies.can_change_scores(world.civil_society, theirs)
    assert [one.value for one in theirs.scores.all()] == [1, 1]


def test_what_an_organisation_says_itself_replaces_its_copy(world: SimpleNamespace, that_day: datetime) -> None:
    copied(world, that_day, name=world.institutions.civil_society.name)

    own = score(world, world.civil_society, that_day, 1, 1)

    assert (own.is_assisted, world.evaluation.evaluators.count()) == (False, 1)


@pytest.mark.parametrize("value", [0, 6])
def test_a_score_off_the_scale_keeps_nothing(world: SimpleNamespace, that_day: datetime, value: int) -> None:
    with pytest.raises(Refused):
        score(world, world.liaison, that_day, 4, value)

    assert not world.evaluation.evaluators.exists()


@pytest.mark.parametrize("who", ["citizen", "liaison", "monitoring"])
def test_only_coordination_opens_and_publishes(world: SimpleNamespace, that_day: datetime, who: str) -> None:
    actor = getattr(world, who)
    draft = drafted(world, that_day)
    with pytest.raises(Denied):
        actions.open_evaluation(evaluation=draft, actor=actor, at=that_day)
    with pytest.raises(Denied):
        actions.publish_evaluation(evaluation=world.evaluation, findings="Sirve.", actor=actor, at=that_day)


def test_a_published_report_and_open_criteria_do_not_change(world: SimpleNamespace, that_day: datetime) -> None:
    with pytest.raises(Denied):
        actions.change_evaluation(
            evaluation=world.evaluation,
            values=VALUES,
            criteria=CRITERIA,
            revision=0,
            actor=world.coordination,
            at=that_day,
        )
    published(world, that_day)
    with pytest.raises(Denied):
        score(world, world.liaison, that_day, 1, 1)


def test_its_address_becomes_evidence_of_a_milestone(
    world: SimpleNamespace, that_day: datetime, client_of: Callable[[Any], Client]
) -> None:
    shown = published(world, that_day)
    leaf = worlds.milestone(world.lab, "Convenios")
    url = reverse("tracking:attach_evaluation", args=["nl", world.lab.public_id, world.lab.slug, shown.public_id])

    client_of(world.liaison).post(url, {"milestone": leaf.public_id})

    piece = Evidence.objects.get(milestone=leaf)
    assert (piece.kind, piece.url.endswith(shown.get_absolute_url())) == ("results-report", True)


def test_scores_and_criteria_are_written_in_the_browser(
    world: SimpleNamespace, that_day: datetime, client_of: Callable[[Any], Client]
) -> None:
    whole = ["nl", world.lab.public_id, world.lab.slug]
    browser = client_of(world.coordination)
    url = reverse("tracking:create_evaluation", args=whole)
    rows = browser.get(url).context["rows"]
    sent = {f"{rows.prefix}-TOTAL_FORMS": "5", f"{rows.prefix}-INITIAL_FORMS": "5"}
    sent |= {form.add_prefix(name): str(form[name].value() or "") for form in rows for name in form.fields}
    sent |= {key: str(value) for key, value in VALUES.items()} | {"criterios-0-name": "Cercanía"}
    made = browser.post(url, sent)
    assert made.status_code == 302
    assert Evaluation.objects.filter(criteria__name="Cercanía").exists()
    place = [*whole, world.evaluation.public_id]
    given = {"score-1": "4", "score-2": "5", "reason-1": "Sirve.", "reason-2": "", "comment": ""}

    client_of(world.liaison).post(reverse("tracking:score_evaluation", args=place), given)
    browser.post(reverse("tracking:copy_scores", args=place), given | {"name": "Colectivo", "sector": "academia"})

    assert {one.is_assisted for one in world.evaluation.evaluators.all()} == {True, False}
