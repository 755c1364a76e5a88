"""Text as people count and sort it."""

from __future__ import annotations

import re
import unicodedata

_RUNS = re.compile(r"\d+|\D+")


def tidy(text: str) -> str:
    """Return the text in NFC with one kind of line break and no blank edges."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


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
