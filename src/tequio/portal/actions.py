"""The only change of this room: that a handover list was taken leaves a trace."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Tenure
from tequio.people.policies import coordinates
from tequio.portal import exports, policies, queries
from tequio.portal.events import HandoverTaken
from tequio.record.actions import audit


@transaction.atomic
def take_handover(*, tenure: Tenure, form: str, actor: Actor, at: datetime) -> bytes:
    """Take out what an office hands over, as "xlsx" or "csv"; who did and when leaves a private trace."""
    require(policies.can_hand_over(actor, tenure))
    if form not in ("xlsx", "csv"):
        raise Refused("form", form)
    place = tenure.office.institution.jurisdiction
    found = queries.handover_of(tenure, at, with_private=bool(coordinates(actor, place)))
    body = exports.handover_xlsx(found) if form == "xlsx" else exports.handover_csv(found).encode()
    trace = HandoverTaken(
        tenant=place.urn,
        subject=tenure.office.urn,
        office=tenure.office.urn,
        tenure=tenure.public_id,
        form=form,
        count=len(found.lines),
    )
    audit(trace, actor=actor, at=at)
    return body
