"""The roadmap of a commitment and what its milestones deliver, each saved whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.plans import policies, sections
from tequio.plans.actions._publication import locked, settle
from tequio.plans.models import Commitment, Deliverable, Phase


@transaction.atomic
def save_roadmap(
    *,
    commitment: Commitment,
    rows: Sequence[Mapping[str, Any]],
    revision: int | None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Commitment:
    """Say in which phases a commitment is carried out (R046); `rows` replace those there were, in order.

    Each holds columns of Phase; `depth` says how deep it stands inside the ones above (X10). Raises Refused if a phase
    has no name, ends before it starts or stands inside nothing, or as every change of a commitment does.
    """
    commitment = locked(commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    before = sections.shown(commitment, "roadmap")
    commitment.phases.all().delete()
    above = -1
    for order, row in enumerate(rows, start=1):
        phase = Phase(commitment=commitment, order=order, **_tidy(row))
        if not phase.title:
            raise Refused("title", _("Give each phase a name."))
        if phase.depth > above + 1:
            text = _("“%(title)s” stands inside a phase that is not above it.")
            raise Refused("depth", text % {"title": phase.title})
        if phase.start and phase.end and phase.end < phase.start:
            raise Refused("end", _("“%(title)s” cannot end before it starts.") % {"title": phase.title})
        above = phase.depth
        phase.save()
    after = sections.shown(commitment, "roadmap")
    settle(commitment, "roadmap", reason=reason, before=before, after=after, actor=actor, at=at)
    return commitment


@transaction.atomic
def save_deliverables(
    *,
    commitment: Commitment,
    rows: Sequence[Mapping[str, Any]],
    revision: int | None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Commitment:
    """Say what each milestone delivered and where it is (R047); `rows` replace those there were, in order.

    An address is kept as it was written, also an empty or broken one: the page lists those (X09). Raises Refused if a
    row says nothing or names a milestone of another commitment, or as every change of a commitment does.
    """
    commitment = locked(commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    before = sections.shown(commitment, "deliverables")
    commitment.deliverables.all().delete()
    for order, row in enumerate(rows, start=1):
        one = Deliverable(commitment=commitment, order=order, **_tidy(row))
        if one.milestone is not None and one.milestone.commitment_id != commitment.pk:
            raise Refused("milestone", _("Choose a milestone of the same commitment."))
        if not (one.step or one.title or one.milestone):
            raise Refused("title", _("Say what was delivered, or for which milestone."))
        one.save()
    after = sections.shown(commitment, "deliverables")
    settle(commitment, "deliverables", reason=reason, before=before, after=after, actor=actor, at=at)
    return commitment


def _tidy(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: words.tidy(value) if isinstance(value, str) else value for key, value in row.items()}
