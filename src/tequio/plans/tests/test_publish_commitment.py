"""Drafting, publishing and withdrawing a commitment."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from types import SimpleNamespace

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.plans import actions, events
from tequio.plans.models import Template
from tequio.plans.tests import worlds
from tequio.plans.vocab import State
from tequio.record import queries as record


def test_a_draft_needs_a_title(drafts: SimpleNamespace, at: datetime) -> None:
    form = Template.objects.get(code="form-21")
    with pytest.raises(Refused) as refused:
        actions.draft_commitment(plan=drafts.plan, template=form, title=" ", actor=drafts.liaison, at=at)
    assert refused.value.field == "title"


def test_liaisons_and_coordination_open_drafts_and_nobody_else(drafts: SimpleNamespace, at: datetime) -> None:
    form = Template.objects.get(code="form-21")
    for actor in (drafts.civil_society, drafts.monitoring, drafts.citizen, worlds.STRANGER):
        with pytest.raises(Denied):
            actions.draft_commitment(plan=drafts.plan, template=form, title="Uno más", actor=actor, at=at)
    made = actions.draft_commitment(plan=drafts.plan, template=form, title="Uno más", actor=drafts.liaison, at=at)
    assert (made.order, made.number, made.state) == (3, "3", State.DRAFT)


def test_publication_waits_for_its_plan(drafts: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Refused):
        actions.publish_commitment(commitment=drafts.lab, actor=drafts.coordination, at=at)


def test_publication_keeps_the_exact_text_and_cites_it(world: SimpleNamespace) -> None:
    made = world.lab.publications.get()
    fact = json.loads(bytes(record.entries_of(world.lab.urn)[0].entry))

    assert fact["type"] == events.CommitmentPublished.name
    assert fact["data"] == {"number": 1, "text": made.sha256, "plan": world.plan.urn}
    assert made.sha256 == hashlib.sha256(made.document.encode()).hexdigest()
    public = json.loads(made.document)
    assert len(public["milestones"]) == 7
    assert [one["target"] for one in public["sdgs"]] == ["5.b", "16.6", "16.8", "16.10", "16.b"]


def test_a_liaison_may_not_publish(drafts: SimpleNamespace, at: datetime) -> None:
    actions.publish_plan(plan=drafts.plan, actor=drafts.coordination, at=at)
    with pytest.raises(Denied):
        actions.publish_commitment(commitment=drafts.lab, actor=drafts.liaison, at=at)


def test_an_empty_draft_says_what_is_missing(world: SimpleNamespace, at: datetime) -> None:
    form = Template.objects.get(code="form-21")
    by = {"actor": world.coordination, "at": at}
    made = actions.draft_commitment(plan=world.plan, template=form, title="Vacío", **by)
    with pytest.raises(Refused) as refused:
        actions.publish_commitment(commitment=made, **by)
    assert "2. Compromiso" in str(refused.value.reason)


def test_withdrawing_hides_it_and_the_record_keeps_it(world: SimpleNamespace, at: datetime) -> None:
    by = {"actor": world.coordination, "at": at}
    with pytest.raises(Refused):
        actions.withdraw_commitment(commitment=world.lab, reason="", **by)

    lab = actions.withdraw_commitment(commitment=world.lab, reason="Faltaba consultarlo.", **by)

    assert lab.state == State.WITHDRAWN
    assert [entry.type for entry in record.entries_of(lab.urn)] == [
        events.CommitmentWithdrawn.name,
        events.CommitmentPublished.name,
    ]
    with pytest.raises(Refused):
        actions.withdraw_commitment(commitment=lab, reason="Otra vez.", **by)
    with pytest.raises(Refused):
        actions.publish_commitment(commitment=lab, **by)

    assert actions.publish_commitment(commitment=lab, reason="Ya se consultó.", **by).is_published
    assert [made.number for made in lab.publications.all()] == [3, 2, 1]


def test_what_is_public_cannot_be_published_twice(world: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Refused):
        actions.publish_commitment(commitment=world.lab, actor=world.coordination, at=at)
