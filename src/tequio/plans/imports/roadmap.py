"""The report of a roadmap: phases announced and described, and a table of milestones with what they delivered (002)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tequio.paper.text import Document, Line, Passage, flat
from tequio.plans.imports import lexicon
from tequio.plans.imports.citations import broken, links
from tequio.plans.imports.dates import dates_in
from tequio.plans.imports.draft import Day, DraftDeliverable, DraftPhase, DraftRoadmap, Place, Said
from tequio.plans.imports.marks import paragraphs
from tequio.plans.imports.notes import Notes, place_of, plain
from tequio.plans.imports.rows import Row, rows_of
from tequio.plans.imports.variants import doubt_variants

TEMPLATE = "roadmap"

_NUMBERS = "|".join([r"\d{1,2}", *lexicon.NUMBERS])
_ANNOUNCED = re.compile(rf"\b(?P<count>{_NUMBERS})\s+(?:fases|etapas)\b[^:.]{{0,60}}:\s*(?P<names>[^.:;]{{10,600}})")
_HEADER = (re.compile(r"\s*hitos?\s*$"), re.compile(r"\s*entregables?\s*$"))
_ROUTE = re.compile(r"\s*(?:ruta de trabajo|hoja de ruta)\s*$")
_LISTED = re.compile(r"\s*\d{1,2}\s?[.)]\s*(?P<name>\S.{2,80}?)[.;]?\s*$")
_ELSEWHERE = re.compile(r"\s*(?:sesion de rendicion|logros|desafios|aprendizajes|retos|vision a futuro|anexo|conclusi)")
_SOURCE = re.compile(r"\s*fuente\s*:")
_COMMITMENT = re.compile(r"compromiso\s+[\"“«*]+(?P<title>[^\"”»*\n]{5,250})[\"”»*]")
_PERIOD = re.compile(r"\((?P<words>[a-z]+ \d{4}\s*[-–—a]+\s*[a-z]+ \d{4})\)")
_URL = re.compile(r"[a-z]{2,6}:/{1,3}[^\s<>\"]{3,500}", re.IGNORECASE)


@dataclass
class _Phase:
    """A phase while its lines are gathered."""

    name: Passage
    is_announced: bool
    heading: Line | None = None
    lines: list[Line] = field(default_factory=list)
    inside: list[_Phase] = field(default_factory=list)


def score(document: Document) -> float:
    """Return which part of its marks a document has: phases announced, the route's heading, the deliverables."""
    text = Passage(document.lines)
    marks = (
        _ANNOUNCED.search(text.flat) is not None,
        any(_ROUTE.match(flat(line.text)) for line in document.lines),
        any(_is_header(row) for row in rows_of(document, document.lines)),
    )
    return sum(marks) / len(marks)


def read(document: Document) -> tuple[DraftRoadmap, Notes]:
    """Read the roadmap of a document; there is one at most."""
    notes = Notes()
    text = Passage(document.lines)
    phases = tuple(_drafted(phase, notes) for phase in _phases(document, text, notes))
    start, end = _period(text, notes)
    title = _COMMITMENT.search(text.flat)
    roadmap = DraftRoadmap(
        Place(1, len(document.lines)),
        notes.words(text.cut(*title.span("title"))) if title else None,
        start,
        end,
        phases,
        tuple(_deliverables(document, notes)),
        tuple(links(text, notes)),
    )
    doubt_variants(text, notes)
    return roadmap, notes


def _phases(document: Document, text: Passage, notes: Notes) -> list[_Phase]:
    """Find the phases that the document announces where it describes them, one inside another if it does so."""
    announced = _ANNOUNCED.search(text.flat)
    if announced is None:
        return []
    count = lexicon.number_of(announced["count"]) or 0
    names = _names(text.cut(*announced.span("names")), count)
    line = text.cut(announced.start(), announced.end())
    notes.heading(line)
    found = _described(document.lines[place_of(line).last :], [_Phase(name, True) for name in names], notes)
    _nest(found, notes)
    if len(names) != count:
        notes.doubt("count-mismatch", line, said=announced[0][:60], declared=str(count), listed=str(len(names)))
    return found


def _names(words: Passage, count: int) -> list[Passage]:
    """Split a list at its commas, and at its last "y" only if it then has as many as it says: names have one too."""
    pieces, start = [], 0
    for sign in [*re.finditer(",", words.text), None]:
        pieces.append(words.cut(start, sign.start() if sign else None).strip())
        start = sign.end() if sign else 0
    last = [*re.finditer(r"\s+[ye]\s+", pieces[-1].text)]
    if last and len(pieces) + 1 == count or last and len(pieces) == 1:
        pieces[-1:] = [pieces[-1].cut(0, last[-1].start()), pieces[-1].cut(last[-1].end())]
    return [piece for piece in (_bare(piece) for piece in pieces) if not piece.is_blank]


def _bare(piece: Passage) -> Passage:
    """Return words without the stars of a text in bold."""
    start = len(piece.text) - len(piece.text.lstrip("* "))
    return piece.cut(start, max(start, len(piece.text.rstrip("* "))))


def _described(lines: Sequence[Line], phases: list[_Phase], notes: Notes) -> list[_Phase]:
    by_name = {_plain(phase.name): phase for phase in phases}
    listed: dict[str, _Phase] = {}
    current: _Phase | None = None
    for line in lines:
        words = " ".join(re.findall(r"\w+", flat(line.text)))
        phase = by_name.get(words)
        inner = listed.get(words) if current else None
        if phase and phase.heading is None:
            current, listed = phase, {}
            phase.heading = line
            notes.heading(line)
        elif inner:
            current = inner
            inner.heading = line
            notes.heading(line)
        elif _ELSEWHERE.match(flat(line.text)) or _is_shouted(line.text):
            current, listed = None, {}
        elif current:
            current.lines.append(line)
            _list_inner(line, current, listed)
    return phases


def _list_inner(line: Line, current: _Phase, listed: dict[str, _Phase]) -> None:
    """Remember a numbered line of a phase: it may come again as the heading of a part of it."""
    match = _LISTED.match(line.text)
    if match and current.heading and not any(current is inner for inner in listed.values()):
        inner = _Phase(Passage((line,)).cut(*match.span("name")), False)
        listed[_plain(inner.name)] = inner
        current.inside.append(inner)


def _nest(phases: list[_Phase], notes: Notes) -> None:
    """Put an announced phase that nobody describes inside the one where a part begins with its name (X10)."""
    for phase in phases:
        phase.inside = [inner for inner in phase.inside if inner.heading]
    for phase in [each for each in phases if each.heading is None]:
        for host in phases:
            inner = next((each for each in host.inside if _plain(each.name).startswith(_plain(phase.name))), None)
            if inner and inner.heading:
                inner.is_announced = True
                phases.remove(phase)
                said = {"said": phase.name.text, "inside": host.name.text}
                notes.heading(phase.name)
                notes.doubt("phase-nested", Passage((inner.heading,)), also=[phase.name], **said)
                break
        else:
            notes.doubt("phase-undescribed", phase.name, said=phase.name.text)


def _drafted(phase: _Phase, notes: Notes) -> DraftPhase:
    heading = Passage((phase.heading,)) if phase.heading else phase.name
    name = notes.words(phase.name)
    lines = _without_captions(phase.lines)
    text = notes.prose(Passage(tuple(lines))) if lines else None
    inside = tuple(_drafted(each, notes) for each in phase.inside)
    last = max([place_of(heading).last, *(line.number for line in lines), *(each.place.last for each in inside)])
    place = Place(place_of(heading).first, last)
    return DraftPhase(name or Said("—", place), text, place, phase.is_announced, inside)


def _without_captions(lines: Sequence[Line]) -> list[Line]:
    """Drop what stands below a picture, "Fuente: …", and the line above it: they tell of the picture only."""
    kept: list[Line] = []
    for line in lines:
        if not _SOURCE.match(flat(line.text)):
            kept.append(line)
            continue
        while kept and kept[-1].is_blank:
            kept.pop()
        if kept and len(kept[-1].text) < 120 and not kept[-1].text.rstrip().endswith((".", ":")):
            kept.pop()
    return kept


def _deliverables(document: Document, notes: Notes) -> Iterator[DraftDeliverable]:
    address = {link.line: link.address for link in document.links}
    missing: list[Passage] = []
    is_open = False
    for row in rows_of(document, document.lines):
        if _is_header(row):
            is_open = True
            notes.heading(*row.pieces)
        elif is_open and not row.is_blank:
            is_open = len(row.pieces) > 1
            found = _deliverable(row, address, notes) if is_open else None
            if found:
                missing += [] if found.link else [row.passage]
                yield found
    if missing:
        notes.doubt("deliverable-unlinked", missing[0], also=missing[1:], count=len(missing))


def _deliverable(row: Row, address: Mapping[int, str], notes: Notes) -> DraftDeliverable | None:
    milestone = notes.words(row.pieces[0])
    cells = [part for piece in row.pieces[1:] for part in paragraphs([piece], notes)]
    if milestone is None:
        return None
    url = next((match for cell in cells if (match := _URL.search(cell.text))), None)
    link = Said(url[0].rstrip(".,;)"), place_of(row.passage)) if url else None
    hidden = next((address[line.number] for line in row.passage.lines if line.number in address), None)
    if hidden and not link and not broken(hidden)[0]:
        link = Said(hidden, place_of(row.passage))
    beside = _URL.search(cells[0].text) if cells else None
    title = notes.words(cells[0].cut(0, beside.start() if beside else None), cells[0]) if cells else None
    for cell in cells[1:]:
        notes.heading(cell)
    return DraftDeliverable(milestone, title, link, place_of(row.passage))


def _is_header(row: Row) -> bool:
    return len(row.pieces) > 1 and all(
        pattern.match(piece.flat) for pattern, piece in zip(_HEADER, row.pieces, strict=False)
    )


def _period(text: Passage, notes: Notes) -> tuple[Day | None, Day | None]:
    match = _PERIOD.search(text.flat)
    found = list(dates_in(text.cut(*match.span("words")), notes)) if match else []
    return (found[0], found[1]) if len(found) == 2 else (None, None)


def _is_shouted(text: str) -> bool:
    words = text.strip()
    return len(words) >= 10 and words.isupper() and " " in words


def _plain(passage: Passage) -> str:
    return plain(Said(passage.text, Place(1, 1)))
