"""The worker: takes tasks one by one, tries failed ones again, rescues those of killed workers, keeps appointments.

`run()` is the child of `tequio serve`; tests call `run_once()` or `drain()`. Any number may run beside each other.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from datetime import datetime
from traceback import format_exception
from types import FrameType
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django_tasks.base import TaskContext, TaskResultStatus

from tequio.jobs import queries
from tequio.jobs.models import Due, Pulse
from tequio.jobs.queries import Row
from tequio.jobs.vocab import BEAT, KILLED, KILLS, SILENCE, Patience
from tequio.kit import ids
from tequio.kit.clock import now

log = logging.getLogger("tequio.jobs")

ROUND = 1.0  # seconds between two looks at an empty queue
UPKEEP = 60.0  # seconds between two looks at appointments and dead workers


class WorkerKilled(Exception):
    """The worker died in the middle of the task, as often as is borne."""


def run(*, with_parent: bool = False) -> None:
    """Work until SIGTERM or SIGINT, finishing the task at hand; `with_parent` also stops when the parent is gone."""
    _Loop(parent=os.getppid() if with_parent else None).run()


def run_once(worker: str = "once") -> bool:
    """Do one round of chores and one task; tell whether there was anything to do."""
    done = sum(_chores())
    task = _claim(worker)
    if task is not None:
        _attempt(task)
    return bool(done) or task is not None


def drain(limit: int = 1000) -> int:
    """Work until nothing is due, and return the number of rounds; what is retried later stays."""
    for rounds in range(limit):
        if not run_once():
            return rounds
    raise RuntimeError(f"still busy after {limit} rounds: something puts itself in line again")


def upkeep() -> None:
    """Put in line what has fallen due, and take their tasks from the dead."""
    keep_appointments(now())
    rescue(now())


def keep_appointments(at: datetime) -> int:
    """Put in line the jobs that are due, each once however many workers look; return how many."""
    known = {due.name: due for due in Due.objects.all()}
    kept = 0
    for appointment in (one for timetable in queries.timetables.ask() for one in timetable):
        rhythm, coming = str(appointment.rhythm), appointment.rhythm.next(at)
        due = known.get(appointment.name)
        if due is None or due.rhythm != rhythm:
            Due.objects.update_or_create(name=appointment.name, defaults={"rhythm": rhythm, "next_at": coming})
        elif due.next_at <= at:
            with transaction.atomic():
                # Only one worker moves the instant that both have read; it also puts the job in line.
                mine = Due.objects.filter(pk=due.pk, next_at=due.next_at).update(next_at=coming, last_at=at)
                if mine:
                    appointment.job.enqueue()
                    kept += 1
    return kept


def rescue(at: datetime) -> int:
    """Put back in line the tasks of workers that fell silent; give up those that killed too many."""
    alive = set(Pulse.objects.filter(beat_at__gte=at - SILENCE).values_list("worker", flat=True))
    # A task just claimed by a worker without a pulse (run_once in a shell) has the same time to finish.
    running = Row.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=at - SILENCE)
    dead = [row.pk for row in running if not row.worker_ids or row.worker_ids[-1] not in alive]
    for pk in dead:
        with transaction.atomic():
            row = running.select_for_update().filter(pk=pk).first()
            if row is not None:
                _take_back(row, at)
    return len(dead)


def _take_back(row: Row, at: datetime) -> None:
    workers = row.worker_ids or [""]
    row.worker_ids = [*workers[:-1], f"{KILLED}{workers[-1]}"]
    kills = sum(worker.startswith(KILLED) for worker in row.worker_ids)
    if kills >= KILLS:
        _give_up(row, WorkerKilled(f"killed {kills} workers"))
    else:
        log.warning("rescuing %s from a dead worker", row.task_path)
        _again(row, at)


def _chores() -> list[int]:
    try:
        return queries.chores.ask()
    except DatabaseError:
        raise
    except Exception:
        # A chore that fails must not keep tasks from running; it is tried again on the next round.
        log.exception("a chore failed")
        return []


def _claim(worker: str) -> Row | None:
    """Take the next task that is due, so that no other worker does."""
    due = queries.due(now())
    if not due.exists():  # a read first: looking with a lock each second would make every writer wait
        return None
    with transaction.atomic():
        row: Row | None = due.select_for_update(skip_locked=True).first()
        if row is not None:
            row.claim(worker)
            # started_at is what rescue() judges by: the same clock as everything else.
            Row.objects.filter(pk=row.pk).update(started_at=now())
        return row


def _attempt(row: Row) -> None:
    """Run a claimed task. A crash here leaves it RUNNING, and rescue() puts it back."""
    patience = Patience()
    try:
        task = row.task
        patience = getattr(task, "patience", patience)
        result: Any = row.task_result
        given: Any = (TaskContext(task_result=result),) if task.takes_context else ()
        row.set_successful(task.call(*given, *result.args, **result.kwargs))
    except Exception as error:
        failures = sum(not worker.startswith(KILLED) for worker in row.worker_ids)
        if failures >= patience.attempts:
            _give_up(row, error)
        else:
            log.warning("%s failed, attempt %d of %d: %s", row.task_path, failures, patience.attempts, error)
            _again(row, now() + patience.after(failures), error)


def _again(row: Row, at: datetime, error: Exception | None = None) -> None:
    row.status, row.started_at, row.run_after = TaskResultStatus.READY, None, at
    if error is not None:
        row.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
        row.traceback = "".join(format_exception(error))
    row.save()


def _give_up(row: Row, error: Exception) -> None:
    log.error("giving up %s: %s", row.task_path, error)
    row.save(update_fields=["worker_ids"])
    row.set_failed(error)


class _Loop:
    def __init__(self, parent: int | None) -> None:
        self.worker = f"{os.getpid()}-{ids.public_id()}"
        self.parent = parent
        self.stopping = False
        self.next_upkeep = 0.0

    def run(self) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        heart = _Heart(self.worker)
        heart.start()
        log.info("worker %s is ready", self.worker)
        while not self.stopping:
            busy = self.round()
            if self.parent is not None and os.getppid() != self.parent:
                break
            if not busy and not self.stopping:
                time.sleep(ROUND)
        heart.stop()
        log.info("worker %s leaves", self.worker)

    def round(self) -> bool:
        close_old_connections()
        try:
            if time.monotonic() >= self.next_upkeep:
                self.next_upkeep = time.monotonic() + UPKEEP
                upkeep()
            return run_once(self.worker)
        except DatabaseError as error:
            # The database is away or locked: wait for it, as for anything else.
            log.warning("the database did not answer: %s", error)
            return False

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True


class _Heart(threading.Thread):
    """Beats while the worker's process lives, also during a long task."""

    def __init__(self, worker: str) -> None:
        super().__init__(name="heart", daemon=True)
        self.worker = worker
        self.stopped = threading.Event()

    def run(self) -> None:
        started = now()
        while not self.stopped.is_set():
            try:
                Pulse.objects.update_or_create(
                    worker=self.worker, defaults={"beat_at": now()}, create_defaults=_born(started)
                )
            except DatabaseError:
                log.warning("a beat was missed: the database did not answer")
            self.stopped.wait(BEAT.total_seconds())
        connection.close()

    def stop(self) -> None:
        self.stopped.set()
        self.join(timeout=BEAT.total_seconds())


def _born(at: datetime) -> dict[str, datetime]:
    return {"started_at": at, "beat_at": at}
