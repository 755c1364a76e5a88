"""Looking an installation over: every finding says what to do."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.config.ops import migrating
from tequio.files import queries as files
from tequio.files.models import Blob
from tequio.jobs import queries as jobs
from tequio.jobs.vocab import SILENCE
from tequio.kit.clock import now
from tequio.people.models import Jurisdiction
from tequio.record import queries as record
from tequio.record import tasks as record_tasks

SAMPLE = 50  # stored files that are hashed again, unless all are asked for
SKEW = timedelta(minutes=2)
GIB = 1 << 30
UNLOGGED = timedelta(minutes=5)  # a fact that waits longer may be one that somebody keeps back
UNWITNESSED = timedelta(hours=1)


class Level(StrEnum):
    """How bad a finding is."""

    FINE = "fine"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do if it is not well."""

    check: str
    level: Level
    says: str
    do: str = ""


def examine(*, every_file: bool = False) -> list[Finding]:
    """Run every check; when the database does not answer, only those that do without it."""
    # One connection of its own: a pool waits half a minute, and then tells less about why.
    connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"]}
    connection.settings_dict["OPTIONS"].pop("pool", None)
    database = list(_database())
    checks: list[Callable[[], Iterator[Finding]]] = [_keys, _disk, _mail]
    if all(one.level is not Level.FAULT for one in database):
        checks += [_tables, lambda: _files(every_file=every_file), _clock, _worker, _log]
    return [*database, *(finding for check in checks for finding in _guarded(check))]


def worst(findings: list[Finding]) -> int:
    """Return the exit code: 0 fine, 1 with warnings, 2 with faults."""
    levels = {one.level for one in findings}
    return 2 if Level.FAULT in levels else int(Level.WARNING in levels)


def _guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except (DatabaseError, record.NotInstalled) as error:
        yield _fault("database", _("A check could not finish: %(why)s") % {"why": error}, _("Run `tequio migrate`."))


def _fine(check: str, says: str) -> Finding:
    return Finding(check, Level.FINE, says)


def _warning(check: str, says: str, do: str) -> Finding:
    return Finding(check, Level.WARNING, says, do)


def _fault(check: str, says: str, do: str) -> Finding:
    return Finding(check, Level.FAULT, says, do)


def _database() -> Iterator[Finding]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA quick_check(1)")
                said = cursor.fetchone()[0]
                if said != "ok":
                    do = _("Stop the site and restore the last backup: `tequio restore FILE --force`.")
                    yield _fault("database", _("The database file is damaged: %(what)s") % {"what": said}, do)
                    return
    except DatabaseError as error:
        do = _("Check DATABASE_URL and TEQUIO_HOME, and that the database runs.")
        yield _fault("database", _("The database does not answer: %(why)s") % {"why": error}, do)
        return
    version = ".".join(map(str, connection.get_database_version()))
    yield _fine("database", f"{connection.display_name} {version}")


def _tables() -> Iterator[Finding]:
    if pending := migrating.pending():
        says = ngettext("%(n)d migration is missing.", "%(n)d migrations are missing.", len(pending))
        yield _fault("migrations", says % {"n": len(pending)}, _("Run `tequio migrate`."))
    else:
        yield _fine("migrations", _("The tables are of this version."))
    if migrating.is_static_collected() or settings.DEBUG:
        yield _fine("static", _("Style sheets and scripts are collected."))
    else:
        yield _fault("static", _("Style sheets and scripts were not collected."), _("Run `tequio migrate`."))
    if record.is_installed():
        yield _fine("site", record.site())
    else:
        yield _warning("site", _("The site has no name yet."), _("Run `tequio init`, or open its first page."))


def _files(*, every_file: bool) -> Iterator[Finding]:
    root = Path(settings.FILES_ROOT)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=root):
            pass
    except OSError as error:
        says = _("Files cannot be written to %(folder)s: %(why)s") % {"folder": root, "why": error.strerror}
        yield _fault("files", says, _("Give the folder to the account that serves the site."))
        return
    blobs = list(Blob.objects.order_by("sha256" if every_file else "?")[: None if every_file else SAMPLE])
    bad = [blob.sha256 for blob in blobs if not _is_whole(blob)]
    if bad:
        says = ngettext("%(n)d file is missing or changed: %(first)s", "%(n)d files are missing or changed: %(first)s…",
                        len(bad)) % {"n": len(bad), "first": bad[0]}  # fmt: skip
        yield _fault("files", says, _("Copy them back from a backup, and find out who writes to that folder."))
    else:
        says = ngettext("%(n)d file hashed, and whole.", "%(n)d files hashed, and whole.", len(blobs))
        yield _fine("files", says % {"n": len(blobs)})


def _is_whole(blob: Blob) -> bool:
    try:
        with files.open(blob) as kept:
            return hashlib.file_digest(cast(Any, kept), "sha256").hexdigest() == blob.sha256
    except OSError:
        return False


def _mail() -> Iterator[Finding]:
    if not settings.EMAIL_URL.startswith("smtp"):
        says = _("Mails are only printed on the console.")
        if settings.IS_DEMO:
            yield _fine("mail", says)
        else:
            yield _warning(
                "mail", says, _("Set TEQUIO_EMAIL_URL, such as smtp+tls://user:password@mail.example.org:587.")
            )
        return
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        mail = get_connection()
        mail.open()
        mail.close()
    except OSError as error:  # smtplib's errors are OSErrors too
        says = _("The mail server %(server)s does not take mail: %(why)s") % {"server": server, "why": error}
        yield _fault("mail", says, _("Check TEQUIO_EMAIL_URL: scheme, server, port, user and password."))
    else:
        yield _fine("mail", server)


def _clock() -> Iterator[Finding]:
    newest = record.feed().first()
    if newest and newest.at > now() + SKEW:
        says = _("The newest entry of the record is of %(at)s, which is yet to come.") % {"at": newest.at.isoformat()}
        yield _fault("clock", says, _("Set this machine's clock by NTP: deadlines are judged by it."))
    elif (skew := _skew()) > SKEW:
        says = _("The clocks of this machine and of the database differ by %(n)d seconds.")
        do = _("Set both clocks by NTP: deadlines are judged by them.")
        yield _warning("clock", says % {"n": skew.total_seconds()}, do)
    else:
        yield _fine("clock", now().isoformat(timespec="seconds"))
    for place in Jurisdiction.objects.order_by("slug"):
        try:
            ZoneInfo(place.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            says = _("The time zone of %(place)s is unknown: %(zone)s") % {"place": place, "zone": place.time_zone}
            yield _fault("clock", says, _("Correct it in the settings of the jurisdiction."))


def _skew() -> timedelta:
    """Return how far the database's clock is from ours; SQLite's is ours."""
    if connection.vendor != "postgresql":
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    return abs(now() - theirs)


def _keys() -> Iterator[Finding]:
    home = Path(settings.HOME)
    for path in (home / "secret", Path(str(connection.settings_dict["NAME"]))):
        if path.is_file() and path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            says = _("Everybody on this machine can read %(file)s.") % {"file": path}
            yield _fault("keys", says, _("Run: chmod o-rwx '%(file)s'") % {"file": path})
    if len(settings.SECRET_KEY) < 32:
        yield _fault(
            "keys", _("The secret key is short."), _("Set TEQUIO_SECRET_KEY to 50 random characters, or unset it.")
        )
    if settings.DEBUG:
        yield _fault("keys", _("Debugging is on: errors show the site's insides."), _("Unset TEQUIO_DEBUG."))
    address = urlsplit(settings.BASE_URL)
    if address.scheme != "https" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
        do = _("Serve it behind TLS, and set TEQUIO_BASE_URL to its https:// address.")
        yield _fault("keys", _("Passwords would travel in the clear to %(url)s.") % {"url": settings.BASE_URL}, do)
    if not settings.SECOND_FACTOR_REQUIRED and not settings.IS_DEMO:
        yield _warning("keys", _("Coordination may enter without a second factor."), _("Unset TEQUIO_SECOND_FACTOR."))
    yield _fine("keys", _("%(home)s, as user %(user)d") % {"home": home, "user": os.geteuid()})


def _disk() -> Iterator[Finding]:
    for folder in {Path(settings.HOME), Path(settings.FILES_ROOT)}:
        present = next(one for one in (folder, *folder.parents) if one.exists())
        usage = shutil.disk_usage(present)
        says = _("%(free).1f GiB free of %(total).1f at %(folder)s")
        says %= {"free": usage.free / GIB, "total": usage.total / GIB, "folder": folder}
        if usage.free < GIB / 4:
            yield _fault("disk", says, _("Make room now: the site is about to refuse every change."))
        elif usage.free < min(2 * GIB, usage.total / 10):
            yield _warning("disk", says, _("Make room, or move TEQUIO_FILES to a larger disk."))
        else:
            yield _fine("disk", says)


def _worker() -> Iterator[Finding]:
    state = jobs.state()
    if state.last_beat_at is None or now() - state.last_beat_at > SILENCE:
        yield _warning("worker", _("No worker is running: mails and reactions wait."), _("Start `tequio serve`."))
    elif state.oldest_at and now() - state.oldest_at > timedelta(hours=1):
        says = _("Work has waited since %(at)s.") % {"at": state.oldest_at.isoformat(timespec="minutes")}
        yield _warning("worker", says, _("Look at the log of `tequio serve`."))
    else:
        yield _fine("worker", ngettext("%(n)d task waits.", "%(n)d tasks wait.", state.waiting) % {"n": state.waiting})
    if state.failed:
        says = ngettext("%(n)d task failed for good.", "%(n)d tasks failed for good.", state.failed)
        yield _warning(
            "worker", says % {"n": state.failed}, _("See what failed: `tequio manage shell`, jobs.queries.failures().")
        )
    if given_up := record_tasks.unheard().given_up:
        says = ngettext("%(n)d mail or reaction was given up.", "%(n)d mails or reactions were given up.", given_up)
        advice = _("Mend the cause that the log tells, then: `tequio manage shell`, record.tasks.retry().")
        yield _warning("worker", says % {"n": given_up}, advice)


def _log() -> Iterator[Finding]:
    head = record.head()
    if head is None:
        yield _warning("log", _("The public log is not open yet."), _("Start `tequio serve`."))
        return
    if head.log.trouble:
        says = _("The public log stands still: %(why)s") % {"why": head.log.trouble}
        yield _fault("log", says, _("Run `tequio record check`, and follow what it says."))
    elif head.waits_since and now() - head.waits_since > UNLOGGED:
        says = _("Facts wait for the public log since %(at)s.")
        at = head.waits_since.isoformat(timespec="minutes")
        yield _fault("log", says % {"at": at}, _("Start `tequio serve`, or run `tequio record sequence`."))
    if head.unwitnessed_since and now() - head.unwitnessed_since > UNWITNESSED:
        says = _("Too few witnesses have signed since %(at)s.")
        at = head.unwitnessed_since.isoformat(timespec="minutes")
        yield _warning("log", says % {"at": at}, _("Ask them: `tequio record state` shows what each answered."))
    size = head.checkpoint.size if head.checkpoint else 0
    yield _fine("log", _("%(n)s entries published, %(w)s witnesses.") % {"n": f"{size:,}", "w": len(head.witnesses)})
