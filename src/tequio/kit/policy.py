"""Yes, or no with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Decision:
    """A policy's answer. Falsy when it is no; `reason` is a sentence in the user's language."""

    allowed: bool
    reason: Any = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)


def no(reason: Any) -> Decision:
    """Refuse, and say why."""
    return Decision(False, reason)


class Denied(Exception):
    """The actor may not do this. Becomes a 403 with its reason."""

    def __init__(self, reason: Any) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Refused(Exception):
    """The input cannot be taken as it is. Becomes an error beside the field (None: the whole form)."""

    def __init__(self, field: str | None, reason: Any) -> None:
        super().__init__(str(reason))
        self.field = field
        self.reason = reason


def require(decision: Decision) -> None:
    """Raise Denied unless the decision is yes."""
    if not decision:
        raise Denied(decision.reason)
