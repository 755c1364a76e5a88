"""What a reaction is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Heard:
    """A fact or a trace that happened. `id` is the same each time it is told: a reaction may hear it twice."""

    id: str
    type: str
    at: datetime
    tenant: str
    subject: str
    actor: str
    data: Mapping[str, Any]
