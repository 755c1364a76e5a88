"""Judge a bundle: what it proves, what it matches, what it withholds, and what nobody can prove.

Needs no network and nothing of the site. Exit codes: 0 ok · 1 a proof is false · 2 something cannot be verified ·
3 the policy is not met.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tequio.kit.tongue import gettext_noop as _
from tequio.tlog import bundle as bundles
from tequio.tlog import cited, contradiction, included, merkle, signed
from tequio.tlog.bundle import Bundle
from tequio.tlog.checkpoint import root_of
from tequio.tlog.contradiction import Contradiction
from tequio.tlog.finding import UNVERIFIABLE, Finding, Report, false, moment, proven, unproven
from tequio.tlog.included import Included, Tree
from tequio.tlog.note import Malformed, VerifierKey
from tequio.tlog.policy import Policy
from tequio.tlog.signed import Signed
from tequio.tlog.tiles import Broken, Reader, Source

DAY = 24 * 3600
_LARGEST_POLICY, _MOST_GROUPS = 1 << 16, 100

# The hashes that show that the tree of the first size begins that of the second; None if nobody gives them.
Consistency = Callable[[int, int], Sequence[bytes] | None]


class Verdict(Report):
    """What a bundle, or the file of a contradiction, proves."""


@dataclass(frozen=True)
class _Basis:
    """By whose word a bundle is judged: `own` where it is its own, for the keys and for the witnesses."""

    keys: Sequence[VerifierKey]
    policy: Policy
    is_own_log: bool
    is_own: bool


def verify(
    bundle: Bundle,
    *,
    trusted: Policy | None = None,
    since: bytes | None = None,
    consistency: Consistency | None = None,
) -> Verdict:
    """Judge a bundle by the reader's own policy, or for want of one by the bundle's, which is then said.

    `since` is a signed checkpoint that the reader kept; `consistency` gives the proof from it if the bundle does not.
    """
    return Verdict((*_judged(bundle, trusted, since, consistency), _caveat()))


def verify_path(
    path: Path, *, trusted: Policy | None = None, since: bytes | None = None, consistency: Consistency | None = None
) -> Verdict:
    """Judge a zip, a folder, or the file of a contradiction, whatever it holds. Raises OSError if it cannot be read."""
    if path.is_dir():
        return _verified(lambda: bundles.opened(path), trusted, since, consistency)
    with path.open("rb") as file:
        return _verified_file(file, trusted, since, consistency)


def verify_bytes(
    data: bytes, *, trusted: Policy | None = None, since: bytes | None = None, consistency: Consistency | None = None
) -> Verdict:
    """Judge a zip or the file of a contradiction that came over the network."""
    return _verified_file(io.BytesIO(data), trusted, since, consistency)


def consistency_from(store: Source) -> Consistency:
    """Make proofs from a log's own tiles; none where a tile is missing or is not one."""

    def hashes(old: int, size: int) -> Sequence[bytes] | None:
        try:
            return merkle.consistency_proof(Reader(store, size).node, old, size)
        except Broken:
            return None

    return hashes


def _verified_file(
    file: BinaryIO, trusted: Policy | None, since: bytes | None, consistency: Consistency | None
) -> Verdict:
    head = file.read(len(contradiction.HEAD) + 1)
    file.seek(0)
    if contradiction.is_one(head):
        return _verified_contradiction(file.read(contradiction.MOST_BYTES + 1), trusted)
    return _verified(lambda: bundles.unzipped(file), trusted, since, consistency)


def _verified(
    read: Callable[[], Bundle], trusted: Policy | None, since: bytes | None, consistency: Consistency | None
) -> Verdict:
    try:
        bundle = read()
    except Malformed as error:
        says = _("The bundle is refused: %(why)s.")
        return Verdict((unproven("bundle-refused", says, exit=UNVERIFIABLE, why=str(error)),))
    return verify(bundle, trusted=trusted, since=since, consistency=consistency)


def _verified_contradiction(data: bytes, trusted: Policy | None) -> Verdict:
    try:
        found = Contradiction.parse(data)
    except Malformed as error:
        says = _("The file of a contradiction cannot be read: %(why)s.")
        return Verdict((unproven("contradiction-unreadable", says, exit=UNVERIFIABLE, why=str(error)),))
    return Verdict((contradiction.judge(found, trusted.keys if trusted and trusted.keys else None),))


def _judged(
    bundle: Bundle, trusted: Policy | None, since: bytes | None, consistency: Consistency | None
) -> Iterator[Finding]:
    basis = _basis(bundle, trusted)
    if isinstance(basis, Finding):
        yield basis
        return
    if bundles.CHECKPOINT not in bundle.files:
        yield included.missing(bundles.CHECKPOINT)
        return
    opened = signed.read(bundle.files[bundles.CHECKPOINT], basis.keys, own=basis.is_own_log)
    if isinstance(opened, Finding):
        yield opened
        return
    yield signed.log_signed(opened)
    yield signed.witnessed(opened, basis.policy, own=basis.is_own)
    if basis.is_own_log or basis.is_own:
        yield _own(basis)
    tree = Tree(opened, basis.keys)
    older = _older(since, tree)
    found = []
    for index in bundle.numbers("entries"):
        one, finding = included.entry_of(bundle, tree, "entries", index)
        yield finding
        found += [one] if one else []
    yield from _told(bundle, tree, found)
    if older:
        yield _continues(bundle, tree, older, consistency)
    yield from _times(tree, found, basis.policy, older)
    yield from cited.evidence(bundle, found)
    yield from cited.personal(bundle, found)


def _basis(bundle: Bundle, trusted: Policy | None) -> _Basis | Finding:
    """Settle whose word counts: the reader's, and the bundle's own for what the reader leaves open."""
    if trusted and trusted.keys:
        return _Basis(trusted.keys, trusted, is_own_log=False, is_own=False)
    if bundles.POLICY not in bundle.files:
        return included.missing(bundles.POLICY)
    try:
        own = _policy(bundle.files[bundles.POLICY])
    except Malformed as error:
        says = _("The policy of the bundle cannot be read: %(why)s.")
        return unproven("policy-unreadable", says, exit=UNVERIFIABLE, why=str(error))
    return _Basis(own.keys, trusted or own, is_own_log=True, is_own=trusted is None)


def _policy(data: bytes) -> Policy:
    """Read a policy that anybody may have written: groups of groups would be climbed without end."""
    policy = Policy.parse(data[: _LARGEST_POLICY + 1].decode("utf-8", "replace"))
    if len(data) > _LARGEST_POLICY or len(policy.groups) > _MOST_GROUPS:
        raise Malformed("it is too large")
    return policy


def _own(basis: _Basis) -> Finding:
    if basis.is_own:
        says = _("that the log's key and its witnesses are the right ones: the bundle names them itself")
        return unproven("policy-own", says)
    return unproven("log-own", _("that the log's key is the right one: the bundle names it itself"))


def _told(bundle: Bundle, tree: Tree, found: Sequence[Included]) -> Iterator[Finding]:
    if not bundle.numbers("entries"):
        yield unproven("no-entries", _("The bundle has no entry."), exit=UNVERIFIABLE)
    if found:
        told = included.stories(found)
        for subject, chain in told.items():
            yield from included.chain_of(subject, chain)
        yield from included.newest(bundle, tree, told)


def _older(since: bytes | None, tree: Tree) -> Signed | Finding | None:
    """Open the checkpoint that the reader kept; what it can be compared with is of the same log."""
    if since is None:
        return None
    older = signed.read(since, tree.keys)
    if isinstance(older, Finding) or older.stated.origin != tree.signed.stated.origin:
        says = _("that nothing was altered since the checkpoint that you kept: it is not a signed one of this log")
        return unproven("since-unusable", says, exit=UNVERIFIABLE)
    return older


def _continues(bundle: Bundle, tree: Tree, older: Signed | Finding, consistency: Consistency | None) -> Finding:
    """Say whether the history that the reader knew begins this one."""
    if isinstance(older, Finding):
        return older
    first, last = older.stated, tree.signed.stated
    if first.size > last.size:
        says = _("that nothing was altered: the checkpoint that you kept (size %(size)s) is newer than this bundle")
        return unproven("since-newer", says, exit=UNVERIFIABLE, size=first.size)
    if first.size == last.size and first.root != last.root:
        return contradiction.told(first, last)
    try:
        hashes = _hashes(bundle, first.size, last.size, consistency)
    except Malformed as error:
        says = _("The proof that nothing was altered since size %(size)s cannot be read: %(why)s.")
        return unproven("consistency-unreadable", says, exit=UNVERIFIABLE, size=first.size, why=str(error))
    if hashes is None:
        says = _("that nothing before size %(size)s was altered: nobody gave a proof from there to here")
        return unproven("consistency-absent", says, exit=UNVERIFIABLE, size=first.size)
    if merkle.continues(first.size, first.root, last.size, last.root, hashes):
        return proven("consistent", _("nothing before size %(size)s, your last check, was altered"), size=first.size)
    led = merkle.roots_by_consistency(first.size, last.size, hashes, first.root)
    if led and led[0] != first.root and led[1] == last.root:
        return contradiction.told(first, last)
    says = _("The proof that nothing was altered since size %(size)s does not hold.")
    return false("consistency-false", says, size=first.size)


def _hashes(bundle: Bundle, old: int, size: int, consistency: Consistency | None) -> Sequence[bytes] | None:
    if old in (0, size):
        return []
    data = bundle.files.get(bundles.since_path(old))
    if data is None:
        return consistency(old, size) if consistency else None
    return [root_of(line) for line in data.decode("ascii", "replace").split("\n") if line]


def _times(tree: Tree, found: Sequence[Included], policy: Policy, older: Signed | Finding | None) -> Iterator[Finding]:
    """Say when entries were logged, as far as cosignatures show, beside what the entries themselves claim.

    An entry stood in the log by the earliest cosignature over it, and not yet when the reader's last check was signed.
    """
    claims = [(one.entry.instant, one) for one in found]
    seen = signed.seen_by(tree.signed, policy)
    if seen and found:
        by = min(seen.values())
        yield proven("logged-by", _("all of these entries stood in the log by %(when)s"), when=moment(by))
        early = [claim for claim, _one in claims if claim is not None and claim < by - DAY]
        if early:
            says = _("when they were logged before %(when)s: what “at” says, from %(claimed)s on, is the office's word")
            yield unproven("at-claimed", says, claimed=moment(min(early)), when=moment(by))
        for claim, one in claims:
            if claim is not None and claim > by + DAY:
                says = _("that entry #%(index)d is of %(claimed)s, as it claims: it stood in the log by %(when)s")
                yield unproven("at-after", says, index=one.index, claimed=moment(claim), when=moment(by))
    if isinstance(older, Signed):
        yield from _back_dated(claims, older, policy)


def _back_dated(claims: Sequence[tuple[int | None, Included]], older: Signed, policy: Policy) -> Iterator[Finding]:
    seen = signed.seen_by(older, policy)
    for claim, one in claims if seen else ():
        if claim is not None and one.index >= older.stated.size and claim < max(seen.values()) - DAY:
            says = _("that entry #%(index)d is of %(claimed)s, as it claims: it was not yet in the log at %(when)s")
            when = moment(max(seen.values()))
            yield unproven("at-before", says, index=one.index, claimed=moment(claim), when=when)


def _caveat() -> Finding:
    return unproven(
        "never",
        _("that what the entries say is true, that “at” is exact, or that what was never logged did not happen"),
    )
