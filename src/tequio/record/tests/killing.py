"""Writers, keepers and readers of one installation, killed at any moment; and the judge of what they leave behind.

It runs in a process of its own, which forks all the others and never opens the database itself:

    installation.ask("from tequio.record.tests import killing; killing.main(rounds=25, seed=7)")

A writer tells in a file what was committed, with the instants between which that happened: what is told is
acknowledged. A reader tells which checkpoints it saw, having verified each as a stranger does.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tequio.kit.clock import now
from tequio.record import keeper, snapshot
from tequio.record.models import Log
from tequio.record.tests import afterwards
from tequio.record.tests.bells import ring
from tequio.tlog import checkpoint, merkle
from tequio.tlog.folder import Folder
from tequio.tlog.policy import Policy
from tequio.tlog.tiles import CHECKPOINT, Reader, audit

WRITERS, KEEPERS, READERS = 3, 2, 1
SECONDS = (1.0, 2.5)  # how long a round lasts
LIFE = (0.05, 0.5)  # how long until the next one dies
PAUSE = 0.02  # at most, between two facts of a writer
TOWERS = [f"urn:tequio:nl:tower:{number:010}" for number in range(1, 8)]
_FORK = multiprocessing.get_context("fork")

Work = Callable[[Path], None]


@dataclass
class Outcome:
    """What came of all rounds."""

    rounds: int = 0
    kills: int = 0
    seconds: float = 0
    acknowledged: int = 0
    entries: int = 0
    snapshots: int = 0
    checkpoints: int = 0
    wrong: list[str] = field(default_factory=list)


def main(*, rounds: int, seed: int) -> None:
    """Kill in so many rounds, judge after each, let a keeper settle what is left, and print what came of it as JSON."""
    chance, place, began = random.Random(seed), Path(settings.HOME) / "told", time.monotonic()
    place.mkdir()
    outcome = Outcome()
    while outcome.rounds < rounds and not outcome.wrong:
        outcome.rounds += 1
        _round(chance, place, outcome)
        _judged(place, outcome, is_settled=False)
    _settle(outcome)
    _judged(place, outcome, is_settled=True)
    outcome.seconds = round(time.monotonic() - began, 1)
    print(json.dumps(asdict(outcome)))  # noqa: T201 — whoever asked reads it


def write(told: Path) -> None:
    """Ring the bells of several towers at once, again and again; tell of it once it is committed."""
    chance = random.Random(os.getpid())
    with told.open("ab", buffering=0) as file:
        for number in range(1, 1_000_000):
            # In one order, as everybody who locks several rows must.
            towers = sorted(chance.sample(TOWERS, chance.randint(1, 4)))
            began = time.monotonic_ns()
            with transaction.atomic():
                rows = [ring(now(), subject=one, times=number, loudness=f"{told.stem}/{len(towers)}") for one in towers]
            said = [began, time.monotonic_ns(), [str(row.event_id) for row in rows]]
            file.write(json.dumps(said).encode() + b"\n")
            time.sleep(chance.uniform(0, PAUSE))  # SQLite keeps no queue: without it, keepers would seldom get a turn


def keep(told: Path) -> None:
    """Keep the log, without a pause between two checkpoints and with a day that lasts a moment; tell of trouble."""
    snapshot.EVERY = timedelta(seconds=0.2)
    working = keeper.Keeper()
    while not working.said:
        working.round()
        Log.objects.filter(publish_every__gt=0).update(publish_every=0)
        time.sleep(0.005)
    told.write_text(working.said)


def read(told: Path) -> None:
    """Fetch each new checkpoint with all its files, and verify them; tell of what was seen, or of what did not hold."""
    store, seen = Folder(settings.LOG_ROOT), None
    with told.open("ab", buffering=0) as file:
        while True:
            try:
                signed = store.read(CHECKPOINT)
                keys = Policy.parse(store.read("policy.txt").decode()).keys
            except FileNotFoundError:
                time.sleep(0.01)
                continue
            stated, _note = checkpoint.opened(signed, keys)
            if stated != seen:
                why = _wrong(store, seen, stated)
                file.write(json.dumps([stated.size, stated.root.hex(), why]).encode() + b"\n")
                seen = stated


def _wrong(store: Folder, seen: checkpoint.Checkpoint | None, stated: checkpoint.Checkpoint) -> str:
    if audit(store, stated.size) != stated.root:
        return f"the files of {stated.size} do not give its root"
    if seen is None:
        return ""
    if seen.size >= stated.size:
        return f"{stated.size} came after {seen.size}"
    proof = merkle.consistency_proof(Reader(store, stated.size).nodes, seen.size, stated.size)
    is_fine = merkle.continues(seen.size, seen.root, stated.size, stated.root, proof)
    return "" if is_fine else f"{stated.size} does not continue {seen.size}"


@dataclass
class _Running:
    """Somebody at work."""

    work: Work
    process: Any

    def kill(self, outcome: Outcome) -> None:
        self.process.kill()
        self.process.join()
        outcome.kills += 1
        if self.process.exitcode != -signal.SIGKILL:
            outcome.wrong.append(f"{self.process.name} ended by itself: {self.process.exitcode}")


def _round(chance: random.Random, place: Path, outcome: Outcome) -> None:
    """Let everybody work for a while, kill one after the other at random and replace each, and all in the end."""
    working = [_start(work, place) for work in (write,) * WRITERS + (keep,) * KEEPERS + (read,) * READERS]
    end = time.monotonic() + chance.uniform(*SECONDS)
    while time.monotonic() < end:
        time.sleep(chance.uniform(*LIFE))
        at = chance.randrange(len(working))
        working[at].kill(outcome)
        working[at] = _start(working[at].work, place)
    for one in chance.sample(working, len(working)):
        one.kill(outcome)


def _start(work: Work, place: Path) -> _Running:
    name = f"{work.__name__}-{len(list(place.iterdir()))}"
    told = place / name
    told.touch()
    process = _FORK.Process(target=work, args=[told], name=name)
    process.start()
    return _Running(work, process)


def _settle(outcome: Outcome) -> None:
    process = _FORK.Process(target=keeper.settle)
    process.start()
    process.join()
    if process.exitcode:
        outcome.wrong.append(f"the log could not be settled: {process.exitcode}")


def _judged(place: Path, outcome: Outcome, *, is_settled: bool) -> None:
    answer = place.parent / "judgement"
    process = _FORK.Process(target=_judge, args=[place, answer, is_settled])
    process.start()
    process.join()
    if process.exitcode:
        outcome.wrong.append(f"the judge ended by itself: {process.exitcode}")
        return
    for name, value in json.loads(answer.read_text()).items():
        setattr(outcome, name, [*outcome.wrong, *value] if name == "wrong" else value)


def _judge(place: Path, answer: Path, is_settled: bool) -> None:
    _wait_for_the_dying()
    told = [afterwards.Told(*one) for file in place.glob("write-*") for one in _lines(file)]
    seen = [one for file in place.glob("read-*") for one in _lines(file)]
    left = afterwards.Left.behind()
    wrong = [f"{file.name}: {file.read_text()}" for file in place.glob("keep-*") if file.stat().st_size]
    wrong += [why for _size, _root, why in seen if why]
    wrong += left.losses(told, is_settled=is_settled)
    wrong += left.disorder(told)
    wrong += left.lies({(size, root) for size, root, _why in seen}, monitor=place.parent / "monitor")
    kinds = Counter(row.type for row in left.rows)
    found = {
        "acknowledged": sum(len(one.ids) for one in told),
        "entries": len(left.rows),
        "snapshots": kinds["record.snapshot-taken"],
        "checkpoints": len({size for size, _root, _why in seen}),
        "wrong": wrong,
    }
    answer.write_text(json.dumps(found))


def _lines(file: Path) -> list[Any]:
    """Return what was told in whole lines."""
    return [json.loads(line) for line in file.read_bytes().split(b"\n")[:-1]]


def _wait_for_the_dying() -> None:
    """Wait until PostgreSQL has ended what the killed had asked of it: the last commits may still be on their way."""
    busy = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
              AND backend_type = 'client backend' AND state <> 'idle'"""
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(busy)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.02)
