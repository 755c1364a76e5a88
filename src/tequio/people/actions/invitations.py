"""Offices offered by mail."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tequio.kit import secret
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people import policies, queries
from tequio.people.actions.accounts import _claim
from tequio.people.actions.offices import _check_period, _granted, _hold, _office
from tequio.people.events import InvitationMade, InvitationResent, InvitationWithdrawn, InvitationWritten
from tequio.people.models import Institution, Invitation, Office, Tenure
from tequio.people.queries import Officer
from tequio.people.vocab import INVITATION_DAYS
from tequio.record.actions import audit, record


@transaction.atomic
def invite(
    *,
    institution: Institution,
    role: str,
    email: str,
    actor: Actor,
    at: datetime,
    title: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Invitation:
    """Offer an office to whoever reads an address. The mail leaves once this is committed.

    Raises Denied for whoever is not coordination, and Refused for a wrong address, role or period.
    """
    require(policies.can_grant_office(actor, institution.jurisdiction))
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused("email", " ".join(wrong.messages)) from wrong
    starts_on = starts_on or institution.jurisdiction.day_of(at)
    _check_period(starts_on, ends_on)
    office = _office(institution=institution, role=role, title=title)
    invitation = Invitation.objects.create(
        office=office,
        email=address,
        starts_on=starts_on,
        ends_on=ends_on,
        invited_at=at,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    audit(InvitationMade(**_about(invitation)), actor=actor, at=at)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, actor: Actor, at: datetime) -> Invitation:
    """Send an invitation again, with a new link and more days; the earlier link stops working."""
    invitation = _locked(invitation)
    require(policies.can_grant_office(actor, invitation.office.institution.jurisdiction))
    invitation.expires_at = at + timedelta(days=INVITATION_DAYS)
    require(policies.is_acceptable(invitation, at))
    invitation.token_hash = None
    invitation.save()
    audit(InvitationResent(**_about(invitation)), actor=actor, at=at)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: Actor, at: datetime) -> Invitation:
    """Take an invitation back; its link stops working and its address is forgotten."""
    invitation = _locked(invitation)
    require(policies.can_grant_office(actor, invitation.office.institution.jurisdiction))
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        require(policies.is_acceptable(invitation, at))
    invitation.withdrawn_at, invitation.email = at, ""
    invitation.save()
    audit(InvitationWithdrawn(**_about(invitation)), actor=actor, at=at)
    return invitation


@transaction.atomic
def write_invitation(*, invitation: Invitation, actor: Actor, at: datetime) -> str:
    """Make the secret of the link that a mail is about to carry, and keep only its hash.

    A crash between this and the mail leaves a link that nobody has; the retry makes another.
    """
    invitation = _locked(invitation)
    require(policies.can_write_invitation(actor, invitation, at))
    token = secret.made()
    invitation.token_hash = secret.hash_of(token)
    invitation.save()
    audit(InvitationWritten(**_about(invitation)), actor=actor, at=at)
    return token


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str | None, actor: Actor, at: datetime) -> Tenure:
    """Take the offered office with the account of the invited address, opened or claimed here if it has none.

    The link proves that the address is read. Raises Denied if the invitation does not stand or is for another
    account, and Refused for a missing or weak password.
    """
    invitation = _locked(invitation)
    require(policies.can_accept_invitation(actor, invitation, at))
    account = queries.claimed_account(invitation.email)
    if account is None:
        account = _claim(email=invitation.email, password=password or "", at=at)
    tenure = _hold(
        office=invitation.office,
        user=account,
        starts_on=max(invitation.starts_on, invitation.office.institution.jurisdiction.day_of(at)),
        ends_on=invitation.ends_on,
        at=at,
    )
    invitation.accepted_at, invitation.email = at, ""
    invitation.save()
    record(_granted(tenure), actor=Officer(account, tenure.office), at=at)
    return tenure


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("office__institution__jurisdiction")
    return rows.get(pk=invitation.pk)


def _about(invitation: Invitation) -> dict[str, Any]:
    office: Office = invitation.office
    return {
        "tenant": office.institution.jurisdiction.urn,
        "subject": office.urn,
        "office": office.urn,
        "invitation": invitation.public_id,
    }
