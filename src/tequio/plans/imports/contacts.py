"""Names, addresses and telephones: found, kept apart from public words, and merged by person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from tequio.paper.text import Passage, flat
from tequio.plans.imports import lexicon
from tequio.plans.imports.draft import Contact, DraftCommitment, DraftPerson, DraftRoadmap, Place, Said
from tequio.plans.imports.findings import Finding
from tequio.plans.imports.notes import Notes, plain
from tequio.plans.imports.tree import leaves, rewrite

T = TypeVar("T", bound=DraftCommitment | DraftRoadmap)

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
PHONE = re.compile(
    r"(?<![\w/.-])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{2,3}\)|\d{2,3})[ .-]?\d{3,4}[ .-]?\d{4}(?![\w-])"
    r"(?:,?\s?(?:ext\.?|extensi[oó]n)\s?\d{1,6})?",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"\[[^\]\n]{1,200}\]")
_WITHHELD = re.compile(r"\[\s*(?P<email>correo|e-?mail)?(?P<phone>telefono|tel)?(?P<name>nombre|persona|contacto)?")
_STAND_IN = {"email": "[correo]", "phone": "[teléfono]", "name": "[nombre]"}


def withheld_kind(flat_text: str) -> str | None:
    """Return which contact a placeholder such as "[correo]" stands for; None if it names a post instead."""
    match = _WITHHELD.match(flat_text)
    return match.lastgroup if match else None


def is_address(cell: Passage) -> bool:
    """Say whether a cell is an e-mail address, or the placeholder of one."""
    return EMAIL.search(cell.text) is not None or withheld_kind(cell.flat.strip()) == "email"


def contact(passage: Passage, kind: str, notes: Notes, whole: Passage | None = None) -> Contact | None:
    """Return a passage as one contact."""
    said = notes.words(passage, whole)
    if said is None:
        return None
    is_placeholder = PLACEHOLDER.fullmatch(said.text.strip(" ,.;")) is not None
    return Contact(said.text.strip(" ,;") or said.text, said.place, said.raw, kind=kind, is_placeholder=is_placeholder)


def contacts_in(passage: Passage, kind: str, notes: Notes) -> list[Contact]:
    """Read a cell of contact data: every address and telephone that it holds, or else all of it as one."""
    found = [(match.start(), match.end(), "email") for match in EMAIL.finditer(passage.text)]
    found += [(match.start(), match.end(), "phone") for match in PHONE.finditer(passage.text)]
    if kind == "name" or not found:
        one = contact(passage, kind, notes)
        return [one] if one else []
    contacts = (contact(passage.cut(start, end), kind, notes, passage) for start, end, kind in sorted(found))
    return [each for each in contacts if each]


def everybody(mentions: Iterable[DraftPerson], notes: Notes) -> tuple[DraftPerson, ...]:
    """Return each person once, with all of her contacts; two addresses of one person are noted, and both kept.

    A person is known by her name or, where the copy withholds it, by her post in her institution.
    """
    people: list[DraftPerson] = []
    known: dict[str, int] = {}
    for mention in mentions:
        keys = _keys(mention)
        at = next((known[key] for key in keys if key in known and _may_be(people[known[key]], mention)), None)
        if at is None:
            at = len(people)
            people.append(replace(mention, contacts=()))
        people[at] = _merged(people[at], mention)
        for key in keys:
            known.setdefault(key, at)
    for person in people:
        addresses = [each for each in person.contacts if each.kind == "email" and not each.is_placeholder]
        if len(addresses) > 1:
            first, *others = [each.place for each in addresses]
            notes.doubt("two-addresses", first, also=others, count=len(addresses))
    return tuple(people)


def withhold(draft: T, findings: Iterable[Finding]) -> tuple[T, list[Finding]]:
    """Take names, addresses and telephones out of public words; they become private contacts of the draft."""
    names = _names_of(draft)
    taken: list[Contact] = []

    def without(text: str, place: Place) -> str:
        spans = [(match.start(), match.end(), "email") for match in EMAIL.finditer(text)]
        spans += [(match.start(), match.end(), "phone") for match in PHONE.finditer(text)]
        if names:
            spans += [(match.start(), match.end(), "name") for match in names.finditer(flat(text))]
        for start, end, kind in sorted(spans, reverse=True):
            taken.append(Contact(text[start:end], place, kind=kind))
            text = text[:start] + _STAND_IN[kind] + text[end:]
        return text

    def change(said: Said) -> Said:
        if isinstance(said, Contact):
            return said
        return replace(said, text=without(said.text, said.place), raw=without(said.raw, said.place))

    clean = rewrite(draft, change)
    mended = [
        replace(
            each,
            params={
                key: without(said, each.place) if isinstance(said, str) else said for key, said in each.params.items()
            },
        )
        for each in findings
    ]
    mended += [Finding("contact-in-text", place) for place in sorted({each.place for each in taken})]
    distinct = {(each.kind, each.text, each.place): each for each in taken}
    return replace(clean, contacts=(*clean.contacts, *distinct.values())), mended


def _names_of(draft: DraftCommitment | DraftRoadmap) -> re.Pattern[str] | None:
    """Return what finds the full names that the contact cells hold; a post written there is no name."""
    public = {plain(said) for said in leaves(draft) if not isinstance(said, Contact)}
    names = {
        flat(said.text)
        for said in leaves(draft)
        if isinstance(said, Contact) and said.kind == "name" and not said.is_placeholder
        if len(said.text.split()) > 1 and len(said.text) <= 100
        if plain(said) not in public and not lexicon.POST.match(flat(said.text))
    }
    if not names:
        return None
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + r")(?!\w)"
    )


def _keys(person: DraftPerson) -> list[str]:
    keys = [f"name {plain(each)}" for each in person.contacts if each.kind == "name" and not each.is_placeholder]
    if person.post and person.institution:
        keys.append(f"post {plain(person.post)} {plain(person.institution)}")
    return keys


def _may_be(person: DraftPerson, mention: DraftPerson) -> bool:
    """Refuse to merge two people who hold one post but are called differently."""
    names, others = (
        {plain(each) for each in one.contacts if each.kind == "name" and not each.is_placeholder}
        for one in (person, mention)
    )
    return not names or not others or bool(names & others)


def _merged(person: DraftPerson, mention: DraftPerson) -> DraftPerson:
    contacts = list(person.contacts)
    seen = {(each.kind, each.text.casefold()) for each in contacts}
    contacts += [each for each in mention.contacts if (each.kind, each.text.casefold()) not in seen]
    return replace(person, post=person.post or mention.post, contacts=tuple(contacts))
