"""Saying which gatherings were about a commitment, and writing down its accountability session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.gatherings import actions as gatherings
from tequio.gatherings.models import Gathering
from tequio.gatherings.vocab import Kind
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Jurisdiction
from tequio.plans.models import Commitment
from tequio.record.actions import record
from tequio.tracking import policies
from tequio.tracking.events import EvaluationRulesChanged, GatheringLinked, GatheringUnlinked
from tequio.tracking.models import EvaluationRules, Occasion


@transaction.atomic
def link_gathering(*, commitment: Commitment, gathering: Gathering, actor: Actor, at: datetime) -> Occasion:
    """Say that a gathering was about a commitment. Raises Refused for one of another place, or said already."""
    commitment = _locked(commitment)
    require(policies.can_link_gathering(actor, commitment))
    occasion = _linked(commitment, gathering, at)
    record(GatheringLinked(**_about(commitment), gathering=gathering.urn), actor=actor, at=at)
    return occasion


@transaction.atomic
def write_session(*, commitment: Commitment, values: Mapping[str, Any], actor: Actor, at: datetime) -> Gathering:
    """Write down an accountability session of a commitment: a gathering, private as any draft, and linked to it."""
    commitment = _locked(commitment)
    require(policies.can_link_gathering(actor, commitment))
    place = commitment.plan.jurisdiction
    session = {**values, "kind": Kind.ACCOUNTABILITY}
    made = gatherings.draft_gathering(jurisdiction=place, values=session, actor=actor, at=at)
    _linked(commitment, made, at)
    record(GatheringLinked(**_about(commitment), gathering=made.urn), actor=actor, at=at)
    return made


@transaction.atomic
def unlink_gathering(*, commitment: Commitment, gathering: Gathering, actor: Actor, at: datetime) -> None:
    """Take back that a gathering was about a commitment; the gathering stays."""
    commitment = _locked(commitment)
    require(policies.can_link_gathering(actor, commitment))
    gone, _rows = Occasion.objects.filter(commitment=commitment, gathering=gathering).delete()
    if not gone:
        raise Refused(None, _("This gathering is not linked to the commitment."))
    record(GatheringUnlinked(**_about(commitment), gathering=gathering.urn), actor=actor, at=at)


@transaction.atomic
def change_evaluation_rules(
    *,
    jurisdiction: Jurisdiction,
    least_sectors: int,
    scale_from: int,
    scale_to: int,
    session_months: int,
    actor: Actor,
    at: datetime,
) -> EvaluationRules:
    """Decide how many sectors an evaluation needs, its usual scale, and within how many months account is given."""
    require(policies.can_change_evaluation_rules(actor, jurisdiction))
    if not 1 <= least_sectors <= 10:
        raise Refused("least_sectors", _("Write a number from 1 to 10: there are ten sectors."))
    if not 0 <= scale_from < scale_to <= 100:
        raise Refused("scale_to", _("The highest score is above the lowest, and at most 100."))
    if not 1 <= session_months <= 60:
        raise Refused("session_months", _("Write a number of months from 1 to 60."))
    values: dict[str, Any] = {
        "least_sectors": least_sectors,
        "scale_from": scale_from,
        "scale_to": scale_to,
        "session_months": session_months,
    }
    rules, _made = EvaluationRules.objects.update_or_create(jurisdiction=jurisdiction, defaults=values)
    record(EvaluationRulesChanged(tenant=jurisdiction.urn, subject=jurisdiction.urn, **values), actor=actor, at=at)
    return rules


def _locked(commitment: Commitment) -> Commitment:
    found = Commitment.objects.select_related("plan__jurisdiction")
    return found.select_for_update(of=("self",)).get(pk=commitment.pk)


def _linked(commitment: Commitment, gathering: Gathering, at: datetime) -> Occasion:
    if gathering.jurisdiction_id != commitment.plan.jurisdiction_id:
        raise Refused("gathering", _("Choose a gathering of this place."))
    occasion, is_new = Occasion.objects.get_or_create(commitment=commitment, gathering=gathering, defaults={"at": at})
    if not is_new:
        raise Refused("gathering", _("It is linked already."))
    return occasion


def _about(commitment: Commitment) -> dict[str, Any]:
    return {"tenant": commitment.plan.jurisdiction.urn, "subject": commitment.urn}
