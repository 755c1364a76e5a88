"""Words as search compares them: without accents, by their root, so that *licitación* is found in *licitaciones*.

The same function reads what is indexed and what is asked, so that both databases find the same. A word of the index is
only a-z and 0-9: neither database takes it apart again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

# A text longer than this many words is found by its first ones.
MOST_WORDS = 4000
MOST_IN_TITLE = 200
MOST_ASKED = 12
SHORTEST_BEGINNING = 3
LONGEST = 60
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_PHRASE = re.compile(r'"([^"]*)"')
_PLAIN = re.compile(r"[a-z0-9]+")
_spanish = snowballstemmer.stemmer("spanish")

# They say nothing of what is looked for; in a phrase they count.
_EMPTY = """
a al ante con como de del desde donde e el ella en entre era es esa ese esta este fue ha han hasta la las le les lo los
mas me mi muy ni no nos o para pero por porque que quien se sin sobre son su sus te tu un una uno unos unas y ya
the of and in for to
"""
EMPTY = frozenset(_EMPTY.split())


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: roots that all must stand, the beginning of a word being typed, exact phrases."""

    roots: tuple[str, ...] = ()
    # For each root, the word as typed where it may be only a beginning; else empty.
    beginnings: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.roots or self.phrases)


def plain(text: str) -> str:
    """Return a text in small letters without accents."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in spread if not unicodedata.combining(one))


def words(text: str) -> list[str]:
    """Return the words of a text, in order, without accents."""
    return [word[:LONGEST] for found in _WORD.findall(plain(text)) for word in _PLAIN.findall(found)]


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """Return what a word has in common with its plural and its kin; `word` has no accents."""
    if word.isdigit() or len(word) <= 2:
        return word
    one = _singular(word)
    # The stemmer knows -ión only with its accent.
    accented = f"{one[:-2]}ón" if one.endswith(("cion", "sion")) else one
    found = plain(str(_spanish.stemWord(accented)))
    # luz and luces, avance and avances.
    return f"{found[:-1]}c" if found.endswith("z") else found


def _singular(word: str) -> str:
    """Take off a plural: the stemmer alone leaves años beside año, and mujeres beside mujer."""
    if len(word) <= SHORTEST_BEGINNING:
        return word
    if word.endswith("eses"):
        return _singular(word[:-2])
    if word.endswith("es") and word[-3] in "bcdfhjklnrstxyz":
        return word[:-2]
    return word[:-1] if word.endswith(("as", "es", "os")) else word


def roots(found: Iterable[str]) -> list[str]:
    """Return the roots of some words, in order."""
    return [root(word) for word in found]


def asked(text: str) -> Asked:
    """Read what somebody typed: "an exact phrase", words, and a last word that may be unfinished."""
    text = text[:200]
    phrases = [tuple(words(phrase)) for phrase in _PHRASE.findall(text)]
    rest = _PHRASE.sub(" ", text)
    typed = words(rest)[:MOST_ASKED]
    telling = [word for word in typed if word not in EMPTY] or typed
    may_go_on = bool(telling) and typed[-1] == telling[-1] and not rest.endswith((" ", ".", ","))
    beginnings = [""] * len(telling)
    if may_go_on and len(telling[-1]) >= SHORTEST_BEGINNING:
        beginnings[-1] = telling[-1]
    return Asked(tuple(roots(telling)), tuple(beginnings), tuple(one for one in phrases if one))


def marked(text: str, looked_for: Asked) -> list[tuple[str, bool]]:
    """Split a text in pieces, telling those that were looked for."""
    exact = {word for phrase in looked_for.phrases for word in phrase}
    pieces: list[tuple[str, bool]] = []
    last = 0
    for found in _WORD.finditer(text):
        if _is_looked_for(found.group(), looked_for, exact):
            if found.start() > last:
                pieces.append((text[last : found.start()], False))
            pieces.append((found.group(), True))
            last = found.end()
    return [*pieces, (text[last:], False)] if text[last:] else pieces


def snippet(text: str, looked_for: Asked, *, length: int = 220) -> list[tuple[str, bool]]:
    """Return the part of a text around the first word that was looked for, in pieces."""
    flat = " ".join(text.split())
    first = next((found.start() for found in _WORD.finditer(flat) if _hit(found.group(), looked_for)), 0)
    start = flat.rfind(" ", 0, max(0, first - 60)) + 1 if first > length // 2 else 0
    cut = flat[start : start + length]
    if start + length < len(flat):
        cut = cut.rsplit(" ", 1)[0] + "…"
    return marked(("…" if start else "") + cut, looked_for)


def _hit(word: str, looked_for: Asked) -> bool:
    return _is_looked_for(word, looked_for, {one for phrase in looked_for.phrases for one in phrase})


def _is_looked_for(word: str, looked_for: Asked, exact: set[str]) -> bool:
    typed = plain(word)
    if typed in exact or root(typed) in looked_for.roots:
        return True
    return any(beginning and typed.startswith(beginning) for beginning in looked_for.beginnings)
