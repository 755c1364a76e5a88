"""Watch a live log: what was verified last time must begin what is served now.

fetch → signature, quorum, freshness → consistency → entries, chains, snapshots → tell the entries → save.

The state of each log is one SQLite file: the last verified checkpoint and the newest entry of each subject, saved
together, and only when everything was verified. A copy of the checkpoint lies beside it, for people and for verify().
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tequio.record.tlog.checkpoint import Checkpoint
from tequio.record.tlog.finding import Finding, exit_code
from tequio.record.tlog.note import VerifierKey
from tequio.record.tlog.policy import Policy
from tequio.record.tlog.tiles import Store

STALE = timedelta(hours=26)

# Told of each newly verified entry, in order, before the state is saved; what it raises goes up, and nothing is saved.
Heard = Callable[[int, bytes], None]


@dataclass(frozen=True)
class Look:
    """What one look at a log found. `before` is the size verified last time, None at the first look."""

    findings: tuple[Finding, ...]
    checkpoint: Checkpoint | None = None
    before: int | None = None
    is_saved: bool = False
    evidence: tuple[Path, ...] = ()

    @property
    def exit_code(self) -> int:
        """0, 1, 2 or 3, as verify()."""
        return exit_code(self.findings)


class Watch:
    """A monitor with its memory in a folder."""

    def __init__(self, state: Path) -> None:
        self.state = state

    def last(self, origin: str) -> bytes | None:
        """Return the signed checkpoint of a log that was verified last."""
        raise NotImplementedError

    def look(
        self,
        store: Store,
        *,
        keys: Iterable[VerifierKey],
        policy: Policy,
        now: datetime,
        heard: Heard | None = None,
        stale_after: timedelta = STALE,
    ) -> Look:
        """Look at a log once. Where the store cannot be reached, what it raises goes up, and nothing is saved.

        At-least-once: entries are told again at the next look if this one is not saved.
        """
        raise NotImplementedError

    def compare(self, notes: Mapping[str, bytes], *, keys: Iterable[VerifierKey], store: Store | None = None) -> Look:
        """Compare checkpoints from several places (the site, witnesses, mirrors), by their names.

        `store` holds the tree of the largest: without it, only equal sizes can be compared.
        """
        raise NotImplementedError
