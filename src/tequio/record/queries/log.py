"""The public log as it stands: its keys, its witnesses, its newest checkpoint."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from tequio.kit.ids import made_at
from tequio.record.events import KeyAdded, KeyRetired, LogOpened
from tequio.record.models import Checkpoint, Entry, Log, Witness
from tequio.record.queries.marks import Standing
from tequio.record.queries.names import LOG, urn
from tequio.tlog import checkpoint
from tequio.tlog import policy as tlog
from tequio.tlog.folder import Folder
from tequio.tlog.note import Note, VerifierKey
from tequio.tlog.tiles import CHECKPOINT

PREFIX = "/bitacora"
_LATE = timedelta(days=1)
_KEYS = (LogOpened.name, KeyAdded.name, KeyRetired.name)


@dataclass(frozen=True)
class Head:
    """What everybody may know of the log at this moment."""

    log: Log
    checkpoint: Checkpoint | None
    waiting: int
    waits_since: datetime | None
    witnesses: tuple[Witness, ...]
    unwitnessed_since: datetime | None

    @property
    def seen(self) -> int:
        """How many witnesses signed the newest checkpoint, or a later tree."""
        ends = self.checkpoint.ends if self.checkpoint else 0
        return sum(one.ends >= ends for one in self.witnesses) if ends else 0


def present_log() -> Log | None:
    """Return the log that grows now; None before it was opened."""
    return Log.objects.order_by("-number").first()


def frozen_logs() -> QuerySet[Log]:
    """Return the earlier logs, whose key was lost; what they published stays."""
    return Log.objects.order_by("number")[: max(0, Log.objects.count() - 1)]


def witnesses() -> QuerySet[Witness]:
    """Return who watches now, the first to come first."""
    return Witness.objects.filter(retired_at__isnull=True).order_by("added_at", "pk")


def head() -> Head | None:
    """Return how the log stands; None before it was opened."""
    log = present_log()
    if log is None:
        return None
    newest = Checkpoint.objects.filter(log=log, published_at__isnull=False).order_by("-size").first()
    waiting = Entry.objects.filter(idx__isnull=True).order_by("id")
    first = waiting.values_list("event_id", flat=True).first()
    watching = tuple(witnesses())
    return Head(
        log, newest, waiting.count(), made_at(first) if first else None, watching, _unwitnessed_since(log, watching)
    )


def _unwitnessed_since(log: Log, watching: tuple[Witness, ...]) -> datetime | None:
    """Return since when too few witnesses have seen what is published; None while enough have, or there is none."""
    needed = log.quorum or 1
    reached = sorted((one.ends for one in watching), reverse=True)
    if not reached:
        return None
    seen = reached[needed - 1] if len(reached) >= needed else 0
    first = Checkpoint.objects.filter(log=log, ends__gt=seen, published_at__isnull=False).order_by("ends").first()
    return first.published_at if first else None


def keys_of(log: Log) -> list[VerifierKey]:
    """Return the keys that verify a log's checkpoints, as the log itself states them, the first first."""
    keys: list[str] = []
    rows = Entry.objects.filter(subject=urn(LOG, str(log.number)), type__in=_KEYS).order_by("seq")
    for type, entry in rows.values_list("type", "entry"):
        key = json.loads(bytes(entry))["data"]["key"]
        keys = [one for one in keys if one != key] if type == KeyRetired.name else [*keys, key]
    return [VerifierKey.parse(key) for key in keys]


def url_of(log: Log) -> str:
    """Return where a log's files are served."""
    return f"{settings.BASE_URL}{PREFIX}{'' if log.number == 1 else f'/{log.number}'}"


def store_of(log: Log) -> Folder:
    """Return where the files of a log are: the first in LOG_ROOT, a later one in a folder of its number below."""
    root = Path(settings.LOG_ROOT)
    return Folder(root if log.number == 1 else root / str(log.number))


def published(log: Log, keys: Sequence[VerifierKey]) -> tuple[checkpoint.Checkpoint, Note] | None:
    """Return the checkpoint that everybody sees, verified; None before the first. Raises Malformed, Unverified."""
    try:
        return checkpoint.opened(store_of(log).read(CHECKPOINT), keys)
    except FileNotFoundError:
        return None


def covering(ends: int) -> tuple[Log, Checkpoint] | None:
    """Return the log and the published checkpoint that first covered so many entries; None while there is none."""
    found = Checkpoint.objects.select_related("log").filter(ends__gte=ends, published_at__isnull=False)
    row = found.order_by("ends").first()
    return (row.log, row) if row else None


def logged_late(row: Entry, standing: Standing) -> datetime | None:
    """Return when a fact was first published, where that is more than a day after it happened as its office says."""
    if standing.size is None:
        return None
    found = Checkpoint.objects.filter(log=standing.number, size=standing.size).values_list("published_at", flat=True)
    at = found.first()
    return at if at and at - row.at > _LATE else None


def policy() -> tlog.Policy:
    """Return whom this site names as its witnesses, and how many of them it asks for."""
    logs = [(key, url_of(log)) for log in Log.objects.order_by("number") for key in keys_of(log)]
    named = [tlog.Witness(key.name, key, one.url) for one in witnesses() for key in [VerifierKey.parse(one.key)]]
    log = present_log()
    return tlog.simple(logs, named, log.quorum if log else 0)
