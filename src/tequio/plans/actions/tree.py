"""The tree below a commitment: objectives, groups, key actions, milestones and activities.

The shape and the weights freeze on publication; texts and dates can then be corrected, each with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.event import plain
from tequio.kit.policy import Refused, require
from tequio.plans import checks, policies
from tequio.plans.actions._publication import locked, settle
from tequio.plans.models import (
    Commitment,
    Indicator,
    KeyAction,
    Means,
    Milestone,
    MilestoneGroup,
    Objective,
    Party,
)
from tequio.plans.vocab import DATES, FROZEN, Horizon, Section, State

Node = TypeVar("Node", Objective, MilestoneGroup, KeyAction, Milestone)

OBJECTIVE = ("order", "horizon", "text", "due", "precision", "due_text")
GROUP = ("order", "title", "objective")
KEY_ACTION = ("order", "label", "title", "objective", "weight", "start", "end", "precision")
MILESTONE = (
    "order",
    "label",
    "title",
    "purpose",
    "objective",
    "group",
    "key_action",
    "start",
    "end",
    "precision",
    "weight",
    "target",
    "unit",
    "stated",
    "overlaps",
)
Rows = Sequence[Mapping[str, Any]]


@transaction.atomic
def save_objective(
    *,
    commitment: Commitment,
    objective: Objective | None = None,
    values: Mapping[str, Any],
    revision: int | None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Objective:
    """Add or change the objective of a horizon.

    `values` holds any of OBJECTIVE. Raises Refused as every change of a commitment does.
    """
    commitment = locked(commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    node = _node(Objective, objective, commitment)
    before, after = _apply(node, OBJECTIVE, values)
    if node.horizon not in Horizon.values:
        raise Refused("horizon", _("Choose a horizon."))
    node.save()
    settle(commitment, "objectives", reason=reason, before=before, after=after, actor=actor, at=at)
    return node


@transaction.atomic
def save_group(
    *,
    commitment: Commitment,
    group: MilestoneGroup | None = None,
    values: Mapping[str, Any],
    revision: int | None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> MilestoneGroup:
    """Add or change a heading above milestones, which follow it to its objective.

    `values` holds any of GROUP. Raises Refused as every change of a commitment does.
    """
    commitment = locked(commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    node = _node(MilestoneGroup, group, commitment)
    before, after = _apply(node, GROUP, values)
    node.save()
    node.milestones.update(objective=node.objective)
    settle(commitment, "groups", reason=reason, before=before, after=after, actor=actor, at=at)
    return node


@transaction.atomic
def save_key_action(
    *,
    commitment: Commitment,
    key_action: KeyAction | None = None,
    values: Mapping[str, Any],
    means: Rows | None = None,
    indicators: Rows | None = None,
    parties: Rows | None = None,
    revision: int | None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> KeyAction:
    """Add or change a key action, with its indicators, means of verification and responsible parties.

    `values` holds any of KEY_ACTION. Raises Refused if its weight takes the sum above 100, or changes once public.
    """
    commitment = locked(commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    node = _node(KeyAction, key_action, commitment)
    _unfrozen(commitment, node, values)
    before, after = _apply(node, KEY_ACTION, values)
    _dates_forward(node.start, node.end)
    _weight_fits(node, commitment.key_actions.exclude(pk=node.pk))
    node.save()
    _replace_means(commitment, means, key_action=node)
    _replace_parties(commitment, parties, Section.KEY_ACTION, key_action=node)
    if indicators is not None:
        node.indicators.all().delete()
        Indicator.objects.bulk_create(
            Indicator(commitment=commitment, key_action=node, order=n, **row) for n, row in enumerate(indicators, 1)
        )
    settle(commitment, "key_actions", reason=reason, before=before, after=after, actor=actor, at=at)
    return node


@transaction.atomic
def save_milestone(
    *,
    commitment: Commitment,
    milestone: Milestone | None = None,
    values: Mapping[str, Any],
    means: Rows | None = None,
    parties: Rows | None = None,
    revision: int | None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Milestone:
    """Add or change a milestone or activity, with its means of verification and responsible parties.

    `values` holds any of MILESTONE; under a group it takes the group's objective. Raises Refused if its weight takes
    the sum above 100, or if the tree's shape or weights would change once public.
    """
    commitment = locked(commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    node = _node(Milestone, milestone, commitment)
    _unfrozen(commitment, node, values)
    before, after = _apply(node, MILESTONE, values)
    if node.group and node.group.objective:
        node.objective = node.group.objective
    _dates_forward(node.start, node.end)
    _weight_fits(node, commitment.milestones.filter(key_action=node.key_action).exclude(pk=node.pk))
    node.save()
    _replace_means(commitment, means, milestone=node)
    _replace_parties(commitment, parties, Section.MILESTONE, milestone=node)
    settle(commitment, "milestones", reason=reason, before=before, after=after, actor=actor, at=at)
    return node


@transaction.atomic
def remove_objective(
    *, objective: Objective, revision: int | None, reason: str = "", actor: Actor, at: datetime
) -> None:
    """Remove an objective that has no milestone left.

    Raises Refused while it has any.
    """
    commitment = locked(objective.commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    below = models.Q(objective=objective) | models.Q(group__objective=objective)
    if commitment.milestones.filter(below).exists():
        raise Refused(None, _("Move or remove its milestones first."))
    before = _values(objective, OBJECTIVE)
    objective.delete()
    settle(commitment, "objectives", reason=reason, before=before, after={}, actor=actor, at=at)


@transaction.atomic
def remove_group(*, group: MilestoneGroup, revision: int | None, reason: str = "", actor: Actor, at: datetime) -> None:
    """Remove a heading; its milestones stay, without it."""
    commitment = locked(group.commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    before = _values(group, GROUP)
    group.milestones.update(group=None)
    group.delete()
    settle(commitment, "groups", reason=reason, before=before, after={}, actor=actor, at=at)


@transaction.atomic
def remove_key_action(*, key_action: KeyAction, revision: int | None, actor: Actor, at: datetime) -> None:
    """Remove a key action and its activities from a draft.

    Raises Refused once the commitment is public, and for ever if anything was reported about one of its activities.
    """
    commitment = locked(key_action.commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    _shape_is_free(commitment)
    before = _values(key_action, KEY_ACTION)
    _delete(key_action)
    settle(commitment, "key_actions", reason="", before=before, after={}, actor=actor, at=at)


@transaction.atomic
def remove_milestone(*, milestone: Milestone, revision: int | None, actor: Actor, at: datetime) -> None:
    """Remove a milestone or activity from a draft.

    Raises Refused once the commitment is public, and for ever if anything was reported about it.
    """
    commitment = locked(milestone.commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    _shape_is_free(commitment)
    before = _values(milestone, MILESTONE)
    _delete(milestone)
    settle(commitment, "milestones", reason="", before=before, after={}, actor=actor, at=at)


@transaction.atomic
def reorder_tree(
    *,
    commitment: Commitment,
    rows: Sequence[Objective] | Sequence[MilestoneGroup] | Sequence[KeyAction] | Sequence[Milestone],
    revision: int | None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Put the objectives, groups, key actions or milestones of a commitment in another order.

    `rows` are all those of one kind, in their new order. Raises Refused as every change of a commitment does.
    """
    commitment = locked(commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    kind = type(rows[0]) if rows else Milestone
    own = kind._default_manager.filter(commitment=commitment)
    before = list(own.values_list("pk", flat=True))
    after = [row.pk for row in rows]
    if sorted(before) != sorted(after):
        raise Refused("revision", _("The list changed while you were ordering it. Look at it again first."))
    for order, pk in enumerate(after, start=1):
        own.filter(pk=pk).update(order=order)
    settle(commitment, "order", reason=reason, before={"rows": before}, after={"rows": after}, actor=actor, at=at)


def _node(model: type[Node], given: Node | None, commitment: Commitment) -> Node:
    """Return the row to write: the commitment's own, or a new one at the end."""
    if given is None:
        last = model._default_manager.filter(commitment=commitment).aggregate(last=models.Max("order"))["last"] or 0
        return model(commitment=commitment, order=last + 1)
    return model._default_manager.select_for_update().get(pk=given.pk, commitment=commitment)


def _apply(node: Node, names: Sequence[str], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    before = _values(node, names)
    for name in names:
        if name in values:
            value = values[name]
            if isinstance(value, models.Model) and getattr(value, "commitment_id", None) != node.commitment_id:
                raise Refused(name, _("Choose one of the same commitment."))
            setattr(node, name, words.tidy(value) if isinstance(value, str) else value)
    if not str(getattr(node, "title", "") or getattr(node, "text", "")).strip():
        raise Refused("text" if isinstance(node, Objective) else "title", _("Write at least a few words here."))
    return before, _values(node, names)


def _values(node: Any, names: Sequence[str]) -> dict[str, Any]:
    return {
        name: plain(str(value) if isinstance(value, models.Model) else value)
        for name in names
        for value in [getattr(node, name)]
    }


def _dates_forward(start: Any, end: Any) -> None:
    if start and end and end < start:
        raise Refused("end", _("It cannot end before it starts."))


def _shape_is_free(commitment: Commitment) -> None:
    if policies.is_frozen(commitment):
        raise Refused(
            None,
            _(
                "The tree and its weights froze when the commitment was published. "
                "Withdraw the publication to change them."
            ),
        )


def _delete(node: KeyAction | Milestone) -> None:
    try:
        with transaction.atomic():
            node.delete()
    except models.ProtectedError:
        raise Refused(None, _("Something was reported about it, so it stays. Correct its text instead.")) from None


def _unfrozen(commitment: Commitment, node: Any, values: Mapping[str, Any]) -> None:
    """Refuse a change of shape or weight in a public commitment, and for ever one of the dates that were public."""
    moves = any(name in values and values[name] != getattr(node, name, None) for name in DATES)
    if moves and node.pk and commitment.state != State.DRAFT:
        raise Refused("end", _("Its dates were public: they move only on its own page, where the original ones stay."))
    if node.pk is None or any(name in values and values[name] != getattr(node, name, None) for name in FROZEN):
        _shape_is_free(commitment)


def _weight_fits(node: Any, others: models.QuerySet[Any]) -> None:
    if node.weight is None:
        return
    if node.weight <= 0:
        raise Refused("weight", _("A weight is greater than 0."))
    total = checks.sum_of(others) + Decimal(node.weight)
    if total > checks.FULL:
        raise Refused(
            "weight",
            _("With this weight the sum would be %(sum)s, and it cannot pass 100.") % {"sum": f"{total.normalize():f}"},
        )


def _replace_means(commitment: Commitment, rows: Rows | None, **owner: Any) -> None:
    if rows is None:
        return
    Means.objects.filter(commitment=commitment, **owner).delete()
    Means.objects.bulk_create(
        Means(commitment=commitment, order=n, text=words.tidy(row["text"]), kind=row.get("kind", ""), **owner)
        for n, row in enumerate(rows, start=1)
    )


def _replace_parties(commitment: Commitment, rows: Rows | None, section: str, **owner: Any) -> None:
    if rows is None:
        return
    kept = {party.pk: party for party in Party.objects.filter(commitment=commitment, **owner)}
    for order, row in enumerate(rows, start=1):
        # A row that comes back with its key keeps its posts, and with them its private contacts.
        party = kept.pop(row.get("pk") or 0, None) or Party(commitment=commitment, section=section, **owner)
        party.order = order
        for key, value in row.items():
            if key not in ("pk", "posts"):
                setattr(party, key, value)
        party.save()
        if "posts" in row:
            party.posts.set(row["posts"])
    for gone in kept.values():
        gone.delete()
