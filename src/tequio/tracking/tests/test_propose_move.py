"""Asking for other dates: the reason is public, the coordination decides, and the memory stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.plans import actions as plans
from tequio.plans.models import Milestone
from tequio.record import queries as record
from tequio.tracking import actions, policies, queries
from tequio.tracking.models import MoveProposal
from tequio.tracking.tests import worlds
from tequio.tracking.vocab import Alert

AUGUST = date(2023, 8, 1)


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    world = worlds.nuevo_leon(at)
    world.stranger = worlds.STRANGER
    return world


def propose(leaf: Milestone, by: Any, at: datetime) -> MoveProposal:
    return actions.propose_move(
        milestone=leaf, start=leaf.start, end=AUGUST, reason="Se amplió la convocatoria.", actor=by, at=at
    )


def test_an_accepted_proposal_moves_the_dates_and_says_who_asked(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    proposal = propose(leaf, world.liaison, at)
    actions.decide_move(proposal=proposal, accept=True, actor=world.coordination, at=at)

    leaf = worlds.milestone(world.lab, "Convenios")
    assert (leaf.ends_on, leaf.first_ends_on, leaf.slippage) == (date(2023, 8, 31), date(2023, 6, 30), 62)
    told = [entry.type for entry in record.entries_of(world.lab.urn)][:3]
    assert sorted(told) == ["plans.milestone-moved", "tracking.move-accepted", "tracking.move-proposed"]
    (move,) = queries.rescheduling_of(Milestone.objects.filter(pk=leaf.pk)).moves
    assert move.proposal.office == world.liaison.office


def test_a_declined_proposal_stays_with_its_answer_and_moves_nothing(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    proposal = propose(leaf, world.liaison, at)
    with pytest.raises(Refused):
        actions.decide_move(proposal=proposal, accept=False, actor=world.coordination, at=at)
    actions.decide_move(proposal=proposal, accept=False, reason="Aún da tiempo.", actor=world.coordination, at=at)

    assert worlds.milestone(world.lab, "Convenios").slippage == 0
    kept = queries.rescheduling_of(Milestone.objects.filter(pk=leaf.pk))
    assert ([one.answer for one in kept.proposals], kept.moves) == (["Aún da tiempo."], [])
    with pytest.raises(Denied):
        actions.decide_move(proposal=proposal, accept=True, actor=world.coordination, at=at)


def test_one_proposal_waits_at_a_time_and_its_office_may_take_it_back(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    first = propose(leaf, world.liaison, at)
    with pytest.raises(Refused):
        propose(leaf, world.liaison, at)
    with pytest.raises(Denied):
        actions.withdraw_move(proposal=first, actor=world.coordination, at=at)
    actions.withdraw_move(proposal=first, actor=world.liaison, at=at)

    assert propose(leaf, world.liaison, at).state == "waiting"


ROLES = ("coordination", "liaison", "other_liaison", "civil_society", "monitoring", "citizen", "stranger")


@pytest.mark.parametrize(("verb", "row"), [("propose", "no yes no yes no no no"), ("decide", "yes no no no no no no")])
def test_who_proposes_and_who_decides(world: SimpleNamespace, at: datetime, verb: str, row: str) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    proposal = propose(leaf, world.liaison, at)

    for role, word in zip(ROLES, row.split(), strict=True):
        actor = getattr(world, role)
        decision = (
            policies.can_propose_move(actor, leaf) if verb == "propose" else policies.can_decide_move(actor, proposal)
        )
        assert bool(decision) is (word == "yes"), role
        assert decision or str(decision.reason), role


def test_a_moved_date_is_in_time_but_never_silently(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    later = at + timedelta(days=30)  # 12 July: past the end of June, before the end of August
    plans.move_milestone(
        milestone=leaf, start=leaf.start, end=AUGUST, reason="Se amplió.", actor=world.coordination, at=at
    )

    assert leaf not in queries.late_milestones(at=later, jurisdiction=world.jurisdiction)
    assert leaf in queries.overdue_milestones(at=later, jurisdiction=world.jurisdiction)
    row = queries.leaf(leaf, at=later)
    assert (row.is_late, row.is_overdue) == (False, True)
    assert Alert.SLIPPED in [one.alert for one in queries.alerts_of([row])]


def test_lists_and_rows_agree_on_what_is_past_the_agreed_date(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Directorio")
    plans.move_milestone(
        milestone=leaf, start=leaf.start, end=AUGUST, reason="Se amplió.", actor=world.coordination, at=at
    )
    listed = set(queries.overdue_milestones(at=at, jurisdiction=world.jurisdiction))
    rows = queries.leaves(queries.public_milestones(jurisdiction=world.jurisdiction), at=at)

    assert {row.milestone for row in rows if row.is_overdue} == listed
    assert leaf in listed
