"""Topics that an activity lists, and whether it lists as many as it says."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from tequio.paper.text import Passage
from tequio.plans.imports import lexicon
from tequio.plans.imports.draft import Said
from tequio.plans.imports.notes import Notes

_DECLARED = re.compile(
    r"\b(?:los\s|las\s)?(?P<count>\d{1,2}|"
    + "|".join(lexicon.NUMBERS)
    + r")\s+(?:temas|topicos|ejes|rubros|componentes)\b"
)
_LIST = re.compile(r":\s*(?=[•·▪◦●])")
_BULLET = re.compile(r"\s*[•·▪◦●]\s*")
# A saved table loses the bullets: a topic starts with a capital that no small word introduces and a small word follows.
_START = re.compile(r"(?P<before>\S+)\s+(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+\s+(?:de|del|que|para|con|en|entre|sobre)\b)")
_SMALL = frozenset("a al con de del e el en la las lo los o para por su sus u un una y".split())  # noqa: SIM905


def topics(passage: Passage, notes: Notes) -> tuple[int, tuple[Said, ...]]:
    """Return where the list of a text begins and its topics; a count that does not match is a doubt."""
    declared = _DECLARED.search(passage.flat)
    listed = _LIST.search(passage.text)
    if declared is None and listed is None:
        return len(passage.text), ()
    opens = listed.end() if listed else declared.end() if declared else 0
    cuts = _cuts(passage, opens)
    if listed is None:
        cuts = cuts[1:]
    pieces = [passage.cut(start, end) for start, end in pairwise([*cuts, len(passage.text)])]
    found = [said for piece in pieces if re.search(r"\w", piece.text) and (said := notes.words(piece))]
    result = tuple(replace(said, text=_BULLET.sub(" ", said.text).strip()) for said in found)
    if declared and result and lexicon.number_of(declared["count"]) != len(result):
        words = passage.cut(declared.start(), declared.end())
        notes.doubt("count-mismatch", words, said=words.text, declared=declared["count"], listed=str(len(result)))
    return (cuts[0] if result else len(passage.text)), result


def _cuts(passage: Passage, opens: int) -> list[int]:
    """Return where topics start: after a bullet, if with a capital, and where the bullet was lost."""
    text = passage.text
    cuts = {opens} | {
        sign.end() for sign in _BULLET.finditer(text, opens) if text[sign.end() : sign.end() + 1].isupper()
    }
    for found in _START.finditer(text, opens):
        word = found["before"]
        if word.lower().strip(",;") not in _SMALL and not _BULLET.fullmatch(word):
            cuts.add(found.end())
    return sorted(cuts)
