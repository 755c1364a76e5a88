"""What was found in a file, in words: a stable code, how grave it is, a sentence, how often and where.

error    ragged-row      12 rows have another number of cells than the header. They were set aside.
warning  ambiguous-dates  Column “fecha”: day and month could be either in all of its dates.
note     header-below-title  The header stands in row 4; the 3 rows above it are kept as a title.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tequio.kit.tongue import ENGLISH, Says, Tongue, Value, sentence
from tequio.kit.tongue import gettext_noop as _

MOST_EXAMPLES = 10


class Severity(StrEnum):
    """How grave a finding is: an error is wrong data, a warning wants a look, a note tells what was done."""

    ERROR = _("error")
    WARNING = _("warning")
    NOTE = _("note")


@dataclass(frozen=True, slots=True)
class Example:
    """One place of a finding: its row (1 is the first of the file), and the text where it may be shown."""

    row: int
    text: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that was found. `count` is how many rows or cells it stands for, `column` is empty for the whole file.

    `code` never changes once published. `values` fill the sentence; they never hold a personal value.
    """

    code: str
    severity: Severity
    says: Says
    values: Mapping[str, Value] = field(default_factory=dict)
    count: int = 1
    column: str = ""
    examples: tuple[Example, ...] = ()

    def say(self, tongue: Tongue = ENGLISH) -> str:
        """Return the sentence; `column` and `n` (the count) are among its values."""
        return sentence(self.says, {"column": self.column, "n": self.count, **self.values}, tongue)

    def as_json(self, tongue: Tongue = ENGLISH) -> dict[str, Any]:
        """Return the finding for programs: the code and the severity are never translated."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "column": self.column or None,
            "count": self.count,
            "text": self.say(tongue),
            "values": dict(self.values),
            "examples": [{"row": one.row, "text": one.text} for one in self.examples],
        }


def error(
    code: str, says: Says, *, count: int = 1, column: str = "", at: Iterable[Example] = (), **values: Value
) -> Finding:
    """Say what is wrong in the data."""
    return Finding(code, Severity.ERROR, says, values, count, column, tuple(at)[:MOST_EXAMPLES])


def warning(
    code: str, says: Says, *, count: int = 1, column: str = "", at: Iterable[Example] = (), **values: Value
) -> Finding:
    """Say what somebody should look at."""
    return Finding(code, Severity.WARNING, says, values, count, column, tuple(at)[:MOST_EXAMPLES])


def note(
    code: str, says: Says, *, count: int = 1, column: str = "", at: Iterable[Example] = (), **values: Value
) -> Finding:
    """Say what was done or seen."""
    return Finding(code, Severity.NOTE, says, values, count, column, tuple(at)[:MOST_EXAMPLES])
