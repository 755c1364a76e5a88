"""One thing that a document calls by several names (X08)."""

from __future__ import annotations

import re
from collections import Counter

from tequio.paper.text import Passage
from tequio.plans.imports.notes import Notes

_CAPITAL = "[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"
_NAME = re.compile(
    rf"\b(?P<head>Guía|Coalición|Plataforma|Estrategia|Programa|Red|Sistema)"
    rf"(?:[^\S\n]+(?:(?:de|del|la|las|los|el|para|por|en)[^\S\n]+){{0,3}}{_CAPITAL}){{2,12}}"
)
_SMALL = frozenset("de del la las los el para por y en".split())  # noqa: SIM905
_ALIKE = 0.5
_MOST = 200


def doubt_variants(passage: Passage, notes: Notes) -> None:
    """Doubt, once for each thing, the names that resemble its most frequent one and are not the same."""
    spans: dict[str, list[re.Match[str]]] = {}
    for match in _NAME.finditer(passage.text):
        spans.setdefault(match["head"], []).append(match)
    for found in spans.values():
        said = Counter(" ".join(match[0].split()) for match in found)
        usual, _ = said.most_common(1)[0]
        others = [other for other in list(said)[:_MOST] if other != usual and _are_alike(other, usual)]
        if others:
            places = [passage.cut(*_first(found, other)) for other in others]
            notes.doubt("name-variants", places[0], also=places[1:], said=usual, others="”, “".join(others))


def _are_alike(one: str, other: str) -> bool:
    words, others = (set(each.casefold().split()) - _SMALL for each in (one, other))
    return len(words & others) >= _ALIKE * len(words | others)


def _first(found: list[re.Match[str]], name: str) -> tuple[int, int]:
    return next(match.span() for match in found if " ".join(match[0].split()) == name)


__all__ = ["doubt_variants"]
