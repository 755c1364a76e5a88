"""The ordered list of agencies and people in a milestone's cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from tequio.paper.text import Passage, flat
from tequio.plans.imports import lexicon
from tequio.plans.imports.contacts import EMAIL, PHONE, PLACEHOLDER, contact, withheld_kind
from tequio.plans.imports.draft import Contact, DraftPerson, DraftResponsible, Said
from tequio.plans.imports.notes import Notes, place_of

_ENTRY = re.compile(r"^[^\S\n]*(\d{1,2})\s?[.)][^\S\n]*(?=\D)", re.MULTILINE)
_GAP = re.compile(r"\n[^\S\n]*\n")
_CLOSING = " .,;"


def responsible(cell: Passage, notes: Notes) -> tuple[DraftResponsible, ...]:
    """Read the parties in order, each with the number that is displayed."""
    found = [_party(entry, notes.words(label), notes) for label, entry in _entries(cell)]
    labels = [entry.label.text.strip(" .)") for entry in found if entry.label]
    if labels and labels[0] != "1":
        notes.doubt("numbering-offset", cell, first=labels[0])
    return tuple(found)


def names_somebody(cell: Passage) -> bool:
    """Tell a list of parties from other cells: it is numbered, or has people's data."""
    return any(each.search(cell.text) for each in (_ENTRY, PLACEHOLDER, EMAIL))


def _entries(cell: Passage) -> Iterator[tuple[Passage | None, Passage]]:
    marks = list(_ENTRY.finditer(cell.text))
    unnumbered = cell.cut(0, marks[0].start()) if marks else cell
    start = 0
    for gap in [*_GAP.finditer(unnumbered.text), None]:
        entry = unnumbered.cut(start, gap.start() if gap else None)
        if not entry.is_blank:
            yield None, entry.strip()
        start = gap.end() if gap else 0
    for mark, after in zip_longest(marks, marks[1:]):
        entry = cell.cut(mark.end(), after.start() if after else None)
        yield cell.cut(mark.start(), mark.end()), entry.strip()


def _party(entry: Passage, label: Said | None, notes: Notes) -> DraftResponsible:
    end = _end_of_agency(entry)
    agency, unit = _agency_and_unit(entry.cut(0, end), notes)
    people = _people(entry.cut(end), agency, notes)
    place = place_of(entry) if not entry.is_blank or label is None else label.place
    return DraftResponsible(agency, unit, people, place, label=label)


def _end_of_agency(entry: Passage) -> int:
    """Return where the agency ends and its people begin; when in doubt words are a person's, which is private."""
    line_end = entry.text.find("\n")
    line_end = len(entry.text) if line_end < 0 else line_end
    data = [match.start() for each in (PLACEHOLDER, EMAIL, PHONE) if (match := each.search(entry.text, 0, line_end))]
    if not data:
        return line_end
    head = entry.text[: min(data)]
    stop = head.rstrip().rfind(". ")
    if stop >= 0:
        return stop + 1
    if entry.text[min(data)] == "[" or head.rstrip().endswith("."):
        return len(head)
    end = 0
    for piece in re.finditer(r"[^,]+,?", head):
        if not _is_agency(piece[0]):
            break
        end = piece.end()
    return end


def _is_agency(text: str) -> bool:
    words = text.strip(" ,.")
    return lexicon.ORGANISATION.match(flat(words)) is not None or (words.isupper() and " " not in words)


def _agency_and_unit(head: Passage, notes: Notes) -> tuple[Said | None, Said | None]:
    """Split "agency, unit" or "unit, agency"."""
    text = head.text.rstrip(_CLOSING)
    head = head.cut(0, len(text))
    comma = re.search(r",\s*(?=\S)", head.text)
    if comma is None:
        return notes.words(head), None
    first, second = head.cut(0, comma.start()), head.cut(comma.end())
    if lexicon.UNIT.match(first.flat.strip()) and not lexicon.UNIT.match(second.flat.strip()):
        first, second = second, first
    return notes.words(first), notes.words(second)


@dataclass
class _Person:
    post: Said | None = None
    contacts: list[Contact] = field(default_factory=list)

    @property
    def is_named(self) -> bool:
        return any(each.kind == "name" for each in self.contacts)

    @property
    def is_reachable(self) -> bool:
        return any(each.kind != "name" for each in self.contacts)


def _people(passage: Passage, agency: Said | None, notes: Notes) -> tuple[DraftPerson, ...]:
    found: list[_Person] = []
    for piece, kind in _pieces(passage):
        if kind in ("email", "phone"):
            person = found[-1] if found else _new(found)
            said = contact(piece, kind, notes)
            person.contacts += [said] if said else []
        elif kind == "placeholder":
            person = _new(found)
            said = contact(piece, "name", notes)
            person.contacts += [said] if said else []
            person.post = notes.words(piece.cut(1, len(piece.text) - 1))
        elif kind == "post":
            person = found[-1] if found and found[-1].post is None and not found[-1].is_reachable else _new(found)
            person.post = notes.words(piece)
        else:
            person = found[-1] if found and not found[-1].is_named and not found[-1].is_reachable else _new(found)
            said = contact(piece, "name", notes)
            person.contacts += [said] if said else []
    return tuple(DraftPerson(each.post, tuple(each.contacts), agency) for each in found)


def _new(found: list[_Person]) -> _Person:
    found.append(_Person())
    return found[-1]


def _pieces(passage: Passage) -> Iterator[tuple[Passage, str]]:
    """Yield what the people's lines hold: email, phone, placeholder, post or name."""
    token = re.compile(
        rf"(?P<placeholder>{PLACEHOLDER.pattern})|(?P<email>{EMAIL.pattern})|(?P<phone>{PHONE.pattern})", re.I
    )
    start = 0
    for match in [*token.finditer(passage.text), None]:
        for words in re.finditer(r"[^,;\n]+", passage.text[start : match.start() if match else None]):
            piece = passage.cut(start + words.start(), start + words.end()).strip()
            if re.search(r"\w", piece.text):
                yield piece, "post" if lexicon.POST.match(piece.flat.strip()) else "name"
        if match:
            piece, kind = passage.cut(match.start(), match.end()), match.lastgroup or ""
            yield piece, (withheld_kind(piece.flat) or kind) if kind == "placeholder" else kind
            start = match.end()
