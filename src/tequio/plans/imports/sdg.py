"""Goals and targets of the 2030 Agenda, wherever a text names them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest

from tequio.paper.text import Passage
from tequio.plans.imports.draft import DraftGoal, DraftTarget
from tequio.plans.imports.notes import Notes

_MARK = re.compile(
    r"\b(?:objetivo(?:\s+de\s+desarrollo\s+sostenible)?|ods)\s+(?P<goal>\d{1,2})\b\s*[:.,-]?"
    r"|\bmeta\s+(?P<a>\d{1,2}\.(?:\d{1,2}|[a-d]))\b[.:]?"
    r"|^[^\S\n]*[·•*-]?[^\S\n]*(?P<b>\d{1,2}\.(?:\d{1,2}|[a-d]))\b[.:]?",
    re.MULTILINE,
)
# Last numbered target and last letter of each goal, as the United Nations' list of 169 has them.
_TARGETS = ["5b", "5c", "9d", "7c", "6c", "6b", "3b", "10b", "5c", "7c", "7c", "8c", "3b", "7c", "9c", "10b", "19-"]


def is_target(code: str) -> bool:
    """Say whether the 2030 Agenda has this target."""
    goal, _, step = code.partition(".")
    if not goal.isdecimal() or not 1 <= int(goal) <= len(_TARGETS):
        return False
    last = _TARGETS[int(goal) - 1]
    return 1 <= int(step) <= int(last[:-1]) if step.isdecimal() else "a" <= step <= last[-1]


def names_any(passage: Passage) -> bool:
    """Say whether a passage names a goal or a target."""
    return _MARK.search(passage.flat) is not None


def alignment(passages: Iterable[Passage], notes: Notes) -> tuple[tuple[DraftGoal, ...], tuple[DraftTarget, ...]]:
    """Return goals and targets, each once, in the document's order."""
    goals: dict[int, DraftGoal] = {}
    targets: dict[str, DraftTarget] = {}
    for passage in passages:
        marks = list(_MARK.finditer(passage.flat))
        for mark, after in zip_longest(marks, marks[1:]):
            whole = passage.cut(mark.start(), after.start() if after else None)
            text = passage.cut(mark.end(), after.start() if after else None)
            _keep(mark, text, whole, goals, targets, notes)
    return tuple(goals.values()), tuple(targets.values())


def _keep(
    mark: re.Match[str],
    text: Passage,
    whole: Passage,
    goals: dict[int, DraftGoal],
    targets: dict[str, DraftTarget],
    notes: Notes,
) -> None:
    said = notes.words(text, whole) or notes.words(whole)
    if said is None:
        return
    said = replace(said, text=said.text.strip("·•- "))
    if mark["goal"]:
        number = int(mark["goal"])
        known = goals.get(number)
        goals[number] = replace(known, repeats=(*known.repeats, said)) if known else DraftGoal(number, said)
        if not 1 <= number <= len(_TARGETS):
            notes.doubt("target-unknown", said.place, code=mark["goal"])
        return
    code = mark["a"] or mark["b"]
    if code in targets:
        first = targets[code]
        targets[code] = replace(first, repeats=(*first.repeats, said))
        notes.doubt("target-repeated", said.place, also=[first.text.place], code=code)
        return
    targets[code] = DraftTarget(code, said)
    if not is_target(code):
        notes.doubt("target-unknown", said.place, code=code)
