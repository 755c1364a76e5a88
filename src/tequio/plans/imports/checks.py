"""Doubts that only the whole draft can raise: lengths, horizons, twins, weights, lost signs."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations

from tequio.kit.text import length
from tequio.paper.text import Passage
from tequio.plans.imports.draft import DraftCommitment, DraftMilestone, DraftObjective, Said
from tequio.plans.imports.notes import Notes, place_of, plain

# R003, R009–R015, R022: the form's own limits.
LIMITS = {
    "title": 250,
    "problem": 1000,
    "gender_impact": 1000,
    "vulnerability": 1000,
    "action": 1000,
    "contribution": 1000,
    "additional_information": 1000,
}
# Two milestones at the same time whose words are the same by half are probably one.
_TWINS = 0.5
# Every pair is compared; no form has so many, and a file made to stall the importer must not.
_MOST_COMPARED = 300
_SMALL = frozenset(
    "a al con de del el en es la las los o para por que se sin su sus un una y e u como mediante desde sobre".split()  # noqa: SIM905
)
_ORDINAL = re.compile(r"(?<![\d.,/-])([1-9])0\.?\s+(?=(?:plan|programa|informe|foro)\b)")


def check(draft: DraftCommitment, lines: Passage, notes: Notes) -> None:
    """Note every doubt about a draft as a whole."""
    if draft.template == "form-21":
        _check_lengths(draft, notes)
    _check_horizons(draft, notes)
    _check_twins(draft.milestones, notes)
    _check_weights(draft, notes)
    _check_ordinals(lines, notes)
    _count_withheld(draft, notes)


def _check_lengths(draft: DraftCommitment, notes: Notes) -> None:
    for name, limit in LIMITS.items():
        said: Said | None = getattr(draft, name)
        if said and length(said.text) > limit:
            notes.doubt("text-too-long", said.place, field=name, length=length(said.text), limit=limit)


def _check_horizons(draft: DraftCommitment, notes: Notes) -> None:
    opens = draft.start.on if draft.start else None
    for objective in draft.objectives:
        closes = objective.due.ends_on if objective.due else None
        for milestone in objective.milestones:
            if _is_outside(milestone, opens, closes):
                notes.doubt(
                    "milestone-outside-horizon",
                    milestone.place,
                    also=[objective.place],
                    opens=opens.isoformat() if opens else "…",
                    closes=closes.isoformat() if closes else "…",
                )
        opens = _opening(objective) or opens


def _opening(objective: DraftObjective) -> date | None:
    """Return when the next horizon opens: in the month in which this one is due."""
    return objective.due.on if objective.due else None


def _is_outside(milestone: DraftMilestone, opens: date | None, closes: date | None) -> bool:
    starts = milestone.start.on if milestone.start else None
    ends = milestone.end.ends_on if milestone.end else None
    return bool((starts and opens and starts < opens) or (ends and closes and ends > closes))


def _check_twins(milestones: tuple[DraftMilestone, ...], notes: Notes) -> None:
    dated = [(each, _stems(each)) for each in milestones[:_MOST_COMPARED] if each.text]
    for (one, words), (other, others) in combinations(dated, 2):
        if _overlap(one, other) and words and len(words & others) >= _TWINS * len(words | others):
            notes.doubt("milestone-similar", other.place, also=[one.place])


def _overlap(one: DraftMilestone, other: DraftMilestone) -> bool:
    bounds = [(each.start and each.start.on, each.end and each.end.ends_on) for each in (one, other)]
    (start, end), (begin, finish) = bounds
    return bool(start and end and begin and finish and start <= finish and begin <= end)


def _stems(milestone: DraftMilestone) -> frozenset[str]:
    """Return the words that matter, without the endings of gender and number."""
    words = [word for word in plain(milestone.text).split() if word not in _SMALL]
    return frozenset(re.sub(r"(?:es|[aeo]s?)$", "", word) if len(word) > 4 else word for word in words)


def _check_weights(draft: DraftCommitment, notes: Notes) -> None:
    if not draft.key_actions:
        return
    weights = [action.weight for action in draft.key_actions]
    for action in draft.key_actions:
        if action.weight is None:
            notes.doubt("weight-missing", action.title.place)
    total = sum(weight.number for weight in weights if weight and weight.number is not None)
    if total != 100:
        places = [action.title.place for action in draft.key_actions]
        notes.doubt("weights-not-100", places[0], also=places[1:], sum=str(total))


def _check_ordinals(lines: Passage, notes: Notes) -> None:
    for match in _ORDINAL.finditer(lines.flat):
        said = lines.cut(match.start(), match.end())
        notes.doubt("ordinal-misread", place_of(said), said=said.text.strip(), suggestion=f"{match[1]}.º")


def _count_withheld(draft: DraftCommitment, notes: Notes) -> None:
    places = sorted({each.place for person in draft.people for each in person.contacts if each.is_placeholder})
    if places:
        notes.doubt("contact-withheld", places[0], also=places[1:], count=len(places))
