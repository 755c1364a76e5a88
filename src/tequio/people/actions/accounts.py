"""An account: opened, looked into and deleted by its owner."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people import policies, queries
from tequio.people.actions.offices import end_office
from tequio.people.events import AccountDeleted, AccountExported, AccountOpened, OfficeChosen
from tequio.people.models import Invitation, Tenure, User
from tequio.people.vocab import CHOSEN
from tequio.record import queries as record
from tequio.record.actions import audit


@transaction.atomic
def open_account(*, email: str, password: str | None, actor: Actor, at: datetime) -> User:
    """Open an account whose address is trusted; without a password it enters by resetting it.

    Raises Denied for anybody but the installation, and Refused for a taken address or a weak password.
    """
    require(policies.can_open_account(actor))
    if User.objects.filter(email=email.strip().lower()).exists():
        raise Refused("email", _("There is already an account with this address."))
    user = _claim(email=email, password=password, at=at)
    audit(AccountOpened(tenant=record.urn("site", record.site()), subject=user.urn), actor=actor, at=at)
    return user


@transaction.atomic
def choose_office(*, tenure: Tenure, session: MutableMapping[str, Any], actor: Actor, at: datetime) -> None:
    """Choose which of one's offices acts from now on in this session."""
    require(policies.can_choose_office(actor, tenure, at))
    session[CHOSEN] = tenure.office.public_id
    place = tenure.office.institution.jurisdiction.urn
    audit(OfficeChosen(tenant=place, subject=tenure.office.urn, office=tenure.office.urn), actor=actor, at=at)


@transaction.atomic
def export_account(*, user: User, actor: Actor, at: datetime) -> dict[str, Any]:
    """Hand to its owner everything kept about an account; that it was handed out leaves a trace."""
    require(policies.can_manage_account(actor, user))
    audit(AccountExported(tenant=record.urn("site", record.site()), subject=user.urn), actor=actor, at=at)
    return queries.account_data(user)


@transaction.atomic
def delete_account(*, user: User, actor: Actor, at: datetime) -> None:
    """Erase an account and all that is private about it; what its offices did stays with the offices.

    Raises Denied for anybody but its owner, and Refused for the last coordination of a place.
    """
    require(policies.can_manage_account(actor, user))
    for tenure in queries.running_tenures_of(user, at):
        end_office(tenure=tenure, reason="", actor=actor, at=at)
    audit(AccountDeleted(tenant=record.urn("site", record.site()), subject=user.urn), actor=actor, at=at)
    Invitation.objects.filter(email=user.email).delete()
    user.delete()


def _claim(*, email: str, password: str | None, at: datetime) -> User:
    """Return the account of an address that is proven right now, with a new password if one is given."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused("email", " ".join(wrong.messages)) from wrong
    # An unproven account may be somebody else's trick: its password is replaced, which also ends its sessions.
    user = User.objects.filter(email=address).first() or User(email=address, date_joined=at)
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as wrong:
            raise Refused("password", " ".join(wrong.messages)) from wrong
    user.set_password(password)
    user.save()
    EmailAddress.objects.filter(user=user).exclude(email=address).delete()
    EmailAddress.objects.update_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
    return user
