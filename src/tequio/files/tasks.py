"""The files' own upkeep: what cut uploads and failed transactions left on the disk."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from tequio.files import storage
from tequio.files.models import Blob
from tequio.jobs.actions import job
from tequio.jobs.queries import Appointment
from tequio.jobs.vocab import every
from tequio.kit.clock import now

log = logging.getLogger("tequio.files")

# An upload that has been quiet for so long was cut; bytes without a row for so long belong to nothing.
CUT_AFTER = timedelta(hours=2)
ORPHAN_AFTER = timedelta(hours=24)


@job()
def sweep() -> None:
    """Remove cut uploads, and bytes left without a row."""
    removed = remove_leftovers(now())
    if removed:
        log.info("removed %d files that nothing refers to", removed)


def remove_leftovers(at: datetime) -> int:
    """Remove what nothing has referred to for a while; return how many."""
    removed = storage.sweep_temporaries(at - CUT_AFTER)
    old = storage.settled(at - ORPHAN_AFTER)
    known = set(Blob.objects.filter(sha256__in=old).values_list("sha256", flat=True))
    return removed + storage.remove(set(old) - known, placed_before=at - ORPHAN_AFTER)


def timetable() -> Sequence[Appointment]:
    """Say when this room's jobs recur."""
    return [Appointment(sweep, every(minutes=60))]
