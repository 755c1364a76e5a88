"""Erasing what is personal, when whoever wrote it asks, and forgetting addresses in time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tequio.contributions import policies
from tequio.contributions.actions import _locking
from tequio.contributions.events import AddressForgotten, ContributionErased, ErrorErased
from tequio.contributions.models import Contribution
from tequio.contributions.vocab import State
from tequio.files import actions as files
from tequio.kit.actor import SYSTEM, Actor
from tequio.kit.policy import require
from tequio.record.actions import audit, erase_withheld, record


@transaction.atomic
def erase_contribution(
    *, contribution: Contribution, token: str, keeps_text: bool, actor: Actor, at: datetime
) -> Contribution:
    """Erase the name and the address of whoever wrote something; its text and files too unless they let them stand.

    `token` is the secret of the private link. The values and their salts go from the record's tables too, so that its
    digests tell nothing any more; the answers stay. Raises Denied without the link.
    """
    contribution = _locking.locked(contribution)
    require(policies.can_erase(actor, contribution, token))
    contribution.name = contribution.email = ""
    attached = [] if keeps_text else list(contribution.files.select_related("file"))
    if not keeps_text:
        contribution.text = contribution.path = ""
        contribution.state = State.WITHDRAWN
        contribution.points.update(text="")
    contribution.save()
    if contribution.fact:
        values = ["name"] if keeps_text else ["name", "text", *(one.withheld_as for one in attached)]
        erase_withheld(event_id=contribution.fact, names=values, at=at)
    for one in attached:
        one.delete()
        files.forget(file=one.file, tenant=contribution.thread.jurisdiction.urn, actor=SYSTEM, at=at)
    if contribution.is_error:
        place = contribution.thread.jurisdiction.urn
        audit(ErrorErased(tenant=place, subject=place, contribution=contribution.urn), actor=actor, at=at)
    else:
        fact = ContributionErased(
            **_locking.about(contribution),
            keeps_text=keeps_text,
            corrects=str(contribution.fact) if contribution.fact else None,
        )
        record(fact, actor=actor, at=at)
    return contribution


@transaction.atomic
def forget_address(*, contribution: Contribution, token: str = "", actor: Actor, at: datetime) -> None:
    """Delete the mail address of a contribution: when its time is over, or when whoever wrote it wants no more mail."""
    contribution = _locking.locked(contribution)
    require(policies.can_forget_address(actor, contribution, token))
    contribution.email = ""
    contribution.save(update_fields=["email"])
    place = contribution.thread.jurisdiction.urn
    audit(AddressForgotten(tenant=place, subject=place, contribution=contribution.urn), actor=actor, at=at)
