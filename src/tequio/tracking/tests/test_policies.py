"""Who may do what: roles × states, and the lists that must say the same."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from tequio.people.models import Jurisdiction
from tequio.people.tests import worlds as people
from tequio.plans import actions as plans
from tequio.plans.models import Milestone
from tequio.tracking import actions, policies, queries
from tequio.tracking.models import Evidence
from tequio.tracking.tests import worlds

ROLES = ("coordination", "liaison", "other_liaison", "civil_society", "monitoring", "citizen", "stranger")
#                    coord liaison other civil monit citizen stranger
REPORT = {
    "published": "yes   yes     no    yes   no    no      no",
    "draft": "no    no      no    no    no    no      no",
    "withdrawn": "no    no      no    no    no    no      no",
}
# Of a piece that the liaison handed in: in which state of the piece and the commitment.
VIEW = {
    "submitted": "yes   yes     no    yes   yes   no      no",
    "accepted": "yes   yes     yes   yes   yes   yes     yes",
    "returned": "yes   yes     no    yes   yes   no      no",
    "withdrawn piece": "yes   yes     no    yes   yes   no      no",
    "accepted, commitment withdrawn": "yes   yes     no    yes   no    no      no",
}
REVIEW = {
    "submitted": "yes   no      no    no    no    no      no",
    "accepted": "no    no      no    no    no    no      no",
    "returned": "no    no      no    no    no    no      no",
    "submitted by coordination": "no    no      no    yes   yes   no      no",
    "submitted by civil society": "yes   no      no    no    no    no      no",
    "open to all reviewers": "yes   no      no    yes   yes   no      no",
    "submitted, commitment withdrawn": "no    no      no    no    no    no      no",
}


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    world = worlds.nuevo_leon(at)
    world.stranger = worlds.STRANGER
    return world


def answers(row: str) -> dict[str, bool]:
    return dict(zip(ROLES, (word == "yes" for word in row.split()), strict=True))


def piece_in(state: str, world: SimpleNamespace, at: datetime) -> Evidence:
    """Bring a piece into a state of the tables above."""
    by = {"by coordination": world.coordination, "by civil society": world.civil_society}
    author = next((office for words, office in by.items() if words in state), world.liaison)
    piece = worlds.hand_in(worlds.milestone(world.lab, "Convenios"), author, at)
    if state.startswith("accepted"):
        worlds.accept(piece, world.coordination, at)
    if state == "returned":
        worlds.give_back(piece, world.coordination, at)
    if state == "withdrawn piece":
        actions.withdraw_evidence(evidence=piece, actor=author, at=at)
    if "commitment withdrawn" in state:
        plans.withdraw_commitment(commitment=world.lab, reason="Se rehace.", actor=world.coordination, at=at)
    if state == "open to all reviewers":
        everybody = ["coordination", "civil-society", "monitoring-body"]
        Jurisdiction.objects.filter(pk=world.jurisdiction.pk).update(reviewers=everybody)
    return Evidence.objects.get(pk=piece.pk)


def listed(rows, thing) -> bool:
    return rows.filter(pk=thing.pk).exists()


@pytest.mark.parametrize("state", REPORT)
def test_who_may_report(db: None, at: datetime, state: str) -> None:
    world = worlds.drafts(at) if state == "draft" else worlds.nuevo_leon(at)
    world.stranger = worlds.STRANGER
    if state == "withdrawn":
        plans.withdraw_commitment(commitment=world.lab, reason="Se rehace.", actor=world.coordination, at=at)
    leaf = worlds.milestone(world.lab, "Convenios")

    for role, expected in answers(REPORT[state]).items():
        actor = getattr(world, role)
        decision = policies.can_report_status(actor, leaf)
        assert bool(decision) is expected, role
        assert decision or str(decision.reason), role
        assert bool(policies.can_submit_evidence(actor, leaf)) is expected, role
        assert listed(queries.answered_by(actor), leaf) is expected, role


@pytest.mark.parametrize("state", VIEW)
def test_who_sees_a_piece(world: SimpleNamespace, at: datetime, state: str) -> None:
    piece = piece_in(state, world, at)

    for role, expected in answers(VIEW[state]).items():
        actor = getattr(world, role)
        decision = policies.can_view_evidence(actor, piece)
        assert bool(decision) is expected, role
        assert decision or str(decision.reason), role
        assert listed(queries.evidence_visible_to(actor), piece) is expected, role


@pytest.mark.parametrize("state", REVIEW)
def test_who_reviews_a_piece(world: SimpleNamespace, at: datetime, state: str) -> None:
    piece = piece_in(state, world, at)

    for role, expected in answers(REVIEW[state]).items():
        actor = getattr(world, role)
        decision = policies.can_review_evidence(actor, piece)
        assert bool(decision) is expected, role
        assert decision or str(decision.reason), role
        assert listed(queries.review_queue(actor), piece) is expected, role


def test_who_reported_for_several_institutions_reviews_for_none_of_them(world: SimpleNamespace, at: datetime) -> None:
    piece = piece_in("submitted", world, at)
    bodies = world.institutions
    liaison_too = worlds.also(world, "coordination", bodies.participation, at, user=world.liaison.user)
    colleague = worlds.also(world, "liaison", bodies.culture, at)
    colleague_too = worlds.also(world, "coordination", bodies.participation, at, user=colleague.user)
    other = worlds.also(world, "coordination", bodies.participation, at)

    for actor, expected in ((liaison_too, False), (colleague_too, False), (other, True)):
        assert bool(policies.can_review_evidence(actor, piece)) is expected
        assert listed(queries.review_queue(actor), piece) is expected


def test_whoever_left_the_institution_before_may_review_it(world: SimpleNamespace, at: datetime) -> None:
    bodies = world.institutions
    former = people.officer(
        bodies.culture,
        "liaison",
        "antes@nl.example",
        at,
        starts_on=at.date().replace(year=2020),
        ends_on=at.date().replace(year=2022),
    )
    now_coordination = worlds.also(world, "coordination", bodies.participation, at, user=former.user)
    piece = piece_in("submitted", world, at)

    assert policies.can_review_evidence(now_coordination, piece)
    assert listed(queries.review_queue(now_coordination), piece)


def test_the_same_roles_of_another_place_may_nothing(world: SimpleNamespace, at: datetime) -> None:
    mexico = people.mexico(at)
    leaf = worlds.milestone(world.lab, "Convenios")
    piece = piece_in("submitted", world, at)

    for role in ROLES[:5]:
        actor = getattr(mexico, role)
        assert not policies.can_report_status(actor, leaf)
        assert not policies.can_view_evidence(actor, piece)
        assert not policies.can_review_evidence(actor, piece)
        assert not listed(queries.answered_by(actor), leaf)
        assert not listed(queries.evidence_visible_to(actor), piece)
        assert not listed(queries.review_queue(actor), piece)


def test_an_activity_is_answered_by_its_key_actions_party(world: SimpleNamespace) -> None:
    leaf = worlds.activities(world.sheet, "1")[0]

    assert policies.can_report_status(world.other_liaison, leaf)
    assert not policies.can_report_status(world.liaison, leaf)
    assert listed(queries.answered_by(world.other_liaison), leaf)
    assert not listed(queries.answered_by(world.liaison), leaf)


def test_a_party_of_one_milestone_answers_only_for_that_one(world: SimpleNamespace) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    leaf.parties.create(
        commitment=world.lab, section="milestone", name="Participación", institution=world.institutions.participation
    )
    mine = set(queries.answered_by(world.other_liaison).filter(commitment=world.lab).values_list("pk", flat=True))

    assert mine == {leaf.pk}
    for one in Milestone.objects.filter(commitment=world.lab):
        assert bool(policies.can_report_status(world.other_liaison, one)) is (one.pk == leaf.pk)


def test_files_follow_their_evidence(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    open_piece = worlds.hand_in(leaf, world.liaison, at, upload=worlds.text_file())
    worlds.accept(open_piece, world.coordination, at)
    closed = worlds.hand_in(leaf, world.liaison, at, upload=worlds.text_file())
    files = {open_piece.file_id, closed.file_id}

    assert queries.files_visible(files, worlds.STRANGER) == {open_piece.file_id}
    assert queries.files_visible(files, world.other_liaison) == {open_piece.file_id}
    assert queries.files_visible(files, world.liaison) == files
    assert queries.originals_visible(files, worlds.STRANGER) == set()
    assert queries.originals_visible(files, world.other_liaison) == set()
    assert queries.originals_visible(files, world.coordination) == files


def test_the_pieces_of_a_page_agree_with_the_policies(world: SimpleNamespace, at: datetime) -> None:
    for state in ("submitted", "accepted", "returned", "submitted by coordination"):
        piece_in(state, world, at)
    leaf = worlds.milestone(world.lab, "Convenios")

    for role in ROLES:
        actor = getattr(world, role)
        rows = queries.pieces_of(leaf, actor)
        assert len(rows) == 4
        for row in rows:
            assert row.is_open is bool(policies.can_view_evidence(actor, row.evidence)), role
            assert row.may_review is bool(policies.can_review_evidence(actor, row.evidence)), role
            assert row.may_withdraw is bool(policies.can_withdraw_evidence(actor, row.evidence)), role
