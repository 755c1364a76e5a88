"""Limits are soft: counted, warned about, accepted with a reason, never cut (X01)."""

from __future__ import annotations

import json
from datetime import datetime
from types import SimpleNamespace

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.plans import actions, checks, document
from tequio.plans.models import Commitment
from tequio.plans.tests import worlds

LONG = "á\n" * 755  # 1,510 code points; the form asks for 1,000


@pytest.fixture
def long(drafts: SimpleNamespace, at: datetime) -> Commitment:
    """A draft whose problem is too long."""
    return worlds.section(drafts.lab, "problem", drafts.liaison, at, problem=LONG + "fin")


def blocking(commitment: Commitment) -> list[str]:
    return [check.key for check in checks.of(Commitment.objects.get(pk=commitment.pk)) if check.is_blocking]


def test_x01_a_long_text_is_kept_whole_and_stops_publication(
    drafts: SimpleNamespace, long: Commitment, at: datetime
) -> None:
    assert long.problem == LONG + "fin"
    assert blocking(long) == ["problem"]
    actions.publish_plan(plan=drafts.plan, actor=drafts.coordination, at=at)
    with pytest.raises(Refused):
        actions.publish_commitment(commitment=long, actor=drafts.coordination, at=at)


def test_coordination_accepts_it_with_a_reason_that_the_public_text_carries(
    drafts: SimpleNamespace, long: Commitment, at: datetime
) -> None:
    reason = "La mesa acordó este texto."
    with pytest.raises(Denied):
        actions.accept_limit(commitment=long, key="problem", reason=reason, actor=drafts.liaison, at=at)
    with pytest.raises(Refused):
        actions.accept_limit(commitment=long, key="problem", reason=" ", actor=drafts.coordination, at=at)

    actions.accept_limit(commitment=long, key="problem", reason=reason, actor=drafts.coordination, at=at)

    assert blocking(long) == []
    accepted = document.of_commitment(Commitment.objects.get(pk=long.pk))["accepted_limits"]
    assert accepted == [{"section": "problem", "length": 1513, "limit": 1000, "reason": reason}]


def test_a_text_that_grows_after_it_was_accepted_asks_again(
    drafts: SimpleNamespace, long: Commitment, at: datetime
) -> None:
    by = {"actor": drafts.coordination, "at": at}
    actions.accept_limit(commitment=long, key="problem", reason="Así se acordó.", **by)
    worlds.section(long, "problem", drafts.liaison, at, problem=LONG + "fin y más")
    assert blocking(long) == ["problem"]


def test_a_text_that_shrinks_leaves_no_mark(drafts: SimpleNamespace, long: Commitment, at: datetime) -> None:
    actions.accept_limit(commitment=long, key="problem", reason="Así se acordó.", actor=drafts.coordination, at=at)
    worlds.section(long, "problem", drafts.liaison, at, problem="Breve.")
    assert document.of_commitment(Commitment.objects.get(pk=long.pk))["accepted_limits"] == []


def test_a_text_within_its_limit_needs_no_acceptance(drafts: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Refused):
        actions.accept_limit(commitment=drafts.lab, key="gender", reason="Sí.", actor=drafts.coordination, at=at)


def test_the_reason_of_a_correction_accepts_its_length(world: SimpleNamespace, at: datetime) -> None:
    actions.edit_section(
        commitment=world.lab,
        key="problem",
        values={"problem": LONG + "fin"},
        revision=world.lab.revision,
        reason="La mesa lo amplió.",
        actor=world.coordination,
        at=at,
    )

    public = json.loads(world.lab.publications.all()[0].document)
    assert public["accepted_limits"][0]["reason"] == "La mesa lo amplió."
    with pytest.raises(Refused):
        actions.accept_limit(commitment=world.lab, key="problem", reason="Otra razón.", actor=world.coordination, at=at)
