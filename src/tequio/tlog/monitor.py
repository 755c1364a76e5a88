"""Watch a live log: what was verified last time must begin what is served now.

fetch → signature, quorum, freshness → consistency → entries against tiles and root → chains, snapshots → save.

Each log has a memory of its own (memory.py), which is saved only when everything was verified. Two signed checkpoints
that contradict each other become a file that can be published (contradiction.py).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from tequio.kit.tongue import gettext_noop as _
from tequio.kit.tongue import ngettext
from tequio.tlog import contradiction, merkle, signed
from tequio.tlog.chains import Follower
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.finding import (
    FALSE,
    UNMET,
    UNVERIFIABLE,
    Finding,
    Report,
    false,
    moment,
    proven,
    unproven,
)
from tequio.tlog.folder import Folder
from tequio.tlog.growth import edge_of, grown
from tequio.tlog.memory import Memory
from tequio.tlog.note import Malformed, Note, Unverified, VerifierKey
from tequio.tlog.policy import Policy
from tequio.tlog.signed import Signed
from tequio.tlog.tiles import CHECKPOINT, Broken, Reader, Source, bundle

STALE = timedelta(hours=26)
_AHEAD = timedelta(hours=1)  # clocks differ; a cosignature from further ahead says nothing about freshness

# Told of each newly verified entry, in order, before the memory is saved; what it raises goes up, and nothing is saved.
Heard = Callable[[int, bytes], None]


@dataclass(frozen=True)
class Look(Report):
    """What one look at a log found. `before` is the size that was verified last time, None at the first look."""

    checkpoint: Checkpoint | None = None
    before: int | None = None
    is_saved: bool = False
    evidence: tuple[Path, ...] = ()


class Watch:
    """A monitor with its memory in a folder."""

    def __init__(self, state: Path) -> None:
        self.state = state

    def last(self, origin: str) -> bytes | None:
        """Return the signed checkpoint of a log that was verified last."""
        return Memory(self.state, origin).peek()

    def look(
        self,
        store: Source,
        *,
        keys: Iterable[VerifierKey],
        policy: Policy,
        now: datetime,
        heard: Heard | None = None,
        stale_after: timedelta = STALE,
    ) -> Look:
        """Look at a log once. Where the store cannot be reached, what it raises goes up, and nothing is saved.

        Entries are told again at the next look if this one is not saved. Raises memory.Busy beside another monitor.
        """
        known = tuple(keys)
        try:
            opened = signed.read(store.read(CHECKPOINT), known)
        except FileNotFoundError:
            says = _("The site serves no checkpoint.")
            return Look((unproven("checkpoint-missing", says, exit=UNVERIFIABLE),))
        if isinstance(opened, Finding):
            return Look((opened,))
        with Memory(self.state, opened.stated.origin) as memory:
            looking = _Looking(self.state, store, known, opened, memory)
            seen = signed.seen_by(opened, policy)
            looking.say(signed.log_signed(opened), signed.witnessed(opened, policy), *_fresh(seen, now, stale_after))
            is_saved = looking.goes_on() and policy.is_met(seen) and looking.settle(heard)
            return Look(tuple(looking.findings), opened.stated, looking.before, is_saved, tuple(looking.evidence))

    def compare(self, notes: Mapping[str, bytes], *, keys: Iterable[VerifierKey], store: Source | None = None) -> Look:
        """Compare checkpoints from several places (the site, witnesses, mirrors), by the places' names.

        `store` holds the tree of the largest; without it only equal sizes can be compared.
        """
        known = tuple(keys)
        findings, evidence = [], []
        found: list[tuple[str, Signed]] = []
        for name, data in notes.items():
            one = signed.read(data, known)
            if isinstance(one, Signed):
                found.append((name, one))
            else:
                says = _("%(place)s showed no checkpoint that the log signed (%(why)s).")
                findings.append(unproven("place-unusable", says, exit=UNVERIFIABLE, place=name, why=one.say()))
        found.sort(key=lambda pair: pair[1].stated.size, reverse=True)
        for at, (name, one) in enumerate(found):
            for number, (other, larger) in enumerate(found[:at]):
                if number == 0 or larger.stated.size == one.stated.size:
                    finding, path = _pair(self.state, known, store, (other, larger), (name, one))
                    findings.append(finding)
                    evidence += [path] if path else []
        return Look(tuple(findings), found[0][1].stated if found else None, evidence=tuple(evidence))


@dataclass
class _Looking:
    """One look, as far as it has come."""

    state: Path
    store: Source
    keys: tuple[VerifierKey, ...]
    opened: Signed
    memory: Memory
    findings: list[Finding] = field(default_factory=list)
    evidence: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reader = Reader(self.store, self.opened.stated.size)
        self.before = _size(self.memory.note)

    def say(self, *findings: Finding) -> None:
        """Add to the report."""
        self.findings += findings

    def goes_on(self) -> bool:
        """Tell whether what was verified before begins what is served now, and say so if not."""
        return all(self._begins(note) for note in {self.memory.note, self.memory.copy} if note)

    def _begins(self, note: bytes) -> bool:
        older, newer = _stated(note), self.opened.stated
        if older.size == newer.size and older.root == newer.root:
            return True
        tree = Reader(self.store, older.size) if older.size > newer.size else self.reader
        broken = None
        try:
            if older.size < newer.size and merkle.root(tree.node, older.size) == older.root:
                return True
        except Broken as error:
            broken = _broken(error)
        path = _published(self.state, note, self.opened.data, self.keys, tree)
        if path:
            self.evidence.append(path)
            self.say(contradiction.told(*sorted((older, newer), key=lambda one: one.size)))
        elif older.size > newer.size:
            says = _("The log shows size %(size)s now and showed %(before)s: what lies between is hidden or lost.")
            self.say(false("rolled-back", says, size=newer.size, before=older.size))
        else:
            says = _("What the log shows now does not continue the history of size %(before)s that was verified.")
            self.say(broken or false("history-otherwise", says, before=older.size))
        return False

    def settle(self, heard: Heard | None) -> bool:
        """Verify what is new, tell it, and keep it all if nothing is wrong."""
        start = self.before or 0
        try:
            with tempfile.TemporaryFile(dir=self.memory.folder) as spool:
                if not self._fetched(start, spool):
                    return False
                self._followed(start, spool, heard)
        except Broken as error:
            self.say(_broken(error))
        if any(finding.exit in (FALSE, UNVERIFIABLE) for finding in self.findings):
            return False
        self.memory.commit(self.opened.data)
        return True

    def _fetched(self, start: int, spool: IO[bytes]) -> bool:
        """Put the new entries aside until the root vouches for them."""
        edge = edge_of(self.reader, start)
        for raw in grown(self.reader, edge):
            spool.write(bundle([raw]))
        if edge.root() != self.opened.stated.root:
            says = _("The entries and the tiles that are served do not lead to the root that the log signed.")
            self.say(false("root-otherwise", says, size=self.opened.stated.size))
            return False
        spool.seek(0)
        return True

    def _followed(self, start: int, spool: IO[bytes], heard: Heard | None) -> None:
        follower = Follower(self.memory, self.store, self.opened.stated.origin)
        index = start
        for raw in _spooled(spool):
            follower.take(index, raw)
            if heard:
                heard(index, raw)
            index += 1
        if self.before is None:
            self.say(unproven("first-look", _("that nothing was altered before this first look")))
        else:
            says = _("nothing before size %(size)s, the last look, was altered")
            self.say(proven("consistent", says, size=self.before))
        says_new = ngettext(
            "%(n)s new entry is what the tiles and the signed root say",
            "%(n)s new entries are what the tiles and the signed root say",
        )
        self.say(proven("entries-audited", says_new, n=index - start), *follower.summary())


def _pair(
    state: Path, keys: tuple[VerifierKey, ...], store: Source | None, one: tuple[str, Signed], other: tuple[str, Signed]
) -> tuple[Finding, Path | None]:
    """Compare the checkpoints of two places, the larger first."""
    (place, larger), (second, smaller) = one, other
    places: dict[str, Any] = {"one": place, "other": second, "size": smaller.stated.size}
    last, first = larger.stated, smaller.stated
    if (first.origin, first.size, first.root) == (last.origin, last.size, last.root):
        return proven("places-agree", _("%(one)s and %(other)s show the same history"), **places), None
    reader = Reader(store, last.size) if store and first.size < last.size else None
    path = _published(state, smaller.data, larger.data, keys, reader)
    if path:
        return contradiction.told(first, last), path
    try:
        is_begun = reader and merkle.root(reader.node, first.size) == first.root
        if is_begun and reader and merkle.root(reader.node, last.size) == last.root:
            says = _("%(other)s shows the beginning, to size %(size)s, of the history that %(one)s shows")
            return proven("places-agree", says, **places), None
    except Broken:
        pass
    says = _("that %(one)s and %(other)s show one history: the tree that could show it was not given")
    return unproven("places-unsettled", says, exit=UNVERIFIABLE, **places), None


def _published(
    state: Path, one: bytes, other: bytes, keys: tuple[VerifierKey, ...], reader: Reader | None
) -> Path | None:
    """Write what shows that two signed checkpoints contradict each other, and return the file; None if nothing does."""
    try:
        found = contradiction.made(one, other, keys=keys, nodes=reader.node if reader else None)
    except (Broken, Malformed, Unverified):
        return None
    if found is None:
        return None
    data = found.encode()
    name = f"contradiction-{_size(found.earlier)}-{_size(found.later)}-{sha256(data).hexdigest()[:8]}.txt"
    Folder(state).write(name, data)
    return state / name


def _fresh(seen: Mapping[str, int], now: datetime, stale_after: timedelta) -> Iterator[Finding]:
    """Say whether the newest cosignature is too old; without any, age says nothing."""
    times = [time for time in seen.values() if time <= (now + _AHEAD).timestamp()]
    if seen and (not times or (now - stale_after).timestamp() > max(times)):
        says = _("that this is the newest there is: the last time that a witness saw it is %(when)s")
        yield unproven("stale", says, exit=UNMET, when=moment(max(times or seen.values())))


def _broken(error: Broken) -> Finding:
    return false("file-broken", _("A file of the log does not hold: %(why)s."), why=str(error))


def _stated(note: bytes) -> Checkpoint:
    return Checkpoint.parse(Note.parse(note).text)


def _size(note: bytes | None) -> int | None:
    return _stated(note).size if note else None


def _spooled(spool: IO[bytes]) -> Iterator[bytes]:
    """Read entries back, each behind its length, as in a bundle."""
    while length := spool.read(2):
        yield spool.read(int.from_bytes(length, "big"))
