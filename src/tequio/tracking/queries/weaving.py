"""Milestones as threads of the loom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tequio.tracking.queries.figures import CommitmentProgress
from tequio.tracking.queries.rows import LeafRow, by_heading, heading_of, is_late, standing_of
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


def small_loom(measured: CommitmentProgress, *, on: date) -> list[Row]:
    """Weave a commitment for a card: no links, and nothing read that its figures did not need."""
    order = {action.pk: place for place, action in enumerate(measured.key_actions.values())}
    leaves = sorted(measured.milestones.values(), key=lambda leaf: order.get(leaf.key_action_id or 0, -1))
    groups: dict[tuple[int | None, int | None], tuple[str, list[Thread]]] = {}
    for leaf in leaves:
        standing = standing_of(leaf)
        thread = Thread(
            status=standing.status,
            title="",
            is_late=is_late(leaf, standing, on=on),
            is_claim=standing.is_claim,
            is_accepted=standing.is_finished,
        )
        groups.setdefault((leaf.key_action_id, leaf.objective_id), (heading_of(leaf), []))[1].append(thread)
    return [Row(label=label, threads=threads) for label, threads in groups.values()]
