"""CURP, the key of every person: four letters, birth date, sex, state, three consonants, a serial, a check digit.

Source: RENAPO, Instructivo normativo para la asignación de la CURP (DOF, 18 October 2021). Ñ is written X in it, so
that it never has one; X is also the sex of a non-binary person.

HEGG560427MVZRRL04
"""

from __future__ import annotations

import re

from stdnum.mx import curp as stdnum

from tequio.tables.mexico.inegi import STATES
from tequio.tables.mexico.shape import compact, is_date

HEADER = r"\bcurps?\b|\bclave unica (de|del) (registro|poblacion)\b"
BORN_ABROAD = "NE"
STATE_CODES = frozenset(state.curp for state in STATES) | {BORN_ABROAD}

_CODES = "|".join(sorted(code + "|" + code.lower() for code in STATE_CODES))
SHAPE = (
    r"\b[A-Za-z]{4}[ -]?[0-9]{2}[01][0-9][0-3][0-9][ -]?[HMXhmx](?:" + _CODES + r")"
    r"[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{3}[ -]?[0-9A-Za-z][0-9]\b"
)
_WHOLE = re.compile(SHAPE)


def has_shape(text: str) -> bool:
    """Tell whether a text is written like a CURP, with a birth date that exists; its check digit may be wrong."""
    key = compact(text)
    return _WHOLE.fullmatch(key) is not None and is_date(key[4:10])


def check_digit(first: str) -> str:
    """Return the check digit of a CURP's first 17 characters, in capitals."""
    return str(stdnum.calc_check_digit(first))


def is_valid(text: str) -> bool:
    """Tell whether a text is a CURP, in either case; spaces and dashes do not matter."""
    key = compact(text)
    return has_shape(key) and key[-1] == check_digit(key[:17])
