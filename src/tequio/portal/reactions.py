"""What the front pages do after a fact: the index of the site search follows it."""

from __future__ import annotations

from tequio.kit.heard import Heard
from tequio.portal import index


def refresh_index(heard: Heard) -> None:
    """Read again what a fact may have changed. Hearing it twice changes nothing."""
    index.refresh(heard.subject)


def forget_words(heard: Heard) -> None:
    """Take what was erased out of the index, to its last word. Hearing it twice changes nothing."""
    index.refresh(heard.subject)
    index.forget_for_good()
