"""One way to write a document, so that everybody computes the same hash of it."""

from __future__ import annotations

from typing import Any

import rfc8785


def canonical(document: Any) -> bytes:
    """Return the RFC 8785 form of a JSON document."""
    written: bytes = rfc8785.dumps(document)
    return written
