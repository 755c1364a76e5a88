"""What the actions of this room share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tequio.gatherings import events, queries
from tequio.gatherings.models import Gathering
from tequio.gatherings.vocab import Kind
from tequio.kit.policy import Refused
from tequio.kit.text import tidy

# What people write about when, where and what for.
COLUMNS = (
    *("kind", "title", "on", "precision", "hours", "venue", "url"),
    *("accessibility", "purpose", "convener"),
)


def locked(gathering: Gathering, revision: int | None) -> Gathering:
    """Lock a gathering and judge that nobody else saved meanwhile."""
    found = Gathering.objects.select_for_update(of=("self",)).select_related("jurisdiction", "convener")
    held = found.get(pk=gathering.pk)
    if revision is not None and held.revision != revision:
        raise Refused(None, _("Somebody else saved this meanwhile: look at it again before you save."))
    return held


def fill(gathering: Gathering, values: Mapping[str, Any]) -> None:
    """Give a gathering its words, tidy."""
    for name in COLUMNS:
        if name in values:
            value = values[name]
            setattr(gathering, name, tidy(value) if isinstance(value, str) else value)
    if not gathering.title:
        raise Refused("title", _("Write a title."))
    if gathering.kind not in Kind.values:
        raise Refused("kind", _("Choose what people met for."))
    if gathering.convener and gathering.convener.jurisdiction_id != gathering.jurisdiction_id:
        raise Refused("convener", _("Choose an institution of this place."))


def needed(reason: str) -> str:
    """Return a reason, tidy; raise Refused where there is none."""
    said = tidy(reason)
    if not said:
        raise Refused("reason", _("Say why: the reason is published beside the change."))
    return said


def digest(words: str) -> str:
    """Return the SHA-256 of some words, in hex."""
    return hashlib.sha256(words.encode()).hexdigest()


def corrected(gathering: Gathering, reason: str) -> events.GatheringCorrected:
    """Return the fact that a public gathering says something else now."""
    return events.GatheringCorrected(
        tenant=gathering.jurisdiction.urn,
        subject=gathering.urn,
        on=gathering.on,
        text=queries.written(gathering)[1],
        why=digest(reason),
    )
