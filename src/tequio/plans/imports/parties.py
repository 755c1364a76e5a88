"""Who takes part: the tables of the form and the "Nombre: Cargo:" blocks of the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from tequio.paper.text import Passage, join
from tequio.plans.imports import lexicon
from tequio.plans.imports.contacts import contacts_in, is_address
from tequio.plans.imports.draft import Contact, DraftParty, DraftPerson, DraftResponsible, Said
from tequio.plans.imports.notes import Notes, is_not_applicable, place_of

_COLUMNS = (
    ("contact", re.compile(r"persona responsable|nombre del? (?:contacto|la persona)|persona de contacto")),
    ("email", re.compile(r"e-?mail|correo")),
    ("phone", re.compile(r"telefono")),
    ("level", re.compile(r"nivel de gobierno")),
    ("role", re.compile(r"rol\b|funcion en la")),
    ("post", re.compile(r"titulo|puesto|cargo")),
    ("institution", re.compile(r"oficina|nombre de la (?:organizacion|institucion)|institucion|organizacion")),
)
_USUAL = {
    "government": ("institution", "level", "contact", "post", "email", "role"),
    "nongovernment": ("institution", "contact", "post", "email", "role"),
    "coresponsible": ("institution", "contact", "post", "email", "role"),
}
_LABEL = re.compile(r"\b(nombre|cargo|puesto|institucion|organizacion|correo|e-?mail|telefono)\s*:")
_LABELS = {"puesto": "cargo", "organizacion": "institucion", "email": "correo", "e-mail": "correo"}
_ACRONYM = re.compile(r"\(([A-ZÁÉÍÓÚÑ@][\wÁÉÍÓÚÑ@-]{1,14})\)\s*$")


def table(cells: Sequence[Passage], section: str, notes: Notes) -> tuple[DraftParty, ...]:
    """Read the rows of a table of actors; a row that says "No Aplica" throughout is noted, not a party."""
    columns, rows = _header(cells, section, notes)
    parties = []
    for row in _rows(rows, columns, notes):
        if all(is_not_applicable(cell) or cell.is_blank for cell in row.values()):
            for name, cell in row.items():
                notes.is_absent(cell, f"{section}.{name}" if name != "institution" else section)
        else:
            parties.append(_party(row, section, notes))
    return tuple(parties)


def block(passage: Passage, section: str, notes: Notes) -> DraftParty | None:
    """Read a "Nombre: … Cargo: … Institución: … Correo: … Teléfono: …" block."""
    parts: dict[str, list[Passage]] = {}
    marks = list(_LABEL.finditer(passage.flat))
    for mark, after in zip_longest(marks, marks[1:]):
        name = _LABELS.get(mark[1], mark[1])
        notes.heading(passage.cut(mark.start(), mark.end()))
        parts.setdefault(name, []).append(passage.cut(mark.end(), after.start() if after else None))
    if not parts:
        return None
    post, unit = _post_and_unit(_first(parts, "cargo"), notes)
    institution, acronym = _institution(_first(parts, "institucion"), notes)
    contacts = _contacts(parts, (("nombre", "name"), ("correo", "email"), ("telefono", "phone")), notes)
    person = DraftPerson(post, contacts, institution)
    return DraftParty(section, institution, unit, None, person, None, place_of(passage), acronym)


def as_responsible(party: DraftParty) -> DraftResponsible:
    """Return a party in the shape of those who answer for an action."""
    people = (party.person,) if party.person else ()
    return DraftResponsible(party.institution, party.unit, people, party.place, acronym=party.acronym)


def _header(cells: Sequence[Passage], section: str, notes: Notes) -> tuple[Sequence[str], Sequence[Passage]]:
    columns: list[str] = []
    for cell in cells:
        name = next((name for name, words in _COLUMNS if words.match(cell.flat.strip())), None)
        if name is None or name in columns or (columns and not _is_title(cell, name)):
            break
        columns.append(name)
        notes.heading(cell)
    if len(columns) < 2:
        return _USUAL[section], cells
    return columns, cells[len(columns) :]


def _is_title(cell: Passage, name: str) -> bool:
    """Tell a column's title from a value that starts with the same word."""
    return name == "role" or len(cell.lines[0].text) <= 60


def _rows(cells: Sequence[Passage], columns: Sequence[str], notes: Notes) -> list[dict[str, Passage]]:
    """Split cells into rows; a role closes a row, also one with cells missing."""
    rows = []
    start = 0
    while start < len(cells):
        window = list(cells[start : start + len(columns)])
        if columns[-1] == "role":
            closing = next((at for at, cell in enumerate(window) if lexicon.code_of(lexicon.ROLES, cell.flat)), None)
            window = window if closing is None else window[: closing + 1]
        start += len(window)
        if all(cell.is_blank for cell in window):
            continue
        if len(window) != len(columns):
            notes.doubt("row-ragged", join(window))
        rows.append(_named(window, columns))
    return rows


def _named(window: Sequence[Passage], columns: Sequence[str]) -> dict[str, Passage]:
    """Give each cell its column; in a ragged row an address and a role are known by themselves."""
    if len(window) == len(columns):
        return dict(zip(columns, window, strict=True))
    row: dict[str, Passage] = {}
    free = [name for name in columns if name not in ("email", "role")]
    for cell in window:
        if lexicon.code_of(lexicon.ROLES, cell.flat):
            row["role"] = cell
        elif "email" in columns and "email" not in row and is_address(cell):
            row["email"] = cell
        elif free:
            row[free.pop(0)] = cell
    return row


def _first(parts: Mapping[str, Sequence[Passage]], name: str) -> Passage | None:
    return next(iter(parts.get(name, ())), None)


def _contacts(
    parts: Mapping[str, Sequence[Passage]], kinds: Sequence[tuple[str, str]], notes: Notes
) -> tuple[Contact, ...]:
    found = [(piece, kind) for name, kind in kinds for piece in parts.get(name, ())]
    return tuple(each for piece, kind in found for each in contacts_in(piece, kind, notes))


def _party(row: Mapping[str, Passage], section: str, notes: Notes) -> DraftParty:
    given = {name: cell for name, cell in row.items() if not notes.is_absent(cell, f"{section}.{name}")}
    institution, acronym = _institution(given.get("institution"), notes)
    cells = {name: [cell] for name, cell in given.items()}
    contacts = _contacts(cells, (("contact", "name"), ("email", "email"), ("phone", "phone")), notes)
    post, _ = _post_and_unit(given.get("post"), notes, keep_whole=True)
    person = DraftPerson(post, contacts, institution) if post or contacts else None
    return DraftParty(
        section=section,
        institution=institution,
        unit=None,
        level=notes.coded(given.get("level"), lexicon.LEVELS, "level"),
        person=person,
        role=notes.coded(given.get("role"), lexicon.ROLES, "role"),
        place=place_of(join(row.values())),
        acronym=acronym,
    )


def _institution(passage: Passage | None, notes: Notes) -> tuple[Said | None, str]:
    said = notes.words(passage)
    if said is None:
        return None, ""
    acronym = _ACRONYM.search(said.text)
    if acronym is None:
        return said, ""
    return replace(said, text=said.text[: acronym.start()].strip(), raw=said.raw or said.text), acronym[1]


def _post_and_unit(passage: Passage | None, notes: Notes, keep_whole: bool = False) -> tuple[Said | None, Said | None]:
    if passage is None:
        return None, None
    comma = None if keep_whole else re.search(rf",\s*(?={lexicon.UNIT.pattern})", passage.flat)
    if comma is None:
        return notes.words(passage), None
    return notes.words(passage.cut(0, comma.start())), notes.words(passage.cut(comma.end()))
