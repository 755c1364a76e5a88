"""The jobs' own upkeep."""

from __future__ import annotations

from collections.abc import Sequence

from django_tasks.base import TaskResultStatus

from tequio.jobs.actions import job
from tequio.jobs.models import Pulse
from tequio.jobs.queries import Appointment, Row
from tequio.jobs.vocab import KEEP_DONE, KEEP_FAILED, daily
from tequio.kit.clock import now


@job()
def prune() -> None:
    """Forget what was done a day ago (its arguments may hold a mail address), and what failed a quarter ago."""
    rows = Row.objects
    rows.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now() - KEEP_DONE).delete()
    rows.filter(status=TaskResultStatus.FAILED, finished_at__lt=now() - KEEP_FAILED).delete()
    Pulse.objects.filter(beat_at__lt=now() - KEEP_DONE).delete()


def timetable() -> Sequence[Appointment]:
    """Say when this room's jobs recur."""
    return [Appointment(prune, daily("03:40", zone="America/Mexico_City"))]
