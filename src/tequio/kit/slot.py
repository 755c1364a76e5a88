"""A place where a lower room lets a higher one speak. Filled in config/slots.py only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Slot(Generic[P, T]):
    """An ordered list of functions of one signature; asking it gives the answer of each."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._fillers: list[Callable[P, T]] = []

    def fill(self, *fillers: Callable[P, T]) -> None:
        """Set who speaks here, replacing whoever did."""
        self._fillers = list(fillers)

    def ask(self, *args: P.args, **kwargs: P.kwargs) -> list[T]:
        """Return the answers in the order of config/slots.py."""
        return [filler(*args, **kwargs) for filler in self._fillers]
