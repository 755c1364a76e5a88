"""Judge a bundle: what it proves, what it matches, what it withholds, and what nobody can prove.

Needs no network and nothing of the site. Exit codes: 0 ok · 1 a proof is false · 2 something cannot be verified ·
3 the policy is not met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tequio.record.tlog.bundle import Bundle
from tequio.record.tlog.finding import ENGLISH, Finding, Tongue, exit_code
from tequio.record.tlog.policy import Policy

# The hashes that show that the tree of the first size begins that of the second; None if nobody gives them.
Consistency = Callable[[int, int], Sequence[bytes] | None]


@dataclass(frozen=True)
class Verdict:
    """What was found, in order."""

    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """0, 1, 2 or 3."""
        return exit_code(self.findings)

    def lines(self, tongue: Tongue = ENGLISH) -> list[str]:
        """Return the report, a line a finding."""
        return [finding.line(tongue) for finding in self.findings]

    def as_json(self, tongue: Tongue = ENGLISH) -> dict[str, Any]:
        """Return the report for programs."""
        return {"exit": self.exit_code, "findings": [finding.as_json(tongue) for finding in self.findings]}


def verify(
    bundle: Bundle,
    *,
    trusted: Policy | None = None,
    since: bytes | None = None,
    consistency: Consistency | None = None,
) -> Verdict:
    """Judge a bundle by the reader's own policy, or for want of one by the bundle's, which is then said.

    `since` is a signed checkpoint that the reader kept; `consistency` gives the proof from it if the bundle does not.
    """
    raise NotImplementedError


def verify_path(
    path: Path, *, trusted: Policy | None = None, since: bytes | None = None, consistency: Consistency | None = None
) -> Verdict:
    """Judge a zip, a folder, or the file of a contradiction. What cannot be read is a finding; FileNotFoundError is not."""
    raise NotImplementedError


def verify_bytes(
    data: bytes, *, trusted: Policy | None = None, since: bytes | None = None, consistency: Consistency | None = None
) -> Verdict:
    """Judge a zip or the file of a contradiction that came over the network."""
    raise NotImplementedError
