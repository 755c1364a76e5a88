"""What the command line asks of this room: the index of the site search, made again."""

from __future__ import annotations

from tequio.portal import index


def rebuild_search() -> int:
    """Make the index again from what is public, and return how many things are found."""
    return index.rebuild()


def lacks_index() -> bool:
    """Tell whether the index was never made, or only half of it came back with a backup."""
    return index.is_lacking()
