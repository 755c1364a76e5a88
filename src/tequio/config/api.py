"""The interface for programs, `/api/v1`: the parts that each room gives, joined under one root."""

from __future__ import annotations

from tequio.people.api import router as people
from tequio.plans.api import router as plans
from tequio.portal.api import root
from tequio.record.api import router as record
from tequio.tracking.api import sides, steps

for part in (people, plans, steps, sides, record):
    root.add_router("", part)
