"""Something that an office owes, and by when: the desk gathers these from every room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Duty:
    """One line of "what I owe".

    `uid` names the duty for ever (a urn and a verb: calendars keep it), `kind` is a short word of the room that groups
    the lines, `what` is a sentence in the reader's language and `about` the thing that it belongs to. `due` is the last
    day in time; None where nothing sets one.
    """

    uid: str
    kind: str
    what: Any
    url: str
    due: date | None = None
    about: Any = ""

    def is_late(self, on: date) -> bool:
        """Tell whether its last day has passed."""
        return self.due is not None and self.due < on
