"""When, where and what for: drafted, announced, changed, cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.gatherings import events, policies, queries
from tequio.gatherings.actions._writing import corrected, digest, fill, locked, needed
from tequio.gatherings.models import Gathering
from tequio.gatherings.vocab import State
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Jurisdiction
from tequio.record.actions import audit, record


@transaction.atomic
def draft_gathering(*, jurisdiction: Jurisdiction, values: Mapping[str, Any], actor: Actor, at: datetime) -> Gathering:
    """Write down a gathering, private until it is announced or reported. Raises Refused without title, kind or day."""
    require(policies.can_manage_gatherings(actor, jurisdiction))
    if not values.get("on"):
        raise Refused("on", _("Write the day, or the month."))
    gathering = Gathering(jurisdiction=jurisdiction, changed_at=at)
    fill(gathering, values)
    gathering.save()
    trace = events.GatheringDrafted(
        tenant=jurisdiction.urn, subject=gathering.urn, after={"title": gathering.title, "on": gathering.on.isoformat()}
    )
    audit(trace, actor=actor, at=at)
    return gathering


@transaction.atomic
def change_gathering(
    *, gathering: Gathering, values: Mapping[str, Any], revision: int, reason: str = "", actor: Actor, at: datetime
) -> Gathering:
    """Change when, where or what for; once it is public, with a reason that is published.

    Raises Refused if somebody else saved since `revision`, or without the reason.
    """
    gathering = locked(gathering, revision)
    require(policies.can_edit_gathering(actor, gathering))
    before = queries.document(gathering)
    fill(gathering, values)
    if gathering.is_reported and gathering.on > gathering.jurisdiction.day_of(at):
        raise Refused("on", _("What was reported has taken place: its day cannot be in the future."))
    if gathering.state == State.ANNOUNCED:
        _check_place(gathering)
    if gathering.is_public:
        gathering.reason = needed(reason)
    gathering.revision += 1
    gathering.changed_at = at
    gathering.save()
    gathering.lessons.update(said_on=gathering.on)
    if gathering.is_public:
        record(corrected(gathering, gathering.reason), actor=actor, at=at)
    else:
        place = gathering.jurisdiction.urn
        after = queries.document(gathering)
        trace = events.GatheringDrafted(tenant=place, subject=gathering.urn, before=before, after=after)
        audit(trace, actor=actor, at=at)
    return gathering


@transaction.atomic
def announce_gathering(*, gathering: Gathering, actor: Actor, at: datetime) -> Gathering:
    """Make public when, where and what for. Raises Refused without a place or an address to take part from afar."""
    gathering = locked(gathering, None)
    require(policies.can_announce_gathering(actor, gathering))
    _check_place(gathering)
    gathering.state = State.ANNOUNCED
    gathering.changed_at = at
    gathering.save()
    fact = events.GatheringAnnounced(
        tenant=gathering.jurisdiction.urn,
        subject=gathering.urn,
        kind=gathering.kind,
        on=gathering.on,
        text=queries.written(gathering)[1],
    )
    record(fact, actor=actor, at=at)
    return gathering


@transaction.atomic
def cancel_gathering(*, gathering: Gathering, reason: str, actor: Actor, at: datetime) -> Gathering:
    """Say that an announced gathering does not take place, and why."""
    gathering = locked(gathering, None)
    require(policies.can_cancel_gathering(actor, gathering))
    gathering.reason = needed(reason)
    gathering.state = State.CANCELLED
    gathering.changed_at = at
    gathering.save()
    fact = events.GatheringCancelled(
        tenant=gathering.jurisdiction.urn, subject=gathering.urn, on=gathering.on, why=digest(gathering.reason)
    )
    record(fact, actor=actor, at=at)
    return gathering


def _check_place(gathering: Gathering) -> None:
    if not (gathering.venue or gathering.url):
        raise Refused("venue", _("Say where it is, or at what address people take part from afar."))
