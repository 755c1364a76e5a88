"""What was read in a document, shaped for its preview: every line, every doubt beside its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tequio.plans.imports.draft import Contact, DraftCommitment, DraftFormat, DraftPhase, DraftRoadmap, Place, Said
from tequio.plans.imports.findings import FIELDS, Finding
from tequio.plans.imports.recognise import Reading

# The parts of a draft that say how it was read, not what it promises.
_ASIDE = frozenset({"template", "place", "people", "contacts", "not_applicable", "blank", "comments"})
# The fields whose doubts always name a finer thing, so that only the preview calls them by a name.
_NAMES = {
    **FIELDS,
    "theme": _("Theme"),
    "number": _("Number"),
    "start": _("Begins"),
    "end": _("Ends"),
    "parties": _("Who takes part"),
    "baselines": _("Baselines"),
    "vulnerable_groups": _("Groups in a vulnerable situation"),
    "goals": _("Expected results"),
    "plan_citations": _("Plans that it cites"),
    "law_citations": _("Laws that it cites"),
    "links": _("Links"),
    "phases": _("Phases"),
    "deliverables": _("Deliverables"),
}
BADGES = {"error": "late", "warning": "draft", "info": ""}
WORDS = {"error": _("Error"), "warning": _("Doubt"), "info": _("Note")}


@dataclass(frozen=True)
class Doubt:
    """A finding with its number on the page."""

    number: int
    finding: Finding

    @property
    def kind(self) -> str:
        """The look of its badge."""
        return BADGES[self.finding.severity]

    @property
    def word(self) -> str:
        """How much it matters, in a word."""
        return str(WORDS[self.finding.severity])


@dataclass(frozen=True)
class ShownLine:
    """A line of the document, with the doubts that begin at it. `is_left`: no field took it."""

    number: int
    text: str
    doubts: list[Doubt] = field(default_factory=list)
    is_left: bool = False


@dataclass(frozen=True)
class Recognised:
    """A field of a draft: what it says in short, and on which line."""

    label: str
    said: str
    line: int | None


def shown(reading: Reading) -> dict[str, Any]:
    """Return all that the preview prints."""
    doubts = doubts_of(reading)
    return {
        "reading": reading,
        "doubts": doubts,
        "lines": lines_of(reading, doubts),
        "drafts": [(draft, recognised_in(draft)) for draft in (*reading.drafts, reading.roadmap) if draft],
        "steps": [_("Choose the file"), _("Look at the doubts"), _("Confirm")],
    }


def doubts_of(reading: Reading) -> list[Doubt]:
    """Number the findings, gravest first and then in the order of the text."""
    grave = {"error": 0, "warning": 1, "info": 2}
    ordered = sorted(reading.findings, key=lambda one: (grave[one.severity], one.place))
    return [Doubt(number, finding) for number, finding in enumerate(ordered, start=1)]


def lines_of(reading: Reading, doubts: list[Doubt]) -> list[ShownLine]:
    """Return every line of the document as it stands."""
    starting: dict[int, list[Doubt]] = {}
    for doubt in doubts:
        for place in (doubt.finding.place, *doubt.finding.also):
            starting.setdefault(place.first, []).append(doubt)
    left = {n for piece in reading.leftovers for n in range(piece.place.first, piece.place.last + 1)}
    return [
        ShownLine(line.number, line.text, starting.get(line.number, []), line.number in left and not line.is_blank)
        for line in reading.document.lines
    ]


def recognised_in(draft: DraftCommitment | DraftRoadmap) -> list[Recognised]:
    """Return what was understood of a commitment, field by field, in the order in which the text says it."""
    rows = []
    for one in fields(draft):
        value = getattr(draft, one.name)
        if one.name in _ASIDE or not value:
            continue
        places = [place.first for place in _places(value)]
        label = str(_NAMES.get(one.name, one.name.replace("_", " ")))
        rows.append(Recognised(label, _said(value), min(places) if places else None))
    return sorted(rows, key=lambda row: row.line or 0)


def _said(value: Any) -> str:
    if isinstance(value, Said):
        return Truncator(" ".join(value.text.split())).chars(140)
    count = len(value)
    if value and isinstance(value[0], DraftFormat):
        return "; ".join(_format_said(one) for one in value)
    if value and isinstance(value[0], DraftPhase):
        return Truncator(" · ".join(one.name.text for one in value)).chars(240)
    return ngettext("%(n)s row", "%(n)s rows", count) % {"n": count}


def _format_said(one: DraftFormat) -> str:
    """Say how much a format of indicators asks, and of whom by mistake."""
    categories = {question.category.text for question in one.questions if question.category}
    said = _("%(categories)s categories, %(n)s indicators") % {"categories": len(categories), "n": len(one.questions)}
    foreign = [question.foreign for question in one.questions if question.foreign]
    return f"{said} · {_('it names')} {', '.join(foreign)}" if foreign else str(said)


def _places(value: Any) -> Iterator[Place]:
    if isinstance(value, Contact):
        return
    if isinstance(value, Place):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _places(one)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _places(getattr(value, part.name))
