"""Moving the dates of what is public: with its reason, and never without memory."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.queries import Officer
from tequio.plans import policies
from tequio.plans.actions._publication import digest, locked, publish
from tequio.plans.events import MilestoneMoved
from tequio.plans.models import Milestone, Move, Publication
from tequio.plans.queries.moves import Dates, flaw_of_move
from tequio.plans.vocab import PublicationKind
from tequio.record.actions import record


@transaction.atomic
def move_milestone(
    *,
    milestone: Milestone,
    start: date | None,
    end: date,
    precision: str = "",
    reason: str,
    reference: str = "",
    actor: Actor,
    at: datetime,
) -> Move:
    """Move the dates of a public milestone; the original ones, and every move, stay to be read.

    `precision` is that of both dates (left out, the present one). `reference` names the session or agreement that
    approved it. The text gets a new version, as by any correction. Undo by moving again.
    Raises Denied for whoever may not, and Refused without a reason or if nothing would move.
    """
    commitment = locked(milestone.commitment, None)
    milestone = Milestone.objects.select_for_update(of=("self",)).select_related("key_action").get(pk=milestone.pk)
    milestone.commitment = commitment
    require(policies.can_move_milestone(actor, milestone))
    if flaw := flaw_of_move(milestone, Dates(start, end, precision), reason=reason, reference=reference):
        raise Refused(*flaw)
    was = (milestone.begins_on, milestone.ends_on)
    last = Move.objects.filter(milestone=milestone).order_by("-number").values_list("number", flat=True).first() or 0
    if not last:
        milestone.original_begins_on, milestone.original_ends_on = was
    milestone.start, milestone.end, milestone.precision = start, end, precision or milestone.precision
    milestone.save()
    move = Move.objects.create(
        milestone=milestone,
        number=last + 1,
        was_begins_on=was[0],
        was_ends_on=was[1],
        begins_on=milestone.begins_on,
        ends_on=milestone.ends_on or end,
        reason=words.tidy(reason),
        reference=words.tidy(reference),
        office=actor.office if isinstance(actor, Officer) else None,
        at=at,
    )
    commitment.revision += 1
    commitment.save()
    made = publish(commitment, PublicationKind.CORRECTED, reason=move.reason, actor=actor, at=at)
    record(_told(move, made), actor=actor, at=at)
    return move


def _told(move: Move, made: Publication) -> MilestoneMoved:
    commitment = move.milestone.commitment
    return MilestoneMoved(
        tenant=commitment.plan.jurisdiction.urn,
        subject=commitment.urn,
        milestone=move.milestone.urn,
        number=made.number,
        text=made.sha256,
        move=move.number,
        was_begins_on=move.was_begins_on,
        was_ends_on=move.was_ends_on,
        begins_on=move.begins_on,
        ends_on=move.ends_on,
        why=digest(move.reason),
        reference=digest(move.reference) if move.reference else None,
    )
