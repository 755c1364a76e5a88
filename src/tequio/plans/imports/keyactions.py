"""Key actions of the national sheet: title and weight, who answers, one row of objective, and activities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from tequio.paper.text import Passage, flat, join
from tequio.plans.imports import lexicon, parties
from tequio.plans.imports.dates import check_order, day
from tequio.plans.imports.draft import (
    DraftActivity,
    DraftIndicator,
    DraftKeyAction,
    DraftResponsible,
    Number,
    Place,
    Said,
)
from tequio.plans.imports.milestones import labelled, means
from tequio.plans.imports.notes import Notes, place_of, plain
from tequio.plans.imports.rows import Row
from tequio.plans.imports.topics import topics

HEADING = re.compile(
    r"[^\S\n]*(?:accion\s+clave\s+(?P<number>\d{1,2})\s*[-–—:.)]*\s*)?(?P<title>[^(\n]{0,400}(?:\([^)\n%]{0,100}\)[^(\n]{0,200})?)"
    r"\(\s*(?P<weight>\d{1,3}(?:[.,]\d{1,2})?\s*%)\s*(?:de\s+)?ponderacion[^)\n]{0,80}\)?"
    r"|[^\S\n]*accion\s+clave\s+(?P<bare>\d{1,2})\s*[-–—:.)]+\s*(?P<alone>[^\n]{3,400})$"
)
_OFFICE = re.compile(r"\s*persona(?:s)? (?:servidoras? publicas? )?responsables?\b.{0,40}$")
_CONTACT = re.compile(r"\s*(?:nombre|cargo|puesto|institucion|correo|e-?mail|telefono)\s*:")
_ROW_TITLES = re.compile(r"\s*descripcion\s?/\s?objetivo\s*\t")
_STEP_TITLES = re.compile(r"\s*actividad\s*\t|\s*actividades\s*$")
_STEP = re.compile(r"\s*\d{1,3}\s?[.)]")
_COUNT = re.compile(r"\b(\d{1,2}|" + "|".join(lexicon.NUMBERS) + r")\s+acciones?\s+claves?\b")


@dataclass
class _Action:
    """The lines of one key action, sorted out."""

    heading: Passage
    match: re.Match[str]
    contact: list[Passage] = field(default_factory=list)
    row: list[list[Passage]] = field(default_factory=lambda: [[] for _ in range(5)])
    steps: list[list[list[Passage]]] = field(default_factory=list)
    mode: str = "contact"
    last: Passage | None = None

    def take(self, row: Row, notes: Notes) -> None:
        """Read one row below the heading."""
        words = row.flat
        mode = _mode_of(words)
        if mode is not None:
            self.mode = mode or self.mode
            notes.heading(*row.pieces)
            return
        self.last = row.passage
        pieces = row.pieces
        if self.mode == "contact":
            if self.contact or _CONTACT.match(words):
                self.contact.append(self.last)
        elif self.mode == "row":
            _fill(self.row, pieces, notes)
        elif self.mode == "steps":
            if _STEP.match(row.text):
                self.steps.append([[], [], []])
            if self.steps:
                _fill(self.steps[-1], pieces, notes)


def read(
    rows: Iterable[Row], take_header: Callable[[Passage], bool], verification: Said | None, notes: Notes
) -> tuple[DraftKeyAction, ...]:
    """Read the key actions from the first heading to the end of the sheet."""
    found: list[_Action] = []
    for row in rows:
        if row.is_blank:
            continue
        if match := HEADING.match(row.passage.flat):
            found.append(_Action(row.passage, match))
        elif not take_header(row.passage.strip()) and found:
            found[-1].take(row, notes)
    actions: list[DraftKeyAction] = []
    for action in found:
        actions.append(_key_action(action, actions[-1].number if actions else 0, verification, notes))
    _check_count(verification, actions, notes)
    return tuple(actions)


def _mode_of(words: str) -> str | None:
    """Return what a heading of a table opens; None when the line is no heading."""
    if _OFFICE.match(words):
        return "contact"
    if _ROW_TITLES.match(words):
        return "row"
    return "steps" if _STEP_TITLES.match(words) else None


def _fill(columns: list[list[Passage]], pieces: Sequence[Passage], notes: Notes) -> None:
    """Put the cells of a row, or of the rest of one after a page break, into its columns."""
    if any(not piece.is_blank for piece in pieces[len(columns) :]):
        notes.doubt("row-ragged", join(pieces))
    for column, piece in zip(columns, pieces, strict=False):
        if not piece.is_blank:
            column.append(piece)


def _key_action(action: _Action, before: int, verification: Said | None, notes: Notes) -> DraftKeyAction:
    match = action.match
    shown = match["number"] or match["bare"]
    title = notes.words(action.heading.cut(*match.span("title" if match["weight"] else "alone")), action.heading)
    title = title or Said("", place_of(action.heading), action.heading.text.strip())
    if shown is None:
        notes.doubt("title-cut", title.place, suggestion=_whole_title(title, verification))
    objective, indicator, proof, start, end = (join(column) if column else None for column in action.row)
    begin, finish = day(start, notes), day(end, notes)
    check_order(begin, finish, notes)
    last = action.last.lines[-1].number if action.last else title.place.last
    return DraftKeyAction(
        number=int(shown) if shown else before + 1,
        title=title,
        weight=_weight(action, notes),
        responsible=tuple(_responsible(action, notes)),
        objective=notes.words(objective),
        indicator=_indicator(indicator, notes),
        means=means(proof, notes),
        start=begin,
        end=finish,
        activities=tuple(_activity(step, notes) for step in action.steps),
        place=Place(title.place.first, last),
    )


def _weight(action: _Action, notes: Notes) -> Number | None:
    if not action.match["weight"]:
        return None
    said = notes.words(action.heading.cut(*action.match.span("weight")))
    if said is None:
        return None
    return Number(said.text, said.place, number=Decimal(action.match["weight"].rstrip("% ").replace(",", ".")))


def _responsible(action: _Action, notes: Notes) -> Iterator[DraftResponsible]:
    if action.contact:
        passage = join(action.contact)
        starts = [found.start() for found in re.finditer(r"\bnombre\s*:", passage.flat)] or [0]
        for start, end in zip_longest(starts, starts[1:]):
            party = parties.block(passage.cut(start, end), "government", notes)
            if party:
                yield parties.as_responsible(party)


def _indicator(passage: Passage | None, notes: Notes) -> DraftIndicator | None:
    said = notes.words(passage)
    if said is None:
        return None
    words = flat(said.text)
    return DraftIndicator(said, "numeric" in words, "binari" in words)


def _activity(step: Sequence[Sequence[Passage]], notes: Notes) -> DraftActivity:
    text, objective, proof = (join(column) if column else None for column in step)
    place = place_of(join(passage for column in step for passage in column))
    opens, listed = topics(text, notes) if text else (0, ())
    label, words = labelled(text.cut(0, opens), notes) if text else (None, None)
    found = means(proof, notes)
    if not found:
        notes.doubt("means-missing", place)
    return DraftActivity(label, words, notes.words(objective), found, place, listed)


def _whole_title(cut: Said, verification: Said | None) -> str:
    """Look for the sentence of the verification statement that ends as the cut title does."""
    for sentence in re.split(r"\.\s+|\.$|\n", verification.text) if verification else ():
        said = Said(sentence.strip(), cut.place)
        if plain(cut) and plain(said).endswith(plain(cut)):
            return said.text
    return cut.text


def _check_count(verification: Said | None, actions: Sequence[DraftKeyAction], notes: Notes) -> None:
    match = _COUNT.search(flat(verification.text)) if verification else None
    if verification and match and (declared := lexicon.number_of(match[1])) not in (None, len(actions)):
        notes.doubt(
            "count-mismatch", verification.place, said=match[0], declared=str(declared), listed=str(len(actions))
        )
