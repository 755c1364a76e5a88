"""The sheet of a thematic axis, and the indicator format that repeats its head (source 001)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tequio.paper.text import Document, Line, Passage, flat, join
from tequio.plans.imports import formats, sdg
from tequio.plans.imports.channels import channels
from tequio.plans.imports.contacts import contact
from tequio.plans.imports.draft import DraftCommitment, DraftParty, DraftPerson, DraftPoint, Place, Said
from tequio.plans.imports.marks import paragraphs
from tequio.plans.imports.notes import Notes, place_of, plain
from tequio.plans.imports.rows import Row, rows_of

TEMPLATE = "thematic-axis"

# Field and the flat words that its label starts with.
LABELS = tuple(
    (name, re.compile(r"[\s*_#]*" + words))
    for name, words in (
        ("responsible", r"nombre del responsable del eje\b"),
        ("title", r"nombre del eje(?: tematico)?\s*:?\s*$"),
        ("text", r"descripcion del eje\b"),
        ("goal", r"meta verificable\b"),
        ("proposals", r"propuestas ciudadanas\b"),
        ("channels", r"difusion del mecanismo\b"),
        ("indicators", r"indicadores de referencia\b"),
    )
)
_BANNER = re.compile(r"\s*(?:formatos? de informacion|documentos? unicos?)\s*$")
_ORDINALS = "primer[oa]|segund[oa]|tercer[oa]|cuart[oa]|quint[oa]|sext[oa]|septim[oa]|octav[oa]"
_POINT = re.compile(rf"\s*(?:(?:{_ORDINALS})\s*[.:–—-]+|\d{{1,2}}\s?[.)-]|[a-h]\s?\))\s*")
_FIELDS = {"goal": "aspects", "responsible": "government"}
_TITLE = re.compile(r"\s*(?:(?:lic|mtr[oa]|dra?|ing|arq|c|licenciad[oa]|maestr[oa]|doctora?)\.?\s+)(?=[\[\w])")


@dataclass
class _Sheet:
    """The rows below each label of one sheet."""

    opens: Row
    notes: Notes = field(default_factory=Notes)
    below: dict[str, list[Row]] = field(default_factory=dict)
    last: int = 0

    @property
    def is_format(self) -> bool:
        """Say whether it is the head of an indicator format, which says again what the axis's sheet says."""
        return "indicators" in self.below

    def around(self) -> str:
        """Return all words of the sheet but those of its format, flat."""
        return " ".join(piece.flat for name in self.below if name != "indicators" for piece in self.said(name))

    def said(self, name: str) -> list[Passage]:
        """Return the passages below a label."""
        return [piece for row in self.below.get(name, ()) for piece in row.pieces if not piece.is_blank]


def score(document: Document) -> float:
    """Return which part of the sheet's labels the document has; indicators or citizens' proposals are one."""
    found = {name for line in document.lines if (name := _label(flat(line.text[:200])))}
    both = {"proposals", "indicators"} <= found
    return max(0.0, (len(found) - both) / (len(LABELS) - 1))


def read(document: Document) -> Iterator[tuple[DraftCommitment, Notes]]:
    """Read every axis of the document, each with the format that belongs to it."""
    drafts: list[tuple[DraftCommitment, Notes]] = []
    for sheet in _sheets(document):
        draft = _draft(sheet)
        at = _twin(draft, [known for known, _ in drafts]) if sheet.is_format else None
        if at is None:
            drafts.append((draft, sheet.notes))
        else:
            drafts[at] = (_joined(drafts[at][0], draft, sheet), _merged(drafts[at][1], sheet.notes))
    yield from drafts


def _label(words: str) -> str | None:
    words = words.split("\t")[0] or words.strip("\t").split("\t")[0]
    return next((name for name, pattern in LABELS if pattern.match(words)), None)


def _sheets(document: Document) -> Iterator[_Sheet]:
    sheet: _Sheet | None = None
    current = ""
    for row in rows_of(document, document.lines):
        name = _label(row.flat)
        if name == "responsible" or (name and sheet is None):
            if sheet:
                yield sheet
            sheet = _Sheet(row)
        if sheet is None or row.is_blank:
            continue
        if name:
            sheet.last = row.passage.lines[-1].number
            current = _open(sheet, name, row)
        elif _BANNER.match(row.flat):
            sheet.notes.heading(*row.pieces)
            current = ""
        elif current == "indicators" and not formats.is_row(row) and any(map(formats.is_row, sheet.below[current])):
            current = ""
        elif current and _takes(sheet, current):
            sheet.below[current].append(row)
            sheet.last = row.passage.lines[-1].number
    if sheet:
        yield sheet


def _open(sheet: _Sheet, name: str, row: Row) -> str:
    """Note a label; words beside it in the same row are its value, but for the two labels side by side of the head."""
    first, *others = [piece for piece in row.pieces if not piece.is_blank]
    sheet.notes.heading(first)
    sheet.below.setdefault(name, [])
    if name == "responsible":
        sheet.notes.heading(*others)
    elif others:
        sheet.below[name].append(Row(tuple(others), row.is_table))
    return name


def _takes(sheet: _Sheet, name: str) -> bool:
    """Say whether a field takes more lines: who answers and the title are one row each."""
    return name not in ("responsible", "title") or not sheet.below[name]


def _draft(sheet: _Sheet) -> DraftCommitment:
    notes = sheet.notes
    place = Place(sheet.opens.first, max(sheet.last, sheet.opens.first))
    wanted = ("responsible", "title", *(() if sheet.is_format else ("text", "goal", "proposals", "channels")))
    for name in wanted:
        if not sheet.said(name):
            notes.doubt("section-missing", place, field=_FIELDS.get(name, name))
    title, described = sheet.said("title"), sheet.said("text")
    party = _party(sheet.below.get("responsible", ()), notes)
    goal, goals = _goals(sheet.said("goal"), notes)
    sdg_goals, targets = sdg.alignment([join(described)] if described else [], notes)
    listed, aliases = formats.read(sheet.below.get("indicators", ()), sheet.around(), title, notes)
    return DraftCommitment(
        template=TEMPLATE,
        place=place,
        title=notes.words(join(title)) if title else None,
        parties=(party,) if party else (),
        text=_prose(described, notes),
        goal=goal,
        aspects=goals,
        goals=sdg_goals,
        targets=targets,
        proposals=_proposals(sheet.said("proposals"), notes),
        channels=channels(sheet.said("channels"), notes),
        formats=(listed,) if listed else (),
        aliases=aliases,
    )


def _party(rows: Sequence[Row], notes: Notes) -> DraftParty | None:
    """Read who answers for the axis, by the post, and the institution; titles such as "Lic." are no part of a name."""
    cells = [piece for row in rows for piece in row.pieces if not piece.is_blank]
    if not cells:
        return None
    who, institution = cells[0].strip(), notes.words(cells[1]) if len(cells) > 1 else None
    title = _TITLE.match(who.flat)
    name = who.cut(title.end()) if title else who
    said = contact(name, "name", notes, who)
    post = notes.words(name.cut(1, len(name.text) - 1), who) if said and said.is_placeholder else None
    person = DraftPerson(post, (said,) if said else (), institution)
    place = place_of(join(cells))
    return DraftParty("government", institution, None, None, person, None, place)


def _prose(passages: Sequence[Passage], notes: Notes) -> Said | None:
    pieces = paragraphs(passages, notes)
    spaced = [line for piece in pieces for line in (*piece.lines, Line(piece.lines[-1].number, ""))]
    return notes.prose(Passage(tuple(spaced))) if spaced else None


def _goals(passages: Sequence[Passage], notes: Notes) -> tuple[Said | None, tuple[DraftPoint, ...]]:
    """Split a verifiable goal into its own sentence and its numbered aspects."""
    pieces = paragraphs(passages, notes)
    first = next((at for at, piece in enumerate(pieces) if _POINT.match(piece.flat)), len(pieces))
    whole = _prose(pieces[:first], notes)
    return whole, tuple(point for piece in pieces[first:] if (point := _point(piece, notes)))


def _proposals(passages: Sequence[Passage], notes: Notes) -> tuple[DraftPoint, ...]:
    """Take the numbered proposals one by one; where none is numbered, each paragraph may be one or an answer."""
    pieces = paragraphs(passages, notes)
    found = tuple(point for piece in pieces if (point := _point(piece, notes)))
    if len(found) > 1 and not any(point.label for point in found):
        notes.doubt("proposals-as-paragraphs", join(pieces), count=len(found))
    return found


def _point(piece: Passage, notes: Notes) -> DraftPoint | None:
    sign = _POINT.match(piece.flat)
    text = notes.words(piece.cut(sign.end()) if sign else piece, piece)
    label = notes.words(piece.cut(0, sign.end())) if sign else None
    return DraftPoint(replace(label, text=label.text.strip(" .:–—-)")) if label else None, text) if text else None


def _twin(draft: DraftCommitment, known: Sequence[DraftCommitment]) -> int | None:
    """Return which axis a format belongs to: the one with its title, else the one of its institution."""
    for key in (_title_of, _institution_of):
        at = next((n for n, one in enumerate(known) if key(draft) and key(one) == key(draft)), None)
        if at is not None:
            return at
    return None


def _title_of(draft: DraftCommitment) -> str:
    return plain(draft.title)


def _institution_of(draft: DraftCommitment) -> str:
    return plain(draft.parties[0].institution) if draft.parties else ""


def _joined(axis: DraftCommitment, again: DraftCommitment, sheet: _Sheet) -> DraftCommitment:
    """Add a format to its axis; what its head says again counts once, and what it says otherwise is doubted."""
    known = " ".join(plain(leaf) for leaf in (axis.title, axis.text, axis.goal, *(one.text for one in axis.aspects)))
    for name in ("responsible", "title", "text", "goal"):
        passages = sheet.said(name)
        pieces = paragraphs(passages, sheet.notes)
        if name == "responsible" or all(_without_sign(piece) in known for piece in pieces):
            sheet.notes.heading(*pieces)
        else:
            sheet.notes.doubt("section-repeated", join(passages), field=_FIELDS.get(name, name))
    aliases = again.aliases
    if plain(again.title) != plain(axis.title) and again.title:
        aliases = (again.title, *aliases)
    return replace(axis, formats=(*axis.formats, *again.formats), aliases=(*axis.aliases, *aliases))


def _without_sign(piece: Passage) -> str:
    sign = _POINT.match(piece.flat)
    return plain(Said(piece.text[sign.end() if sign else 0 :], place_of(piece)))


def _merged(notes: Notes, more: Notes) -> Notes:
    notes.findings += more.findings
    notes.headings += more.headings
    notes.not_applicable += more.not_applicable
    notes.blank += more.blank
    return notes
