"""Who may see what an office hands over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import YES, Decision, no
from tequio.people.models import Tenure
from tequio.people.policies import coordinates
from tequio.people.queries import account_of


def can_hand_over(actor: Actor, tenure: Tenure) -> Decision:
    """See and take the list of an office: whoever holds it or held it, and the coordination of its place."""
    if account_of(actor) == tenure.user or coordinates(actor, tenure.office.institution.jurisdiction_id):
        return YES
    return no(_("Only whoever holds this office, and the coordination, may see what it hands over."))
