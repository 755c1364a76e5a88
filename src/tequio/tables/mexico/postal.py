"""Postal codes: five digits, of which the first two say the state (01–16 are Mexico City's; 17–19 and 00 are nobody's).

Source: SEPOMEX, Catálogo Nacional de Códigos Postales. A postal code and INEGI's key of a municipality look alike:
01001 can be both, so only the column's name tells them apart.
"""

from __future__ import annotations

import re

from tequio.tables.mexico.inegi import STATES, State

HEADER = r"\bcodigos? postal(es)?\b|\bc ?p\b|\b(cod|cve|d) ?(postal|codigo)\b|\bzip\b"
SHAPE = r"\b(?:0[1-9]|1[0-6]|[2-9][0-9])[0-9]{3}\b"
_WHOLE = re.compile(SHAPE)


def is_valid(text: str) -> bool:
    """Tell whether a text has the shape of a postal code of some state."""
    return _WHOLE.fullmatch(text.strip()) is not None


def state_of(text: str) -> State | None:
    """Return the state of a postal code."""
    if not is_valid(text):
        return None
    first = int(text.strip()[:2])
    return next((state for state in STATES if state.postal[0] <= first <= state.postal[1]), None)
