"""Erasing what is personal: when whoever wrote it asks, by law, again after a restore; forgetting addresses in time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tequio.contributions import policies, queries
from tequio.contributions.actions import _letters, _locking
from tequio.contributions.events import AddressForgotten, ContributionErased, CopiesErased, ErrorErased
from tequio.contributions.models import Contribution
from tequio.contributions.vocab import WITHHELD, State
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
    values = ("name",) if keeps_text else WITHHELD
    _erase(contribution, values, at)
    if contribution.fact:
        erase_withheld(event_id=contribution.fact, names=values, at=at)
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
def erase_copies(*, event_id: UUID, names: Collection[str], actor: Actor, at: datetime) -> set[str]:
    """Erase what this room keeps of personal values of an entry, whose own erasure the record states beside this.

    Returns the names of the values of which there was a copy; of an entry that is not a contribution's, none.
    """
    found = Contribution.objects.select_related("thread__jurisdiction").filter(fact=event_id).first()
    if found is None:
        return set()
    contribution = _locking.locked(found)
    require(policies.can_erase_copies(actor, contribution))
    had = queries.copies_in(contribution) & set(names)
    if not had:
        return had
    _erase(contribution, had, at)
    trace = CopiesErased(
        tenant=contribution.thread.jurisdiction.urn,
        subject=contribution.thread.subject,
        contribution=contribution.urn,
        values=tuple(sorted(had)),
    )
    audit(trace, actor=actor, at=at)
    return had


def _erase(contribution: Contribution, values: Collection[str], at: datetime) -> None:
    """Empty what holds some values, by the names that the record withholds them under. Who wrote goes with their words.

    A file alone may have come by mistake: whoever wrote still waits for an answer then.
    """
    if {"name", "text"} & set(values):
        _letters.forget(contribution)
        contribution.email = ""
    if "name" in values:
        contribution.name = ""
    if "text" in values:
        contribution.text = contribution.path = ""
        contribution.state = State.WITHDRAWN
        contribution.points.update(text="")
    contribution.save()
    for one in contribution.files.select_related("file"):
        if one.withheld_as in values:
            one.delete()
            files.forget(file=one.file, tenant=contribution.thread.jurisdiction.urn, actor=SYSTEM, at=at)


@transaction.atomic
def forget_address(*, contribution: Contribution, token: str = "", actor: Actor, at: datetime) -> None:
    """Delete the mail address of a contribution: when its time is over, or when whoever wrote it wants no more mail."""
    contribution = _locking.locked(contribution)
    require(policies.can_forget_address(actor, contribution, token))
    contribution.email = ""
    contribution.save(update_fields=["email"])
    place = contribution.thread.jurisdiction.urn
    audit(AddressForgotten(tenant=place, subject=place, contribution=contribution.urn), actor=actor, at=at)
