"""What is written down while reading: recognised headings, doubts, and the words themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tequio.paper.text import Line, Passage, flat
from tequio.plans.imports import lexicon
from tequio.plans.imports.draft import Coded, NotApplicable, Place, Said
from tequio.plans.imports.findings import Finding

# A syllable, a hyphen, a break, and the rest of the word. "pre- y posterior" is not one.
_HYPHEN = re.compile(r"(?<!\w)(\w{2,40})-\s+(?!(?:y|e|o|u|ni)\s)([a-zà-ÿ]+)")
_NOT_APPLICABLE = re.compile(r"\s*(?:no aplica|n/a|n\.a\.|no procede)\s*\.?\s*")


def place_of(passage: Passage) -> Place:
    """Return the lines that a passage touches, blank edges aside."""
    lines = passage.strip().lines
    return Place(lines[0].number, lines[-1].number)


def is_not_applicable(passage: Passage) -> bool:
    """Say whether a cell says, in so many words, that it does not apply."""
    return _NOT_APPLICABLE.fullmatch(passage.flat) is not None


def bullets(passage: Passage) -> list[Passage]:
    """Split a passage at its bullets and line breaks; the signs themselves are dropped."""
    pieces = []
    start = 0
    for sign in [*re.finditer(r"\n[^\S\n]*[-*]\s|[\n·•▪◦●]", passage.text), None]:
        piece = passage.cut(start, sign.start() if sign else None).strip()
        if not piece.is_blank:
            pieces.append(piece)
        start = sign.end() if sign else 0
    return pieces


@dataclass
class Notes:
    """The reader's notes on one draft."""

    findings: list[Finding] = field(default_factory=list)
    headings: list[Said] = field(default_factory=list)
    not_applicable: list[NotApplicable] = field(default_factory=list)
    blank: list[str] = field(default_factory=list)

    def doubt(
        self, code: str, where: Passage | Place, /, also: Sequence[Passage | Place] = (), **params: str | int
    ) -> None:
        """Note a doubt beside its place."""
        first, *others = [place_of(at) if isinstance(at, Passage) else at for at in (where, *also)]
        self.findings.append(Finding(code, first, params, tuple(others)))

    def heading(self, *passages: Passage | Line) -> None:
        """Note words that belong to the printed template."""
        for passage in passages:
            words = Passage((passage,)) if isinstance(passage, Line) else passage
            if not words.is_blank:
                self.headings.append(Said(_spaced(words.text), place_of(words)))

    def words(self, passage: Passage | None, whole: Passage | None = None) -> Said | None:
        """Return a passage as one line of text; `whole` is what it was cut from, label included."""
        if passage is None or passage.is_blank:
            return None
        passage = passage.strip()
        return self._said(_spaced(passage.text), passage, whole)

    def prose(self, passage: Passage | None) -> Said | None:
        """Return a passage as paragraphs, its blank lines kept as one."""
        if passage is None or passage.is_blank:
            return None
        passage = passage.strip()
        lines = "\n".join(_spaced(line.text) for line in passage.lines)
        return self._said(re.sub(r"\n{3,}", "\n\n", lines), passage, None)

    def coded(self, passage: Passage | None, words: Mapping[str, str], field: str) -> Coded | None:
        """Return a passage as a word of a list; a word that the list does not know is a doubt."""
        said = self.words(passage)
        if passage is None or said is None:
            return None
        code = lexicon.code_of(words, passage.flat)
        if code is None:
            self.doubt("word-unknown", said.place, field=field, said=said.text)
        return Coded(said.text, said.place, said.raw, code=code)

    def is_absent(self, passage: Passage, field: str) -> bool:
        """Say whether a cell is blank or does not apply, and note the second."""
        if is_not_applicable(passage):
            self.not_applicable.append(NotApplicable(_spaced(passage.text), place_of(passage), field=field))
            return True
        return passage.is_blank

    def _said(self, text: str, passage: Passage, whole: Passage | None) -> Said:
        place = place_of(passage if whole is None else whole)
        raw = "" if whole is None else _spaced(whole.text)
        joined = _HYPHEN.sub(lambda cut: cut[0] if _closes(text, cut) else cut[1] + cut[2], text)
        if joined != text:
            for cut in (cut for cut in _HYPHEN.finditer(text) if not _closes(text, cut)):
                self.doubt("hyphen-joined", place, before=_spaced(cut[0]), after=cut[1] + cut[2])
            raw = raw or _spaced(text)
        return Said(joined, place, raw if raw != joined else "")


def _closes(text: str, cut: re.Match[str]) -> bool:
    """Say whether a hyphen ends an aside –like this one- and cuts no word."""
    return (
        re.search(r"(?:^|[\s(])[–—-](?=\w)[^–—\n]{0,200}$", text[max(0, cut.start() - 210) : cut.start()]) is not None
    )


def plain(said: Said | None) -> str:
    """Return words for comparing: no accents, no capitals, nothing but letters and figures."""
    return " ".join(re.findall(r"\w+", flat(said.text))) if said else ""


def _spaced(text: str) -> str:
    """Return text with single spaces, and without the control characters that no database keeps."""
    visible = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)
    return " ".join(visible.split())
