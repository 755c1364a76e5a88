"""Who may do what among people and places."""

from __future__ import annotations

from tequio.kit.actor import Actor
from tequio.people.models import Institution, Jurisdiction
from tequio.people.queries import Officer


def holds(actor: Actor, role: str, institution: Institution | int | None = None) -> bool:
    """Tell whether the actor's chosen office has a role, in one institution if given."""
    if not isinstance(actor, Officer) or actor.role != role:
        return False
    if institution is None:
        return True
    return actor.institution_id == (institution if isinstance(institution, int) else institution.pk)


def coordinates(actor: Actor, jurisdiction: Jurisdiction | int) -> bool:
    """Tell whether the actor is coordination of a jurisdiction."""
    wanted = jurisdiction if isinstance(jurisdiction, int) else jurisdiction.pk
    return isinstance(actor, Officer) and actor.role == "coordination" and actor.jurisdiction_id == wanted
