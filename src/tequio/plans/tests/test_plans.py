"""Opening, changing, publishing and withdrawing a plan."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from types import SimpleNamespace

import pytest

from tequio.kit.policy import Denied, Refused
from tequio.people.tests import worlds as people
from tequio.plans import actions, events
from tequio.plans.models import ActionPlan, Publication
from tequio.plans.tests import worlds
from tequio.plans.vocab import State
from tequio.record import queries as record

VALUES = {"name": "Segundo plan", "start": date(2025, 1, 1), "end": date(2026, 12, 31)}


def test_coordination_opens_a_plan_and_nobody_outside_hears_of_it(drafts: SimpleNamespace, at: datetime) -> None:
    by = {"actor": drafts.coordination, "at": at}
    plan = actions.open_plan(jurisdiction=drafts.jurisdiction, values=VALUES, **by)

    assert plan.state == State.DRAFT
    assert not record.entries_of(plan.urn)
    assert record.trail_of(plan.urn).get().type == events.PlanDrafted.name


def test_a_liaison_may_not_open_a_plan(drafts: SimpleNamespace, at: datetime) -> None:
    with pytest.raises(Denied):
        actions.open_plan(jurisdiction=drafts.jurisdiction, values=VALUES, actor=drafts.liaison, at=at)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"name": "  "}, "name"), ({"start": date(2027, 1, 1)}, "end")], ids=["no name", "backwards"]
)
def test_a_plan_needs_a_name_and_runs_forward(
    drafts: SimpleNamespace, at: datetime, wrong: dict[str, object], field: str
) -> None:
    by = {"actor": drafts.coordination, "at": at}
    with pytest.raises(Refused) as refused:
        actions.open_plan(jurisdiction=drafts.jurisdiction, values={**VALUES, **wrong}, **by)
    assert refused.value.field == field

    plan = drafts.plan
    with pytest.raises(Refused):
        actions.change_plan(plan=plan, values={"end": date(2021, 1, 1)}, revision=plan.revision, **by)


def test_a_plan_follows_only_another_plan_of_its_place(drafts: SimpleNamespace, at: datetime) -> None:
    other = people.mexico(at)
    theirs = worlds.plan(other, at)
    for wrong in (theirs, drafts.plan):
        with pytest.raises(Refused) as refused:
            actions.change_plan(
                plan=drafts.plan, values={"predecessor": wrong}, revision=0, actor=drafts.coordination, at=at
            )
        assert refused.value.field == "predecessor"


def test_whoever_saves_second_is_told(drafts: SimpleNamespace, at: datetime) -> None:
    by = {"actor": drafts.coordination, "at": at}
    actions.change_plan(plan=drafts.plan, values={"forum": "Mesa"}, revision=0, **by)

    with pytest.raises(Refused) as refused:
        actions.change_plan(plan=drafts.plan, values={"forum": "Otra mesa"}, revision=0, **by)

    assert refused.value.field == "revision"
    assert ActionPlan.objects.get(pk=drafts.plan.pk).forum == "Mesa"


def test_publishing_keeps_the_exact_text_and_cites_it(drafts: SimpleNamespace, at: datetime) -> None:
    plan = actions.publish_plan(plan=drafts.plan, actor=drafts.coordination, at=at)

    made = Publication.objects.get(plan=plan)
    fact = json.loads(bytes(record.entries_of(plan.urn)[0].entry))
    assert fact["type"] == events.PlanPublished.name
    assert fact["data"]["text"] == made.sha256 == hashlib.sha256(made.document.encode()).hexdigest()
    assert json.loads(made.document)["name"] == plan.name
    with pytest.raises(Refused):
        actions.publish_plan(plan=plan, actor=drafts.coordination, at=at)


def test_a_public_plan_is_corrected_with_a_reason(world: SimpleNamespace, at: datetime) -> None:
    values = {"forum": "Secretariado Técnico Local"}
    by = {"revision": world.plan.revision, "actor": world.coordination, "at": at}
    with pytest.raises(Refused) as refused:
        actions.change_plan(plan=world.plan, values=values, **by)
    assert refused.value.field == "reason"

    actions.change_plan(plan=world.plan, values=values, reason="Cambió de nombre.", **by)

    assert [made.kind for made in world.plan.publications.all()] == ["corrected", "published"]
    assert world.plan.publications.all()[0].reason == "Cambió de nombre."
    assert record.entries_of(world.plan.urn)[0].type == events.PlanCorrected.name


def test_withdrawing_needs_a_reason_and_so_does_coming_back(world: SimpleNamespace, at: datetime) -> None:
    by = {"actor": world.coordination, "at": at}
    with pytest.raises(Refused):
        actions.withdraw_plan(plan=world.plan, reason=" ", **by)

    plan = actions.withdraw_plan(plan=world.plan, reason="Se publicó por error.", **by)
    assert plan.state == State.WITHDRAWN
    with pytest.raises(Refused):
        actions.withdraw_plan(plan=plan, reason="Otra vez.", **by)
    with pytest.raises(Refused):
        actions.publish_plan(plan=plan, **by)

    assert actions.publish_plan(plan=plan, reason="Ya está revisado.", **by).is_published
