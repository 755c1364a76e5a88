"""Paragraphs, through the marks of a web page that some converters leave in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tequio.paper.text import Line, Passage
from tequio.plans.imports.notes import Notes

_TAG = re.compile(r"<[^<>\n]{1,120}>|\n")
_INLINE = re.compile(r"</?(?:a|b|em|i|span|strong|su[bp]|u)\b")
_NUMBER = re.compile(r"\s*(\d{1,2})\s?[.)-]")


def paragraphs(passages: Sequence[Passage], notes: Notes) -> list[Passage]:
    """Split at line breaks and at the marks of a web page that some converters leave; the marks count as headings."""
    found: list[list[Passage]] = []
    for passage in passages:
        is_new = True
        start = 0
        for mark in [*_TAG.finditer(passage.text), None]:
            piece = passage.cut(start, mark.start() if mark else None)
            if is_new or not found:
                found.append([])
            found[-1].append(piece)
            if mark and mark[0] != "\n":
                notes.heading(passage.cut(mark.start(), mark.end()))
            is_new = mark is not None and not _INLINE.match(mark[0])
            start = mark.end() if mark else 0
    whole = [_inline(pieces) for pieces in found]
    return [part for piece in whole if not piece.is_blank for part in _numbered(piece.strip())]


def _inline(pieces: Sequence[Passage]) -> Passage:
    """Put the pieces of a line together again, without the marks that stood between them."""
    if len(pieces) == 1:
        return pieces[0]
    return Passage((Line(pieces[0].lines[0].number, "".join(piece.text for piece in pieces)),))


def _numbered(piece: Passage) -> list[Passage]:
    """Split a paragraph that goes on counting: 1. this. 2. that."""
    found = []
    sign = _NUMBER.match(piece.text)
    while sign:
        following = re.compile(rf"(?<=[.;])\s+(?={int(sign[1]) + 1}\s?[.)-]\s*[A-ZÁÉÍÓÚÑ¿])")
        end = following.search(piece.text, sign.end())
        if end is None:
            break
        found.append(piece.cut(0, end.start()))
        piece = piece.cut(end.end())
        sign = _NUMBER.match(piece.text)
    return [*found, piece]
