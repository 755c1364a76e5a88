"""What whoever looks after the site decides about its log: who watches it, which keys sign it, what if one is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Refused
from tequio.record import cosigning, guard, publisher, queries, sequencer
from tequio.record.actions import record
from tequio.record.events import KeyAdded, KeyRetired, PolicyChanged
from tequio.record.models import Entry, Log, Witness
from tequio.tlog import merkle
from tequio.tlog import policy as tlog
from tequio.tlog.note import COSIGNATURE, Malformed, Unverified, VerifierKey
from tequio.tlog.policy import NONE
from tequio.tlog.tiles import Reader

# How long an old key goes on signing beside a new one, so that whoever verifies seldom learns of the new one in time.
OVERLAP = timedelta(days=90)


@transaction.atomic
def add_witness(*, key: str, name: str, url: str, at: datetime) -> Witness:
    """Name an organisation as a witness of the log, by the key that it gave; or say where a known one is now.

    Raises Refused if the key is not one of a witness, nothing is new about it, or it would be one too many.
    """
    log = _log()
    parsed = _witness_key(key)
    if url and not url.startswith(("https://", "http://")):
        raise Refused("url", _("An address begins with https:// or http://."))
    if present := queries.witnesses().filter(key=str(parsed)).first():
        return _moved(present, name=name or present.name, url=url or present.url)
    if queries.witnesses().count() >= cosigning.MOST:
        raise Refused("key", _("A log has at most %(n)s witnesses.") % {"n": cosigning.MOST})
    _refuse_unsayable(parsed, url)
    said = {"name": name or parsed.name, "url": url, "added_at": at, "retired_at": None}
    witness, _is_new = Witness.objects.update_or_create(key=str(parsed), defaults=said)
    _state_policy(log, at)
    return witness


@transaction.atomic
def retire_witness(*, key: str, at: datetime) -> None:
    """Stop counting on a witness; what it signed stays. Raises Refused if nobody here has that key."""
    log = _log()
    if not Witness.objects.filter(key=key.strip(), retired_at__isnull=True).update(retired_at=at):
        raise Refused("key", _("No witness has this key."))
    left = queries.witnesses().count()
    Log.objects.filter(pk=log.pk, quorum__gt=left).update(quorum=left)
    _state_policy(log, at)


@transaction.atomic
def set_rules(
    *, quorum: int | None = None, is_strict: bool | None = None, publish_every: int | None = None, at: datetime
) -> Log:
    """Say how many witnesses are enough, whether anything is published without them, and how often; None leaves it.

    Raises Refused if more are asked for than there are.
    """
    log = _log()
    present = queries.witnesses().count()
    if quorum is not None and not 0 <= quorum <= present:
        raise Refused("quorum", _("There are %(n)s witnesses.") % {"n": present})
    if publish_every is not None and not 1 <= publish_every <= 3600:
        raise Refused("every", _("Choose from 1 to 3600 seconds."))
    given = {"quorum": quorum, "is_strict": is_strict, "publish_every": publish_every}
    Log.objects.filter(pk=log.pk).update(**{name: value for name, value in given.items() if value is not None})
    if quorum is not None and quorum != log.quorum:
        _state_policy(log, at)
    log.refresh_from_db()
    return log


@transaction.atomic
def add_key(*, at: datetime) -> VerifierKey:
    """Make a new key, which signs beside the old ones from now on, and state it."""
    log = _log()
    signer = publisher.signer_of(log)
    signer.private_keys()  # raises NoKey: whoever has none must open a new log instead
    key = signer.make_key()
    try:
        record(KeyAdded(tenant=_named(log), subject=_named(log), key=str(key)), actor=SYSTEM, at=at)
    except BaseException:
        signer.drop_key(key)
        raise
    return key


@transaction.atomic
def retire_key(*, key_id: str, at: datetime, is_urgent: bool = False) -> VerifierKey:
    """Stop signing with an old key, and state it.

    Raises Refused if it is the last, if what is published bears no other signature, or if the newest key has not signed
    beside it for long enough; `is_urgent` is for a key that was stolen.
    """
    log = _log()
    signer = publisher.signer_of(log)
    keys = signer.verifiers()
    key = next((one for one in keys if one.key_id.hex() == key_id), None)
    if key is None:
        raise Refused("key", _("No key that signs now has this number."))
    if len(keys) == 1:
        raise Refused("key", _("It is the only key. Add another first."))
    added = Entry.objects.filter(type=KeyAdded.name, subject=_named(log)).order_by("-seq").first()
    if not is_urgent and (added is None or at - added.at < OVERLAP):
        says = _("The new key has signed for less than %(n)s days: who verifies seldom does not know it yet.")
        raise Refused("key", says % {"n": OVERLAP.days})
    if not _is_signed_by(log, [one for one in keys if one != key]):
        raise Refused("key", _("No other key has signed yet: run `tequio record sequence --once` first."))
    record(KeyRetired(tenant=_named(log), subject=_named(log), key=str(key)), actor=SYSTEM, at=at)
    # A crash here leaves a key that still signs; nobody believes it any more, and it can be retired again.
    transaction.on_commit(lambda: signer.drop_key(key))
    return key


@transaction.atomic
def reopen(*, at: datetime) -> Log:
    """Freeze a log whose key is lost, and open the next, whose first leaf holds the old one's last checkpoint.

    What was numbered and never published gets its number in the new log. Raises Refused while the key is here.
    """
    sequencer.take_turn()
    log = _log()
    if publisher.signer_of(log).has_keys:
        raise Refused(None, _("The key of the log is here. A lost key is one that no copy exists of."))
    found = queries.published(log, queries.keys_of(log))
    if found is None:
        raise Refused(None, _("Nothing of this log was ever published."))
    stated, note = found
    nodes = Reader(queries.store_of(log), stated.size).nodes
    ends = log.base + stated.size
    with guard.lifted(connection):
        Entry.objects.filter(idx__gte=ends).update(idx=None)
    frontier = b"".join(_whole_subtrees(nodes, stated.size))
    Log.objects.filter(pk=log.pk).update(size=stated.size, root=stated.root, frontier=frontier)
    return sequencer.open_log(at=at, previous=str(note), base=ends)


def _is_signed_by(log: Log, keys: Sequence[VerifierKey]) -> bool:
    """Tell whether what is published can be verified by these keys alone."""
    try:
        return queries.published(log, keys) is not None
    except Unverified:
        return False


def _whole_subtrees(nodes: merkle.Nodes, size: int) -> list[bytes]:
    start, found = 0, []
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            found.append(nodes(level, start >> level))
            start += 1 << level
    return found


def _log() -> Log:
    log = Log.objects.select_for_update().order_by("-number").first()
    if log is None:
        raise Refused(None, _("The log is not open yet: run `tequio record sequence --once`."))
    return log


def _named(log: Log) -> str:
    return queries.urn("log", str(log.number))


def _witness_key(text: str) -> VerifierKey:
    try:
        parsed = VerifierKey.parse(text.strip())
    except Malformed as error:
        raise Refused("key", _("This is not the key of a witness. Copy the whole line that it gave.")) from error
    if parsed.kind != COSIGNATURE or parsed.name == NONE:
        raise Refused("key", _("This key does not belong to a witness: it cannot cosign."))
    return parsed


def _moved(witness: Witness, *, name: str, url: str) -> Witness:
    """Change what a witness is called, or where it is asked. Who watches stays the same, so nothing is stated."""
    if (witness.name, witness.url) == (name, url):
        raise Refused("key", _("This witness is here already."))
    Witness.objects.filter(pk=witness.pk).update(name=name, url=url)
    witness.refresh_from_db()
    return witness


def _refuse_unsayable(key: VerifierKey, url: str) -> None:
    """Refuse what a policy file could not say: a name or a key that is taken, an address with a space."""
    present = queries.policy()
    named = [*present.witnesses.values(), tlog.Witness(key.name, key, url)]
    try:
        tlog.simple(present.logs, named, len(named))
    except Malformed as error:
        raise Refused("key", _("It cannot stand beside the others: %(why)s.") % {"why": error}) from error


def _state_policy(log: Log, at: datetime) -> None:
    log.refresh_from_db()
    keys = tuple(queries.witnesses().values_list("key", flat=True))
    record(
        PolicyChanged(tenant=_named(log), subject=_named(log), witnesses=keys, quorum=log.quorum), actor=SYSTEM, at=at
    )
