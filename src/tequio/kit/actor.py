"""Who acts, as far as the record needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@runtime_checkable
class Actor(Protocol):
    """Whoever acts: an office, a visitor or the system.

    `handle` is what the public record shows: the urn of an office, a fresh urn for each event of a visitor, or the
    system's own.
    """

    @property
    def handle(self) -> str: ...

    @property
    def is_visitor(self) -> bool: ...


@dataclass(frozen=True)
class System:
    """The installation itself: scheduled work, imports on the command line."""

    handle: str = "urn:tequio:system"
    is_visitor: bool = False


SYSTEM = System()
