"""What a web address looks like before anybody follows it: something, nothing, or a slip of whoever wrote it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

EMPTY, MALFORMED = "empty", "malformed"
_NOWHERE = re.compile(r"#?|https?:?/*|\(?#\)?")
_HOST = re.compile(r"(?=.{4,253}$)([\w]([-\w]{0,61}[\w])?\.)+[\w]([-\w]{0,61}[\w])?")


def slip(text: str) -> str:
    """Say what is wrong with the shape of an address: EMPTY, MALFORMED, or nothing."""
    said = text.strip()
    if _NOWHERE.fullmatch(said):
        return EMPTY
    if re.search(r"[\s<>\"\[\]]", said):
        return MALFORMED
    try:
        parts = urlsplit(said)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return MALFORMED
    return "" if parts.scheme.lower() in ("http", "https") and _HOST.fullmatch(host) else MALFORMED
