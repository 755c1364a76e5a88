"""Hiding what may not be shown, with a reason of the public list, and showing it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.contributions import policies
from tequio.contributions.actions import _locking
from tequio.contributions.events import ContributionHidden, ContributionRestored
from tequio.contributions.models import Contribution, Moderation
from tequio.contributions.vocab import Reason, State
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.record.actions import record


@transaction.atomic
def hide_contribution(*, contribution: Contribution, reason: str, actor: Actor, at: datetime) -> Contribution:
    """Hide what somebody wrote; everybody sees that it was hidden, by whom and why. The text is kept.

    Raises Denied for whoever is not coordination, and Refused without a reason of the list.
    """
    contribution = _locking.locked(contribution)
    require(policies.can_moderate(actor, contribution))
    if contribution.is_hidden:
        raise Refused(None, _("It is hidden already."))
    if reason not in Reason.values:
        raise Refused("reason", _("Choose one of the reasons: everybody reads it."))
    office = _locking.officer(actor).office
    contribution.state = State.HIDDEN
    contribution.save(update_fields=["state"])
    Moderation.objects.create(contribution=contribution, reason=reason, office=office, at=at)
    fact = ContributionHidden(**_locking.about(contribution), institution=office.institution.urn, reason=reason)
    record(fact, actor=actor, at=at)
    return contribution


@transaction.atomic
def restore_contribution(*, contribution: Contribution, actor: Actor, at: datetime) -> Contribution:
    """Show again what was hidden."""
    contribution = _locking.locked(contribution)
    require(policies.can_moderate(actor, contribution))
    if not contribution.is_hidden:
        raise Refused(None, _("It is not hidden."))
    office = _locking.officer(actor).office
    contribution.state = State.SHOWN
    contribution.save(update_fields=["state"])
    Moderation.objects.create(contribution=contribution, reason="", office=office, at=at)
    fact = ContributionRestored(**_locking.about(contribution), institution=office.institution.urn)
    record(fact, actor=actor, at=at)
    return contribution
