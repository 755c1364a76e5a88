"""Section 21 of the form: objectives by horizon, groups, milestones and the comments that close the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tequio.paper.text import Passage, join
from tequio.plans.imports import lexicon
from tequio.plans.imports.dates import check_order, dates_in, day, is_date
from tequio.plans.imports.draft import (
    Coded,
    Contact,
    Day,
    DraftComment,
    DraftGroup,
    DraftMeans,
    DraftMilestone,
    DraftObjective,
    Said,
)
from tequio.plans.imports.notes import Notes, bullets, place_of
from tequio.plans.imports.responsible import names_somebody, responsible

HORIZONS = {"corto": "short", "mediano": "medium", "medio": "medium", "largo": "long"}
HORIZON = re.compile(r"\s*objetivos?\s(?:a|de)\s(corto|mediano|medio|largo)\splazo\s*[:.(-]?\s*")
COMMENTS = re.compile(r"\s*comentarios\s(?:obtenidos|recibidos|de\s|a\s|sobre)")
_HEADER = re.compile(
    r"\s*(?:describa el hito|descripcion del hito|hito\b.{0,20}$|fecha de (?:inicio|conclusion|termino)|"
    r"medios? de verificacion|agencia y persona|(?:agencia|persona) responsable|responsables?\s*$|estatus)"
)
_LABEL = re.compile(r"\s*(\d{1,3}(?:\.\d{1,2})?\s?[.)-]+)\s+")
_MEANS = re.compile(
    r"\s\+\s|\n\s?[-*]\s|[·•▪◦●]|\n(?=[A-ZÁÉÍÓÚÑ])|(?<=\w\w)\.\s+(?=[A-ZÁÉÍÓÚÑ])|(?<=\w)\s(?=Número\sde\s)"
)
_AUTHOR = re.compile(r"\s*([^:\n]{1,80}):\s")
_COLUMNS = 6


@dataclass
class _Horizon:
    heading: Passage
    name: str
    due: Day | None
    text: Said | None
    groups: list[tuple[Said | None, list[DraftMilestone]]] = field(default_factory=list)

    def add(self, milestone: DraftMilestone) -> None:
        """Put a milestone under the last heading, or under none."""
        if not self.groups:
            self.groups.append((None, []))
        self.groups[-1][1].append(milestone)


def objectives(cells: Sequence[Passage], notes: Notes) -> tuple[tuple[DraftObjective, ...], tuple[DraftComment, ...]]:
    """Read the cells of the section; a cell that is neither row nor heading is left over."""
    found: list[_Horizon] = []
    at = 0
    while at < len(cells):
        cell = cells[at]
        width = 1
        if COMMENTS.match(cell.flat):
            return _objectives(found, notes), _comments(cells[at:], notes)
        if match := HORIZON.match(cell.flat):
            found.append(_horizon(cell, match, notes))
        elif not cell.is_blank and _HEADER.match(cell.flat) and not _starts_row(cells, at):
            notes.heading(cell)
        elif found and _starts_row(cells, at):
            width = _width(cells, at)
            found[-1].add(_milestone(cells[at : at + width], notes))
        elif found and not cell.is_blank:
            found[-1].groups.append((notes.words(cell), []))
        at += width
    return _objectives(found, notes), ()


def means(passage: Passage | None, notes: Notes) -> tuple[DraftMeans, ...]:
    """Split a cell into means of verification and guess the evidence that each announces."""
    if passage is None:
        return ()
    found = []
    start = 0
    for sign in [*_MEANS.finditer(passage.text), None]:
        piece = passage.cut(start, sign.start() if sign else None)
        start = sign.end() if sign else 0
        said = notes.words(piece)
        if said is None:
            continue
        kind = lexicon.evidence_kind(piece.flat)
        if kind is None:
            notes.doubt("means-kind-unknown", said.place, said=said.text)
        found.append(DraftMeans(said, kind))
    return tuple(found)


def labelled(passage: Passage, notes: Notes) -> tuple[Said | None, Said | None]:
    """Split "1. Text" into the number that is displayed and the text."""
    label = _LABEL.match(passage.text)
    if label is None:
        return None, notes.words(passage)
    return notes.words(passage.cut(0, label.end())), notes.words(passage.cut(label.end()))


def _horizon(cell: Passage, match: re.Match[str], notes: Notes) -> _Horizon:
    first_end = cell.text.find("\n")
    first = cell.cut(0, first_end if first_end >= 0 else None)
    due_words = first.cut(min(match.end(), len(first.text)))
    dates = list(dates_in(due_words, notes))
    notes.heading(cell.cut(0, match.end()))
    rest = cell.cut(len(first.text))
    if not dates and rest.is_blank:
        return _Horizon(cell, HORIZONS[match[1]], None, notes.words(due_words))
    return _Horizon(cell, HORIZONS[match[1]], day(due_words, notes), notes.words(rest))


def _is_status(cell: Passage) -> bool:
    return len(cell.text) <= 60 and lexicon.code_within(lexicon.STATUSES, cell.flat) is not None


def _starts_row(cells: Sequence[Passage], at: int) -> bool:
    """A row is known by its dates or, where they cannot be read, by the status in its sixth cell."""
    if cells[at].is_blank or is_date(cells[at]) or _is_status(cells[at]) or HORIZON.match(cells[at].flat):
        return False
    dated = [is_date(cell) for cell in cells[at + 1 : at + 4]] + [False] * 3
    if dated[0] or dated[1]:
        return dated[0] or not dated[2]
    row = cells[at : at + _COLUMNS]
    return len(row) == _COLUMNS and _is_status(row[-1]) and not any(_is_status(cell) for cell in row[:-1])


def _width(cells: Sequence[Passage], at: int) -> int:
    """Return how many cells the row has: to its status, or to what starts next."""
    for width in range(4, _COLUMNS + 1):
        if at + width - 1 >= len(cells):
            return len(cells) - at
        cell = cells[at + width - 1]
        if HORIZON.match(cell.flat) or COMMENTS.match(cell.flat):
            return width - 1
        if _is_status(cell):
            return width
        if width > 4 and _starts_row(cells, at + width - 1):
            return width - 1
    return _COLUMNS


def _milestone(row: Sequence[Passage], notes: Notes) -> DraftMilestone:
    place = place_of(join(row))
    has_status = _is_status(row[-1]) or len(row) == _COLUMNS
    status_cell = row[-1] if has_status else None
    middle = row[3:-1] if has_status else row[3:]
    if len(row) != _COLUMNS:
        notes.doubt("row-ragged", place)
    label, text = labelled(row[0], notes)
    start, end = day(row[1], notes), day(row[2], notes) if len(row) > 2 else None
    if start is None or end is None:
        notes.doubt("period-unreadable", place)
    check_order(start, end, notes)
    if len(middle) == 1 and names_somebody(middle[0]):
        middle = (middle[0].cut(0, 0), middle[0])
    evidence = means(middle[0], notes) if middle else ()
    if not evidence:
        notes.doubt("means-missing", place)
    parties = responsible(middle[1], notes) if len(middle) > 1 else ()
    if not parties:
        notes.doubt("responsible-missing", place)
    return DraftMilestone(label, text, start, end, evidence, parties, _status(status_cell, notes), place)


def _status(cell: Passage | None, notes: Notes) -> Coded | None:
    if cell is None or cell.is_blank:
        return None
    lines = cell.strip().lines
    first = Passage(lines[:1])
    if lexicon.code_of(lexicon.STATUSES, first.flat):
        cell = first  # What follows a status on further lines belongs to no cell: it is left over.
    said = notes.words(cell)
    if said is None:
        return None
    code = lexicon.code_of(lexicon.STATUSES, cell.flat)
    if code is None:
        code = lexicon.code_within(lexicon.STATUSES, cell.flat)
        notes.doubt("status-untidy" if code else "status-unknown", said.place, said=said.text)
    return Coded(said.text, said.place, said.raw, code=code)


def _objectives(found: Sequence[_Horizon], notes: Notes) -> tuple[DraftObjective, ...]:
    result = []
    for each in found:
        groups = tuple(DraftGroup(title, tuple(milestones)) for title, milestones in each.groups)
        for group in groups:
            _doubt_labels(group, notes)
        result.append(DraftObjective(each.name, each.text, each.due, place_of(each.heading), groups))
    return tuple(result)


def _doubt_labels(group: DraftGroup, notes: Notes) -> None:
    """Doubt a number shown twice in one group."""
    seen: dict[str, DraftMilestone] = {}
    for milestone in group.milestones:
        label = milestone.label.text.strip(" .)-") if milestone.label else ""
        if label and label in seen:
            notes.doubt("label-repeated", milestone.place, also=[seen[label].place], label=label)
        seen.setdefault(label, milestone)


def _comments(cells: Sequence[Passage], notes: Notes) -> tuple[DraftComment, ...]:
    first = cells[0]
    end = first.text.find("\n")
    notes.heading(first.cut(0, end if end >= 0 else None))
    pieces = [piece for cell in (first.cut(end) if end >= 0 else None, *cells[1:]) if cell for piece in bullets(cell)]
    return tuple(comment for piece in pieces if (comment := _comment(piece, notes)))


def _comment(piece: Passage, notes: Notes) -> DraftComment | None:
    author = _AUTHOR.match(piece.text)
    text = notes.words(piece.cut(author.end(1) + 1) if author else piece)
    if text is None:
        return None
    name = notes.words(piece.cut(author.start(1), author.end(1))) if author else None
    if name is None:
        return DraftComment(text)
    is_placeholder = name.text.startswith("[")
    return DraftComment(text, Contact(name.text, name.place, kind="name", is_placeholder=is_placeholder))
