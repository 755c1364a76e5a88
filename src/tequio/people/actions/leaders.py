"""Neighbourhood leaders: kept only with their consent, opened only for a reason, erased when it ends (R090, C05)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import tidy
from tequio.people import policies, queries
from tequio.people.events import DirectoriesSwept, LeaderErased, LeaderNoted, LeaderRead, LeadersExported
from tequio.people.models import Jurisdiction, Leader, Organisation, Relay
from tequio.people.vocab import (
    CONSENT_YEARS,
    RELAY_DAYS,
    UNCONFIRMED_DAYS,
    ConsentMeans,
    LeaderChannel,
    OrganisationState,
)
from tequio.record.actions import audit

_TEXTS = ("municipality", "neighbourhood", "name", "value", "purpose", "consent_text")


@transaction.atomic
def note_leader(
    *,
    jurisdiction: Jurisdiction,
    municipality: str,
    neighbourhood: str,
    name: str,
    channel: str,
    value: str,
    purpose: str,
    consent_text: str,
    consent_on: date,
    consent_means: str,
    expires_on: date,
    actor: Actor,
    at: datetime,
    organisation: str = "",
) -> Leader:
    """Keep how to reach somebody of a neighbourhood who agreed to it: for what, in which words, when, how, until when.

    Raises Denied for whoever may not open this directory, and Refused without a consent that holds today.
    """
    require(policies.can_open_leaders(actor, jurisdiction))
    leader = Leader(jurisdiction=jurisdiction, organisation=tidy(organisation), noted_at=at)
    given = (municipality, neighbourhood, name, value, purpose, consent_text)
    for field, text in zip(_TEXTS, given, strict=True):
        if not tidy(text):
            raise Refused(field, _("Write something here."))
        setattr(leader, field, tidy(text))
    if channel not in LeaderChannel.values:
        raise Refused("channel", _("Choose one from the list."))
    if consent_means not in ConsentMeans.values:
        raise Refused("consent_means", _("Choose one from the list."))
    _check_period(consent_on, expires_on, jurisdiction.day_of(at))
    leader.channel, leader.consent_means = channel, consent_means
    leader.consent_on, leader.expires_on = consent_on, expires_on
    leader.save()
    trace = LeaderNoted(**_about(leader), consent_on=consent_on, expires_on=expires_on)
    audit(trace, actor=actor, at=at)
    return leader


@transaction.atomic
def read_leader(*, leader: Leader, purpose: str, actor: Actor, at: datetime) -> Leader:
    """Open the contact of somebody, saying what for; the private trail keeps who did and why."""
    require(policies.can_open_leaders(actor, leader.jurisdiction))
    if not leader.is_usable(on=leader.jurisdiction.day_of(at)):
        raise Refused(None, _("This consent has ended: the contact may no longer be used."))
    audit(LeaderRead(**_about(leader), purpose=_checked_purpose(purpose)), actor=actor, at=at)
    return leader


@transaction.atomic
def export_leaders(*, jurisdiction: Jurisdiction, purpose: str, actor: Actor, at: datetime) -> list[Leader]:
    """Hand over the leaders whose consent holds, saying what for; the private trail keeps who did, why and how many."""
    require(policies.can_open_leaders(actor, jurisdiction))
    rows = list(queries.leaders_of(jurisdiction, on=jurisdiction.day_of(at)))
    trace = LeadersExported(
        tenant=jurisdiction.urn, subject=jurisdiction.urn, rows=len(rows), purpose=_checked_purpose(purpose)
    )
    audit(trace, actor=actor, at=at)
    return rows


@transaction.atomic
def erase_leader(*, leader: Leader, actor: Actor, at: datetime) -> None:
    """Erase all that was kept of somebody who withdrew their consent."""
    require(policies.can_open_leaders(actor, leader.jurisdiction))
    trace = LeaderErased(**_about(leader), is_withdrawn=True)
    leader.delete()
    audit(trace, actor=actor, at=at)


@transaction.atomic
def sweep_directories(*, jurisdiction: Jurisdiction, actor: Actor, at: datetime) -> int:
    """Erase what ran out of its time: ended consents, registrations nobody confirmed, relayed messages."""
    require(policies.can_sweep_directories(actor))
    leaders = Leader.objects.filter(jurisdiction=jurisdiction, expires_on__lt=jurisdiction.day_of(at))
    unconfirmed = Organisation.objects.filter(
        jurisdiction=jurisdiction,
        state=OrganisationState.UNCONFIRMED,
        registered_at__lt=at - timedelta(days=UNCONFIRMED_DAYS),
    )
    relays = Relay.objects.filter(organisation__jurisdiction=jurisdiction, sent_at__lt=at - timedelta(days=RELAY_DAYS))
    counts = [rows.count() for rows in (leaders, unconfirmed, relays)]
    if not any(counts):
        return 0
    for rows in (leaders, unconfirmed, relays):
        rows.delete()
    trace = DirectoriesSwept(
        tenant=jurisdiction.urn,
        subject=jurisdiction.urn,
        leaders=counts[0],
        registrations=counts[1],
        messages=counts[2],
    )
    audit(trace, actor=actor, at=at)
    return sum(counts)


def _check_period(consent_on: date, expires_on: date, today: date) -> None:
    if consent_on > today:
        raise Refused("consent_on", _("A consent cannot be from a day to come."))
    if expires_on < today:
        raise Refused("expires_on", _("This consent has already ended."))
    if expires_on > consent_on + timedelta(days=366 * CONSENT_YEARS):
        raise Refused(
            "expires_on", _("At most %(years)s years after the consent: then ask again.") % {"years": CONSENT_YEARS}
        )


def _checked_purpose(purpose: str) -> str:
    if len(tidy(purpose)) < 10:
        raise Refused("purpose", _("Say what for, in a few words: the private trail keeps it."))
    return tidy(purpose)


def _about(leader: Leader) -> dict[str, Any]:
    place = leader.jurisdiction.urn
    return {"tenant": place, "subject": place, "leader": leader.urn}
