"""E-mail addresses, and which of them are an institution's.

Source: RFC 5321 for the shape, as people use it: no quotes, no comments, a domain with a point in it.
"""

from __future__ import annotations

import re

HEADER = r"\b(correos?|e ?mails?|mails?)\b|\bdireccion electronica\b"
SHAPE = (
    r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})){0,5}"
    r"\.[A-Za-z]{2,24}\b"
)
_WHOLE = re.compile(SHAPE)
# Everything under gob.mx is a public body's; so are the autonomous bodies that have a domain of their own.
_OFFICIAL = re.compile(
    r"(?:^|\.)(?:gob\.mx|gob|gov|(?:ine|inegi\.org|banxico\.org|cndh\.org|inai\.org|scjn|tepjf|te\.gob|senado|diputados"
    r"|congreso[a-z]*|infonl|cotai\.org|itei\.org)(?:\.gob)?\.mx)$"
)
_FREE = frozenset(
    {"gmail.com", "hotmail.com", "hotmail.es", "outlook.com", "outlook.es", "live.com", "live.com.mx", "yahoo.com",
     "yahoo.com.mx", "yahoo.es", "icloud.com", "me.com", "msn.com", "prodigy.net.mx", "proton.me", "protonmail.com"}
)  # fmt: skip


def is_valid(text: str) -> bool:
    """Tell whether a text is one e-mail address."""
    return _WHOLE.fullmatch(text.strip()) is not None and ".." not in text


def domain(text: str) -> str:
    """Return what follows the @, in small letters."""
    return text.strip().rpartition("@")[2].lower()


def is_official(text: str) -> bool:
    """Tell whether an address is at a public body's domain."""
    return _OFFICIAL.search(domain(text)) is not None


def is_free(text: str) -> bool:
    """Tell whether an address is at a provider where anybody opens an account."""
    return domain(text) in _FREE
