"""RFC, the key of a taxpayer: of a person (4 letters, birth date, 3 more) or of a company (3 letters, date, 3 more).

Source: SAT, Reglas para la integración de la clave del RFC; the generic keys are of the Resolución Miscelánea Fiscal.
About one key in sixty that is in use has a wrong check digit, so its lack proves nothing.

GODE561231GR8   MAB9307148T4
"""

from __future__ import annotations

import re

from stdnum.mx import rfc as stdnum

from tequio.tables.mexico.shape import compact, is_date

HEADER = r"\brfcs?\b|\bregistro federal (de|del) (los )?(contribuyentes?|causantes?)\b"
PUBLIC = "XAXX010101000"  # sales to whoever does not say who she is
FOREIGNER = "XEXX010101000"
GENERIC = frozenset({PUBLIC, FOREIGNER})

# & and Ñ are letters of an RFC, yet \b sees none in them.
_FIRST = r"(?:\b[A-Za-z]|[&Ññ])"
_DAY = r"[ -]?[0-9]{2}[01][0-9][0-3][0-9]"
_SERIAL = r"[ -]?[0-9A-Za-z]{2}[0-9Aa]\b"
PERSON = _FIRST + r"[A-Za-z&Ññ]{3}" + _DAY + _SERIAL
COMPANY = _FIRST + r"[A-Za-z&Ññ]{2}" + _DAY + _SERIAL
WITHOUT_SERIAL = _FIRST + r"[A-Za-z&Ññ]{3}" + _DAY + r"\b"
SHAPE = _FIRST + r"[A-Za-z&Ññ]{2,3}" + _DAY + _SERIAL

_PERSON = re.compile(r"[A-Z&Ñ]{4}[0-9]{6}(?:[0-9A-Z]{2}[0-9A])?")
_COMPANY = re.compile(r"[A-Z&Ñ]{3}[0-9]{6}[0-9A-Z]{2}[0-9A]")
_ISSUED_SERIAL = re.compile(r"[1-9A-Z][1-9A-Z][0-9A]")


def is_person(text: str) -> bool:
    """Tell whether a text is written like a person's RFC, with or without its last three; the generic keys are not."""
    key = compact(text)
    return _PERSON.fullmatch(key) is not None and key not in GENERIC and is_date(key[4:10])


def is_company(text: str) -> bool:
    """Tell whether a text is written like a company's RFC."""
    key = compact(text)
    return _COMPANY.fullmatch(key) is not None and is_date(key[3:9])


def check_digit(first: str) -> str:
    """Return the check digit of an RFC's first 11 (company) or 12 (person) characters, in capitals."""
    return str(stdnum.calc_check_digit(first))


def is_valid(text: str) -> bool:
    """Tell whether a text is a whole RFC with a right check digit, or a generic one, spaces or not."""
    key = compact(text)
    if key in GENERIC:
        return True
    if len(key) < 12 or not (is_person(key) or is_company(key)):
        return False
    return _ISSUED_SERIAL.fullmatch(key[-3:]) is not None and key[-1] == check_digit(key[:-1])
