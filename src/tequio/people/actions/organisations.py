"""The mapping of organisations: whoever wants registers, confirms by mail, and coordination publishes (R091)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import secret
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import length, tidy
from tequio.people import policies
from tequio.people.events import (
    OrganisationConfirmed,
    OrganisationEdited,
    OrganisationLinkAsked,
    OrganisationLinkWritten,
    OrganisationPublished,
    OrganisationRegistered,
    OrganisationReturned,
    OrganisationWithdrawn,
    RegistrationErased,
)
from tequio.people.models import Jurisdiction, Organisation
from tequio.people.vocab import ORGANISATION_FIELDS, ORGANISATION_LIMITS, OrganisationState, Scope
from tequio.record.actions import audit, record


@transaction.atomic
def register_organisation(
    *, jurisdiction: Jurisdiction, told: Mapping[str, Any], contact_email: str, actor: Actor, at: datetime
) -> Organisation:
    """Take the registration of an organisation. A mail asks whoever reads the address to confirm it.

    `told` holds the fields of vocab.ORGANISATION_FIELDS. Raises Refused for a wrong address or field. Anybody may.
    """
    require(policies.can_register_organisation(actor, jurisdiction))
    address = contact_email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused("contact_email", " ".join(wrong.messages)) from wrong
    organisation = Organisation(jurisdiction=jurisdiction, contact_email=address, registered_at=at, **_checked(told))
    organisation.save()
    audit(OrganisationRegistered(**_about(organisation)), actor=actor, at=at)
    return organisation


@transaction.atomic
def ask_organisation_link(*, organisation: Organisation, actor: Actor, at: datetime) -> None:
    """Send the private link of an organisation again, to its address and nowhere else."""
    require(policies.can_register_organisation(actor, organisation.jurisdiction))
    audit(OrganisationLinkAsked(**_about(organisation)), actor=actor, at=at)


@transaction.atomic
def write_organisation_link(*, organisation: Organisation, actor: Actor, at: datetime) -> str:
    """Make the secret of the private link that a mail is about to carry, and keep only its hash.

    A crash between this and the mail leaves a link that nobody has; the retry makes another.
    """
    organisation = _locked(organisation)
    require(policies.can_write_link(actor))
    token = secret.made()
    organisation.token_hash = secret.hash_of(token)
    organisation.save()
    audit(OrganisationLinkWritten(**_about(organisation)), actor=actor, at=at)
    return token


@transaction.atomic
def confirm_organisation(*, organisation: Organisation, token: str, actor: Actor, at: datetime) -> Organisation:
    """Confirm a registration with its private link; coordination reads it next."""
    organisation = _locked(organisation)
    require(policies.can_edit_organisation(actor, organisation, token))
    if organisation.state != OrganisationState.UNCONFIRMED:
        return organisation
    organisation.state, organisation.confirmed_at = OrganisationState.PENDING, at
    organisation.save()
    audit(OrganisationConfirmed(**_about(organisation)), actor=actor, at=at)
    return organisation


@transaction.atomic
def edit_organisation(
    *, organisation: Organisation, told: Mapping[str, Any], token: str, actor: Actor, at: datetime
) -> Organisation:
    """Say otherwise what an organisation is, with its private link.

    What is published stays until coordination agrees; only the consent to show its address is obeyed at once.
    """
    organisation = _locked(organisation)
    require(policies.can_edit_organisation(actor, organisation, token))
    checked = _checked(told)
    if organisation.is_published:
        organisation.shows_contact = organisation.shows_contact and checked["shows_contact"]
        organisation.proposed = checked
    else:
        _say(organisation, checked)
        organisation.state = OrganisationState.PENDING
        organisation.confirmed_at = organisation.confirmed_at or at
    organisation.save()
    audit(OrganisationEdited(**_about(organisation)), actor=actor, at=at)
    return organisation


@transaction.atomic
def publish_organisation(*, organisation: Organisation, seen: str = "", actor: Actor, at: datetime) -> Organisation:
    """Put an organisation, or what it wants to say otherwise, in the published mapping.

    `seen` is the mark of what coordination read: what was changed meanwhile is Refused, for nobody has read it.
    """
    organisation = _locked(organisation)
    require(policies.can_moderate_organisations(actor, organisation.jurisdiction))
    _check_waits(organisation)
    if seen and seen != organisation.mark:
        raise Refused(None, _("The organisation has just changed what it says: read it again before you decide."))
    if organisation.proposed:
        _say(organisation, organisation.proposed)
    organisation.proposed, organisation.reason = {}, ""
    organisation.state, organisation.decided_at = OrganisationState.PUBLISHED, at
    organisation.save()
    fact = OrganisationPublished(
        **_about(organisation), scope=organisation.scope, has_gender_focus=organisation.has_gender_focus
    )
    record(fact, actor=actor, at=at)
    return organisation


@transaction.atomic
def return_organisation(*, organisation: Organisation, reason: str, actor: Actor, at: datetime) -> Organisation:
    """Leave unpublished what an organisation sent, and tell it why; what was published before stays."""
    organisation = _locked(organisation)
    require(policies.can_moderate_organisations(actor, organisation.jurisdiction))
    _check_waits(organisation)
    if not tidy(reason):
        raise Refused("reason", _("Write the reason: the organisation receives it."))
    organisation.reason, organisation.proposed, organisation.decided_at = tidy(reason), {}, at
    if not organisation.is_published:
        organisation.state = OrganisationState.RETURNED
    organisation.save()
    audit(OrganisationReturned(**_about(organisation)), actor=actor, at=at)
    return organisation


@transaction.atomic
def withdraw_organisation(*, organisation: Organisation, actor: Actor, at: datetime, token: str = "") -> None:
    """Take an organisation out of the mapping and erase what it said: by its private link, or by coordination."""
    organisation = _locked(organisation)
    require(policies.can_withdraw_organisation(actor, organisation, token))
    about, was_public = _about(organisation), organisation.is_published
    organisation.delete()
    if was_public:
        record(OrganisationWithdrawn(**about), actor=actor, at=at)
    else:
        audit(RegistrationErased(**about), actor=actor, at=at)


def _check_waits(organisation: Organisation) -> None:
    if organisation.state != OrganisationState.PENDING and not organisation.proposed:
        raise Refused(None, _("Nothing of this organisation waits for a decision."))


def _say(organisation: Organisation, said: Mapping[str, Any]) -> None:
    for field in ORGANISATION_FIELDS:
        setattr(organisation, field, said[field])


def _checked(told: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {field: told.get(field) for field in ORGANISATION_FIELDS}
    for field, most in ORGANISATION_LIMITS.items():
        said[field] = tidy(said[field] or "")
        if length(said[field]) > most:
            raise Refused(field, _("At most %(most)s characters.") % {"most": most})
    if not said["name"]:
        raise Refused("name", _("Write the name."))
    if said["scope"] not in Scope.values:
        raise Refused("scope", _("Choose one from the list."))
    for field in ("topics", "groups"):
        said[field] = list(dict.fromkeys(tidy(word)[:80] for word in said[field] or () if tidy(word)))[:20]
    for field in ("has_gender_focus", "is_interested", "shows_contact"):
        said[field] = bool(said[field])
    if said["website"]:
        try:
            URLValidator(schemes=["http", "https"])(said["website"])
        except ValidationError as wrong:
            raise Refused("website", " ".join(wrong.messages)) from wrong
    return said


def _locked(organisation: Organisation) -> Organisation:
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("jurisdiction")
    return rows.get(pk=organisation.pk)


def _about(organisation: Organisation) -> dict[str, Any]:
    place = organisation.jurisdiction.urn
    return {"tenant": place, "subject": place, "organisation": organisation.urn}
