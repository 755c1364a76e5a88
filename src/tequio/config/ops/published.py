"""The database beside what was published: where they differ, and bringing it up again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Refused
from tequio.record import publisher
from tequio.record import queries as record
from tequio.record import rebuild as rebuilding
from tequio.record.publisher import Diverged
from tequio.record.tlog import mirror
from tequio.record.tlog.note import Malformed, Unverified
from tequio.record.tlog.remote import Remote, Unreachable
from tequio.record.tlog.tiles import Broken, audit


def differences() -> list[str]:
    """Say how the database and the published log differ, having read every file and every entry."""
    log = record.present_log()
    if log is None:
        return []
    store = record.store_of(log)
    try:
        found = record.published(log, record.keys_of(log))
        if found is None:
            return []
        stated, _note = found
        if audit(store, stated.size) != stated.root:
            return [_("The published files do not give the root of their checkpoint.")]
    except (Broken, Malformed, Unverified) as error:
        return [str(error)]
    if stated.size > log.size:
        says = _("The database has %(mine)s entries and %(theirs)s were published: run `tequio record rebuild`.")
        return [says % {"mine": log.size, "theirs": stated.size}]
    differs = rebuilding.difference(log, store, stated.size)
    return [_("Entry %(n)s: %(says)s") % {"n": differs.index, "says": differs.says}] if differs else []


def rebuild(source: str = "") -> int:
    """Take what the database lacks from the published log, copied first from a mirror if there is one."""
    log = record.present_log()
    if log is None:
        raise Refused(None, _("The log is not open yet: run `tequio record sequence --once`."))
    try:
        if source:
            with Remote(source) as files:
                stated = mirror.mirror(files, record.store_of(log), record.keys_of(log))
            # Whoever signs next must know how far this was signed, also where its own memory was lost.
            publisher.signer_of(log).remember(stated.size, stated.root)
        return rebuilding.rebuild(at=now()).entries
    except (Diverged, Broken, Malformed, Unverified, Unreachable, FileNotFoundError) as error:
        raise Refused(None, str(error)) from error
