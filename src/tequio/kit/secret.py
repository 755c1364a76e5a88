"""The secret of a private link: made here, sent once, and kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def made() -> str:
    """Return a new secret, fit for an address: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is kept of a secret; so many random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def opens(token: str, kept: str | None) -> bool:
    """Tell whether a secret is the one whose hash was kept, in a time that tells nothing."""
    return bool(kept and token) and secrets.compare_digest(kept or "", hash_of(token))
