"""The percentages of commitments and plans, for any number of them in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tequio.plans.models import ActionPlan, Commitment, KeyAction, Milestone
from tequio.plans.vocab import State
from tequio.tracking import progress
from tequio.tracking.models import Standing
from tequio.tracking.progress import Branch, Figures, Leaf, Line, Tree
from tequio.tracking.queries.rows import standing_of
from tequio.tracking.vocab import Status


@dataclass(frozen=True)
class Measured:
    """What has figures: shown as whole per cents, kept as fractions."""

    figures: Figures

    @property
    def reported(self) -> Fraction:
        return self.figures.reported

    @property
    def verified(self) -> Fraction:
        return self.figures.verified

    @property
    def unknown(self) -> Fraction:
        return self.figures.unknown

    @property
    def reported_percent(self) -> int:
        return self.figures.reported_percent

    @property
    def verified_percent(self) -> int:
        return self.figures.verified_percent

    @property
    def unknown_percent(self) -> int:
        return self.figures.unknown_percent


@dataclass(frozen=True)
class CommitmentProgress(Measured):
    """A commitment's figures, with all that explains them."""

    commitment: Commitment
    tree: Tree
    lines: tuple[Line, ...]
    milestones: Mapping[str, Milestone]
    key_actions: Mapping[str, KeyAction]

    @property
    def details(self) -> list[LineDetail]:
        """Each line with the milestone and key action that it is about."""
        return [LineDetail(one, self.milestones.get(one.leaf), self.key_actions.get(one.branch)) for one in self.lines]


@dataclass(frozen=True)
class LineDetail:
    """A line of the explanation; a branch or a commitment without parts has no milestone."""

    line: Line
    milestone: Milestone | None
    key_action: KeyAction | None

    @property
    def standing(self) -> Standing | None:
        return standing_of(self.milestone) if self.milestone else None


@dataclass(frozen=True)
class PlanProgress(Measured):
    """A plan's figures: the plain mean of its published commitments."""

    plan: ActionPlan
    commitments: tuple[CommitmentProgress, ...]

    @property
    def count(self) -> int:
        return len(self.commitments)


def progress_of(commitments: Iterable[Commitment]) -> dict[int, CommitmentProgress]:
    """Measure some commitments: two queries, whatever their number."""
    rows = list(commitments)
    keys = [one.pk for one in rows]
    actions: dict[int, list[KeyAction]] = defaultdict(list)
    by_key: dict[int, KeyAction] = {}
    for action in KeyAction.objects.filter(commitment__in=keys).order_by("order", "pk"):
        actions[action.commitment_id].append(action)
        by_key[action.pk] = action
    leaves: dict[int, list[Milestone]] = defaultdict(list)
    found = Milestone.objects.filter(commitment__in=keys).select_related("standing", "objective")
    for leaf in found.order_by("objective__order", "objective", "order", "pk"):
        if leaf.key_action_id:
            leaf.key_action = by_key[leaf.key_action_id]
        leaves[leaf.commitment_id].append(leaf)
    return {one.pk: _measured(one, actions[one.pk], leaves[one.pk]) for one in rows}


def plans_progress(plans: Iterable[ActionPlan]) -> dict[int, PlanProgress]:
    """Measure some plans by their published commitments: three queries, whatever their number."""
    rows = list(plans)
    commitments = Commitment.objects.filter(plan__in=[one.pk for one in rows], state=State.PUBLISHED)
    measured = progress_of(commitments.select_related("plan__jurisdiction").order_by("order", "pk"))
    found: dict[int, list[CommitmentProgress]] = defaultdict(list)
    for one in measured.values():
        found[one.commitment.plan_id].append(one)
    return {
        plan.pk: PlanProgress(
            progress.mean(one.figures for one in found[plan.pk]), plan=plan, commitments=tuple(found[plan.pk])
        )
        for plan in rows
    }


def plan_progress(plan: ActionPlan) -> PlanProgress:
    """Measure one plan."""
    return plans_progress([plan])[plan.pk]


def by_horizon(measured: CommitmentProgress) -> dict[str, Figures]:
    """Measure each horizon of a commitment as if it were the whole (R039)."""
    found: dict[str, list[Line]] = defaultdict(list)
    for one in measured.details:
        if one.milestone and one.milestone.objective:
            found[one.milestone.objective.horizon].append(one.line)
    return {horizon: progress.among(lines) for horizon, lines in found.items()}


def _measured(commitment: Commitment, actions: list[KeyAction], leaves: list[Milestone]) -> CommitmentProgress:
    tree = _tree(commitment, actions, leaves)
    laid = tuple(progress.lines(tree))
    return CommitmentProgress(
        progress.total(laid),
        commitment=commitment,
        tree=tree,
        lines=laid,
        milestones={one.public_id: one for one in leaves},
        key_actions={one.public_id: one for one in actions},
    )


def _tree(commitment: Commitment, actions: list[KeyAction], leaves: list[Milestone]) -> Tree:
    if not actions:
        return Tree(commitment.public_id, tuple(_leaf(one) for one in leaves))
    return Tree(
        commitment.public_id,
        tuple(
            Branch(
                action.public_id,
                _exact(action.weight),
                tuple(_leaf(one) for one in leaves if one.key_action_id == action.pk),
            )
            for action in actions
        ),
    )


def _leaf(milestone: Milestone) -> Leaf:
    standing = standing_of(milestone)
    return Leaf(
        key=milestone.public_id,
        weight=_exact(milestone.weight),
        is_known=standing.is_confirmed,
        is_reported=standing.status == Status.FINISHED,
        is_verified=standing.is_finished,
        target=_exact(milestone.target),
        value=_exact(standing.value),
        accepted=Fraction(standing.accepted_value),
    )


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
