"""When followers are told, and when addresses that nobody confirmed are forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from tequio.jobs.actions import job
from tequio.jobs.queries import Appointment
from tequio.jobs.vocab import daily, every
from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.notices import actions, queries


@job()
def tell_readers() -> None:
    """Close every digest that is due, some at a time."""
    at = now()
    until = queries.settled(at)
    while readers := queries.due(at, until=until):
        if not actions.close_digests(readers=readers, until=until, actor=SYSTEM, at=at):
            return  # another worker holds them


@job()
def forget_unconfirmed() -> None:
    """Erase the addresses that nobody confirmed."""
    actions.forget_unconfirmed(actor=SYSTEM, at=now())


def timetable() -> Sequence[Appointment]:
    """Say when this room's jobs recur."""
    zone = "America/Mexico_City"
    return [Appointment(tell_readers, every(minutes=10)), Appointment(forget_unconfirmed, daily("03:20", zone=zone))]
