"""Milestones as days of a calendar (R040)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tequio.paper import ical
from tequio.plans.models import Commitment
from tequio.record import queries as record
from tequio.tracking.queries import LeafRow
from tequio.tracking.vocab import STANDING_WORDS


def milestones_ics(commitment: Commitment, rows: Iterable[LeafRow], *, base_url: str, at: datetime) -> bytes:
    """Write the last days of a commitment's milestones; each fact about the commitment is a new revision of them."""
    last = record.entries_of(commitment.urn).values_list("seq", "at").first()
    revision, changed_at = last or (0, None)
    days = [
        ical.Day(
            uid=row.milestone.urn,
            on=row.ends_on,
            title=row.milestone.short,
            text=f"{commitment.title}\n{STANDING_WORDS[row.code]}",
            url=base_url + row.milestone.get_absolute_url(),
            revision=revision,
            changed_at=changed_at,
            is_done=row.is_finished,
        )
        for row in rows
        if row.ends_on
    ]
    return ical.ics(days, name=commitment.title, at=at)
