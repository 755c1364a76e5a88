"""What a lower page shows from above: the only place where slots are filled."""

from __future__ import annotations


def fill() -> None:
    """Fill every slot, in the order in which pages show them."""
