"""Keeping files."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tequio.files import policies, publiccopy, sniff, storage
from tequio.files.events import FileForgotten, FileKept
from tequio.files.models import Blob, File
from tequio.files.sniff import names
from tequio.files.vocab import CREDIT_LENGTH, TITLE_LENGTH, Licence
from tequio.kit import ids, text
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.record import queries as record
from tequio.record.actions import audit, forget_traces


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
    """Keep a file for ever, as received and as a copy that may be shown.

    `tenant` is the jurisdiction's urn, for the private trail; the site stands in if it is empty. Raises Refused, beside
    the field, if the file or what is said about it cannot be taken; nothing is left behind then.
    """
    require(policies.can_keep_file(actor))
    title, credit = text.tidy(title), text.tidy(credit)
    _check_said(title=title, credit=credit, licence=licence, dated_on=dated_on, at=at)
    name = names.tidy(upload.name or "")
    with storage.incoming() as received, storage.incoming() as copy:
        _receive(upload, received)
        kind = sniff.identify(name, received.file)
        copy.write(publiccopy.make(kind, received.file))
        # Bytes first, then rows: a crash or a failed transaction leaves bytes without a row, swept after a day.
        original, public = _place(received, kind), _place(copy, kind)
    file = File.objects.create(
        public_id=ids.public_id(),
        original=original,
        public_copy=public,
        name=name,
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
            sha256=original.sha256,
            size=original.size,
            media_type=kind.media_type,
            public_sha256=public.sha256,
            licence=licence,
        ),
        actor=actor,
        at=at,
    )
    return file


@transaction.atomic
def forget(*, file: File, actor: Actor, at: datetime, tenant: str = "") -> None:
    """Erase a file that its author took back, with the traces that tell its hash.

    What else was handed in with the same bytes stays.
    """
    require(policies.can_forget_file(actor))
    blobs = {file.original_id, file.public_copy_id}
    subject = record.urn("file", file.public_id)
    file.delete()
    # Rows first: the bytes that no row names go with the next sweep, a day after they were placed; none before.
    Blob.objects.filter(pk__in=blobs, originals_of=None, copies_of=None).delete()
    forget_traces(subject=subject)
    audit(FileForgotten(tenant=tenant or record.urn("site", record.site()), subject=subject), actor=actor, at=at)


def _check_said(*, title: str, credit: str, licence: str, dated_on: date | None, at: datetime) -> None:
    if not title:
        raise Refused("title", _("Say what the file shows, for people who cannot see it."))
    if not credit:
        raise Refused("credit", _("Say whose work it is: an institution, an organization or a person."))
    for field, value, limit in (("title", title, TITLE_LENGTH), ("credit", credit, CREDIT_LENGTH)):
        over = text.length(value) - limit
        if over > 0:
            longer = ngettext("This is %(count)s character too long.", "This is %(count)s characters too long.", over)
            raise Refused(field, longer % {"count": over})
    if licence not in Licence.values:
        raise Refused("licence", _("Choose what others may do with the file."))
    # Somewhere on earth it is already tomorrow.
    if dated_on is not None and dated_on > (at + timedelta(hours=14)).date():
        raise Refused("dated_on", _("The document's date is in the future. Check the year."))


def _receive(upload: UploadedFile[bytes], received: storage.Incoming) -> None:
    """Write an upload to the disk while counting and hashing it."""
    upload.seek(0)
    for chunk in upload.chunks():
        received.write(chunk)
        if received.size > settings.FILES_LIMIT:
            limit = {"limit": settings.FILES_LIMIT // (1024 * 1024)}
            too_large = _("The file is larger than %(limit)s MB. Reduce its pictures or divide it in parts.")
            raise Refused("upload", too_large % limit)
    received.flush()
    if received.size == 0:
        raise Refused("upload", _("The file is empty. Check that you chose the right one."))
    if upload.size is not None and upload.size != received.size:
        raise Refused("upload", _("The upload was cut short. Send the file again."))


def _place(incoming: storage.Incoming, kind: sniff.Kind) -> Blob:
    incoming.place()
    blob, _made = Blob.objects.get_or_create(
        sha256=incoming.sha256, defaults={"size": incoming.size, "media_type": kind.media_type}
    )
    return blob
