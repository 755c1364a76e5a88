"""Groups in vulnerability that a text names."""

from __future__ import annotations

import re

from tequio.paper.text import Passage
from tequio.plans.imports.draft import Coded
from tequio.plans.imports.lexicon import VULNERABLE
from tequio.plans.imports.notes import Notes


def named_in(passage: Passage, notes: Notes) -> tuple[Coded, ...]:
    """Return each group that the text names, once, with the words that name it."""
    found = []
    for words, code in VULNERABLE.items():
        match = re.search(words, passage.flat)
        said = notes.words(passage.cut(match.start(), match.end())) if match else None
        if said:
            found.append(Coded(said.text, said.place, said.raw, code=code))
    return tuple(sorted(found, key=lambda group: group.place))
