"""How the shapes of this folder are put to use: as the whole of a cell or inside a text, and in a column's name.

A SHAPE has no anchors, names both cases of a letter (the flag (?i) means another thing to RE2 than to Java), and uses
only classes, counts, plain groups and \\b: no look-around and no back-reference, which RE2 does not have.
"""

from __future__ import annotations

import datetime
import re
import unicodedata

_SEPARATORS = re.compile(r"[\s._-]+")
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_HUMP = re.compile(r"(?<=[a-záéíóúüñ])(?=[A-ZÁÉÍÓÚÜÑ])|(?<=[A-Za-z])(?=[0-9])")


def whole(shape: str) -> str:
    """Return the shape of a cell that holds nothing else."""
    return f"^(?:{shape})$"


def compact(text: str) -> str:
    """Return an identifier as it is issued: capitals, without spaces, dashes or points."""
    return text.upper() if text.isalnum() else _SEPARATORS.sub("", text).upper()


def words(name: str) -> str:
    """Return a column's name as plain words: "numTeléfono_2" and "NUM. TELEFONO2" are alike."""
    plain = unicodedata.normalize("NFD", _HUMP.sub(" ", name)).encode("ascii", "ignore").decode()
    return _NOT_A_WORD.sub(" ", plain.lower()).strip()


def is_date(six: str) -> bool:
    """Tell whether YYMMDD is a day. The century is not in it: 29 February counts in any year divisible by four."""
    if len(six) != 6 or not (six.isascii() and six.isdecimal()):
        return False
    try:
        datetime.date(2000 + int(six[:2]), int(six[2:4]), int(six[4:]))
    except ValueError:
        return False
    return True
