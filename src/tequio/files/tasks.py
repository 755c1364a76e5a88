"""The files' own upkeep."""

from __future__ import annotations

from collections.abc import Sequence

from tequio.files import actions
from tequio.jobs.actions import job
from tequio.jobs.queries import Appointment
from tequio.jobs.vocab import every
from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now


@job()
def sweep() -> None:
    """Remove cut uploads, and bytes left without a row."""
    actions.sweep(actor=SYSTEM, at=now())


def timetable() -> Sequence[Appointment]:
    """Say when this room's jobs recur."""
    return [Appointment(sweep, every(minutes=60))]
