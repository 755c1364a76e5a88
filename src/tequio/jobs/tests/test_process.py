"""Workers as real processes, stopped politely, killed, and side by side."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tequio.jobs.actions import job
from tests.installation import Installation

WORK = "from tequio.jobs import worker; print('ready', flush=True); worker.run()"
LATER = """
from datetime import timedelta
from tequio.jobs import queries, worker
from tequio.jobs.vocab import SILENCE
from tequio.kit import clock
with clock.frozen(clock.now() + SILENCE + timedelta(seconds=1)):
    worker.upkeep()
    worker.drain()
print(queries.state().running + queries.state().waiting)
"""


@job()
def take_long(diary: str, seconds: float) -> None:
    write(diary, "began")
    time.sleep(seconds)
    write(diary, "ended")


@job()
def take_turn(diary: str, turn: int) -> None:
    write(diary, str(turn))


def write(diary: str, word: str) -> None:
    with open(diary, "a") as page:
        page.write(word + "\n")


def words(diary: Path) -> list[str]:
    return diary.read_text().split() if diary.exists() else []


def until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def enqueue(installation: Installation, call: str) -> None:
    installation.ask(f"from tequio.jobs.tests.test_process import *\n{call}")


def test_a_polite_stop_lets_the_task_at_hand_finish(installation: Installation, tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    enqueue(installation, f"take_long.enqueue(diary={str(diary)!r}, seconds=2)")
    with installation.start(WORK) as worker:
        until(lambda: words(diary) == ["began"])

        worker.send_signal(signal.SIGTERM)

        assert worker.wait(20) == 0
    assert words(diary) == ["began", "ended"]
    state = (
        "from tequio.jobs.queries import *; s = state(); print('[%d, %d]' % (s.running, s.last_beat_at is not None))"
    )
    assert installation.ask(state) == [0, 1]


def test_a_kill_in_the_middle_of_a_task_loses_nothing(installation: Installation, tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    enqueue(installation, f"take_long.enqueue(diary={str(diary)!r}, seconds=2)")
    with installation.start(WORK) as worker:
        until(lambda: words(diary) == ["began"])
        worker.kill()

    assert installation.ask(LATER) == 0

    assert words(diary) == ["began", "began", "ended"]


def test_workers_side_by_side_do_each_task_once(installation: Installation, tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    enqueue(installation, f"for turn in range(40): take_turn.enqueue(diary={str(diary)!r}, turn=turn)")
    with installation.start(WORK) as one, installation.start(WORK) as other:
        until(lambda: len(words(diary)) >= 40)
        for worker in (one, other):
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(20) == 0

    assert sorted(map(int, words(diary))) == list(range(40))


def test_a_worker_leaves_when_its_parent_is_gone(installation: Installation) -> None:
    child = "from tequio.jobs import worker; print('ready', flush=True); worker.run(with_parent=True)"
    parent = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import django; django.setup(); " + {child!r}])
print(child.pid, flush=True)
time.sleep(60)
"""
    with installation.start(parent) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        assert process.stdout.readline() == "ready\n"
        time.sleep(2)
        assert alive(pid)

        process.kill()

        until(lambda: not alive(pid))


def alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z") and os.path.exists(f"/proc/{pid}")
