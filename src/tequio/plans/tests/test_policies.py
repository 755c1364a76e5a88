"""Who may do what, and whether lists agree with it."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from tequio.kit.actor import SYSTEM
from tequio.people.tests import worlds as people
from tequio.plans import actions, policies, queries
from tequio.plans.models import ActionPlan, Commitment, ImportedDocument
from tequio.plans.tests import worlds

EVERYBODY = (
    *("coordination", "liaison", "other_liaison", "civil_society", "monitoring", "citizen", "stranger", "system"),
    "foreign_coordination",
)
# Each letter says whether that actor, in the order of EVERYBODY, may do it to the lab's commitment in that state.
TABLE = [
    ("can_manage_plans", "draft", "y......y."),
    ("can_view_plan", "draft", "yyyyy..y."),
    ("can_view_plan", "published", "yyyyyyyyy"),
    ("can_view_plan", "withdrawn", "yyyyy..y."),
    ("can_draft_commitment", "draft", "yyy....y."),
    ("can_view_commitment", "draft", "yy.y...y."),
    ("can_view_commitment", "published", "yyyyyyyyy"),
    ("can_view_commitment", "withdrawn", "yy.y...y."),
    ("can_edit_commitment", "draft", "yy.....y."),
    ("can_edit_commitment", "published", "y......y."),
    ("can_edit_commitment", "withdrawn", "yy.....y."),
    ("can_publish_commitment", "draft", "y......y."),
    ("can_publish_commitment", "published", "y......y."),
    ("can_accept_limit", "draft", "y......y."),
    ("can_import", "draft", "yyy....y."),
    ("can_load_reference", "draft", ".......y."),
]


def everybody(world: SimpleNamespace, at: datetime) -> dict[str, object]:
    named = {name: getattr(world, name) for name in EVERYBODY[:6]}
    return named | {
        "stranger": worlds.STRANGER,
        "system": SYSTEM,
        "foreign_coordination": people.mexico(at).coordination,
    }


def in_state(world: SimpleNamespace, state: str, at: datetime) -> Commitment:
    """Bring the plan and the lab's commitment to a state."""
    if state != "draft":
        worlds.publish(world, at)
    if state == "withdrawn":
        by = {"reason": "Se revisa.", "actor": world.coordination, "at": at}
        actions.withdraw_commitment(commitment=world.lab, **by)
        actions.withdraw_plan(plan=world.plan, **by)
    return Commitment.objects.select_related("plan__jurisdiction").get(pk=world.lab.pk)


def about(policy: str, commitment: Commitment) -> tuple[object, ...]:
    if policy == "can_load_reference":
        return ()
    if policy in ("can_manage_plans", "can_import"):
        return (commitment.plan.jurisdiction,)
    return (commitment.plan if policy in ("can_view_plan", "can_draft_commitment") else commitment,)


@pytest.mark.parametrize(("policy", "state", "answers"), TABLE, ids=[f"{row[0]}-{row[1]}" for row in TABLE])
def test_each_actor_may_do_what_the_table_says(
    drafts: SimpleNamespace, at: datetime, policy: str, state: str, answers: str
) -> None:
    actors = everybody(drafts, at)
    commitment = in_state(drafts, state, at)

    decided = {name: getattr(policies, policy)(actors[name], *about(policy, commitment)) for name in EVERYBODY}

    assert "".join("y" if decided[name] else "." for name in EVERYBODY) == answers
    assert all(decision or str(decision.reason) for decision in decided.values())


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
def test_lists_show_exactly_what_may_be_seen(drafts: SimpleNamespace, at: datetime, state: str) -> None:
    actors = everybody(drafts, at)
    in_state(drafts, state, at)
    plans = ActionPlan.objects.select_related("jurisdiction")
    commitments = Commitment.objects.select_related("plan__jurisdiction")

    for name in set(EVERYBODY) - {"system"}:
        actor = actors[name]
        allowed = {one.pk for one in plans if policies.can_view_plan(actor, one)}
        assert set(queries.plans_visible_to(actor).values_list("pk", flat=True)) == allowed, name
        allowed = {one.pk for one in commitments if policies.can_view_commitment(actor, one)}
        assert set(queries.commitments_visible_to(actor).values_list("pk", flat=True)) == allowed, name
        leaves = queries.milestones_visible_to(actor).values_list("commitment", flat=True)
        assert set(leaves) == allowed, name


def test_a_document_is_confirmed_once_and_only_by_who_may_import(drafts: SimpleNamespace, at: datetime) -> None:
    document = ImportedDocument(jurisdiction=drafts.jurisdiction, office=drafts.liaison.handle)
    assert policies.can_confirm_document(drafts.liaison, document)
    assert policies.can_confirm_document(drafts.coordination, document)
    assert not policies.can_confirm_document(drafts.other_liaison, document)
    assert not policies.can_confirm_document(drafts.civil_society, document)

    document.confirmed_at = at
    assert not policies.can_confirm_document(drafts.coordination, document)


def test_urns_name_only_what_is_public(drafts: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(drafts.lab, "Inventario")
    urns = [drafts.plan.urn, drafts.lab.urn, leaf.urn, "urn:tequio:nl:plan:0000000000", "nonsense"]
    assert queries.resolved(urns) == {}
