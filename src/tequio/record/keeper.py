"""The log's keeper: numbers what waits, publishes it, asks the witnesses, lists the heads once a day.

`tequio record sequence` runs it, and so does `tequio serve` as a child of its own, so that no long task delays it. Any
number may run beside each other; each may be killed at any moment.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from datetime import datetime, timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections

from tequio.kit.clock import now
from tequio.record import cosigning, publisher, rebuild, sequencer, snapshot
from tequio.record.models import Checkpoint, Log
from tequio.record.publisher import Diverged, Unwitnessed
from tequio.record.signer import Fork, NoKey
from tequio.tlog.note import Malformed, Unverified
from tequio.tlog.tiles import Broken

log = logging.getLogger("tequio.record")

ROUND = 1.0  # seconds between two looks
WAIT = 60.0  # seconds before trying again what a person must mend
# What no further try can mend by itself: nothing is numbered or published until a person has looked.
TROUBLE = (Diverged, sequencer.Damaged, Fork, NoKey, Broken, Malformed, Unverified, OSError)


def run(*, with_parent: bool = False) -> None:
    """Keep the log until SIGTERM or SIGINT; `with_parent` also stops when the parent is gone."""
    _Loop(parent=os.getppid() if with_parent else None).run()


def settle(*, at: datetime | None = None) -> Checkpoint | None:
    """Number and publish all there is, once; return the new checkpoint, None if there was nothing new."""
    moment = at or now()
    rebuild.rebuild(at=moment)
    sequencer.sequence(at=moment)
    if snapshot.is_due(moment):
        snapshot.take(at=moment)
        sequencer.sequence(at=moment)
    return publisher.publish(at=moment, cosign=cosigning.ask)


class Keeper:
    """One keeper's memory: when it published, and when it will look again."""

    def __init__(self) -> None:
        self.is_checked = False
        self.publish_at = self.refresh_at = 0.0
        self.rest_until = 0.0
        self.said: str | None = None

    def round(self) -> bool:
        """Do what is due; tell whether anything was. What a person must mend is kept in the log's row, and waits."""
        if time.monotonic() < self.rest_until:
            return False
        try:
            moved = self._round(now())
        except TROUBLE as error:
            self.rest_until = time.monotonic() + WAIT
            self.is_checked = False
            log.error("the public log stands still: %s", error)
            self._say(str(error))
            return False
        except Unwitnessed as error:
            log.warning("nothing is published: %s", error)
            return False
        self._say("")
        return moved

    def _round(self, at: datetime) -> bool:
        if not self.is_checked:
            # An older database that was put back is brought up before anything in it gets a number.
            if came := rebuild.rebuild(at=at).entries:
                log.warning("%d entries came back from the published log: an older database was restored", came)
            if (present := Log.objects.order_by("-number").first()) is not None:
                cosigning.refuse_behind(present)
            self.is_checked = True
        done = sequencer.sequence(at=at)
        if snapshot.is_due(at):
            snapshot.take(at=at)
            done += sequencer.sequence(at=at)
        present = Log.objects.order_by("-number").first()
        if present is not None:
            self._publish(present, at)
        return bool(done)

    def _publish(self, present: Log, at: datetime) -> None:
        moment = time.monotonic()
        if moment >= self.publish_at and not is_published(present):
            self.publish_at = moment + present.publish_every
            publisher.publish(at=at, cosign=cosigning.ask)
        if moment >= self.refresh_at:
            self.refresh_at = moment + cosigning.RETRY
            cosigning.refresh(present, at=at)

    def _say(self, trouble: str) -> None:
        """Keep the trouble where the coordination reads it; "" once all is well again."""
        if trouble != self.said:
            Log.objects.exclude(trouble=trouble[:500]).update(trouble=trouble[:500])
            self.said = trouble


def is_published(present: Log) -> bool:
    """Tell whether the head of a log has been published."""
    return Checkpoint.objects.filter(log=present, size=present.size, published_at__isnull=False).exists()


def silent_since(present: Log, *, at: datetime, patience: timedelta) -> datetime | None:
    """Return since when the log has stood still although facts wait, if that is longer than is borne."""
    last = Checkpoint.objects.filter(log=present, published_at__isnull=False).order_by("-size").first()
    since = last.published_at if last else present.opened_at
    return since if since and at - since > patience and not is_published(present) else None


class _Loop:
    def __init__(self, parent: int | None) -> None:
        self.parent = parent
        self.stopping = False

    def run(self) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        keeper = Keeper()
        while not self.stopping:
            busy = self._turn(keeper)
            if self.parent is not None and os.getppid() != self.parent:
                break
            if not busy and not self.stopping:
                time.sleep(ROUND)

    def _turn(self, keeper: Keeper) -> bool:
        close_old_connections()
        try:
            return keeper.round()
        except DatabaseError as error:
            log.warning("the database did not answer: %s", error)
            return False

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True
