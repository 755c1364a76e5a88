"""The table of resources: budget, staff, time and the rest, in columns of different lengths."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tequio.paper.text import Passage, join
from tequio.plans.imports import lexicon
from tequio.plans.imports.draft import DraftResource
from tequio.plans.imports.notes import Notes

_COLUMNS = (
    ("budget", re.compile(r"\s*presupuesto")),
    ("staff", re.compile(r"\s*personal\b")),
    ("time", re.compile(r"\s*tiempo")),
    ("other", re.compile(r"\s*otros? recursos?")),
)
_STAFF = re.compile(
    r"\s*(?:(?P<unit>[^:\n]{1,80}):\s*)?(?P<count>\d{1,4}|" + "|".join(lexicon.NUMBERS) + r")\s+"
    r"(?:personas?|integrantes?|servidor\w+|funcionari\w+)\b\s*(?P<functions>.*)",
    re.DOTALL,
)
_MONTHS = re.compile(r"(\d{1,3}|" + "|".join(lexicon.NUMBERS) + r")\s+mes(?:es)?\b")


def resources(cells: Sequence[Passage], notes: Notes) -> tuple[DraftResource, ...]:
    """Return every cell that says something, in rows, with the kind of its column."""
    columns: list[str] = []
    for cell in cells:
        name = next((name for name, words in _COLUMNS if words.match(cell.flat)), None)
        if name is None or name in columns:
            break
        columns.append(name)
        notes.heading(cell)
    rest = cells[len(columns) :]
    columns = columns or [name for name, _ in _COLUMNS]
    if len(rest) % len(columns):
        notes.doubt("row-ragged", join(rest))
    found = []
    for at, cell in enumerate(rest):
        kind = columns[at % len(columns)]
        if not notes.is_absent(cell, f"resources.{kind}"):
            found.append(_resource(cell, kind, notes))
    return tuple(each for each in found if each)


def _resource(cell: Passage, kind: str, notes: Notes) -> DraftResource | None:
    text = notes.words(cell)
    if text is None:
        return None
    if kind == "staff" and (match := _STAFF.match(cell.flat)):
        return DraftResource(
            kind,
            text,
            unit=notes.words(cell.cut(*match.span("unit"))) if match["unit"] else None,
            count=lexicon.number_of(match["count"]),
            functions=notes.words(cell.cut(*match.span("functions"))),
        )
    if kind == "time" and (months := _MONTHS.search(cell.flat)):
        return DraftResource(kind, text, months=lexicon.number_of(months[1]))
    return DraftResource(kind, text)
