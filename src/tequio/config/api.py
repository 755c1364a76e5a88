"""The interface for programs, `/api/v1`: the parts that each room gives, joined under one root."""

from __future__ import annotations

from tequio.contributions.api import router as contributions
from tequio.gatherings.api import router as gatherings
from tequio.people.api import directories, networks, places
from tequio.plans.api import router as plans
from tequio.portal.api import root
from tequio.questionnaires.api import router as questionnaires
from tequio.record.api import router as record
from tequio.tracking.api import dates, sides, steps, together

__all__ = ["root"]

_PEOPLE = (places, directories, networks)
_TRACKING = (steps, sides, dates, together)

for part in (*_PEOPLE, plans, *_TRACKING, gatherings, questionnaires, contributions, record):
    root.add_router("", part)
