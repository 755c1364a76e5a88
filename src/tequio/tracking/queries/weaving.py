"""Milestones as threads of the loom."""

from __future__ import annotations

from collections.abc import Iterable

from tequio.tracking.queries.rows import LeafRow, by_heading
from tequio.web.loom import Row, Thread


def loom(rows: Iterable[LeafRow]) -> list[Row]:
    """Weave milestones into rows, one for each key action or horizon."""
    return [Row(label=heading, threads=[_thread(row) for row in under]) for heading, under in by_heading(rows)]


def _thread(row: LeafRow) -> Thread:
    return Thread(
        status=row.status,
        title=row.milestone.short,
        url=row.milestone.get_absolute_url(),
        is_late=row.is_late,
        is_claim=row.is_claim,
        is_accepted=row.is_finished,
    )
