"""Watching a site's record from outside: is the log one history, did others see it, does the site say what it says?

What is remembered lies in one folder: whose word is taken (policy.txt), how far the log was verified (tlog.memory), and
what it said (fold.py). At the first contact the site itself says which key is its log's; from then on it is known.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tequio.kit.event import BY_NAME, Fact
from tequio.kit.tongue import gettext_noop as _
from tequio.replay.fold import Book, Fold
from tequio.replay.replay import PAGES, replay
from tequio.replay.site import PER_MINUTE, Site
from tequio.tlog import witness
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.finding import UNVERIFIABLE, Finding, Report, false, unproven
from tequio.tlog.folder import Folder
from tequio.tlog.growth import edge_of, grown
from tequio.tlog.monitor import STALE, Look, Watch
from tequio.tlog.note import Malformed, Note, VerifierKey
from tequio.tlog.policy import Policy
from tequio.tlog.remote import Remote, Unreachable
from tequio.tlog.tiles import CHECKPOINT, Broken, Reader, Source

LOG = "bitacora"
POLICY = "policy.txt"
_SECOND_THOUGHT = 20.0  # seconds: a log is published that often, and more
_MOST_LOGS = 50


@dataclass(frozen=True)
class Watched(Report):
    """What was found, and the files that show it."""

    evidence: tuple[Path, ...] = ()
    size: int | None = None

    def as_json(self, *args: Any) -> dict[str, Any]:
        """Return the report for programs, with the files and the size of the log."""
        return super().as_json(*args) | {"evidence": [str(one) for one in self.evidence], "size": self.size}


@dataclass(frozen=True)
class Asked:
    """What whoever watches asks. `trusted` and `key` are known from elsewhere; without either, the site is believed."""

    trusted: Policy | None = None
    key: VerifierKey | None = None
    stale_after: timedelta = STALE
    compare: Sequence[str] = ()
    pages: int = PAGES
    per_minute: int = PER_MINUTE
    rest: Callable[[float], None] = time.sleep


def book() -> Book:
    """Return where each fact that this program knows is shown. Whoever calls has imported the rooms' events."""
    return {name: one.shown for name, one in BY_NAME.items() if issubclass(one, Fact)}


def watch(url: str, state: Path, asked: Asked, *, edition: str, now: Callable[[], datetime]) -> Watched:
    """Look at a site's record once. Raises Unreachable where the site does not answer, Busy beside another monitor."""
    site = Site(_root(url), per_minute=asked.per_minute, rest=asked.rest)
    with Remote(_log_of(site)) as store:
        watching = _Watching(site, state, asked, store, now)
        try:
            watching.trust()
        except (Malformed, FileNotFoundError) as error:
            says = _("that this site keeps a public log: %(why)s")
            return Watched((unproven("no-log", says, exit=UNVERIFIABLE, why=str(error)),))
        name = sha256(store.base.encode()).hexdigest()[:16]
        with Fold(state / f"replay-{name}", book(), edition=edition) as fold:
            watching.run(fold)
    return watching.report()


class _Watching:
    """One look, as far as it has come."""

    def __init__(self, site: Site, state: Path, asked: Asked, store: Remote, now: Callable[[], datetime]) -> None:
        self.site, self.state, self.asked, self.store, self.now = site, state, asked, store, now
        self.watch = Watch(state)
        self.findings: list[Finding] = []
        self.evidence: list[Path] = []
        self.policy = Policy()
        self.keys: list[VerifierKey] = []
        self.size: int | None = None

    def report(self) -> Watched:
        """Return what was found."""
        return Watched(tuple(self.findings), tuple(self.evidence), self.size)

    def trust(self) -> None:
        """Settle whose word is taken: that of a given policy or key, else of what the site said at first."""
        if self.asked.trusted:
            self.policy = self.asked.trusted
        else:
            given = self._given()
            kept = Folder(self.state)
            try:
                self.policy = Policy.parse(kept.read(POLICY).decode())
                if str(given) != str(self.policy):
                    self._changed(kept.root / POLICY)
            except FileNotFoundError:
                self.policy = given
                kept.write(POLICY, str(given).encode())
                if not self.asked.key:
                    self._first(given)
            if self.asked.key and self.asked.key not in self.policy.keys:
                raise Malformed(f"{kept.root / POLICY} remembers another key than this one")
        self.keys = self.policy.keys

    def _given(self) -> Policy:
        """Return the site's own policy, with no key but the given one if there is one."""
        found = Policy.parse(self.store.read(POLICY).decode("utf-8", "replace"))
        key = self.asked.key
        return replace(found, logs=((key, ""),)) if key else found

    def _first(self, given: Policy) -> None:
        says = _(
            "that %(keys)s is the key of this log: at this first contact the site itself says so. "
            "It is remembered from now on; compare it with what others know"
        )
        keys = ", ".join(str(key) for key in given.keys)
        self.findings.append(unproven("first-contact", says, keys=keys))

    def _changed(self, path: Path) -> None:
        says = _(
            "that the site still names the key and the witnesses that it named at first: its policy reads otherwise. "
            "The first one counts, %(path)s, until you delete it"
        )
        self.findings.append(unproven("policy-otherwise", says, path=str(path)))

    def run(self, fold: Fold) -> None:
        """Look at the log, at what others saw of it, and at what the site shows of what it says."""
        try:
            self._catch_up(fold)
        except Broken as error:
            says = _("A file of the log does not hold: %(why)s.")
            self.findings.append(false("file-broken", says, why=str(error)))
            return
        look = self._look(fold)
        self._say(look)
        self._compare(look)
        if look.is_saved:
            self.findings += replay(self.site, fold, most=self.asked.pages, listen=lambda: self._listen(fold))
            fold.commit()
        else:
            says = _("what the site shows: its log must be verified first")
            self.findings.append(unproven("replay-skipped", says))

    def _look(self, fold: Fold) -> Look:
        look = self.watch.look(
            self.store,
            keys=[*self.keys, *self._stated(fold)],
            policy=self.policy,
            now=self.now(),
            heard=fold.hear,
            stale_after=self.asked.stale_after,
        )
        if look.is_saved:
            fold.commit()
            self.size = look.checkpoint.size if look.checkpoint else None
        return look

    def _listen(self, fold: Fold) -> None:
        """Hear what the log published meanwhile, before anybody is accused."""
        self.asked.rest(_SECOND_THOUGHT)
        try:
            look = self._look(fold)
        except Unreachable as error:
            says = _("what the log says by now: %(why)s")
            self.findings.append(unproven("log-silent", says, exit=UNVERIFIABLE, why=str(error)))
        else:
            if not look.is_saved:
                self._say(look)

    def _stated(self, fold: Fold) -> Iterator[VerifierKey]:
        """Yield the keys that the log itself stated in what was verified: they follow those that are trusted."""
        if not self.asked.trusted:
            for text in fold.keys:
                if text not in {str(key) for key in self.keys}:
                    yield VerifierKey.parse(text)

    def _say(self, look: Look) -> None:
        self.findings += look.findings
        self.evidence += look.evidence

    def _compare(self, look: Look) -> None:
        """Compare what the site shows of its log with what its witnesses and mirrors show."""
        if look.checkpoint is None:
            return
        notes = {}
        for name, address, is_asked in self._others(look.checkpoint):
            base, _slash, file = address.rpartition("/")
            try:
                with Remote(base) as other:
                    notes[name] = other.read(file)
            except (Unreachable, FileNotFoundError) as error:
                says = _("that %(place)s shows the same history: %(why)s")
                exit = UNVERIFIABLE if is_asked else 0
                self.findings.append(unproven("place-silent", says, exit=exit, place=name, why=str(error)))
        if notes:
            site = {self.site.url: self.store.read(CHECKPOINT)}
            self._say(self.watch.compare(site | notes, keys=self.keys, store=self.store))

    def _others(self, stated: Checkpoint) -> Iterator[tuple[str, str, bool]]:
        for one in self.policy.witnesses.values():
            if one.url:
                yield one.name, f"{one.url.rstrip('/')}/{witness.id_of(stated.origin)}/{CHECKPOINT}", False
        for url in self.asked.compare:
            whole = url.rstrip("/")
            yield url, whole if whole.endswith(CHECKPOINT) else f"{whole}/{CHECKPOINT}", True

    def _catch_up(self, fold: Fold) -> None:
        """Hear again what the memory holds and the fold lacks: a crash, or another edition of this program."""
        note = next((one for key in self.keys if (one := self.watch.last(key.name))), None)
        if note is None:
            fold.begin_anew()
            return
        stated = Checkpoint.parse(Note.parse(note).text)
        if fold.size < stated.size:
            for index, raw in enumerate(_again(self.store, stated, fold.size), start=fold.size):
                fold.hear(index, raw)
            fold.commit()


def _again(store: Source, stated: Checkpoint, start: int) -> Iterator[bytes]:
    """Yield entries of a tree that was verified before; raise Broken in the end if they are not those."""
    reader = Reader(store, stated.size)
    edge = edge_of(reader, start)
    yield from grown(reader, edge)
    if edge.root() != stated.root:
        raise Broken("the entries are not those of the root that was verified")


def _root(url: str) -> str:
    """Return the site of an address, which may be that of its log."""
    given = url.rstrip("/")
    place = urlsplit(given)
    path = place.path.partition(f"/{LOG}")[0]
    return f"{place.scheme}://{place.netloc}{path}"


def _log_of(site: Site) -> str:
    """Return where a site publishes the log that grows now: the last one, where the key of earlier ones was lost."""
    base = found = f"{site.url}/{LOG}"
    for number in range(2, _MOST_LOGS):
        try:
            site.get(f"{base}/{number}/{CHECKPOINT}")
        except (FileNotFoundError, Unreachable):
            break
        found = f"{base}/{number}"
    return found
