"""Clave de elector, the key of a voter: six consonants, birth date, state of birth, sex, and three digits.

Source: INE, Registro Federal de Electores (the front of the credencial para votar). Its last digits are not published
as a calculation, so only the shape, the date and the state can be judged.

HRGRJN82050602H900
"""

from __future__ import annotations

import re

from tequio.tables.mexico.shape import compact, is_date

HEADER = (
    r"\bclaves? (de )?elector(al|es)?\b|\b(credencial|clave|numero|num|no|folio) (de(l)? )?(ine|ife)\b"
    r"|^(ine|ife)$|\bcredencial (para votar|de elector)\b"
)
SHAPE = r"\b[A-Za-z]{6}[0-9]{2}[01][0-9][0-3][0-9][0-9]{2}[HMhm][0-9]{3}\b"
_WHOLE = re.compile(SHAPE)
BORN_ABROAD = frozenset({"87", "88"})


def is_valid(text: str) -> bool:
    """Tell whether a text has the shape of a voter's key, with a day and a state that exist."""
    key = compact(text)
    if _WHOLE.fullmatch(key) is None or not is_date(key[6:12]):
        return False
    return 1 <= int(key[12:14]) <= 32 or key[12:14] in BORN_ABROAD
