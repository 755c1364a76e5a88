"""The form of 21 numbered fields (the commitment form of local action plans)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tequio.paper.text import Document, Line, Passage, cells, flat
from tequio.plans.imports import groups, lexicon, milestones, parties, sdg
from tequio.plans.imports.baselines import baselines
from tequio.plans.imports.citations import laws, plan_lines, programmes
from tequio.plans.imports.dates import period
from tequio.plans.imports.draft import Coded, DraftCommitment, DraftValue, Place
from tequio.plans.imports.notes import Notes, bullets, is_not_applicable
from tequio.plans.imports.resources import resources

TEMPLATE = "form-21"

# Number, field and the flat words that a heading starts with: enough to know it however it goes on.
FIELDS = tuple(
    (number, name, re.compile(words))
    for number, name, words in (
        (1, "title", r"titulo\b"),
        (2, "text", r"compromiso\b"),
        (3, "period", r"periodo\b|fechas? de inicio"),
        (4, "government", r"instituci\w+ o actor|instituci\w+ .{0,40}responsables?\b"),
        (5, "nongovernment", r"(?:institucion|organizacion|actor)\w* .{0,40}no.?gubernamental"),
        (6, "coresponsible", r"otros actores\b|.{0,40}corresponsables?\b"),
        (7, "problem", r"problema publico|problematica"),
        (8, "situation", r"situacion\b"),
        (9, "gender_impact", r".{0,60}\b(?:mujeres y (?:a )?(?:los )?hombres|perspectiva de genero)"),
        (10, "vulnerability", r".{0,80}\bvulnerab"),
        (11, "targets", r".{0,30}\b(?:objetivos de desarrollo sostenible|ods)\b"),
        (12, "action", r"accion\b"),
        (13, "contribution", r".{0,40}\bcontribu"),
        (14, "vision", r".{0,90}\bvision estrategica"),
        (15, "policy_areas", r"areas? prioritarias? de politica|areas? de politica"),
        (16, "thematic_areas", r"areas? tematicas?\b"),
        (17, "ogp_values", r".{0,30}\bvalores de\b"),
        (18, "resources", r".{0,12}\brecursos (?:se |necesarios|requeridos)"),
        (19, "resources_assured", r".{0,12}\basegurad"),
        (20, "additional_information", r"informacion adicional"),
        (21, "milestones", r"hitos?\b"),
    )
)
_NUMBERED = re.compile(r"[^\S\n]*(?:(?:campo|seccion|punto|apartado)\s)?(\d{1,2})\s?[.):-]{0,2}\s*[¿*]*\s*(?=[a-z])")
_BANNER = re.compile(r"\s*descripcion del compromiso\s*\.?\s*$")
_OPENING = re.compile(r"\s*compromiso\b")
_GUIDE = re.compile(r"\s*(?:\(|\d{1,2}\.\d{1,2}\.?\s*¿)")
_OPTIONAL = ("vision", "additional_information", "nongovernment", "coresponsible")
# A form with fewer headings outside its tables has them inside.
_FEW = 6
_TABLES = ("government", "nongovernment", "coresponsible")


@dataclass(frozen=True)
class Section:
    """A field of the form with all that stands below its heading."""

    number: int
    name: str
    heading: Line
    lines: tuple[Line, ...]

    @property
    def content(self) -> Passage | None:
        """Return what is written in the field, its table signs aside."""
        lines = tuple(Line(line.number, line.text.lstrip("\t")) for line in self.lines)
        return Passage(lines) if lines else None

    @property
    def cells(self) -> list[Passage]:
        """Return the cells of the field's table."""
        return cells(self.lines)[1]


def score(document: Document) -> float:
    """Return which part of the form's 21 headings the document has."""
    return max((len({name for _, _, name in form}) / len(FIELDS) for form in _forms(_laid_out(document))), default=0.0)


def read(document: Document) -> Iterator[tuple[DraftCommitment, Notes]]:
    """Read every form of the document."""
    lines = _laid_out(document)
    forms = list(_forms(lines))
    starts = [_opening(lines, form[0][0]) for form in forms]
    for form, start, end in zip(forms, starts, [*starts[1:], len(lines)], strict=True):
        notes = Notes()
        sections = _sections(lines, form, end, notes)
        theme = Passage((lines[start],)) if start < form[0][0] else None
        place = Place(lines[start].number, lines[end - 1].number)
        yield _draft(sections, theme, place, notes), notes


def _laid_out(document: Document) -> Sequence[Line]:
    """Return the lines; of a form that is one great table, with the headings taken out of their cells."""
    if not document.tables or len(list(_headings(document.lines))) >= _FEW:
        return document.lines
    found: list[Line] = []
    for line in document.lines:
        first, *pieces = line.text.split("\t")
        found += [replace(line, text=first)] if first or not pieces else []
        for piece in pieces:
            is_heading = _exact(flat(piece[:200])) is not None
            found.append(replace(line, text=piece if is_heading else "\t" + piece))
    return found


def _exact(words: str) -> str | None:
    """Return the field whose number and words a line shows."""
    match = _NUMBERED.match(words)
    return next(
        (
            name
            for shown, name, pattern in FIELDS
            if match and shown == int(match[1]) and pattern.match(words[match.end() :])
        ),
        None,
    )


def _opening(lines: Sequence[Line], at: int) -> int:
    """Return the line above the first heading that names the form, or the heading itself."""
    above = at - 1
    while above >= 0 and lines[above].is_blank:
        above -= 1
    return above if above >= 0 and _OPENING.match(flat(lines[above].text[:200])) else at


def _forms(lines: Sequence[Line]) -> Iterator[list[tuple[int, int, str]]]:
    """Yield the headings of each form as (index, number shown, field); a second title opens a second form."""
    form: list[tuple[int, int, str]] = []
    for at, number, name in _headings(lines):
        if name == "title" and any(seen == "title" for _, _, seen in form):
            yield form
            form = []
        form.append((at, number, name))
    if form:
        yield form


def _headings(lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    """Yield lines that are headings by their number and words or, between two such, by their words alone."""
    sure: list[tuple[int, int, str]] = []
    maybe: list[tuple[int, int, str]] = []
    for at, line in enumerate(lines):
        if line.text.startswith("\t") or (match := _NUMBERED.match(words := flat(line.text[:200]))) is None:
            continue
        number, head = int(match[1]), words[match.end() :]
        names = [(shown, name) for shown, name, pattern in FIELDS if pattern.match(head)]
        exact = next((name for shown, name in names if shown == number), None)
        if exact:
            sure.append((at, number, exact))
        elif names:
            maybe.append((at, number, names[0][1]))
    known = {name for _, _, name in sure}
    yield from sorted([*sure, *(each for each in maybe if each[2] not in known and _fits(each, sure))])


def _fits(heading: tuple[int, int, str], sure: Sequence[tuple[int, int, str]]) -> bool:
    """Say whether a heading with another number stands where the form has that field."""
    order = {name: number for number, name, _ in FIELDS}
    before = [name for at, _, name in sure if at < heading[0]]
    after = [name for at, _, name in sure if at > heading[0]]
    place = order[heading[2]]
    return (not before or order[before[-1]] < place) and (not after or place < order[after[0]]) and bool(sure)


def _sections(
    lines: Sequence[Line], form: Sequence[tuple[int, int, str]], end: int, notes: Notes
) -> dict[str, Section]:
    sections: dict[str, Section] = {}
    shown = {name: number for number, name, _ in FIELDS}
    for (at, number, name), stop in zip(form, [*(each[0] for each in form[1:]), end], strict=True):
        heading = Passage((lines[at],))
        if name in sections:
            notes.doubt("section-repeated", heading, also=[Passage((sections[name].heading,))], field=name)
            continue
        if number != shown[name]:
            notes.doubt("section-renumbered", heading, field=name, number=number)
        body = [line for line in lines[at + 1 : stop] if not _BANNER.match(flat(line.text))]
        notes.heading(heading, *(line for line in lines[at + 1 : stop] if _BANNER.match(flat(line.text))))
        sections[name] = Section(number, name, lines[at], tuple(_without_help(body, notes)))
    return sections


def _without_help(body: Sequence[Line], notes: Notes) -> Iterator[Line]:
    """Drop the lines that go on explaining the field: those next to its heading, in brackets, or numbered 17.1."""
    first_cell = next((at for at, line in enumerate(body) if line.text.startswith("\t")), 0)
    is_next = True
    for at, line in enumerate(body):
        is_next = is_next and not line.is_blank and at < first_cell
        is_help = at <= first_cell and not line.text.startswith("\t") and _GUIDE.match(flat(line.text))
        if is_next or is_help:
            notes.heading(line)
        else:
            yield line


def _draft(sections: Mapping[str, Section], theme: Passage | None, place: Place, notes: Notes) -> DraftCommitment:
    values: dict[str, Any] = {}
    for _, name, _ in FIELDS:
        section = sections.get(name)
        if section is None:
            notes.doubt("section-missing", place, field=name)
            continue
        content = section.content
        if content is None or content.is_blank:
            notes.blank.append(name)
            notes.doubt("section-blank", Passage((section.heading,)), field=name)
        elif name in _TABLES:
            values.setdefault("parties", [])
            values["parties"] += parties.table(section.cells, name, notes)
        elif is_not_applicable(content):
            notes.is_absent(content, name)
        else:
            values |= _READERS.get(name, _read_prose)(section, content, notes)
    values["parties"] = tuple(values.get("parties", ()))
    return DraftCommitment(template=TEMPLATE, place=place, theme=notes.words(theme), **values)


def _read_prose(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    return {section.name: notes.prose(content)}


def _read_title(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    return {"title": notes.words(content)}


def _read_period(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    start, end = period(content, notes)
    return {"start": start, "end": end}


def _read_situation(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    return {"situation": notes.prose(content), "baselines": tuple(baselines(content, notes))}


def _read_vulnerability(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    return {"vulnerability": notes.prose(content), "vulnerable_groups": groups.named_in(content, notes)}


def _read_targets(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    goals, targets = sdg.alignment([content], notes)
    return {"goals": goals, "targets": targets}


def _read_areas(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    words = lexicon.POLICY_AREAS if section.name == "policy_areas" else lexicon.THEMATIC_AREAS
    found: list[Coded] = []
    for piece in bullets(content):
        for part in _parts(piece, words):
            said = notes.coded(part, words, section.name)
            found += [said] if said else []
    if len(found) != 2:
        notes.doubt("areas-count", content, field=section.name, count=len(found))
    return {section.name: tuple(found)}


def _parts(piece: Passage, words: Mapping[str, str]) -> list[Passage]:
    """Split at semicolons; at commas only when every part is then known, for one area has commas in its name."""
    if lexicon.code_of(words, piece.flat):
        return [piece]
    by_comma = _split(piece, ",")
    if all(lexicon.code_of(words, part.flat) for part in by_comma):
        return by_comma
    return _split(piece, ";")


def _split(piece: Passage, sign: str) -> list[Passage]:
    found = []
    start = 0
    for part in piece.text.split(sign):
        found.append(piece.cut(start, start + len(part)))
        start += len(part) + 1
    return [part for part in found if not part.is_blank]


def _read_values(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    found: list[DraftValue] = []
    for cell in section.cells:
        if re.match(r"\s*valor(?:es)?\s*$|\s*¿?por que\b.{0,80}valor", cell.flat):
            notes.heading(cell)
        elif lexicon.code_of(lexicon.VALUES, cell.flat):
            said = notes.coded(cell, lexicon.VALUES, section.name)
            found += [DraftValue(said, None)] if said else []
        elif found and found[-1].why is None:
            found[-1] = DraftValue(found[-1].value, notes.prose(cell))
    return {"ogp_values": tuple(found)}


def _read_resources(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    return {"resources": resources(section.cells, notes)}


def _read_assured(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    return {"resources_assured": notes.coded(content, lexicon.ASSURED, "resources_assured")}


def _read_additional(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    return {
        "additional_information": notes.prose(content),
        "plan_citations": (*plan_lines(content, notes), *programmes(content, notes)),
        "law_citations": tuple(laws(content, notes)),
    }


def _read_milestones(section: Section, content: Passage, notes: Notes) -> dict[str, Any]:
    objectives, comments = milestones.objectives(section.cells, notes)
    return {"objectives": objectives, "comments": comments}


_READERS: Mapping[str, Callable[[Section, Passage, Notes], dict[str, Any]]] = {
    "title": _read_title,
    "period": _read_period,
    "situation": _read_situation,
    "vulnerability": _read_vulnerability,
    "targets": _read_targets,
    "policy_areas": _read_areas,
    "thematic_areas": _read_areas,
    "ogp_values": _read_values,
    "resources": _read_resources,
    "resources_assured": _read_assured,
    "additional_information": _read_additional,
    "milestones": _read_milestones,
}
