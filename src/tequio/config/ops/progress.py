"""Telling how far long work has come: a bar on a terminal, a line per step anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress(Protocol):
    """Whoever works says what it is at and how far: `progress("Copying files", 3, 120)`; total 0 is unknown.

    What stands before a colon is the stage, which has one bar; what stands after it is only shown in passing.
    """

    def __call__(self, what: str, done: int = 0, total: int = 0, /) -> None: ...


def silent(what: str, done: int = 0, total: int = 0, /) -> None:
    """Say nothing."""


@contextmanager
def shown(*, quiet: bool = False) -> Iterator[Progress]:
    """Show progress on standard error while the work lasts."""
    if quiet:
        yield silent
    elif sys.stderr.isatty():
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Bars(*columns, console=Console(stderr=True)) as bars:
            yield _Drawn(bars)
    else:
        yield _Printed()


class _Drawn:
    def __init__(self, bars: Bars) -> None:
        self.bars = bars
        self.tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int = 0, total: int = 0, /) -> None:
        stage = what.split(":")[0]
        if stage not in self.tasks:
            self.tasks[stage] = self.bars.add_task(what, total=total or None)
        self.bars.update(self.tasks[stage], description=what, completed=done, total=total or None)


class _Printed:
    def __init__(self) -> None:
        self.said: set[str] = set()

    def __call__(self, what: str, done: int = 0, total: int = 0, /) -> None:
        stage = what.split(":")[0]
        if stage not in self.said:
            self.said.add(stage)
            sys.stderr.write(f"{stage}…\n")
            sys.stderr.flush()
