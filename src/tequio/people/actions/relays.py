"""Messages to organisations through the site: neither side sees the other's address (R091)."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import secret
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import length, tidy
from tequio.people import policies
from tequio.people.events import MessageAnswered, MessageLinkWritten, MessageRelayed
from tequio.people.models import Organisation, Relay
from tequio.people.vocab import MESSAGE_LENGTH
from tequio.record.actions import audit


@transaction.atomic
def write_to_organisation(*, organisation: Organisation, sender: str, text: str, actor: Actor, at: datetime) -> Relay:
    """Take a message for an organisation; its mail leaves once this is committed. Anybody may.

    Raises Denied for an organisation that is not published, and Refused for a wrong address or an empty message.
    """
    require(policies.can_write_to_organisation(actor, organisation))
    address = sender.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused("sender", " ".join(wrong.messages)) from wrong
    relay = Relay.objects.create(organisation=organisation, sender=address, text=_checked(text), sent_at=at)
    trace = MessageRelayed(
        tenant=organisation.jurisdiction.urn,
        subject=organisation.jurisdiction.urn,
        organisation=organisation.urn,
        relay=relay.public_id,
    )
    audit(trace, actor=actor, at=at)
    return relay


@transaction.atomic
def write_relay_link(*, relay: Relay, actor: Actor, at: datetime) -> str:
    """Make the secret of the link by which a message is answered, and keep only its hash."""
    relay = _locked(relay)
    require(policies.can_write_link(actor))
    token = secret.made()
    relay.token_hash = secret.hash_of(token)
    relay.save()
    place = relay.organisation.jurisdiction.urn
    audit(MessageLinkWritten(tenant=place, subject=place, relay=relay.public_id), actor=actor, at=at)
    return token


@transaction.atomic
def answer_relay(*, relay: Relay, text: str, actor: Actor, at: datetime) -> Relay:
    """Answer a message once, with the link that came with it; the answer goes by mail to whoever wrote."""
    relay = _locked(relay)
    require(policies.can_answer_relay(actor, relay))
    relay.answer, relay.answered_at = _checked(text), at
    relay.save()
    place = relay.organisation.jurisdiction.urn
    trace = MessageAnswered(tenant=place, subject=place, organisation=relay.organisation.urn, relay=relay.public_id)
    audit(trace, actor=actor, at=at)
    return relay


def _checked(text: str) -> str:
    said = tidy(text)
    if not said:
        raise Refused("text", _("Write the message."))
    if length(said) > MESSAGE_LENGTH:
        raise Refused("text", _("At most %(most)s characters.") % {"most": MESSAGE_LENGTH})
    return said


def _locked(relay: Relay) -> Relay:
    rows = Relay.objects.select_for_update(of=("self",)).select_related("organisation__jurisdiction")
    return rows.get(pk=relay.pk)
