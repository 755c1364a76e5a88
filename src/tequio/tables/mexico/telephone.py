"""Telephone numbers: ten digits since 3 August 2019, and the prefixes that people still write.

Source: IFT, Plan Técnico Fundamental de Numeración (DOF, 21 June 2018). The area code has two digits in the three
great cities (55 and 56, 33, 81) and three elsewhere; no number begins with 0 or 1. 01, 044 and 045 were dialled
before it, and +52 1 before a mobile.

81 8345 6789 · (818) 345-6789 · +52 1 55 5555 1234 · 044 81 1234 5678
"""

from __future__ import annotations

import re

HEADER = (
    r"\btel(efonos?|efonic[oa]s?|s|f)?\b|\bcel(ular(es)?|s)?\b|\bmovil(es)?\b|\bwhats ?(app)?\b|\bfax\b|\bconmutador\b"
    r"|\b(numero|num|no) (de )?(contacto|telefono)\b|\bphone\b|\bmobile\b"
)
_PREFIX = r"(?:\+ ?52[ .-]?(?:1[ .-]?)?|\b52[ .-](?:1[ .-]?)?|\b521?|\b0(?:1|44|45)[ .-]?)?"
_AREA = r"(?:\([2-9][0-9]{1,2}\)[ .-]?|\b[2-9][0-9]{1,2}[ .-]?)"
SHAPE = r"(?:" + _PREFIX + r"(?:" + _AREA + r"[0-9]{3,4}[ .-]?[0-9]{4}|[2-9][0-9](?:[ .-]?[0-9]{2}){4}))\b"
# Written as nobody writes a folio: an area code in brackets, +52 before it, or groups of a telephone's size.
WRITTEN = (
    r"(?:\+ ?52[ .-]?(?:1[ .-]?)?\(?[2-9][0-9]{1,2}\)?[ .-]?[0-9]{3,4}[ .-]?[0-9]{4}\b"
    r"|\([2-9][0-9]{1,2}\)[ .-]?[0-9]{3,4}[ .-]?[0-9]{4}\b"
    r"|\b(?:33|55|56|81)[ -][0-9]{4}[ -][0-9]{4}\b|\b[2-9][0-9]{2}[ -][0-9]{3}[ -][0-9]{4}\b)"
)
# A word before it says so: "Tel. 8183456789".
TOLD = (
    r"\b(?:[Tt][Ee][Ll](?:[ÉéEe][Ff][Oo][Nn][Oo])?[Ss]?|[Cc][Ee][Ll](?:[Uu][Ll][Aa][Rr])?|[Mm][ÓóOo][Vv][Ii][Ll]"
    r"|[Ww][Hh][Aa][Tt][Ss] ?[Aa][Pp][Pp])\b[ .:#]{0,3}(?:(?:es|de|el|del|al|n[úu]m(?:ero)?\.?)[ :]{1,2}){0,3}"
) + SHAPE

_PUNCTUATION = re.compile(r"[\s().+-]+")
_NATIONAL = re.compile(r"(?:521?|01|044|045)?([2-9][0-9]{9})")
_TOLD_WORD = re.compile(r"^[^0-9+(]+")


def national(text: str) -> str:
    """Return the ten digits of a number however it is written, "" if it is none; a word before it does not matter."""
    digits = text if text.isdecimal() else _PUNCTUATION.sub("", _TOLD_WORD.sub("", text.strip()))
    found = _NATIONAL.fullmatch(digits)
    return found[1] if found else ""


def is_valid(text: str) -> bool:
    """Tell whether a text is ten digits that can be a telephone's. A digit ten times over is a filler, not a number."""
    return len(set(national(text))) > 1


def is_told(text: str) -> bool:
    """Tell whether a word before the number calls it a telephone."""
    return text[:1].isalpha()
