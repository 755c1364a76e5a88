"""Backing up: one state of the database, every stored file that it names, and the log that was published by then."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

import tequio
from tequio.config.ops import archive, rows
from tequio.config.ops.archive import Manifest, Writer
from tequio.config.ops.progress import Progress, silent
from tequio.files import queries as files
from tequio.files.models import Blob
from tequio.kit.clock import now
from tequio.kit.policy import Refused
from tequio.record import cli as log
from tequio.record import queries as record

# What is made again from the rest, after a restore too: a copy of it could only be older than what it repeats.
MADE_AGAIN = frozenset({"portal_findable"})


def backup(target: Path, *, with_secret: bool = False, progress: Progress = silent) -> Manifest:
    """Write a backup, while the site goes on working; return what it holds.

    Files never change and outlive the rows that name them by a day, so those that the snapshot names can be copied
    after it. Raises Refused if the target exists, or if the secret is asked for and is not kept in a file.
    """
    secret = Path(settings.HOME) / "secret"
    if with_secret and not secret.exists():
        raise Refused("with-secret", _("The key is not in a file: it comes from TEQUIO_SECRET_KEY. Keep that apart."))
    # The checkpoint first: the database seen after it holds all that it covers.
    logs = log.taken()
    with rows.snapshot():
        manifest = Manifest(
            site=record.site(),
            tequio=tequio.__version__,
            made_at=now().isoformat(),
            database=connection.vendor,
            migrations=rows.applied(),
        )
        with archive.writing(target, manifest) as writer:
            _rows(writer, progress)
            _files(writer, progress)
            _log(writer, logs)
            if with_secret:
                _secrets(writer, secret)
    return manifest


def _rows(writer: Writer, progress: Progress) -> None:
    tables = [one for one in rows.tables(writer.manifest.migrations) if one._meta.db_table not in MADE_AGAIN]
    for done, table in enumerate(tables, start=1):
        writer.rows(table._meta.db_table, rows.dump(table))
        progress(_("Copying the database"), done, len(tables))


def _log(writer: Writer, logs: list[log.Taken]) -> None:
    for name, data in log.files(logs):
        writer.add(f"{archive.LOG}{name}", BytesIO(data))


def _secrets(writer: Writer, secret: Path) -> None:
    for name, path in ((archive.SECRET, secret), *((f"{archive.KEYS}{one.name}", one) for one in log.key_files())):
        with path.open("rb") as kept:
            writer.add(name, kept)


def _files(writer: Writer, progress: Progress) -> None:
    blobs = Blob.objects.order_by("sha256")
    total = blobs.count()
    for done, blob in enumerate(blobs.iterator(), start=1):
        try:
            with files.open(blob) as kept:
                writer.add(f"files/{blob.sha256}", kept)
        except FileNotFoundError:
            writer.manifest.missing.append(blob.sha256)
        progress(_("Copying the files"), done, total)
