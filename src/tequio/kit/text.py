"""Text as people count and sort it."""

from __future__ import annotations

import re
import unicodedata

_RUNS = re.compile(r"\d+|\D+")
# Controls, which neither XML nor PostgreSQL takes, and marks that make a text read in another order than it is written.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def tidy(text: str) -> str:
    """Return the text in NFC with one kind of line break, no blank edges and nothing that cannot be seen."""
    return unicodedata.normalize("NFC", visible(text).replace("\r\n", "\n").replace("\r", "\n")).strip()


def visible(text: str) -> str:
    """Return the text without controls or tricks of direction; line breaks and tabs stay."""
    return _UNSEEN.sub("", text)


def cell(text: str) -> str:
    """Return the text as a cell of a table that no spreadsheet runs as a formula: an apostrophe goes before it."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def length(text: str) -> int:
    """Count the code points of the NFC form; a line break counts as one."""
    return len(unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts 16.8 before 16.10 and 16.10 before 16.b."""
    return tuple((0, int(run), "") if run.isdecimal() else (1, 0, run) for run in _RUNS.findall(code.lower()))


def fold(text: str) -> str:
    """Return the text without accents, case or doubled spaces, to compare names."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
