"""What was found, in words: a verdict, a stable code, a sentence and its values.

    PROVEN      log example.gob.mx/bitacora signed size 70,000 (root iUYTUlLc…)
    MATCHES     the file 4c1e…09ab that entry #23333 cites
    WITHHELD    1 field withheld in entry #23333 (author): erased by law on 2026-11-02, entry #69001
    NOT PROVEN  that the facts are true…
    FALSE       entry #23334 is not what the log holds at its place…
    SAYS OTHERWISE urn:tequio:nl:milestone:…: the record says that its status is “finished” (entry #23333)…

Exit codes, the gravest first: 1 a proof is false · 2 something cannot be verified · 3 the policy is not met · 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from tequio.kit.tongue import ENGLISH, Says, Tongue, Value, sentence
from tequio.kit.tongue import gettext_noop as _

OK, FALSE, UNVERIFIABLE, UNMET = 0, 1, 2, 3
_GRAVEST_FIRST = (FALSE, UNVERIFIABLE, UNMET)


class Word(StrEnum):
    """How much a finding is worth."""

    PROVEN = _("PROVEN")
    MATCHES = _("MATCHES")
    WITHHELD = _("WITHHELD")
    NOT_PROVEN = _("NOT PROVEN")
    FALSE = _("FALSE")
    OTHERWISE = _("SAYS OTHERWISE")


@dataclass(frozen=True)
class Finding:
    """One thing that was found. `exit` is what it makes of the exit code; `code` never changes once published."""

    verdict: Word
    code: str
    says: Says
    values: Mapping[str, Value] = field(default_factory=dict)
    exit: int = OK

    def say(self, tongue: Tongue = ENGLISH) -> str:
        """Return the sentence, on one line and without a character that could deceive a terminal."""
        return sentence(self.says, self.values, tongue)

    def line(self, tongue: Tongue = ENGLISH) -> str:
        """Return the verdict and the sentence as a line of a report."""
        return f"{tongue.gettext(str(self.verdict)):<11} {self.say(tongue)}"

    def as_json(self, tongue: Tongue = ENGLISH) -> dict[str, Any]:
        """Return the finding for programs: the verdict and the code are never translated."""
        return {
            "verdict": str(self.verdict),
            "code": self.code,
            "text": self.say(tongue),
            "values": dict(self.values),
            "exit": self.exit,
        }


@dataclass(frozen=True)
class Report:
    """What was found, in order."""

    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """The gravest of the findings' exit codes: 0, 1, 2 or 3."""
        codes = {finding.exit for finding in self.findings}
        return next((code for code in _GRAVEST_FIRST if code in codes), OK)

    def lines(self, tongue: Tongue = ENGLISH) -> list[str]:
        """Return the report, a line a finding."""
        return [finding.line(tongue) for finding in self.findings]

    def as_json(self, tongue: Tongue = ENGLISH) -> dict[str, Any]:
        """Return the report for programs."""
        return {"exit": self.exit_code, "findings": [finding.as_json(tongue) for finding in self.findings]}


def proven(code: str, says: Says, **values: Value) -> Finding:
    """Say that something holds, whatever the site says."""
    return Finding(Word.PROVEN, code, says, values)


def matches(code: str, says: Says, **values: Value) -> Finding:
    """Say that something outside the log is what an entry cites."""
    return Finding(Word.MATCHES, code, says, values)


def withheld(code: str, says: Says, **values: Value) -> Finding:
    """Say that something is not shown, and why."""
    return Finding(Word.WITHHELD, code, says, values)


def unproven(code: str, says: Says, *, exit: int = OK, **values: Value) -> Finding:
    """Say what does not follow; with UNVERIFIABLE or UNMET, that it should have."""
    return Finding(Word.NOT_PROVEN, code, says, values, exit)


def false(code: str, says: Says, **values: Value) -> Finding:
    """Say that something is not as the log, the site or the bundle says."""
    return Finding(Word.FALSE, code, says, values, FALSE)


def otherwise(code: str, says: Says, **values: Value) -> Finding:
    """Say that the site shows something else than its record states."""
    return Finding(Word.OTHERWISE, code, says, values, FALSE)


def moment(seconds: int) -> str:
    """Write an instant (seconds since 1970) to the minute."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, ValueError, OSError):
        return f"{seconds} s"


def short(hash: str) -> str:
    """Write the beginning of a hash."""
    return f"{hash[:8]}…"
