"""Moving the dates of what is public: with its reason, and never without memory."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.month import Precision
from tequio.kit.policy import Refused, require
from tequio.people.queries import Officer
from tequio.plans import policies
from tequio.plans.actions._publication import digest, locked, publish
from tequio.plans.events import MilestoneMoved
from tequio.plans.models import Milestone, Move, Publication
from tequio.plans.vocab import PublicationKind
from tequio.record.actions import record

LONGEST_REFERENCE = 200


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
    check_move(milestone, start=start, end=end, precision=precision, reason=reason, reference=reference)
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
        ends_on=milestone.ends_on,
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


def check_move(
    milestone: Milestone, *, start: date | None, end: date | None, precision: str, reason: str, reference: str
) -> None:
    """Refuse a move that says nothing: without reason or end, backwards, or to where the dates already are."""
    if not words.tidy(reason):
        raise Refused("reason", _("Say why it moves: the reason is public, beside the original date."))
    if words.length(words.tidy(reference)) > LONGEST_REFERENCE:
        raise Refused("reference", _("Name the session or agreement in fewer words."))
    if end is None:
        raise Refused("end", _("Say when it ends now: a date can move, not vanish."))
    if precision and precision not in [one.value for one in Precision]:
        raise Refused("end", _("Write a day, a month or a year."))
    if start and end < start:
        raise Refused("end", _("It cannot end before it starts."))
    after = (start, end, precision or milestone.precision)
    if after == (milestone.start, milestone.end, milestone.precision):
        raise Refused("end", _("These are its dates already."))
