"""Doubts about the words of a commitment: pure, told and never refused (X07, X11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tequio.kit.text import fold

_NUMBERS = {
    word: n
    for n, word in enumerate("dos tres cuatro cinco seis siete ocho nueve diez once doce".split(), start=2)  # noqa: SIM905
}
# What people count before they list it.
_COUNTED = (
    r"temas?|puntos?|aspectos?|acciones|actividades|ejes|metas|propuestas|criterios|etapas|fases|pasos|objetivos|"
    r"elementos|rubros|apartados|componentes|productos"
)
_CLAIM = re.compile(rf"\b(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+(?:\w+\s+)?(?P<what>{_COUNTED})\b")
_ITEM = re.compile(r"^\s*(?:[•·▪✓*–—-]|\(?[a-z0-9]{1,2}[.)])\s*\S", re.MULTILINE | re.IGNORECASE)
# A title does not end in the middle of a phrase; a page break cuts it there.
_HANGING = re.compile(
    r"(?:[,;:(«“¿¡\-–]|\b(?:a|al|con|de|del|e|el|en|la|las|los|o|para|por|que|sin|sobre|su|sus|un|una|y|mediante))$"
)
_PAIRS = (("(", ")"), ("«", "»"), ("“", "”"), ("¿", "?"))


def miscounted(text: str, listed: int | None = None) -> tuple[str, int, int] | None:
    """Return (the words, the number said, the number listed) where a text says one number and lists another.

    `listed` is how many rows stand below it; without it, its own lines with a bullet or number are counted.
    """
    claim = _CLAIM.search(fold(text))
    there = len(_ITEM.findall(text)) if listed is None else listed
    if claim is None or there < 2:
        return None
    said = _NUMBERS.get(claim["n"]) or int(claim["n"])
    return None if said == there else (claim[0], said, there)


def is_cut(title: str) -> bool:
    """Tell whether a title seems to go on somewhere else."""
    text = title.strip()
    return bool(text) and bool(
        _HANGING.search(text.casefold()) or any(text.count(one) > text.count(other) for one, other in _PAIRS)
    )


def strangers(texts: Mapping[str, str], own: str, others: Iterator[str]) -> list[tuple[str, str]]:
    """Return (key, name) for each text that names somebody else's institution: a copied form kept it (X07)."""
    found = []
    mine = fold(own)
    for name in dict.fromkeys(others):
        other = fold(name)
        # A short name is part of too many words; and one that is part of our own is not somebody else's.
        if len(other) < 6 or other in mine:
            continue
        wanted = re.compile(rf"\b{re.escape(other)}\b")
        found += [(key, name) for key, text in texts.items() if wanted.search(fold(text).replace(mine, " "))]
    return found
