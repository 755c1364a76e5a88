"""From the goals of an axis to what is followed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.plans import policies
from tequio.plans.actions._publication import locked, settle
from tequio.plans.models import Commitment, Milestone


@transaction.atomic
def add_goals_as_milestones(
    *, commitment: Commitment, revision: int | None, actor: Actor, at: datetime
) -> list[Milestone]:
    """Make a milestone of each verifiable goal that is not one yet: so an axis is followed like any commitment.

    Raises Refused if there is no goal left to follow, or once it is public: its tree is frozen then.
    """
    commitment = locked(commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    if policies.is_frozen(commitment):
        raise Refused(None, _("The tree froze when the commitment was published."))
    known = set(commitment.milestones.values_list("title", flat=True))
    missing = [goal for goal in commitment.goals.all() if goal.text not in known]
    if not missing and commitment.goal and not commitment.goals.exists() and commitment.goal not in known:
        missing = [commitment.goals.model(text=commitment.goal)]
    if not missing:
        raise Refused(None, _("Each goal is a milestone already. Write the goals first."))
    last = commitment.milestones.count()
    made = [
        Milestone.objects.create(
            commitment=commitment,
            order=last + n,
            label=goal.label,
            title=goal.text,
            end=commitment.end,
            precision=commitment.precision,
        )
        for n, goal in enumerate(missing, start=1)
    ]
    after = {"milestones": [leaf.title for leaf in made]}
    settle(commitment, "milestones", reason="", before={}, after=after, actor=actor, at=at)
    return made
