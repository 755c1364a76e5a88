"""Restoring a backup: verified first, built apart, and put in place in one step."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from tequio.config.ops import archive, migrating, rows, serving
from tequio.config.ops.archive import Manifest, Reader
from tequio.config.ops.progress import Progress, silent
from tequio.kit.policy import Refused
from tequio.record import cli as log
from tequio.record import queries as record

_SHA256 = re.compile(r"[0-9a-f]{64}")
_APART, _BEFORE = "tequio_restoring", "tequio_before_restore"


def restore(source: Path, *, force: bool = False, progress: Progress = silent) -> Manifest:
    """Put a backup in the place of this installation; return what it held.

    Raises Refused, having changed nothing, if a byte of the backup is wrong, if there is an installation here already
    (unless forced), if it is being served, or if the backup was made by a newer version.
    """
    with serving.alone(), archive.reading(source, progress) as backup:
        manifest = backup.manifest
        _refuse_unless_possible(manifest, force=force)
        # A crash from here on leaves files that no row names: the job that sweeps such files removes them.
        _place_files(backup, progress)
        _place_log(backup)
        with _built_apart():
            _fill(backup, progress)
        # The database is in its place. A crash from here on is mended by `tequio migrate`.
        record.forget_site()
        _place_secret(backup)
    migrating.migrate(progress)
    # What was published after the backup was made comes back from there; nobody may write before it has.
    log.rebuild()
    return manifest


def _refuse_unless_possible(manifest: Manifest, *, force: bool) -> None:
    if newer := rows.unknown(manifest.migrations):
        says = _("This backup was made by Tequio %(version)s, which has %(migration)s. Install that version first.")
        raise Refused("file", says % {"version": manifest.tequio, "migration": ".".join(newer[0])})
    present = set(connection.introspection.table_names())
    ours = {table._meta.db_table for table in rows.tables(rows.applied())} | {"django_migrations", "tequio_cache"}
    # The words of the search index stand in tables that no model names; they are made again from the rest.
    words = {name for name in present if name.startswith("portal_words")}
    if foreign := sorted(present - ours - words):
        says = _("This database also holds what is not Tequio's (%(tables)s). Give Tequio a database of its own.")
        raise Refused(None, says % {"tables": ", ".join(foreign[:3])})
    if not force and "record_installation" in present and record.is_installed():
        says = _("There is an installation here already: %(site)s. Back it up, and then use --force to replace it.")
        raise Refused("force", says % {"site": record.site()})


def _fill(backup: Reader, progress: Progress) -> None:
    """Build the tables of the backup in an empty database, and fill them: all rows or none."""
    progress(_("Building the tables"))
    manifest = backup.manifest
    rows.build(manifest.migrations)
    tables = rows.tables(manifest.migrations)
    with transaction.atomic():
        rows.empty(tables)
        for done, table in enumerate(tables, start=1):
            name = table._meta.db_table
            count = rows.load(table, backup.lines(name)) if name in manifest.rows else 0
            if count != manifest.rows.get(name, 0):
                raise Refused("file", _("The backup lacks rows of %(table)s. Nothing was changed.") % {"table": name})
            progress(_("Restoring the database"), done, len(tables))
        rows.count_on(tables)


@contextmanager
def _built_apart() -> Iterator[None]:
    """Give an empty database to build in; when all went well it takes the place of the present one at once."""
    in_place = dict(connection.settings_dict)
    if connection.in_atomic_block:
        raise RuntimeError("a restore takes the place of the whole database: not inside a transaction")
    try:
        with _sqlite_apart() if connection.vendor == "sqlite" else _postgresql_apart():
            yield
    finally:
        connection.close()
        connection.settings_dict.update(in_place)


@contextmanager
def _sqlite_apart() -> Iterator[None]:
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restoring-") as folder:
        apart = Path(folder) / target.name
        connection.settings_dict["NAME"] = str(apart)
        yield
        connection.close()
        for database in (apart, target):
            _fold_journal(database)
        os.replace(apart, target)
    handle = os.open(target.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _fold_journal(database: Path) -> None:
    """Fold the write-ahead log into a database that nobody has open: left over, it would be read into the next one."""
    if database.exists():
        opened = sqlite3.connect(database)
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        opened.close()
        for suffix in ("-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)


@contextmanager
def _postgresql_apart() -> Iterator[None]:
    options = connection.settings_dict["OPTIONS"]
    place = _ask("SELECT current_schema()") or "public"
    _say(f"DROP SCHEMA IF EXISTS {_APART} CASCADE", f"CREATE SCHEMA {_APART}")  # what a killed restore left
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict["OPTIONS"] = {
        **{name: value for name, value in options.items() if name != "pool"},
        "options": f"-c search_path={_APART}",
    }
    try:
        connection.close()
        yield
        connection.close()
        quoted = connection.ops.quote_name(place)
        _say(
            f"ALTER SCHEMA {quoted} RENAME TO {_BEFORE}",
            f"ALTER SCHEMA {_APART} RENAME TO {quoted}",
            f"DROP SCHEMA {_BEFORE} CASCADE",
        )
    except BaseException:
        connection.close()
        _say(f"DROP SCHEMA IF EXISTS {_APART} CASCADE")
        raise


def _say(*statements: str) -> None:
    """Execute statements together: all or none."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _ask(question: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row[0] if row else None


def _place_files(backup: Reader, progress: Progress) -> None:
    """Put the stored files where files/storage.py keeps them: FILES_ROOT/aa/bb/<sha256>."""
    root = Path(settings.FILES_ROOT)
    for done, sha256 in enumerate(backup.manifest.files, start=1):
        if not _SHA256.fullmatch(sha256) or backup.manifest.members[f"files/{sha256}"] != sha256:
            raise Refused("file", _("The backup is damaged at %(name)s. Nothing was changed.") % {"name": sha256})
        home = root / sha256[:2] / sha256[2:4] / sha256
        home.parent.mkdir(parents=True, exist_ok=True)
        with backup.member(f"files/{sha256}") as source:
            _write(source, home, mode=0o440)
        progress(_("Restoring the files"), done, len(backup.manifest.files))


def _place_log(backup: Reader) -> None:
    names = [name for name in backup.manifest.members if name.startswith(archive.LOG)]
    log.put_back({name.removeprefix(archive.LOG): _bytes(backup, name) for name in names})


def _bytes(backup: Reader, name: str) -> bytes:
    with backup.member(name) as source:
        return source.read()


def _place_secret(backup: Reader) -> None:
    keys = [name for name in backup.manifest.members if name.startswith(archive.KEYS)]
    log.put_keys_back({name.removeprefix(archive.KEYS): _bytes(backup, name) for name in keys})
    if archive.SECRET in backup.manifest.members:
        with backup.member(archive.SECRET) as source:
            _write(source, Path(settings.HOME) / "secret", mode=0o600)


def _write(source: IO[bytes], target: Path, *, mode: int) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".restoring-")
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, target)
    finally:
        Path(name).unlink(missing_ok=True)
