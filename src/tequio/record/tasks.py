"""Handing facts and traces to their reactions: at least once, never lost, never able to undo the fact.

A `Delivery` row is written with its fact, in one transaction. The worker takes it by moving `not_before` beyond the
time that a reaction may need, lets the reaction run, and deletes the row. Killed in between, it is due again later.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from traceback import format_exception
from typing import NamedTuple

from django.db.models import Count, F, Q
from django.utils.module_loading import import_string

from tequio.jobs.vocab import Patience
from tequio.kit.clock import now
from tequio.kit.heard import Heard
from tequio.record.actions import listeners
from tequio.record.models import Delivery, Entry, Trail

log = logging.getLogger("tequio.record")

BATCH = 20
# Longer than any reaction may take: whatever takes longer enqueues a job of its own.
LEASE = timedelta(minutes=5)
PATIENCE = Patience(attempts=10)
_UNANSWERED = "The reaction began and never ended: its worker was killed, or it is still running."


class Unheard(NamedTuple):
    """Deliveries on their way, and those that nobody will try again (their `error` says why)."""

    waiting: int
    given_up: int


def deliver() -> int:
    """Hand what is due to its reactions, a batch at a time; return how many. A chore of the worker."""
    due = Delivery.objects.filter(not_before__lte=now(), attempts__lt=PATIENCE.attempts)
    handed = 0
    for row in due.select_related("entry", "trail").order_by("pk")[:BATCH]:
        if _take(row):
            _hand_over(row)
            handed += 1
    return handed


def unheard() -> Unheard:
    """Count the deliveries that wait and those given up."""
    over = Q(attempts__gte=PATIENCE.attempts)
    return Unheard(**Delivery.objects.aggregate(waiting=Count("pk", filter=~over), given_up=Count("pk", filter=over)))


def retry() -> int:
    """Try again what was given up, once its cause is mended; return how many."""
    return Delivery.objects.filter(attempts__gte=PATIENCE.attempts).update(attempts=0, not_before=now())


def _take(row: Delivery) -> bool:
    """Take a delivery for as long as the lease runs, unless another worker has."""
    mine = Delivery.objects.filter(pk=row.pk, not_before=row.not_before)
    return bool(mine.update(not_before=now() + LEASE, attempts=F("attempts") + 1, error=_UNANSWERED))


def _hand_over(row: Delivery) -> None:
    heard = _heard(row)
    try:
        _reaction(heard.type, row.reaction)(heard)
    except Exception as error:
        log.warning("%s could not take %s %s", row.reaction, heard.type, heard.id, exc_info=error)
        Delivery.objects.filter(pk=row.pk).update(
            not_before=now() + PATIENCE.after(row.attempts + 1), error="".join(format_exception(error))
        )
    else:
        # A kill before this line tells the reaction the same thing again, with the same id.
        Delivery.objects.filter(pk=row.pk).delete()


def _reaction(event: str, name: str) -> Callable[[Heard], None]:
    """Import a reaction, but only one that the registry names: a row of the table is not trusted with an import."""
    if name not in listeners.get(event, ()):
        raise LookupError(f"{name} does not react to {event}")
    reaction: Callable[[Heard], None] = import_string(name)
    return reaction


def _heard(row: Delivery) -> Heard:
    if row.entry is not None:
        one: Entry | Trail = row.entry
        id, data = str(row.entry.event_id), json.loads(bytes(row.entry.entry))["data"]
    elif row.trail is not None:
        one, id, data = row.trail, f"trail-{row.trail.pk}", row.trail.data
    else:
        raise LookupError(f"delivery {row.pk} tells of nothing")
    return Heard(id=id, type=one.type, at=one.at, tenant=one.tenant, subject=one.subject, actor=one.actor, data=data)
