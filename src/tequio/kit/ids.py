"""Identifiers that are never reused."""

from __future__ import annotations

import secrets
import time
import uuid
from datetime import UTC, datetime

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
PUBLIC_ID = r"[0-9a-hjkmnp-tv-z]{10}"


def public_id() -> str:
    """Return ten random characters of Crockford base32, lower case: 50 bits."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(10))


def uuid7() -> uuid.UUID:
    """Return a UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random."""
    value = (time.time_ns() // 1_000_000 & (2**48 - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return uuid.UUID(int=value)


def made_at(id: uuid.UUID) -> datetime:
    """Return when a UUID version 7 was made, to the millisecond, by the clock of whoever made it."""
    return datetime.fromtimestamp((id.int >> 80) / 1000, UTC)
