"""The format of indicators of a thematic axis: category, indicator, information, evidence (R042)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tequio.paper.text import Passage, join
from tequio.plans.imports.draft import DraftFormat, DraftQuestion, Place, Said
from tequio.plans.imports.notes import Notes, place_of, plain
from tequio.plans.imports.rows import Row

CATEGORIES, INDICATORS = 6, 8
_COLUMNS = 4
_HEADER = re.compile(r"\s*categoria\s*$")
# Who did something, as the questions say it: "por parte de la …?"
_BY = re.compile(r"\bpor parte del?\s+(?:la\s+|el\s+|los\s+|las\s+)?(?P<name>[^?¿.;:\n]{4,120})")
_SMALL = frozenset("a al de del el en la las los para por y".split())  # noqa: SIM905


def is_row(row: Row) -> bool:
    """Say whether a row may be one of the format's table."""
    return len(row.pieces) > 2


def read(
    rows: Sequence[Row], around: str, title: Sequence[Passage], notes: Notes
) -> tuple[DraftFormat | None, tuple[Said, ...]]:
    """Read the table, and other spellings of the title above it; `around` is the rest of the sheet, flat."""
    aliases: list[Said] = []
    questions: list[DraftQuestion] = []
    category: Passage | None = None
    for row in rows:
        if not is_row(row):
            aliases += _alias(row, title, notes)
        elif _HEADER.match(row.pieces[0].flat):
            notes.heading(*row.pieces)
        else:
            category = category if row.pieces[0].is_blank else row.pieces[0]
            questions.append(_question(row, category, around, notes))
    if not questions:
        return None, tuple(aliases)
    table = [row.passage for row in rows if is_row(row)]
    categories = {plain(each.category) for each in questions if each.category}
    indicators = [each for each in questions if each.indicator]
    if (len(categories), len(indicators)) != (CATEGORIES, INDICATORS):
        notes.doubt("format-incomplete", join(table), categories=len(categories), indicators=len(indicators))
    place = Place(place_of(table[0]).first, place_of(table[-1]).last)
    return DraftFormat(place, tuple(questions)), tuple(aliases)


def _question(row: Row, category: Passage | None, around: str, notes: Notes) -> DraftQuestion:
    cells = [*row.pieces[1:_COLUMNS], *[None] * _COLUMNS]
    if any(not piece.is_blank for piece in row.pieces[_COLUMNS:]):
        notes.doubt("row-ragged", row.passage)
    question = notes.words(cells[1])
    foreign = _foreign(question, around) if question else ""
    if question and foreign:
        notes.doubt("institution-foreign", question.place, said=foreign)
    return DraftQuestion(notes.words(category), notes.words(cells[0]), question, notes.words(cells[2]), foreign)


def _foreign(question: Said, around: str) -> str:
    """Return the institution that a question names if the sheet of the axis knows none like it."""
    match = _BY.search(question.text)
    if match is None:
        return ""
    name = match["name"].strip()
    words = set(plain(Said(name, question.place)).split()) - _SMALL
    known = set(re.findall(r"\w+", around))
    return "" if not name[:1].isupper() or words <= known else name


def _alias(row: Row, title: Sequence[Passage], notes: Notes) -> list[Said]:
    """Tell another spelling of the title from the rest of a heading."""
    said = notes.words(row.passage)
    words = set(plain(said).split()) - _SMALL if said else set()
    known = {word for passage in title for word in re.findall(r"\w+", passage.flat)}
    if said is None or len(words) < 2 or len(words & known) < 0.8 * len(words):
        notes.heading(row.passage)
        return []
    notes.doubt("title-variant", said.place, said=said.text)
    return [said]
