"""Networks of agents of change: their strategy, and whom they approached (R191)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import fold, tidy
from tequio.people import policies
from tequio.people.events import ApproachNoted, NetworkPublished
from tequio.people.models import AgentNetwork, Approach, Jurisdiction, Organisation
from tequio.people.vocab import OutreachResult
from tequio.record.actions import record


@transaction.atomic
def publish_network(
    *,
    jurisdiction: Jurisdiction,
    name: str,
    strategy: str,
    actor: Actor,
    at: datetime,
    network: AgentNetwork | None = None,
) -> AgentNetwork:
    """Publish a network of agents of change with its strategy, or say either otherwise.

    Raises Denied for whoever is not coordination, and Refused for a name that is taken or a missing text.
    """
    require(policies.can_keep_networks(actor, jurisdiction))
    kept = AgentNetwork.objects.select_for_update().get(pk=network.pk) if network else AgentNetwork()
    kept.jurisdiction, kept.name, kept.strategy = jurisdiction, tidy(name), tidy(strategy)
    for field in ("name", "strategy"):
        if not getattr(kept, field):
            raise Refused(field, _("Write something here."))
    for other in AgentNetwork.objects.filter(jurisdiction=jurisdiction).exclude(pk=kept.pk):
        if fold(other.name) == fold(kept.name):
            raise Refused("name", _("Another network has that name."))
    kept.save()
    fact = NetworkPublished(
        tenant=jurisdiction.urn,
        subject=jurisdiction.urn,
        network=kept.urn,
        title=kept.name,
        strategy_sha256=hashlib.sha256(kept.strategy.encode()).hexdigest(),
    )
    record(fact, actor=actor, at=at)
    return kept


@transaction.atomic
def note_approach(
    *,
    network: AgentNetwork,
    role: str,
    state: str,
    name: str,
    result: str,
    actor: Actor,
    at: datetime,
    approach: Approach | None = None,
    organisation: Organisation | None = None,
    happened_on: date | None = None,
    note: str = "",
) -> Approach:
    """Note an organisation that a network approached, or what came of it since.

    Raises Denied for whoever is not coordination, and Refused without role, state, organisation or result.
    """
    require(policies.can_keep_networks(actor, network.jurisdiction))
    kept = Approach.objects.select_for_update().get(pk=approach.pk) if approach else Approach()
    kept.network, kept.role, kept.state, kept.name = network, tidy(role), tidy(state), tidy(name)
    for field in ("role", "state", "name"):
        if not getattr(kept, field):
            raise Refused(field, _("Write something here."))
    if result not in OutreachResult.values:
        raise Refused("result", _("Choose one from the list."))
    kept.result, kept.note, kept.happened_on, kept.organisation = result, tidy(note), happened_on, organisation
    kept.save()
    place = network.jurisdiction.urn
    fact = ApproachNoted(tenant=place, subject=place, network=network.urn, approach=kept.urn, result=result)
    record(fact, actor=actor, at=at)
    return kept
