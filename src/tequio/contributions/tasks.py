"""The upkeep of this room: an address is kept as long as its place says, and no longer."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from tequio.contributions import actions, queries
from tequio.jobs.actions import job
from tequio.jobs.queries import Appointment
from tequio.jobs.vocab import every
from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now

log = logging.getLogger("tequio.contributions")


@job()
def forget_addresses() -> None:
    """Delete the mail addresses of whoever was answered long enough ago."""
    found = queries.forgettable(now())
    for contribution in found:
        actions.forget_address(contribution=contribution, actor=SYSTEM, at=now())
    if found:
        log.info("forgot %d addresses past their time", len(found))


def timetable() -> Sequence[Appointment]:
    """Say when this room's jobs recur."""
    return [Appointment(forget_addresses, every(minutes=24 * 60))]
