"""The national sheet: a fact sheet with labels, a summary, and key actions with their weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tequio.paper.text import Document, Line, Passage, flat, join
from tequio.plans.imports import keyactions, lexicon, parties, sdg
from tequio.plans.imports.baselines import baselines
from tequio.plans.imports.citations import axes, laws, programmes
from tequio.plans.imports.dates import dates_in, period
from tequio.plans.imports.draft import (
    Coded,
    Day,
    DraftActor,
    DraftCommitment,
    DraftObjective,
    DraftParty,
    DraftRisk,
    Place,
    Said,
)
from tequio.plans.imports.milestones import HORIZONS
from tequio.plans.imports.notes import Notes, place_of, plain
from tequio.plans.imports.rows import rows_of

TEMPLATE = "national-sheet"

NUMBER = re.compile(r"\s*compromiso\s+(?:numero\s|no\.?\s|num\.?\s)?(\d{1,3})\b[\s.:–—-]*(?P<title>[^\n]*)")
DATES = re.compile(r"\s*fecha\s+de\s+inicio\s+y\s+(?:fecha\s+de\s+)?(?:conclusion|termino)\b")
BANNER = re.compile(r"\s*(?:resumen ejecutivo|echa un vistazo(?: al compromiso)?)\s*$")
# The flat words of each label, to its end: what follows on the line is the value.
LABELS = tuple(
    (name, re.compile(r"\s*" + words))
    for name, words in (
        ("government", r"instituci\w+ responsables?(?: de la implementacion)?:?"),
        ("coresponsible", r"(?:organizaci\w+|actores) (?:cor)?responsables?(?: de la implementacion)?:?"),
        ("question", r"¿?cual es el compromiso\s*\?"),
        (
            "objective",
            r"objetivos? a (?P<horizon>corto|mediano|medio|largo) plazo:?(?:\s*\((?P<due>[^)\n]{0,100})\))?:?",
        ),
        ("problem", r"¿?cual es la problematica[^?\t\n]{0,60}\??"),
        ("contribution", r"¿?como contribui\w+[^?\t\n]{0,60}\??"),
        ("risks", r"supuestos\b(?:\s*\((?P<level>[^)\n]{0,120})\))?:?"),
        ("verification", r"¿?como se verificara[^?\t\n]{0,60}\??"),
        ("ogp_relevance", r"¿?por que es relevante[^?\t\n]{0,60}\??"),
        ("targets", r"alineacion con (?:la )?agenda 2030:?"),
        ("gender_impact", r"alineacion (?:del compromiso )?con (?:la )?perspectiva de[^\t\n]{0,40}genero:?"),
        ("axis", r"eje del (?P<plan>plan \w+ de desarrollo)\b[^\t\n:]{0,60}:?"),
        ("additional_information", r"informacion adicional:?"),
        ("other_actors", r"otros actores(?: involucrados)?(?:\s*\([^)\n]{0,200}\))?:?"),
    )
)
_TARGET_LINE = re.compile(r"\s*(?:objetivo de desarrollo sostenible|ods|meta)\s+\d")
_RISK = re.compile(r"(?:^|(?<=\s))([a-z]\))\s+")
_SECTOR = re.compile(r"\s*([^:\n]{3,60}):\s")
# Fields of one paragraph: what follows them without a label opens the next field, whose label is centred beside it.
_SINGLE = ("objective", "risks")
_MARKS = len(LABELS) + 3


@dataclass
class _Objective:
    label: re.Match[str]
    passage: Passage
    values: list[Passage] = field(default_factory=list)


@dataclass
class Sheet:
    """The pieces of the sheet, field by field, as the walk over its lines finds them."""

    notes: Notes
    number: Said | None = None
    title: Said | None = None
    dates: tuple[Day | None, Day | None] = (None, None)
    values: dict[str, list[Passage]] = field(default_factory=dict)
    objectives: list[_Objective] = field(default_factory=list)
    plan: Passage | None = None
    level: str = ""
    current: str = ""
    loose: list[Passage] = field(default_factory=list)
    pending: list[Passage] = field(default_factory=list)
    is_new_page: bool = True

    def add(self, name: str, passage: Passage) -> None:
        """Put a passage into a field."""
        if name == "objective":
            self.objectives[-1].values.append(passage)
        else:
            self.values.setdefault(name, []).append(passage)

    def take(self, line: Line) -> None:
        """Read one line of the sheet."""
        rest = Passage((Line(line.number, line.text.strip()),))
        if rest.is_blank or self.take_header(rest):
            return
        is_labelled = False
        while match := _label(rest):
            name, words = match
            is_labelled = True
            self._open(name, words, rest)
            rest = rest.cut(words.end()).strip()
        if rest.is_blank:
            return
        if _TARGET_LINE.match(rest.flat):
            self._settle("targets")
        elif not is_labelled and self._is_unattached(line, rest):
            return
        self.is_new_page = False
        self.add(self.current, rest)

    def take_header(self, rest: Passage) -> bool:
        """Take a line of the header that every page repeats."""
        words = " ".join(rest.flat.split())
        number, is_dates = NUMBER.match(rest.flat), DATES.match(rest.flat)
        is_title = self.title is not None and bool(words) and plain(_said(rest)) == plain(self.title)
        is_title_now = self.number is not None and self.title is None and not is_dates and not number
        if not (number or is_dates or is_title or is_title_now or BANNER.match(words)):
            return False
        if number and self.number is None:
            self.number = self.notes.words(rest.cut(number.start(1), number.end(1)))
            self.title = self.notes.words(rest.cut(number.start("title")))
        if is_title_now and not BANNER.match(words):
            self.title = self.notes.words(rest)
        if is_dates and self.dates == (None, None):
            self.dates = period(rest, self.notes)
        self.notes.heading(rest)
        self.is_new_page = True
        return True

    def finish(self) -> None:
        """Put what still waits for a label where it stood."""
        self._settle("")

    def _open(self, name: str, words: re.Match[str], rest: Passage) -> None:
        self.notes.heading(rest.cut(0, words.end()))
        if name == "question":
            return
        if name == "objective":
            self.objectives.append(_Objective(words, rest))
        elif name == "axis":
            self.plan = rest.cut(*words.span("plan"))
        elif name == "risks":
            self.level = words["level"] or ""
        self._settle(name)

    def _settle(self, name: str) -> None:
        """Give loose paragraphs their field now that the next label is known."""
        loose_field = "additional_information" if name == "additional_information" else "executive_summary"
        for passage in self.loose:
            self.add(loose_field, passage)
            if loose_field == name:
                self.notes.doubt("passage-attached", passage, field=name)
        for passage in self.pending:
            into = name or self.current or "executive_summary"
            self.add(into, passage)
            self.notes.doubt("passage-attached", passage, field="objectives" if into == "objective" else into)
        self.loose, self.pending = [], []
        self.current = name or self.current
        self.is_new_page = False

    def _is_unattached(self, line: Line, rest: Passage) -> bool:
        """Hold back words that stand under no label of their own."""
        if line.text.startswith("\t"):
            if self.current in _SINGLE or not self.current or rest.text.endswith(":"):
                self.pending.append(rest)
                return True
            return False
        if self.is_new_page or self.loose or not self.current:
            self.loose.append(rest)
            return True
        return False


def score(document: Document) -> float:
    """Return which part of the sheet's labels the document has."""
    found = set()
    for line in document.lines:
        if line.is_blank:
            continue
        words = flat(line.text[:300])
        label = next((name for name, pattern in LABELS if pattern.match(words)), None)
        found.add(label or "")
        found.add("number" if NUMBER.match(words) else "")
        found.add("dates" if DATES.match(words) else "")
        found.add("weight" if keyactions.HEADING.match(words) else "")
    return len(found - {""}) / _MARKS


def read(document: Document) -> Iterator[tuple[DraftCommitment, Notes]]:
    """Read every sheet of the document; a commitment with another number opens another sheet."""
    starts = [0]
    number = ""
    for at, line in enumerate(document.lines):
        match = NUMBER.match(flat(line.text[:300]))
        if match and number and match[1] != number:
            starts.append(at)
        number = match[1] if match else number
    for start, end in zip(starts, [*starts[1:], len(document.lines)], strict=True):
        yield _read(document, document.lines[start:end])


def _read(document: Document, lines: Sequence[Line]) -> tuple[DraftCommitment, Notes]:
    notes = Notes()
    sheet = Sheet(notes)
    actions_at = next((at for at, line in enumerate(lines) if keyactions.HEADING.match(flat(line.text))), len(lines))
    for line in _unfolded(document, lines[:actions_at]):
        sheet.take(line)
    sheet.finish()
    verification = _prose(sheet, "verification")
    actions = keyactions.read(rows_of(document, lines[actions_at:]), sheet.take_header, verification, notes)
    start, end = sheet.dates
    goals, targets = sdg.alignment([join(found)] if (found := sheet.values.get("targets")) else [], notes)
    telling = [
        passage for name in ("executive_summary", "additional_information") for passage in sheet.values.get(name, ())
    ]
    for name in ("problem", "contribution", "verification", "risks", "government"):
        if name not in sheet.values:
            notes.doubt("section-missing", Place(lines[0].number, lines[-1].number), field=name)
    draft = DraftCommitment(
        template=TEMPLATE,
        place=Place(lines[0].number, lines[-1].number),
        number=sheet.number,
        title=sheet.title,
        start=start,
        end=end,
        parties=tuple(_parties(sheet)),
        problem=_prose(sheet, "problem"),
        baselines=tuple(found for passage in telling for found in baselines(passage, notes)),
        gender_impact=_prose(sheet, "gender_impact"),
        goals=goals,
        targets=targets,
        contribution=_prose(sheet, "contribution"),
        ogp_relevance=_prose(sheet, "ogp_relevance"),
        additional_information=_prose(sheet, "additional_information"),
        plan_citations=(
            *(axes(sheet.plan, join(sheet.values["axis"]), notes) if sheet.plan and "axis" in sheet.values else ()),
            *(found for passage in telling for found in programmes(passage, notes)),
        ),
        law_citations=tuple(found for passage in telling for found in laws(passage, notes)),
        objectives=tuple(_objective(each, notes) for each in sheet.objectives),
        key_actions=actions,
        risks=tuple(_risks(sheet)),
        verification=verification,
        executive_summary=_prose(sheet, "executive_summary"),
        other_actors=tuple(_actors(sheet)),
    )
    return draft, notes


def _unfolded(document: Document, lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines as a sheet in plain text has them: of a table's row, one cell after the other."""
    if not document.tables:
        yield from lines
        return
    for row in rows_of(document, lines):
        if DATES.match(" ".join(row.flat.split())):
            yield Line(row.first, " ".join(row.text.split()))
            continue
        is_below = row.is_table and row.pieces[0].is_blank
        said = [line for piece in row.pieces for line in piece.lines if not piece.is_blank]
        for at, line in enumerate(said):
            yield Line(line.number, "\t" + line.text) if is_below and at == 0 else line


def _label(rest: Passage) -> tuple[str, re.Match[str]] | None:
    for name, pattern in LABELS:
        if match := pattern.match(rest.flat):
            return name, match
    return None


def _said(passage: Passage) -> Said:
    return Said(passage.text, place_of(passage))


def _prose(sheet: Sheet, name: str) -> Said | None:
    """Return the paragraphs of a field, a blank line between them."""
    found = sheet.values.get(name)
    if not found:
        return None
    spaced = [line for passage in found for line in (*passage.lines, Line(passage.lines[-1].number, ""))]
    return sheet.notes.prose(Passage(tuple(spaced)))


def _parties(sheet: Sheet) -> Iterator[DraftParty]:
    for section in ("government", "coresponsible"):
        for passage in sheet.values.get(section, ()):
            starts = [match.start() for match in re.finditer(r"\bnombre\s*:", passage.flat)] or [0]
            for start, end in zip(starts, [*starts[1:], len(passage.text)], strict=True):
                party = parties.block(passage.cut(start, end), section, sheet.notes)
                if party:
                    yield party


def _objective(found: _Objective, notes: Notes) -> DraftObjective:
    text = notes.prose(join(found.values)) if found.values else None
    due = None
    if found.label["due"]:
        words = found.passage.cut(*found.label.span("due"))
        said = notes.words(words)
        day = next(dates_in(words, notes), None)
        if said:
            due = Day(said.text, said.place, on=day.on if day else None, precision=day.precision if day else None)
    place = place_of(join([found.passage, *found.values]))
    return DraftObjective(HORIZONS[found.label["horizon"]], text, due, place)


def _risks(sheet: Sheet) -> Iterator[DraftRisk]:
    found = sheet.values.get("risks")
    if not found:
        return
    passage = join(found)
    levels = [
        name for word, name in (("fin", "goal"), ("proposito", "purpose")) if re.search(rf"\b{word}\b", sheet.level)
    ]
    marks = list(_RISK.finditer(passage.flat))
    for at, mark in enumerate(marks):
        label = sheet.notes.words(passage.cut(*mark.span(1)))
        text = sheet.notes.words(passage.cut(mark.end(), marks[at + 1].start() if at + 1 < len(marks) else None))
        if label and text:
            yield DraftRisk(label, text, "-and-".join(levels))


def _actors(sheet: Sheet) -> Iterator[DraftActor]:
    grouped: list[list[Passage]] = []
    for passage in sheet.values.get("other_actors", ()):
        if _SECTOR.match(passage.text) or not grouped:
            grouped.append([])
        grouped[-1].append(passage)
    for group in grouped:
        passage = join(group)
        sector = _SECTOR.match(passage.text)
        if sector is None:
            continue
        name = sheet.notes.coded(passage.cut(*sector.span(1)), lexicon.SECTORS, "sector")
        text = sheet.notes.words(passage.cut(sector.end()))
        if name and text:
            yield DraftActor(Coded(name.text, name.place, code=name.code), text)
