"""Three sides on one scale: who speaks for which, the rule of the computed one, and the right of reply."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.people import actions as people
from tequio.people.models import Tenure
from tequio.plans import actions as plans
from tequio.tracking import actions, policies, queries
from tequio.tracking.models import Assessment
from tequio.tracking.tests import worlds
from tequio.tracking.vocab import Completion, Track

ROLES = ("coordination", "liaison", "other_liaison", "civil_society", "monitoring", "citizen", "stranger")
IRM = {"source_url": "https://irm.example/informe", "source_on": date(2023, 5, 1)}


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    world = worlds.nuevo_leon(at)
    world.stranger = worlds.STRANGER
    return world


def assess(world: SimpleNamespace, track: str, by: Any, at: datetime, **more: Any) -> Assessment:
    said = {"completion": "limited", "explanation": "Faltan los convenios."} | (IRM if track == "irm" else {})
    return actions.assess_commitment(commitment=world.lab, track=track, actor=by, at=at, **said | more)


def without_monitoring(world: SimpleNamespace, at: datetime) -> None:
    tenure = Tenure.objects.get(office=world.monitoring.office)
    people.end_office(tenure=tenure, reason="Terminó su encargo.", actor=world.coordination, at=at)


#                    coord liaison other civil monit citizen stranger
MAY_ASSESS = {
    "government": "yes   no      no    no    no    no      no",
    "society": "no    no      no    no    yes   no      no",
    "irm": "yes   no      no    no    yes   no      no",
    "society, without monitoring body": "no    no      no    yes   no    no      no",
    "government, withdrawn": "no    no      no    no    no    no      no",
    "society, withdrawn": "no    no      no    no    no    no      no",
}


@pytest.mark.parametrize("state", MAY_ASSESS)
def test_who_speaks_for_each_side(world: SimpleNamespace, at: datetime, state: str) -> None:
    track, _, more = state.partition(", ")
    if "without" in more:
        without_monitoring(world, at)
        at += timedelta(days=2)
        world.monitoring = worlds.STRANGER
    if more == "withdrawn":
        plans.withdraw_commitment(commitment=world.lab, reason="Se rehace.", actor=world.coordination, at=at)
        world.lab.refresh_from_db()

    for role, word in zip(ROLES, MAY_ASSESS[state].split(), strict=True):
        decision = policies.can_assess_commitment(getattr(world, role), world.lab, track, at)
        assert bool(decision) is (word == "yes"), role
        assert decision or str(decision.reason), role


@pytest.mark.parametrize(
    ("track", "row"),
    [("society", "yes yes no no no no no"), ("irm", "yes yes no no no no no"), ("government", "no no no no no no no")],
)
def test_who_replies(world: SimpleNamespace, at: datetime, track: str, row: str) -> None:
    by = world.coordination if track != "society" else world.monitoring
    assessment = assess(world, track, by, at)

    for role, word in zip(ROLES, row.split(), strict=True):
        decision = policies.can_answer_assessment(getattr(world, role), assessment)
        assert bool(decision) is (word == "yes"), role
        assert decision or str(decision.reason), role


def test_the_government_cannot_touch_what_the_monitoring_body_said(world: SimpleNamespace, at: datetime) -> None:
    assess(world, "society", world.monitoring, at)
    with pytest.raises(Denied, match="el gobierno puede responder, no editar"):
        assess(world, "society", world.coordination, at, completion="complete")

    (side,) = [one for one in tracks(world).sides if one.track == Track.SOCIETY]
    assert side.completion == Completion.LIMITED


def test_what_was_said_before_stays_superseded(world: SimpleNamespace, at: datetime) -> None:
    first = assess(world, "society", world.monitoring, at)
    second = assess(world, "society", world.monitoring, at + timedelta(days=1), completion="substantial")

    assert second.supersedes == first
    assert Assessment.objects.get(pk=first.pk).completion == "limited"
    assert tracks(world).of("society").assessment == second
    assert policies.can_answer_assessment(world.coordination, first).reason


def test_one_reply_for_each_assessment(world: SimpleNamespace, at: datetime) -> None:
    assessment = assess(world, "society", world.monitoring, at)
    with pytest.raises(Refused):
        actions.answer_assessment(assessment=assessment, words="  ", actor=world.liaison, at=at)
    actions.answer_assessment(assessment=assessment, words="Ya se firmaron dos.", actor=world.liaison, at=at)

    assert tracks(world).of("society").reply.text == "Ya se firmaron dos."
    with pytest.raises(Denied, match="una por cada"):
        actions.answer_assessment(assessment=assessment, words="Otra.", actor=world.coordination, at=at)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"completion": "great"}, "completion"),
        ({"explanation": " "}, "explanation"),
        ({"source_url": "irm.example"}, "source_url"),
        ({"source_on": None}, "source_on"),
        ({"source_on": date(2030, 1, 1)}, "source_on"),
        ({"early_results": "wow"}, "early_results"),
        ({"opened": "wow"}, "opened"),
    ],
)
def test_what_is_no_assessment_is_refused(world, at: datetime, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        assess(world, "irm", world.coordination, at, **wrong)

    assert refused.value.field == field


def test_the_governments_side_follows_what_was_reported_by_the_rule(world: SimpleNamespace, at: datetime) -> None:
    leaves = list(world.lab.milestones.order_by("order"))
    expected = [Completion.NO_EVIDENCE]
    seen = [tracks(world).of("government").completion]
    worlds.report(worlds.milestone(world.lab, "Reglas"), "not-started", world.liaison, at)
    seen.append(tracks(world).of("government").completion)
    worlds.report(worlds.milestone(world.lab, "Reglas"), "in-progress", world.liaison, at)
    seen.append(tracks(world).of("government").completion)
    for leaf in leaves[:4]:
        worlds.finish(leaf, world.liaison, world.coordination, at)
    seen.append(tracks(world).of("government").completion)

    expected += [Completion.NOT_STARTED, Completion.LIMITED, Completion.SUBSTANTIAL]
    assert seen == expected
    rules = {"substantial_from": 60, "complete_from": 100, "quiet_days": 90, "period_months": 6, "report_days": 15}
    actions.change_rules(jurisdiction=world.jurisdiction, actor=world.coordination, at=at, **rules)
    assert tracks(world).of("government").completion == Completion.LIMITED
    assess(world, "government", world.coordination, at, completion="substantial")
    assert not tracks(world).of("government").is_computed


def test_differences_are_counted_in_steps_of_the_scale(world: SimpleNamespace, at: datetime) -> None:
    assert tracks(world).is_alone
    assess(world, "government", world.coordination, at, completion="complete")
    assess(world, "irm", world.monitoring, at, completion="limited")

    assert (tracks(world).is_different, tracks(world).steps) == (True, 2)
    both = queries.tracks_of([world.lab, world.sheet], jurisdiction=world.jurisdiction)
    assert [one.commitment for one in queries.differing(both)] == [world.lab]


def test_many_commitments_cost_as_much_as_one(world, at: datetime, django_assert_num_queries) -> None:
    assess(world, "society", world.monitoring, at)
    with django_assert_num_queries(4):
        queries.tracks_of([world.lab], jurisdiction=world.jurisdiction)
    with django_assert_num_queries(4):
        queries.tracks_of([world.lab, world.sheet], jurisdiction=world.jurisdiction)


def tracks(world: SimpleNamespace) -> queries.Tracks:
    return queries.tracks_of([world.lab], jurisdiction=world.jurisdiction)[0]


def test_whoever_judged_takes_along_what_it_wrote(world: SimpleNamespace, at: datetime) -> None:
    made = actions.assess_commitment(
        commitment=world.lab,
        track="society",
        completion="limited",
        explanation="Faltan los convenios.",
        actor=world.monitoring,
        at=at,
    )

    mine = queries.personal_judgements(world.monitoring.user)
    assert [(one["assessment"], one["why"]) for one in mine["assessments"]] == [(made.urn, "Faltan los convenios.")]
    assert not any(queries.personal_judgements(world.liaison.user).values())
