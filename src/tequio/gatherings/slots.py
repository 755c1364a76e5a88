"""What this room says in the pages of others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.gatherings import queries
from tequio.kit.duty import Duty
from tequio.people.queries import Officer


def duties(officer: Officer, at: datetime) -> Sequence[Duty]:
    """Say which recommendations an officer's institution has to see to, and by when."""
    del at
    return [
        Duty(
            uid=f"{one.urn}:settle",
            kind=_("Recommendation"),
            what=one.short,
            url=reverse("gatherings:settle", args=[one.jurisdiction.slug, one.public_id]),
            due=one.due_on,
            about=one.gathering.title if one.gathering else one.source,
        )
        for one in queries.lessons_owed(officer.institution_id)
    ]
