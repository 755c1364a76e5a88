"""The other sides of a plan or a commitment: who says what, what was met for it, what comes next."""

from __future__ import annotations

from datetime import datetime

from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.kit.slot import Slot
from tequio.plans.models import ActionPlan, Commitment

# Filled by the roof: each answers one card, or None where it has nothing to tell this reader.
commitment_aspects: Slot[[Commitment, Actor, datetime], Aspect | None] = Slot("tracking.commitment_aspects")
plan_aspects: Slot[[ActionPlan, Actor, datetime], Aspect | None] = Slot("tracking.plan_aspects")


def aspects_of_commitment(commitment: Commitment, actor: Actor, at: datetime) -> list[Aspect]:
    """Return the cards of a commitment's page, in the order of config/slots.py."""
    return [one for one in commitment_aspects.ask(commitment, actor, at) if one]


def aspects_of_plan(plan: ActionPlan, actor: Actor, at: datetime) -> list[Aspect]:
    """Return the cards of a plan's page, in the order of config/slots.py."""
    return [one for one in plan_aspects.ask(plan, actor, at) if one]
