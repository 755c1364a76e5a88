"""What every action of this room shares: the lock, the change of status, and what its facts are about."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused
from tequio.people.queries import Officer
from tequio.plans.models import Milestone
from tequio.tracking import progress, queries
from tequio.tracking.models import Standing, StatusChange
from tequio.tracking.vocab import Cause, Status

MOST = Decimal(10) ** 12  # what the column holds: twelve digits before the point


def locked(milestone: Milestone) -> Milestone:
    """Lock a milestone and its commitment, so that two reviewers, or a publication, cannot judge the same state."""
    related = Milestone.objects.select_related("commitment__plan__jurisdiction", "key_action")
    return related.select_for_update(of=("self", "commitment")).get(pk=milestone.pk)


def about(milestone: Milestone) -> dict[str, Any]:
    """Name what a fact of this room is about."""
    commitment = milestone.commitment
    return {"tenant": commitment.plan.jurisdiction.urn, "subject": commitment.urn, "milestone": milestone.urn}


def officer(actor: Actor) -> Officer:
    """Return the actor as the office that every policy of this room has made sure of."""
    return cast(Officer, actor)


def opened(milestone: Milestone) -> Standing:
    """Return how a milestone stands, opening its row at the first report."""
    found = Standing.objects.filter(milestone=milestone).first() or Standing()
    found.milestone = milestone
    return found


def change(standing: Standing, *, was: Standing, cause: Cause, actor: Actor, at: datetime) -> None:
    """Save how a milestone stands and keep the line of its history."""
    if standing.status != was.status or standing.is_claim != was.is_claim:
        standing.since = at
    if standing.began_at is None and standing.status != Status.NOT_STARTED:
        standing.began_at = at
    if standing.status != Status.FINISHED:
        standing.finished_at = None
    elif standing.finished_at is None:
        standing.finished_at = at
    standing.save()
    StatusChange.objects.create(
        milestone=standing.milestone,
        jurisdiction=standing.milestone.commitment.plan.jurisdiction,
        cause=cause,
        was=was.status,
        was_claim=was.is_claim,
        status=standing.status,
        is_claim=standing.is_claim,
        value=standing.value,
        note=standing.note if cause == Cause.REPORT else "",
        office=officer(actor).office,
        person=officer(actor).user,
        at=at,
    )


def is_proven(milestone: Milestone, standing: Standing) -> bool:
    """Tell whether accepted evidence proves the whole milestone.

    One accepted piece of each announced kind (of any kind where none is announced), and of a numeric target all of it.
    """
    if queries.evidence_lacking(milestone, accepted=True):
        return False
    target = milestone.target
    return not progress.has_target(target) or standing.accepted_value >= (target or 0)


def take_back(standing: Standing, cause: Cause, *, actor: Actor, at: datetime) -> bool:
    """Undo a claim whose evidence no longer covers every announced kind; tell whether it did.

    The milestone goes back to what was last true without a claim: at the beginning, to what nobody has confirmed.
    """
    milestone = standing.milestone
    if not standing.is_claim or not queries.evidence_lacking(milestone):
        return False
    was = snapshot(standing)
    told = StatusChange.objects.filter(milestone=milestone, is_claim=False, cause__in=(Cause.REPORT, Cause.ACCEPTANCE))
    before = told.order_by("-pk").first()
    standing.status = before.status if before else Status.NOT_STARTED
    standing.is_claim = False
    standing.is_confirmed = before is not None
    standing.value = before.value if before else None
    standing.note = before.note if before else ""
    if before is None:
        standing.began_at = None
    change(standing, was=was, cause=cause, actor=actor, at=at)
    return True


def snapshot(standing: Standing) -> Standing:
    """Return a copy of how a milestone stands, to compare with later."""
    return Standing(status=standing.status, is_claim=standing.is_claim, value=standing.value, note=standing.note)


def typed_value(milestone: Milestone, value: Decimal | None) -> Decimal | None:
    """Check a value reached, in the unit of the milestone's target; raise Refused beside the field."""
    if value is None:
        return None
    if not progress.has_target(milestone.target):
        raise Refused("value", _("This milestone has no numeric target, so it takes no number."))
    if not value.is_finite() or value < 0 or value >= MOST:
        raise Refused("value", _("Write how much has been reached: a number from zero upwards."))
    rounded = value.quantize(Decimal("0.01"))
    if rounded != value:
        raise Refused("value", _("Write the number with at most two decimals."))
    return rounded
