"""What this room says in the pages of others."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit.actor import Actor
from tequio.people import policies, queries


def erasing(actor: Actor, row: Any) -> list[tuple[str, str]]:
    """Return the way to erase what an entry of the record keeps apart, for whoever may."""
    if actor.is_visitor or not policies.can_erase_entry(actor, queries.place_called(row.tenant)):
        return []
    return [(_("Erase personal data"), reverse("people:erase-entry", args=[row.event_id]))]
