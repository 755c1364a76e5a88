"""What the signatures under a checkpoint show: who says so, and who outside the government saw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tlog import checkpoint
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.finding import (
    UNMET,
    UNVERIFIABLE,
    Finding,
    false,
    moment,
    proven,
    unproven,
)
from tequio.tlog.note import Malformed, Note, Unverified, VerifierKey, encoded
from tequio.tlog.policy import Policy


@dataclass(frozen=True)
class Signed:
    """A checkpoint under which one of the log's keys stands, as far as its signatures are concerned."""

    data: bytes
    stated: Checkpoint
    note: Note

    @property
    def root(self) -> str:
        """The root as a checkpoint writes it."""
        return encoded(self.stated.root)


def read(data: bytes, keys: Iterable[VerifierKey], *, own: bool = False) -> Signed | Finding:
    """Open a checkpoint with the log's keys, or say why not; `own` tells that the keys are the bundle's own."""
    known = list(keys)
    try:
        stated, note = checkpoint.opened(data, known)
    except Malformed as error:
        return unproven(
            "checkpoint-unreadable", _("The checkpoint cannot be read: %(why)s."), exit=UNVERIFIABLE, why=str(error)
        )
    except Unverified:
        return _unsigned(data, known, own=own)
    return Signed(data, stated, note)


def log_signed(signed: Signed) -> Finding:
    """Say what the log signed."""
    return proven(
        "log-signed",
        _("log %(origin)s signed size %(size)s (root %(short)s…)"),
        origin=signed.stated.origin,
        size=signed.stated.size,
        root=signed.root,
        short=signed.root[:8],
    )


def _unsigned(data: bytes, keys: Iterable[VerifierKey], *, own: bool) -> Finding:
    """Tell a log that nobody here knows from a checkpoint that claims a known log's name."""
    origin = Checkpoint.parse(Note.parse(data).text).origin
    if any(key.name == origin for key in keys):
        return false(
            "log-signature-false",
            _("The checkpoint says that it is of the log %(origin)s, and no key of that log signed it."),
            origin=origin,
        )
    says = (
        _("The checkpoint is of the log %(origin)s, which the bundle's own policy does not name.")
        if own
        else _("The checkpoint is of the log %(origin)s, which your policy does not name.")
    )
    return unproven("log-unknown", says, exit=UNVERIFIABLE if own else UNMET, origin=origin)


def seen_by(signed: Signed, policy: Policy) -> dict[str, int]:
    """Return when each witness of a policy saw a checkpoint (seconds since 1970), by its key."""
    return checkpoint.cosigned(signed.note, [one.key for one in policy.witnesses.values()])


def witnessed(signed: Signed, policy: Policy, *, own: bool = False) -> Finding:
    """Say how many witnesses of a policy saw a checkpoint, and whether they are enough. `own` as in read()."""
    seen, named = seen_by(signed, policy), len(policy.witnesses)
    values = {"n": len(seen), "named": named, "needed": policy.needed}
    if not policy.is_met(seen):
        return unproven(
            "quorum-unmet",
            _(
                "that others saw this history: of the witnesses named (%(named)s), %(n)s signed it, "
                "and %(needed)s at least are needed"
            ),
            exit=UNMET,
            **values,
        )
    if not seen:
        return unproven(
            "unwitnessed", _("that anybody outside saw this history: no witness that counts here signed it"), **values
        )
    by = (
        ngettext(
            "%(n)s of the %(named)s witnesses that the site itself names saw this history (%(latest)s)",
            "%(n)s of the %(named)s witnesses that the site itself names saw this history (latest %(latest)s)",
        )
        if own
        else ngettext(
            "%(n)s of the %(named)s witnesses that you trust saw this history (%(latest)s)",
            "%(n)s of the %(named)s witnesses that you trust saw this history (latest %(latest)s)",
        )
    )
    return proven("witnessed", by, latest=moment(max(seen.values())), **values)
