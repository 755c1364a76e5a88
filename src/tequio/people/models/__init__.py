"""Accounts, places, institutions, posts, offices, and the directories of who takes part."""

from tequio.people.models.directory import AgentNetwork, Ally, Approach, Leader, Merge, Organisation, Relay
from tequio.people.models.people import (
    Contact,
    Institution,
    Invitation,
    InvitationQuerySet,
    Jurisdiction,
    Office,
    Post,
    Role,
    Tenure,
    TenureQuerySet,
    User,
    UserManager,
)

__all__ = [
    "AgentNetwork",
    "Ally",
    "Approach",
    "Leader",
    "Merge",
    "Organisation",
    "Relay",
    "Contact",
    "Institution",
    "Invitation",
    "InvitationQuerySet",
    "Jurisdiction",
    "Office",
    "Post",
    "Role",
    "Tenure",
    "TenureQuerySet",
    "User",
    "UserManager",
]
