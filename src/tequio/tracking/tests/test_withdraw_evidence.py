"""Taking a piece back before anybody reviews it."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from tequio.kit.policy import Denied
from tequio.record import queries as record
from tequio.tracking import actions
from tequio.tracking.tests import worlds


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def test_its_office_withdraws_it_and_the_fact_is_public(world, at) -> None:
    piece = worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at)

    actions.withdraw_evidence(evidence=piece, actor=world.liaison, at=at)

    piece.refresh_from_db()
    assert piece.state == "withdrawn"
    assert record.entries_of(world.lab.urn).filter(type="tracking.evidence-withdrawn").count() == 1


def test_the_claim_that_it_held_up_falls_with_it(world, at) -> None:
    leaf = worlds.milestone(world.lab, "Convenios")
    worlds.report(leaf, "in-progress", world.liaison, at)
    piece = worlds.hand_in(leaf, world.liaison, at, kind="agreement")
    worlds.report(leaf, "finished", world.liaison, at)

    actions.withdraw_evidence(evidence=piece, actor=world.liaison, at=at)

    assert worlds.standing(leaf).code == "in-progress"


def test_another_office_may_not(world, at) -> None:
    piece = worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at)

    for somebody in (world.coordination, worlds.STRANGER, world.other_liaison):
        with pytest.raises(Denied):
            actions.withdraw_evidence(evidence=piece, actor=somebody, at=at)


def test_what_was_reviewed_stays(world, at) -> None:
    piece = worlds.hand_in(worlds.milestone(world.lab, "Convenios"), world.liaison, at)
    worlds.accept(piece, world.coordination, at)

    with pytest.raises(Denied) as no:
        actions.withdraw_evidence(evidence=piece, actor=world.liaison, at=at)

    assert str(no.value.reason)
