"""Keeping files."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from tequio.files import policies, storage
from tequio.files.events import FileKept
from tequio.files.models import Blob, File
from tequio.kit import ids
from tequio.kit.actor import Actor
from tequio.kit.policy import require
from tequio.record import queries as record
from tequio.record.actions import audit


@transaction.atomic
def keep(
    *,
    upload: UploadedFile[bytes],
    title: str,
    credit: str,
    licence: str,
    dated_on: date | None,
    actor: Actor,
    at: datetime,
    tenant: str = "",
) -> File:
    """Keep a file for ever, as received and as a copy that may be shown."""
    require(policies.can_keep_file(actor))
    with storage.incoming() as received:
        for chunk in upload.chunks():
            received.write(chunk)
        received.place()
        blob, _ = Blob.objects.get_or_create(
            sha256=received.sha256, defaults={"size": received.size, "media_type": upload.content_type or ""}
        )
    file = File.objects.create(
        public_id=ids.public_id(),
        original=blob,
        public_copy=blob,
        name=(upload.name or "")[:120],
        title=title,
        credit=credit,
        licence=licence,
        dated_on=dated_on,
        uploaded_at=at,
        office=actor.handle,
    )
    audit(
        FileKept(
            tenant=tenant or record.urn("site", record.site()),
            subject=record.urn("file", file.public_id),
            sha256=blob.sha256,
            size=blob.size,
            media_type=blob.media_type,
            public_sha256=blob.sha256,
            licence=licence,
        ),
        actor=actor,
        at=at,
    )
    return file
