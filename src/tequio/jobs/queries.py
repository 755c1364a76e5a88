"""What waits to be done, and who does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import Count, Max, Min, Q, QuerySet
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from tequio.jobs.models import Pulse
from tequio.jobs.vocab import Rhythm
from tequio.kit.slot import Slot

Row: TypeAlias = DBTaskResult[Any, Any]


@dataclass(frozen=True)
class Appointment:
    """A job that recurs. It takes no arguments: it looks for itself what there is to do."""

    job: Task[[], Any]
    rhythm: Rhythm

    @property
    def name(self) -> str:
        return str(self.job.module_path)


# Filled in config/slots.py. Chores: what the worker does on each round; each returns how many things it did.
chores: Slot[[], int] = Slot("jobs.chores")
# Timetables: the appointments of each room.
timetables: Slot[[], Sequence[Appointment]] = Slot("jobs.timetables")


@dataclass(frozen=True)
class State:
    """How the work stands, for whoever looks after the installation."""

    waiting: int
    running: int
    failed: int
    oldest_at: datetime | None
    last_beat_at: datetime | None


def state() -> State:
    """Count what waits (due or retried later), runs and failed; tell since when, and the workers' last beat."""
    of = {name: Count("pk", filter=Q(status=name)) for name in ("READY", "RUNNING", "FAILED")}
    counts = Row.objects.aggregate(**of, oldest=Min("enqueued_at", filter=Q(status="READY")))
    beat = Pulse.objects.aggregate(last=Max("beat_at"))["last"]
    return State(counts["READY"], counts["RUNNING"], counts["FAILED"], counts["oldest"], beat)


def due(now: datetime) -> QuerySet[Row]:
    """Return the tasks that may run now, in their order."""
    at_once = Q(run_after=get_date_max()) | Q(run_after__lte=now)
    return Row.objects.filter(at_once, status=TaskResultStatus.READY)


def failures() -> QuerySet[Row]:
    """Return the tasks that nobody will try again, newest first, with their tracebacks."""
    return Row.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")
