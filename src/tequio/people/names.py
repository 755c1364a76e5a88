"""Names as documents write them: with titles, without accents, spelled two ways (X05). Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from tequio.kit.text import fold

# Titles before a person's name or a post, and words that tell nothing apart.
_TITLES = frozenset(
    word
    for words in (
        ("lic", "licda", "lcda", "licenciado", "licenciada", "mtro", "mtra", "maestro", "maestra", "dr", "dra"),
        ("doctor", "doctora", "ing", "ingeniero", "ingeniera", "arq", "arquitecto", "arquitecta", "prof", "profa"),
        ("profesor", "profesora", "c", "ciudadano", "ciudadana", "comisionado", "comisionada", "sr", "sra", "dip"),
    )
    for word in words
)
_SMALL = frozenset(["de", "del", "la", "las", "los", "el", "y", "en", "para", "por", "al"])
_FORMS = re.compile(r"\b(?:a\. ?c|s\. ?c|asociacion civil)$")
# From here on, two names are worth somebody's look.
ALIKE = 0.82


def key(name: str, *, is_titled: bool = False) -> str:
    """Return a name without accents, case, punctuation, legal form and small words: equal keys are one name.

    `is_titled` also leaves out titles before it, as posts carry them; an institution may be called after one.
    """
    plain = _FORMS.sub("", fold(name).strip(" .,;:"))
    found = [word for word in re.findall(r"[a-z0-9ñ]+", plain) if word not in _SMALL]
    while is_titled and len(found) > 1 and found[0] in _TITLES:
        found.pop(0)
    return " ".join(found)


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1, whatever the order of their words."""
    left, right = key(one).split(), key(other).split()
    if not left or not right:
        return 0.0
    straight = SequenceMatcher(None, " ".join(left), " ".join(right)).ratio()
    sorted_ = SequenceMatcher(None, " ".join(sorted(left)), " ".join(sorted(right))).ratio()
    return max(straight, sorted_)


def is_alike(one: str, other: str) -> bool:
    """Tell whether two names may be the same, so that somebody looks: never whether they are."""
    if abs(len(one) - len(other)) > max(len(one), len(other)) / 2:
        return False
    return likeness(one, other) >= ALIKE
