"""File names as strangers write them, made fit to show and to save."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"[A-Za-z0-9]{1,10}")
_FORBIDDEN = re.compile(r'[<>:"|?*]')


def tidy(name: str) -> str:
    """Return a name without folders, control characters, tricks of direction or devices of Windows.

    `../../x.pdf` becomes `x.pdf`; the end, and so the extension, is what the user would see last.
    """
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    # Cc: controls and NUL; Cf: right-to-left override, zero widths; Cs, Co, Cn: what nothing can show.
    shown = "".join(" " if c.isspace() else c for c in base if c.isspace() or unicodedata.category(c)[0] != "C")
    clean = " ".join(_FORBIDDEN.sub("-", unicodedata.normalize("NFC", shown)).split()).strip(". ")
    if _DEVICES.fullmatch(clean):
        clean = f"_{clean}"
    stem, _dot, end = clean.rpartition(".")
    if not stem or not _EXTENSION.fullmatch(end):
        stem, end = clean, ""
    stem = stem.strip(". ")[: LONGEST - len(end) - 1].strip(". ") or "archivo"
    return f"{stem}.{end}" if end else stem


def extension(name: str) -> str:
    """Return the extension in small letters, without its dot."""
    stem, dot, end = name.rpartition(".")
    return end.lower() if dot and stem else ""
