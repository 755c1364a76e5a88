"""Asking the witnesses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tequio.record.models import Log
from tequio.record.publisher import Published
from tequio.record.tlog.note import Note, Signature

RETRY = 60.0


def ask(note: Note, tree: Published) -> Sequence[Signature]:
    return ()


def refresh(log: Log, *, at: datetime) -> None:
    return None
