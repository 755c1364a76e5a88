"""Who may hand in files. Whether a file may be seen is decided by the rooms above (queries.visibility)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor, System
from tequio.kit.policy import YES, Decision, no


def can_keep_file(actor: Actor) -> Decision:
    """Offices and the platform itself; each room above asks its own, narrower, question first."""
    return no(_("Sign in with your office to upload files.")) if actor.is_visitor else YES


def can_forget_file(actor: Actor) -> Decision:
    """Erase a file for good: the installation, once the room that shows it was asked by whoever may ask."""
    return YES if isinstance(actor, System) else no(_("Only the installation erases files, when their author asks."))
