"""Closing digests: what each reader is told of next is put in line with the mark that it was told, or neither is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tequio.kit.actor import Actor
from tequio.kit.policy import require
from tequio.notices import policies
from tequio.notices.events import DigestsClosed
from tequio.notices.letters import send_digest
from tequio.notices.models import Reader
from tequio.record import queries as record
from tequio.record.actions import audit


@transaction.atomic
def close_digests(*, readers: Sequence[int], until: int, actor: Actor, at: datetime) -> int:
    """Put the mails of some readers in line, up to an entry of the record; return how many readers were due.

    A crash before the commit leaves everything as it was: the next round does it. After it, the queue keeps the mails.
    """
    require(policies.can_close_digests(actor))
    # A reader whom another worker has just told is left alone.
    found = list(Reader.objects.select_for_update(skip_locked=True).filter(pk__in=readers, told_at__lt=at))
    for reader in found:
        if reader.told_entry < until:
            send_digest.enqueue(reader=reader.pk, after=reader.told_entry, until=until)
        reader.told_entry, reader.told_at = max(until, reader.told_entry), at
    Reader.objects.bulk_update(found, ["told_entry", "told_at"])
    if not found:
        return 0
    place = record.urn("site", record.site())
    audit(DigestsClosed(tenant=place, subject=place, count=len(found), until=until), actor=actor, at=at)
    return len(found)
