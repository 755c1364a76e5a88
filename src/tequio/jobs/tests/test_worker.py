"""Work is done, tried again when it fails, and never lost or endless."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from tequio.jobs import queries, tasks, worker
from tequio.jobs.actions import job
from tequio.jobs.models import Due, Pulse
from tequio.jobs.queries import Appointment, Row
from tequio.jobs.vocab import KEEP_DONE, KILLS, SILENCE, Patience, daily, every
from tequio.kit import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2023, 6, 12, 18, 0, tzinfo=UTC)
done: list[str] = []
failing: list[str] = []


class Broken(Exception):
    pass


@job(attempts=3, wait=timedelta(minutes=1))
def note(word: str) -> None:
    if word in failing:
        raise Broken(word)
    done.append(word)


@job()
def sweep() -> None:
    done.append("swept")


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    done.clear()
    failing.clear()
    wired = queries.chores._fillers, queries.timetables._fillers
    queries.chores.fill()
    queries.timetables.fill()
    with clock.frozen(NOON):
        yield
    queries.chores.fill(*wired[0])
    queries.timetables.fill(*wired[1])


def claimed_by(name: str) -> Row:
    row = worker._claim(name)
    assert row is not None
    return row


def test_a_job_runs_once_with_its_arguments() -> None:
    note.enqueue(word="hola")

    worker.drain()

    assert done == ["hola"]
    assert queries.state().waiting == 0


def test_a_job_put_in_line_by_a_transaction_that_fails_never_runs() -> None:
    with transaction.atomic():
        note.enqueue(word="hola")
        transaction.set_rollback(True)

    worker.drain()

    assert done == []


def test_a_job_that_fails_is_tried_again_after_growing_waits() -> None:
    failing.append("x")
    note.enqueue(word="x")
    worker.drain()
    assert queries.state().waiting == 1

    with clock.frozen(NOON + timedelta(seconds=59)):
        assert worker.drain() == 0
    with clock.frozen(NOON + timedelta(seconds=60)):
        assert worker.drain() == 1
    failing.clear()
    with clock.frozen(NOON + timedelta(seconds=179)):
        assert worker.drain() == 0
    with clock.frozen(NOON + timedelta(seconds=180)):
        worker.drain()

    assert done == ["x"]


def test_a_job_that_keeps_failing_is_given_up_with_its_error_on_view() -> None:
    failing.append("x")
    note.enqueue(word="x")
    for hour in range(5):
        with clock.frozen(NOON + timedelta(hours=hour)):
            worker.drain()

    row = queries.failures().get()
    assert len(row.worker_ids) == 3
    assert "Broken" in row.traceback
    assert queries.state().failed == 1


def test_a_task_whose_function_is_gone_is_tried_again_and_stops_nothing() -> None:
    note.enqueue(word="later")
    Row.objects.update(task_path="tequio.jobs.tests.test_worker.gone")
    note.enqueue(word="next")

    worker.drain()

    assert done == ["next"]
    assert queries.state().waiting == 1


def test_waits_double_up_to_a_cap() -> None:
    patience = Patience(wait=timedelta(seconds=30), longest=timedelta(minutes=5))

    waits = [patience.after(n).total_seconds() for n in (1, 2, 3, 4, 5, 1000)]

    assert waits == [30, 60, 120, 240, 300, 300]


def test_the_task_of_a_silent_worker_is_rescued() -> None:
    note.enqueue(word="hola")
    claimed_by("dead")
    Pulse.objects.create(worker="dead", started_at=NOON, beat_at=NOON)
    later = NOON + SILENCE + timedelta(seconds=1)

    with clock.frozen(later):
        assert worker.drain() == 0
        assert worker.rescue(later) == 1
        worker.drain()

    assert done == ["hola"]


def test_a_long_task_is_left_to_its_worker_while_that_worker_beats() -> None:
    note.enqueue(word="hola")
    claimed_by("alive")
    hours_later = NOON + timedelta(hours=3)
    Pulse.objects.create(worker="alive", started_at=NOON, beat_at=hours_later - timedelta(seconds=10))

    assert worker.rescue(hours_later) == 0
    assert queries.state().running == 1


def test_a_task_that_kills_its_workers_is_given_up() -> None:
    note.enqueue(word="poison")
    for kill in range(KILLS):
        at = NOON + timedelta(hours=kill)
        with clock.frozen(at):
            claimed_by(f"victim-{kill}")
        worker.rescue(at + SILENCE + timedelta(seconds=1))

    row = queries.failures().get()
    assert "WorkerKilled" in row.exception_class_path
    assert row.worker_ids == ["killed:victim-0", "killed:victim-1", "killed:victim-2"]
    with clock.frozen(NOON + timedelta(days=1)):
        assert worker.drain() == 0


def test_a_kill_does_not_count_as_a_failure_of_the_job() -> None:
    failing.append("x")
    note.enqueue(word="x")
    claimed_by("dead")
    at = NOON + timedelta(hours=1)
    worker.rescue(at)
    for hour in (1, 2, 3):
        with clock.frozen(NOON + timedelta(hours=hour)):
            worker.drain()

    assert len(queries.failures().get().worker_ids) == 4


def test_an_appointment_is_kept_once_however_many_workers_look() -> None:
    queries.timetables.fill(lambda: [Appointment(sweep, every(minutes=10))])
    worker.keep_appointments(NOON)
    assert queries.state().waiting == 0
    at = NOON + timedelta(minutes=10)

    stale = Due.objects.get()
    assert worker.keep_appointments(at) == 1
    assert worker.keep_appointments(at) == 0
    assert Due.objects.filter(pk=stale.pk, next_at=stale.next_at).update(last_at=at) == 0

    with clock.frozen(at):
        worker.drain()
    assert done == ["swept"]


def test_what_was_missed_while_the_worker_was_down_happens_once() -> None:
    queries.timetables.fill(lambda: [Appointment(sweep, every(minutes=10))])
    worker.keep_appointments(NOON)

    week_later = NOON + timedelta(days=7)
    assert worker.keep_appointments(week_later) == 1

    assert Due.objects.get().next_at == week_later + timedelta(minutes=10)


def test_a_rhythm_changed_in_code_takes_the_place_of_the_old_one() -> None:
    queries.timetables.fill(lambda: [Appointment(sweep, every(minutes=60))])
    worker.keep_appointments(NOON)
    queries.timetables.fill(lambda: [Appointment(sweep, daily("07:00", zone="America/Monterrey"))])

    worker.keep_appointments(NOON)

    due = Due.objects.get()
    assert due.rhythm == "daily at 07:00 in America/Monterrey"
    assert due.next_at == datetime(2023, 6, 13, 13, 0, tzinfo=UTC)


def test_daily_means_the_zones_own_clock_also_when_it_changes() -> None:
    rhythm = daily("02:30", zone="America/New_York")
    before_spring = datetime(2023, 3, 11, 12, 0, tzinfo=ZoneInfo("America/New_York"))

    first = rhythm.next(before_spring)
    second = rhythm.next(first)

    assert first > before_spring
    assert second == datetime(2023, 3, 13, 2, 30, tzinfo=ZoneInfo("America/New_York"))


def test_a_rhythm_must_be_possible() -> None:
    with pytest.raises(ValueError, match="a minute"):
        every(minutes=0)
    with pytest.raises(ValueError, match="hour"):
        daily("25:00", zone="UTC")


def test_chores_run_on_each_round_and_one_that_fails_stops_no_task() -> None:
    def broken() -> int:
        raise Broken

    queries.chores.fill(broken)
    note.enqueue(word="hola")

    worker.drain()

    assert done == ["hola"]


def test_a_chore_that_never_ends_is_told_so() -> None:
    queries.chores.fill(lambda: 1)

    with pytest.raises(RuntimeError, match="still busy"):
        worker.drain(limit=5)


def test_state_tells_how_the_work_stands() -> None:
    assert queries.state().last_beat_at is None
    note.enqueue(word="hola")
    Pulse.objects.create(worker="w", started_at=NOON, beat_at=NOON)

    state = queries.state()

    assert (state.waiting, state.running, state.failed) == (1, 0, 0)
    assert state.oldest_at is not None
    assert state.last_beat_at == NOON


def test_what_was_done_long_ago_is_forgotten() -> None:
    note.enqueue(word="hola")
    worker.drain()
    Row.objects.update(finished_at=NOON - KEEP_DONE - timedelta(minutes=1))

    tasks.prune.call()

    assert not Row.objects.exists()
