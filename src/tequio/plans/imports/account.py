"""The account of a document: every word of it is in a draft, in a recognised heading, or left over and shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tequio.paper.text import Document, Line, flat
from tequio.plans.imports.draft import Place, Said

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Leftover:
    """Lines that no field took, as they stand. May hold private data: shown to the importer only."""

    place: Place
    text: str


def lost(document: Document, pieces: Iterable[Said | Leftover]) -> Iterator[Line]:
    """Yield the lines that have a word which no piece of that line has, or that no piece touches."""
    by_line: dict[int, list[frozenset[str]]] = {}
    for piece in pieces:
        words = _words(piece.text)
        if isinstance(piece, Said) and piece.raw:
            words |= _words(piece.raw)
        for number in range(piece.place.first, piece.place.last + 1):
            by_line.setdefault(number, []).append(words)
    for line in document.lines:
        if line.is_blank:
            continue
        kept = by_line.get(line.number, [])
        if not kept or not all(any(word in words for words in kept) for word in _words(line.text)):
            yield line


def leftovers(document: Document, pieces: Iterable[Said]) -> Iterator[Leftover]:
    """Yield what must be shown beside the drafts so that nothing is lost, neighbouring lines together."""
    blank = {line.number for line in document.lines if line.is_blank}
    run: list[Line] = []
    for line in lost(document, pieces):
        if run and not set(range(run[-1].number + 1, line.number)) <= blank:
            yield _leftover(run)
            run = []
        run.append(line)
    if run:
        yield _leftover(run)


def _leftover(run: list[Line]) -> Leftover:
    return Leftover(Place(run[0].number, run[-1].number), "\n".join(line.text for line in run))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(flat(text)))
