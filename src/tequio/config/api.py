"""The interface for programs, `/api/v1`: the parts that each room gives, joined under one root."""

from __future__ import annotations

from tequio.contributions.api import router as contributions
from tequio.gatherings.api import router as gatherings
from tequio.people.api import router as people
from tequio.plans.api import router as plans
from tequio.portal.api import root
from tequio.questionnaires.api import router as questionnaires
from tequio.record.api import router as record
from tequio.tracking.api import dates, sides, steps

__all__ = ["root"]

for part in (people, plans, steps, sides, dates, gatherings, questionnaires, contributions, record):
    root.add_router("", part)
