"""What changed between two public texts: section by section, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from tequio.plans import sections
from tequio.plans.vocab import (
    Assured,
    ChannelKind,
    CitationKind,
    Direction,
    Horizon,
    PartyRole,
    ProposalState,
    ResourceKind,
    ResultKind,
    RiskLevel,
    Schedule,
    ShareRole,
)

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# Above this many words a change is shown by lines: comparing word by word would take seconds.
_MOST_WORDS = 6000
# A run of more lines than these that did not change is left out.
_MOST_LINES = 6

# Keys of a row that are names for machines, not words for people.
_UNSAID = frozenset(
    {
        "id",
        "institution",
        "section",
        "key_action",
        "overlaps",
        "precision",
        "scheme",
        "jurisdiction",
        "milestone",
    }
)
_WORDS: Mapping[str, Any] = {
    "role": PartyRole,
    "direction": Direction,
    "horizon": Horizon,
    "level": RiskLevel,
    "state": ProposalState,
    "schedule": Schedule,
}


@dataclass(frozen=True)
class Piece:
    """A run of text. `kind`: same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """A section that is not what it was."""

    number: str
    label: str
    pieces: list[Piece]


def between(before: Mapping[str, Any], after: Mapping[str, Any], template: Sequence[Mapping[str, Any]]) -> list[Change]:
    """Return the sections that differ between two documents of one commitment, in the order of its form."""
    told = [(key, number, label, said(before, key), said(after, key)) for key, number, label in _sections(template)]
    return [Change(number, label, _near(pieces(old, new))) for _key, number, label, old, new in told if old != new]


def pieces(old: str, new: str) -> list[Piece]:
    """Compare two texts word by word."""
    one, other = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(one) + len(other) > _MOST_WORDS:
        one, other = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return list(_pieces(one, other))


def _near(found: Sequence[Piece]) -> list[Piece]:
    """Leave out of a long comparison the lines that stayed as they were, but the one beside each change."""
    return [
        Piece(piece.kind, _ends(piece.text, is_first=at == 0, is_last=at == len(found) - 1))
        if piece.kind == "same"
        else piece
        for at, piece in enumerate(found)
    ]


def _ends(text: str, *, is_first: bool, is_last: bool) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) <= _MOST_LINES:
        return text
    head = [] if is_first else lines[:2]
    tail = [] if is_last else lines[-2:]
    return "".join([*head, "[…]\n", *tail])


def said(document: Mapping[str, Any], key: str) -> str:
    """Write a section of a document as plain text."""
    if key == "shares":
        return "\n".join(_share(row) for row in document.get(key, []))
    if key in ("milestones", "key_actions", "objectives", "groups"):
        return _tree(document, key)
    section = sections.SECTIONS.get(key, sections.Section())
    lines = [_value(column, document.get(column)) for column in section.columns if column != "precision"]
    for listed in section.lists:
        rows = document.get(listed.related, [])
        if listed.scheme and listed.related == "classifications":
            rows = [row for row in rows if row["scheme"] == listed.scheme]
        rows = [row for row in rows if all(row.get(name, value) == value for name, value in listed.fixed.items())]
        lines += [_row(row) for row in rows]
    return "\n".join(line for line in lines if line)


def _sections(template: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for section in template:
        yield section["key"], section["number"], sections.said(section["label"])
    asked = {section["key"] for section in template}
    if "objectives" not in asked:
        yield "objectives", "", _("Objectives by horizon")
    yield "groups", "", _("Headings of milestones")
    if "milestones" not in asked:
        yield "milestones", "", _("Activities")
    yield "shares", "", _("Parties and allies")
    yield "roadmap", "", _("Roadmap")
    yield "deliverables", "", _("Milestones and what they deliver")


def _tree(document: Mapping[str, Any], key: str) -> str:
    lines = []
    for row in document.get(key, []):
        lines.append(_row(row))
        for listed in ("indicators", "means", "parties"):
            lines += [f"    {text}" for one in row.get(listed, []) if (text := _row(one))]
    return "\n".join(lines)


def _row(row: Mapping[str, Any]) -> str:
    if "scheme" in row:
        return str(row["name"])
    if row.get("value_text"):
        row = {key: value for key, value in row.items() if key not in ("value", "unit", "out_of")}
    said = (_value(key, value) for key, value in row.items() if key not in _UNSAID and isinstance(value, str))
    posts = ", ".join(row.get("posts", []))
    return " · ".join(text for text in (*said, posts) if text)


def _share(row: Mapping[str, Any]) -> str:
    least = _("at least %(n)s of its %(all)s milestones") % {"n": row["minimum"], "all": len(row["milestones"])}
    parts = (ShareRole(row["role"]).label, row["name"], least if row["minimum"] is not None else "", row["note"])
    return " · ".join(str(part) for part in parts if part)


def _value(key: str, value: Any) -> str:
    if value is None or value == "" or value is False:
        return ""
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    if value is True:
        return _("Does not apply") if key == "no_nongovernment" else _("Yes")
    if key == "resources_assured":
        return str(Assured(value).label)
    if key == "kind":
        return _kind(str(value))
    words = _WORDS.get(key)
    if words is not None and value in words.values:
        return str(words(value).label)
    return str(value)


def _kind(value: str) -> str:
    for words in (ResourceKind, CitationKind, ResultKind, ChannelKind):
        if value in words.values:
            return str(words(value).label)
    return ""


def _pieces(one: Sequence[str], other: Sequence[str]) -> Iterable[Piece]:
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(one[a1:a2]))
            continue
        if a2 > a1:
            yield Piece("removed", "".join(one[a1:a2]))
        if b2 > b1:
            yield Piece("added", "".join(other[b1:b2]))
