"""The upkeep of places: the private trail is kept as long as each says, and no longer."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from tequio.jobs.actions import job
from tequio.jobs.queries import Appointment
from tequio.jobs.vocab import every
from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.people import actions, queries
from tequio.record.actions import forget_trail

log = logging.getLogger("tequio.people")


@job()
def forget_old_trails() -> None:
    """Delete the private traces older than each place keeps them."""
    forgotten = sum(forget_trail(tenant=place, before=at) for place, at in queries.retention_limits(now()).items())
    if forgotten:
        log.info("forgot %d private traces past their retention", forgotten)


@job()
def sweep_directories() -> None:
    """Erase ended consents, registrations that nobody confirmed and old messages, place by place."""
    for place in queries.places():
        actions.sweep_directories(jurisdiction=place, actor=SYSTEM, at=now())


def timetable() -> Sequence[Appointment]:
    """Say when this room's jobs recur."""
    return [
        Appointment(forget_old_trails, every(minutes=24 * 60)),
        Appointment(sweep_directories, every(minutes=6 * 60)),
    ]
