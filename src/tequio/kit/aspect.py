"""One more side of a thing, told on its page in a line that leads to a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Aspect:
    """A card "title: sentence" of a plan's or a commitment's page; `is_urgent` where somebody waits."""

    title: Any
    sentence: Any
    url: str
    is_urgent: bool = False
