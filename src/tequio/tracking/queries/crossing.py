"""The shape of a table that crosses a plan: the same list of every commitment side by side."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tequio.kit import text as words
from tequio.people.models import Jurisdiction
from tequio.plans.models import ActionPlan, Commitment
from tequio.plans.vocab import State

Record = dict[str, Any]
NOTHING = "nothing"


@dataclass(frozen=True)
class Cell:
    """What a cell says: words that may lead somewhere, or several such."""

    text: str = ""
    url: str = ""
    items: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Bar:
    """A value drawn from 0 to 100 of its scale. `kind`: what it is, for its colour."""

    label: str
    said: str
    width: str
    kind: str


@dataclass(frozen=True)
class Row:
    """A row of the table, the words by which the filter keeps it, and the lines that the file has for it."""

    cells: tuple[Cell, ...]
    choices: frozenset[str]
    records: tuple[Record, ...]
    bars: tuple[Bar, ...] = ()

    @property
    def said(self) -> str:
        """All its words, to search in."""
        return words.fold(" ".join(f"{one.text} {' '.join(text for text, _url in one.items)}" for one in self.cells))


@dataclass(frozen=True)
class Crossing:
    """A table over the commitments of a plan: its columns, its rows, and what can be filtered in it."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    choices: Sequence[tuple[str, str]] = ()
    told: Sequence[str] = field(default_factory=tuple)


def public_commitments(plan: ActionPlan) -> list[Commitment]:
    """Return the public commitments of a plan in its order; one query."""
    return list(plan.commitments.filter(state=State.PUBLISHED).select_related("plan__jurisdiction").order_by("order"))


def below(plan: ActionPlan | Jurisdiction) -> dict[str, Any]:
    """Keep what hangs on the public commitments of a plan, or of all the public plans of a place."""
    if isinstance(plan, Jurisdiction):
        public = {"commitment__plan__state": State.PUBLISHED, "commitment__state": State.PUBLISHED}
        return {"commitment__plan__jurisdiction": plan, **public}
    return {"commitment__plan": plan, "commitment__state": State.PUBLISHED}


def rows_of(model: Any, plan: ActionPlan | Jurisdiction, *more: str) -> list[Any]:
    """Return the rows of a list over all of a plan, in its order; one query."""
    rows = model.objects.filter(**below(plan)).select_related("commitment__plan__jurisdiction", *more)
    return list(rows.order_by("commitment__order", "pk"))


def named(commitment: Commitment, tail: str = "") -> tuple[str, str]:
    """Name a commitment, with its address."""
    return commitment.title, commitment.get_absolute_url() + tail


def cell_of(commitment: Commitment) -> Cell:
    """Name a commitment in a cell."""
    return Cell(*named(commitment))


def about(commitment: Commitment) -> Record:
    """Say in a file of which commitment a line is."""
    return {"commitment": commitment.public_id, "commitment_title": commitment.title}


def gathered(rows: Iterable[Any], key: Callable[[Any], Hashable]) -> list[list[Any]]:
    """Put rows that share a key together, in their order."""
    found: dict[Hashable, list[Any]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return list(found.values())


def named_by(rows: Iterable[Any]) -> Cell:
    """Name the commitments of some rows, each once."""
    return Cell(items=tuple(dict.fromkeys(named(row.commitment) for row in rows)))


def offered(choices: Iterable[tuple[str, Any]], rows: Iterable[Any], column: str) -> list[tuple[str, str]]:
    """Return the choices that some rows really have."""
    there = {getattr(row, column) for row in rows}
    return [(code, str(label)) for code, label in choices if code in there]
