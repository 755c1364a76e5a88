"""Who hears what: the only place where a fact makes something else happen later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tequio.kit.event import Event
from tequio.record import actions as record

Reaction = Callable[..., None]

REACTIONS: dict[type[Event], list[Reaction]] = {}


def connect() -> None:
    """Tell the record which reactions wait for which event, by dotted name."""
    record.listeners.clear()
    record.listeners.update({event.name: tuple(map(dotted, heard)) for event, heard in REACTIONS.items()})


def dotted(reaction: Any) -> str:
    """Name a reaction so that a row of the outbox can hold it."""
    return f"{reaction.__module__}.{reaction.__qualname__}"
