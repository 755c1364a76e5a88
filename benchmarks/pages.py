"""Pages stay as quick when plans grow: 1, 25 and 250 plans of 10 commitments with 20 milestones, interleaved."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from typing import Any

SIZES = (1, 25, 250)
ROUNDS = 15
LIMIT = 1.5


def run() -> list[tuple[str, float, float, bool]]:
    """Return (what, measured, limit, holds) for every page."""
    workers = {size: _Worker(size) for size in SIZES}
    results = []
    try:
        for name in ("home", "plan", "commitment"):
            times: dict[int, list[float]] = {size: [] for size in SIZES}
            queries: dict[int, set[int]] = {size: set() for size in SIZES}
            for _round in range(ROUNDS):
                for size, worker in workers.items():
                    answer = worker.ask(name)
                    times[size].append(answer["ms"])
                    queries[size].add(answer["queries"])
            median = {size: statistics.median(taken) for size, taken in times.items()}
            counts = {size: sorted(found) for size, found in queries.items()}
            print(f"{name}: queries {counts}, median ms { {size: round(ms, 1) for size, ms in median.items()} }")
            same = len({tuple(found) for found in counts.values()}) == 1
            results.append((f"{name}: same number of queries", float(same), 1.0, same))
            for size in SIZES[1:]:
                ratio = median[size] / median[SIZES[0]]
                results.append((f"{name}: time at {size} plans / at 1", ratio, LIMIT, ratio <= LIMIT))
    finally:
        for worker in workers.values():
            worker.stop()
    return results


class _Worker:
    def __init__(self, size: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", str(size)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pages: dict[str, str] = self._read()

    def ask(self, name: str) -> Any:
        assert self.process.stdin
        self.process.stdin.write(self.pages[name] + "\n")
        self.process.stdin.flush()
        return self._read()

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=20)

    def _read(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the worker stopped")
        return json.loads(line)
