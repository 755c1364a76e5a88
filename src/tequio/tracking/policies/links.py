"""Who follows links."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor, System
from tequio.kit.policy import YES, Decision, no


def can_check_links(actor: Actor) -> Decision:
    """Keep what was found at an address: the installation's own job, so that nobody declares a link broken."""
    return YES if isinstance(actor, System) else no(_("Only the installation itself checks links."))
