"""The indicator formats that came with imported axes, as wordings that a format of the plan may take (R043, X07)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tequio.kit.text import fold
from tequio.people.models import Institution
from tequio.plans import queries as plans
from tequio.plans.models import ActionPlan, Commitment
from tequio.plans.queries import BroughtQuestion
from tequio.tracking.queries.formats import bodies_of, foreign_names, institutions_of_axes

DATA = Path(__file__).resolve().parent.parent / "data" / "indicator-format.json"
PLACEHOLDER = "{institution}"
# What the free answer of an indicator is called, beside the code of its section.
INFORMATION = "information"
_SMALL = frozenset({"a", "de", "del", "el", "en", "la", "las", "los", "o", "y"})
_ALIKE = 0.5  # of the words of an indicator


@dataclass(frozen=True)
class Brought:
    """A question of an axis as its document asks it; `text` has the placeholder where its own institution stood.

    `foreign` is another institution that it names; `suggestion` has the placeholder there too.
    """

    axis: Commitment
    code: str
    indicator: str
    said: str
    text: str
    foreign: str
    suggestion: str

    @property
    def key(self) -> str:
        """Return what tells it from the others of its plan."""
        return f"{self.axis.public_id}-{self.code}"


def standard_format() -> Any:
    """Return the standard format as data: its title, purpose and sections."""
    return json.loads(DATA.read_text(encoding="utf-8"))


def brought_to(plan: ActionPlan, sections: Sequence[Mapping[str, Any]]) -> list[Brought]:
    """Return the questions that came with a plan's axes, each under the indicator that it is about; four queries.

    `sections` are those of the standard format. What fits none of its indicators is left out.
    """
    formats = plans.formats_brought(plan)
    if not formats:
        return []
    own, bodies = institutions_of_axes([one.commitment for one in formats]), bodies_of(plan.jurisdiction)
    found: dict[str, Brought] = {}
    for one in formats:
        for question in one.questions:
            section = _section(question.indicator, sections)
            if section is not None and question.question:
                made = _brought(one.commitment, section, question, own.get(one.commitment.pk), bodies)
                found.setdefault(made.key, made)
    return list(found.values())


def _section(indicator: str, sections: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the indicator of the standard format that shares most words with one of a document."""
    said = _words(indicator)
    likeness = [(len(said & _words(one["title"])) / len(_words(one["title"])), one) for one in sections]
    best, section = max(likeness, key=lambda pair: pair[0])
    return section if best >= _ALIKE else None


def _brought(
    axis: Commitment,
    section: Mapping[str, Any],
    question: BroughtQuestion,
    own: Institution | None,
    bodies: Sequence[Institution],
) -> Brought:
    text = _placed(question.question, own.names if own else ())
    foreign = foreign_names(text, own, bodies)
    named = [name for name in (*foreign, question.foreign) if name and fold(name) in fold(text)]
    code = f"{section['code']}-{INFORMATION}"
    suggestion = _placed(text, [*named, *(name for one in bodies if one.name in foreign for name in one.names)])
    foreign_name = named[0] if named else next(iter(foreign), "")
    return Brought(axis, code, str(section["title"]), question.question, text, foreign_name, suggestion)


def _placed(text: str, names: Sequence[str]) -> str:
    """Write the placeholder where any of some names stands, whatever its capitals."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", PLACEHOLDER, text, flags=re.IGNORECASE)
    return text


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text))) - _SMALL
