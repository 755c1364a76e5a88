"""Every change to plans and commitments, one function per sentence of the manual."""

from tequio.plans.actions.commitments import (
    accept_limit,
    draft_commitment,
    edit_section,
    publish_commitment,
    withdraw_commitment,
)
from tequio.plans.actions.documents import confirm_document, drop_document, keep_document
from tequio.plans.actions.goals import add_goals_as_milestones
from tequio.plans.actions.moves import move_milestone
from tequio.plans.actions.plans import change_plan, open_plan, publish_plan, withdraw_plan
from tequio.plans.actions.reference import load_reference
from tequio.plans.actions.reviews import change_review_rules, extend_review, open_review, withdraw_review
from tequio.plans.actions.roadmap import save_deliverables, save_roadmap
from tequio.plans.actions.shares import save_shares
from tequio.plans.actions.tree import (
    remove_group,
    remove_key_action,
    remove_milestone,
    remove_objective,
    reorder_tree,
    save_group,
    save_key_action,
    save_milestone,
    save_objective,
)

__all__ = [
    "accept_limit",
    "add_goals_as_milestones",
    "change_plan",
    "change_review_rules",
    "confirm_document",
    "draft_commitment",
    "drop_document",
    "edit_section",
    "extend_review",
    "keep_document",
    "load_reference",
    "move_milestone",
    "open_plan",
    "open_review",
    "publish_commitment",
    "publish_plan",
    "remove_group",
    "remove_key_action",
    "remove_milestone",
    "remove_objective",
    "reorder_tree",
    "save_deliverables",
    "save_group",
    "save_key_action",
    "save_milestone",
    "save_objective",
    "save_roadmap",
    "save_shares",
    "withdraw_commitment",
    "withdraw_plan",
    "withdraw_review",
]
