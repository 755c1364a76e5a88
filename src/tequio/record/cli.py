"""What the command line does with the record: keep the log, compare it with the database, bring it up again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Refused
from tequio.record import copying, custody, keeper, publisher, queries
from tequio.record import rebuild as rebuilding
from tequio.record.publisher import Diverged, Unwitnessed
from tequio.tlog import mirror
from tequio.tlog.note import Malformed, Unverified
from tequio.tlog.remote import Remote, Unreachable
from tequio.tlog.tiles import Broken, audit

_FOREIGN = (Broken, Malformed, Unverified, Unreachable, FileNotFoundError)


def keep(*, with_parent: bool) -> None:
    """Keep the log until a signal comes."""
    keeper.run(with_parent=with_parent)


def settle() -> int:
    """Number and publish what waits, once; return the size of the new checkpoint, 0 if there was nothing new."""
    try:
        made = keeper.settle()
    except (*keeper.TROUBLE, Unwitnessed) as error:
        raise Refused(None, str(error)) from error
    return made.size if made else 0


@dataclass(frozen=True)
class State:
    """How the log stands."""

    origin: str
    size: int
    root: str
    waiting: int
    keys: list[str]
    quorum: int
    is_strict: bool
    publish_every: int
    witnesses: list[dict[str, Any]]
    trouble: str


def state() -> State:
    """Tell how the log stands. Raises Refused before it is open."""
    head = queries.head()
    if head is None:
        raise Refused(None, _("The log is not open yet: run `tequio record sequence --once`."))
    log, newest = head.log, head.checkpoint
    return State(
        origin=log.origin,
        size=newest.size if newest else 0,
        root=bytes(newest.root).hex() if newest else "",
        waiting=head.waiting,
        keys=[str(key) for key in queries.keys_of(log)],
        quorum=log.quorum,
        is_strict=log.is_strict,
        publish_every=log.publish_every,
        witnesses=[
            {"name": one.name, "key": one.key, "url": one.url, "size": one.size, "error": one.error}
            for one in head.witnesses
        ],
        trouble=log.trouble,
    )


def differences() -> list[str]:
    """Say how the database and the published log differ, having read every file and every entry."""
    log = queries.present_log()
    if log is None:
        return []
    store = queries.store_of(log)
    try:
        found = queries.published(log, queries.keys_of(log))
        if found is None:
            return []
        stated, _note = found
        if audit(store, stated.size) != stated.root:
            return [_("The published files do not give the root of their checkpoint.")]
        signed = publisher.signer_of(log).last()
    except (Broken, Malformed, Unverified) as error:
        return [str(error)]
    if signed is not None and signed.size > max(log.size, stated.size):
        says = _(
            "%(signed)s entries were signed. The database has %(mine)s and the published log %(theirs)s: both are "
            "older copies. Run `tequio record rebuild --from` with the address of somebody who keeps a copy."
        )
        return [says % {"signed": signed.size, "mine": log.size, "theirs": stated.size}]
    if stated.size > log.size:
        says = _("The database has %(mine)s entries and %(theirs)s were published: run `tequio record rebuild`.")
        return [says % {"mine": log.size, "theirs": stated.size}]
    differs = rebuilding.difference(log, store, stated.size)
    return [_("Entry %(n)s: %(says)s") % {"n": differs.index, "says": differs.says}] if differs else []


def rebuild(source: str = "") -> int:
    """Take what the database lacks from the published log, copied first from a mirror if there is one."""
    log = queries.present_log()
    if log is None:
        return 0
    try:
        if source:
            with Remote(source) as files:
                stated = mirror.mirror(files, queries.store_of(log), queries.keys_of(log))
            # Whoever signs next must know how far this was signed, also where its own memory was lost.
            publisher.signer_of(log).remember(stated.size, stated.root)
        return rebuilding.rebuild(at=now()).entries
    except (Diverged, *_FOREIGN) as error:
        raise Refused(None, str(error)) from error


Taken = copying.Taken
taken, files, put_back = copying.taken, copying.files, copying.put_back
key_files, put_keys_back = copying.key_files, copying.put_keys_back


def name_witness(*, key: str, name: str, url: str) -> str:
    """Name a witness; return what it is called."""
    return custody.add_witness(key=key, name=name, url=url, at=now()).name


def drop_witness(*, key: str) -> None:
    """Stop counting on a witness."""
    custody.retire_witness(key=key, at=now())


def set_rules(*, quorum: int | None, is_strict: bool | None, publish_every: int | None) -> State:
    """Change how the site runs its log; None leaves a rule as it is."""
    custody.set_rules(quorum=quorum, is_strict=is_strict, publish_every=publish_every, at=now())
    return state()


def new_key() -> str:
    """Make one more key."""
    return str(custody.add_key(at=now()))


def retire_key(*, key_id: str, is_urgent: bool) -> None:
    """Stop signing with an old key."""
    custody.retire_key(key_id=key_id, at=now(), is_urgent=is_urgent)


def reopen() -> str:
    """Freeze a log whose key is lost, and return the origin of the next."""
    return custody.reopen(at=now()).origin
