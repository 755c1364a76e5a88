"""What stands in the way of publishing, and what is only worth a second look."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tequio.kit.policy import Refused
from tequio.plans import actions, checks
from tequio.plans.models import Commitment, Template
from tequio.plans.tests import worlds


def of(commitment: Commitment, *, blocking: bool) -> list[str]:
    found = checks.of(Commitment.objects.get(pk=commitment.pk))
    return [check.sentence for check in found if check.is_blocking == blocking]


def test_a_whole_commitment_has_nothing_in_its_way(drafts: SimpleNamespace) -> None:
    assert of(drafts.lab, blocking=True) == []
    assert of(drafts.lab, blocking=False) == []
    assert of(drafts.sheet, blocking=True) == []


def test_every_required_section_is_asked_for_and_an_optional_one_is_not(drafts: SimpleNamespace, at: datetime) -> None:
    form = Template.objects.get(code="form-21")
    made = actions.draft_commitment(plan=drafts.plan, template=form, title="Vacío", actor=drafts.liaison, at=at)
    found = checks.of(made)
    assert [check.key for check in found if check.is_blocking] == [
        *("text", "period", "government", "nongovernment", "problem", "situation", "gender", "action"),
        *("contribution", "policy_areas", "thematic_areas", "values", "resources_assured", "milestones"),
    ]


def test_one_area_is_not_two(drafts: SimpleNamespace, at: datetime) -> None:
    areas = [{"term": row.term} for row in drafts.lab.classifications.filter(term__scheme="policy-area")]
    worlds.section(drafts.lab, "policy_areas", drafts.liaison, at, rows=[areas[:1]])
    (sentence,) = of(drafts.lab, blocking=True)
    assert "2" in sentence
    assert "1" in sentence


def test_a_value_without_its_why_is_not_justified(drafts: SimpleNamespace, at: datetime) -> None:
    link = drafts.lab.values.get()
    worlds.section(drafts.lab, "values", drafts.liaison, at, rows=[[{"term": link.term, "why": " "}]])
    assert len(of(drafts.lab, blocking=True)) == 1


def test_weights_that_do_not_make_one_hundred_refuse_publication(drafts: SimpleNamespace, at: datetime) -> None:
    by = {"revision": None, "actor": drafts.coordination, "at": at}
    first, second, third = drafts.sheet.key_actions.all()
    actions.save_key_action(commitment=drafts.sheet, key_action=first, values={"weight": Decimal(30)}, **by)
    (sentence,) = of(drafts.sheet, blocking=True)
    assert "95" in sentence

    actions.save_key_action(commitment=drafts.sheet, key_action=third, values={"weight": Decimal(30)}, **by)
    assert of(drafts.sheet, blocking=True) == []

    actions.save_key_action(commitment=drafts.sheet, key_action=second, values={"weight": None}, **by)
    assert len(of(drafts.sheet, blocking=True)) == 1
    actions.publish_plan(plan=drafts.plan, actor=drafts.coordination, at=at)
    with pytest.raises(Refused):
        actions.publish_commitment(commitment=drafts.sheet, actor=drafts.coordination, at=at)


def test_a_round_sum_is_written_in_full(drafts: SimpleNamespace, at: datetime) -> None:
    third = drafts.sheet.key_actions.get(label="3")
    actions.save_key_action(
        commitment=drafts.sheet,
        key_action=third,
        values={"weight": Decimal(15)},
        revision=None,
        actor=drafts.coordination,
        at=at,
    )
    (sentence,) = of(drafts.sheet, blocking=True)
    assert " 90" in sentence


def test_a_key_action_needs_an_activity(drafts: SimpleNamespace, at: datetime) -> None:
    by = {"revision": None, "actor": drafts.coordination, "at": at}
    for leaf in drafts.sheet.milestones.filter(key_action__label="1"):
        actions.remove_milestone(milestone=leaf, **by)
    assert len(of(drafts.sheet, blocking=True)) == 1


def test_overlapping_key_actions_are_shown_and_not_refused(drafts: SimpleNamespace) -> None:
    (sentence,) = of(drafts.sheet, blocking=False)
    assert "2" in sentence
    assert "3" in sentence


def test_a_bare_milestone_raises_doubts_and_blocks_nothing(drafts: SimpleNamespace, at: datetime) -> None:
    by = {"revision": None, "actor": drafts.liaison, "at": at}
    actions.save_milestone(commitment=drafts.lab, values={"title": "Algo"}, **by)
    assert len(of(drafts.lab, blocking=False)) == 3

    short = drafts.lab.objectives.get(horizon="short")
    late = {"title": "Tarde", "objective": short, "end": date(2023, 8, 1)}
    means, parties = [{"text": "Acta"}], [{"name": "Cultura"}]
    actions.save_milestone(commitment=drafts.lab, values=late, means=means, parties=parties, **by)
    assert len(of(drafts.lab, blocking=False)) == 4
    assert of(drafts.lab, blocking=True) == []
