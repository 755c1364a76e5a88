"""What the gallery shows: invented, and never stored."""

from __future__ import annotations

from typing import Any


def gallery() -> dict[str, Any]:
    """Return the states of every component."""
    return {}


def home() -> dict[str, Any]:
    """Return a home page's content."""
    return {}


def commitment() -> dict[str, Any]:
    """Return a commitment page's content."""
    return {}
