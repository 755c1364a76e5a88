"""A second person accepts a piece, or returns it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.record import queries as record
from tequio.tracking import actions
from tequio.tracking.models import Evidence, Review, StatusChange
from tequio.tracking.tests import worlds


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def facts(world, type: str) -> list[dict]:
    return [json.loads(bytes(one.entry)) for one in record.entries_of(world.lab.urn).filter(type=f"tracking.{type}")]


def test_a_claim_is_finished_when_one_piece_of_each_kind_is_accepted(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Directorio")
    directory = worlds.hand_in(leaf, world.liaison, at, kind="directory")
    minutes = worlds.hand_in(leaf, world.liaison, at, kind="minutes")
    worlds.report(leaf, "finished", world.liaison, at)

    worlds.accept(directory, world.coordination, at)
    assert worlds.standing(leaf).code == "claim"

    later = at + timedelta(days=1)
    worlds.accept(minutes, world.coordination, later)

    assert worlds.standing(leaf).is_finished
    assert worlds.standing(leaf).since == later
    assert [one["data"]["completes"] for one in facts(world, "evidence-accepted")] == [True, False]
    assert facts(world, "evidence-accepted")[0]["data"]["status"] == "finished"
    last = StatusChange.objects.first()
    assert (last.was_code, last.code, last.cause, last.office) == (
        "claim",
        "finished",
        "acceptance",
        world.coordination.office,
    )


def test_each_review_states_exactly_one_fact(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.report(leaf, "finished", world.liaison, at)
    before = record.entries_of(world.lab.urn).count()

    worlds.accept(piece, world.coordination, at)

    assert record.entries_of(world.lab.urn).count() == before + 1


def test_a_return_takes_the_claim_back_to_what_was_last_reported(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    worlds.report(leaf, "stuck", world.liaison, at, "Falta una firma.")
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.report(leaf, "finished", world.liaison, at)

    worlds.give_back(piece, world.coordination, at, "Le falta la última página.")

    standing = worlds.standing(leaf)
    assert (standing.code, standing.note, standing.is_confirmed) == ("stuck", "Falta una firma.", True)
    (fact,) = facts(world, "evidence-returned")
    assert fact["data"]["takes_back"] is True
    assert fact["evidence"]
    assert "página" not in json.dumps(fact, ensure_ascii=False)
    assert Review.objects.get().reason == "Le falta la última página."
    assert StatusChange.objects.first().note == ""


def test_a_claim_that_was_the_first_report_goes_back_to_what_nobody_confirmed(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    for _round in range(2):
        piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
        worlds.report(leaf, "finished", world.liaison, at)
        worlds.give_back(piece, world.coordination, at)

    standing = worlds.standing(leaf)

    assert (standing.code, standing.is_confirmed, standing.began_at) == ("not-started", False, None)


def test_a_return_leaves_the_claim_where_another_piece_covers_its_kind(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    first = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.report(leaf, "finished", world.liaison, at)

    worlds.give_back(first, world.coordination, at)

    assert worlds.standing(leaf).is_claim
    assert facts(world, "evidence-returned")[0]["data"]["takes_back"] is False


def test_a_return_needs_a_reason(world, at) -> None:
    piece = worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at, kind="agreement")

    with pytest.raises(Refused) as no:
        worlds.give_back(piece, world.coordination, at, " ")

    assert no.value.field == "reason"
    piece.refresh_from_db()
    assert piece.state == "submitted"


def test_a_decision_that_is_neither_is_refused(world, at) -> None:
    piece = worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at)

    with pytest.raises(Refused):
        actions.review_evidence(evidence=piece, decision="maybe", actor=world.coordination, at=at)


def test_of_two_reviewers_at_once_the_second_is_told_that_it_was_decided(world, at) -> None:
    second = worlds.also(world, "coordination", world.institutions.participation, at)
    piece = worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at)
    as_both_saw_it = Evidence.objects.get(pk=piece.pk)
    worlds.accept(piece, world.coordination, at)

    with pytest.raises(Denied) as no:
        worlds.give_back(as_both_saw_it, second, at)

    assert str(no.value.reason)
    assert Review.objects.count() == 1
    as_both_saw_it.refresh_from_db()
    assert as_both_saw_it.state == "accepted"


def test_nobody_reviews_what_they_handed_in_even_from_another_office(world, at) -> None:
    other_hat = worlds.also(world, "coordination", world.institutions.participation, at, user=world.liaison.user)
    piece = worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at)

    with pytest.raises(Denied):
        worlds.accept(piece, other_hat, at)


def test_a_colleague_of_the_institution_that_handed_it_in_may_not_review_it_under_another_hat(world, at) -> None:
    colleague = worlds.also(world, "liaison", world.institutions.culture, at)
    other_hat = worlds.also(world, "coordination", world.institutions.participation, at, user=colleague.user)
    piece = worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at)

    with pytest.raises(Denied):
        worlds.accept(piece, other_hat, at)


def test_what_coordination_hands_in_is_reviewed_by_the_others(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    elsewhere = worlds.also(world, "coordination", world.institutions.participation, at)
    piece = worlds.hand_in(leaf, world.coordination, at, kind="agreement")

    with pytest.raises(Denied):
        worlds.accept(piece, elsewhere, at)

    worlds.accept(piece, world.monitoring, at)


def test_of_a_number_only_the_part_with_accepted_evidence_is_proven(world, at) -> None:
    leaf = worlds.counted(worlds.milestone(world.lab, "Convenios"), "80")
    worlds.report(leaf, "in-progress", world.liaison, at, value=Decimal(60))
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement", value=Decimal(40))

    worlds.accept(piece, world.coordination, at)

    assert worlds.standing(leaf).accepted_value == 40


def test_a_piece_without_a_number_vouches_for_the_one_that_stood_when_it_was_accepted(world, at) -> None:
    leaf = worlds.counted(worlds.milestone(world.lab, "Convenios"), "80")
    worlds.report(leaf, "in-progress", world.liaison, at, value=Decimal(60))
    worlds.accept(worlds.hand_in(leaf, world.liaison, at, kind="agreement"), world.coordination, at)

    worlds.report(leaf, "in-progress", world.liaison, at, value=Decimal(75))

    assert worlds.standing(leaf).accepted_value == 60
    assert Evidence.objects.get().value == 60


def test_a_number_is_finished_only_when_evidence_proves_all_of_it(world, at) -> None:
    leaf = worlds.counted(worlds.milestone(world.lab, "Convenios"), "80")
    worlds.accept(worlds.hand_in(leaf, world.liaison, at, kind="agreement", value=Decimal(40)), world.coordination, at)

    worlds.report(leaf, "finished", world.liaison, at)
    assert worlds.standing(leaf).code == "claim"
    worlds.accept(worlds.hand_in(leaf, world.liaison, at, kind="report", value=Decimal(80)), world.coordination, at)

    assert worlds.standing(leaf).is_finished
