"""Who joins in a transversal commitment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.plans import policies
from tequio.plans.actions._publication import locked, settle
from tequio.plans.models import Commitment, Milestone, Share
from tequio.plans.vocab import ShareRole

COLUMNS = ("role", "name", "jurisdiction", "institution", "minimum", "note")


@transaction.atomic
def save_shares(
    *,
    commitment: Commitment,
    rows: Sequence[Mapping[str, Any]],
    revision: int | None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Commitment:
    """Say which places and institutions join in a commitment, with which milestones and minimum (R025).

    `rows` replace those there were; each holds any of COLUMNS and `milestones`. Whoever is named here may report on
    its milestones, also from another place, so only coordination may name them. Raises Refused if a party has a minimum
    above its milestones, or as every change of a commitment does.
    """
    commitment = locked(commitment, revision)
    require(policies.can_save_shares(actor, commitment))
    before = _told(commitment)
    commitment.shares.all().delete()
    for order, row in enumerate(rows, start=1):
        _add(commitment, row, order)
    settle(commitment, "shares", reason=reason, before=before, after=_told(commitment), actor=actor, at=at)
    return commitment


def _add(commitment: Commitment, row: Mapping[str, Any], order: int) -> None:
    leaves: list[Milestone] = list(row.get("milestones", ()))
    if any(leaf.commitment_id != commitment.pk for leaf in leaves):
        raise Refused("milestones", _("Choose milestones of the same commitment."))
    share = Share(commitment=commitment, order=order, **{name: row[name] for name in COLUMNS if name in row})
    share.name = words.tidy(share.name or str(share.institution or share.jurisdiction or ""))
    if not share.name:
        raise Refused("name", _("Say which place or institution it is."))
    if share.role == ShareRole.ALLY:
        # An ally accompanies: it owes nothing, so that it can neither be late nor report.
        share.minimum, leaves = None, []
    elif not leaves:
        raise Refused("milestones", _("Choose the milestones of %(name)s.") % {"name": share.name})
    if share.minimum is not None and not 1 <= share.minimum <= len(leaves):
        raise Refused("minimum", _("The minimum of %(name)s is between 1 and its milestones.") % {"name": share.name})
    share.save()
    share.milestones.set(leaves)


def _told(commitment: Commitment) -> dict[str, Any]:
    rows = Share.objects.filter(commitment=commitment).prefetch_related("milestones")
    return {
        "shares": [
            {
                "role": row.role,
                "name": row.name,
                "minimum": row.minimum,
                "milestones": [leaf.urn for leaf in row.milestones.all()],
            }
            for row in rows
        ]
    }
