"""Follow what a log says while it grows: each subject's chain, its snapshots, and what it states about itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tequio.kit.tongue import Says, ngettext
from tequio.kit.tongue import gettext_noop as _
from tequio.tlog import merkle, snapshot
from tequio.tlog.entry import Entry
from tequio.tlog.finding import UNVERIFIABLE, Finding, false, proven, unproven
from tequio.tlog.included import Snapshot, unread
from tequio.tlog.memory import Memory
from tequio.tlog.note import Malformed
from tequio.tlog.tiles import Source

MOST_FINDINGS = 100  # what is wrong with a log may be wrong with each of its million entries
_OPENED = "record.log-opened"
# What the log states about itself and a reader must know: nobody's policy changes by it.
_TOLD: dict[str, tuple[str, Says]] = {
    "record.key-added": (
        "key-added",
        _("entry #%(index)d gives the log a new key, to be trusted once your policy names it: %(what)s"),
    ),
    "record.key-retired": ("key-retired", _("entry #%(index)d retires a key of the log: %(what)s")),
    "record.policy-changed": (
        "policy-changed",
        _("entry #%(index)d changes the witnesses that the site names, %(needed)s of which are enough: %(what)s"),
    ),
}


@dataclass
class Follower:
    """Takes in verified entries in order, and says what does not fit."""

    memory: Memory
    store: Source
    origin: str
    findings: list[Finding] = field(default_factory=list)
    dropped: int = 0
    snapshots: int = 0
    last_snapshot: int = 0

    def take(self, index: int, raw: bytes) -> None:
        """Take in the next entry."""
        try:
            entry = Entry.parse(raw)
        except Malformed as error:
            self._say(unread(index, error))
            return
        if entry.type == _OPENED:
            self._opened(index, entry)
        self._continue(index, entry)
        if entry.type == snapshot.TYPE and not self.memory.is_of_another(entry.subject):
            self._snapshot(index, entry)
        elif entry.type in _TOLD:
            self._told(index, entry)

    def summary(self) -> list[Finding]:
        """Return everything that was found, what went well in one line."""
        more = []
        if self.snapshots:
            says = ngettext(
                "%(n)s snapshot, #%(index)d, lists the newest entry of each subject",
                "%(n)s snapshots, the last of them #%(index)d, list the newest entry of each subject",
            )
            more.append(proven("snapshots-right", says, n=self.snapshots, index=self.last_snapshot))
        if self.dropped:
            says = ngettext("%(n)s more finding is not shown", "%(n)s more findings are not shown")
            more.append(unproven("findings-dropped", says, exit=UNVERIFIABLE, n=self.dropped))
        return [*self.findings, *more]

    def _say(self, finding: Finding) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.dropped += 1

    def _opened(self, index: int, entry: Entry) -> None:
        if entry.data.get("previous"):
            self.memory.mark_sequel(entry.subject)
        if index or entry.data.get("origin") != self.origin:
            says = _("Entry #%(index)d opens the log %(opened)s, not the beginning of %(origin)s.")
            opened = str(entry.data.get("origin"))
            self._say(false("opened-otherwise", says, index=index, opened=opened, origin=self.origin))

    def _continue(self, index: int, entry: Entry) -> None:
        head = self.memory.head(entry.subject)
        self.memory.step(entry.subject, index, entry.seq, entry.hash)
        if head is None:
            if entry.seq > 1 and not self.memory.is_sequel:
                says = _("Entry #%(index)d is number %(seq)s of %(subject)s, and none comes before it.")
                self._say(false("chain-headless", says, index=index, seq=entry.seq, subject=entry.subject))
        elif entry.seq != head[0] + 1:
            says = _("Entry #%(index)d is number %(seq)s of %(subject)s, after number %(before)s.")
            self._say(false("chain-gap", says, index=index, seq=entry.seq, before=head[0], subject=entry.subject))
        elif entry.prev != head[1].hex():
            says = _("Entry #%(index)d, number %(seq)s of %(subject)s, does not continue the one before.")
            self._say(false("chain-broken", says, index=index, seq=entry.seq, subject=entry.subject))

    def _told(self, index: int, entry: Entry) -> None:
        code, says = _TOLD[entry.type]
        witnesses = entry.data.get("witnesses")
        listed = ", ".join(str(one) for one in witnesses) if isinstance(witnesses, list) else ""
        values = {"what": str(entry.data.get("key", listed)), "needed": str(entry.data.get("quorum", ""))}
        self._say(proven(code, says, index=index, **values))

    def _snapshot(self, index: int, entry: Entry) -> None:
        try:
            taken = Snapshot.of(index, entry)
        except Malformed as error:
            self._say(unread(index, error))
            return
        if taken.size < self.memory.floor:
            says = _("that snapshot #%(index)d is right: it goes back behind the one before it, to size %(size)s")
            self._say(unproven("snapshot-old", says, exit=UNVERIFIABLE, index=index, size=taken.size))
            return
        listed = merkle.Range()
        for line in self.memory.lines(taken.size):
            listed.push(merkle.leaf_hash(line))
        if (listed.size, listed.root()) != (taken.subjects, taken.root):
            says = _(
                "Snapshot #%(index)d does not list the newest entry of each subject of the first %(size)s entries."
            )
            self._say(false("snapshot-false", says, index=index, size=taken.size, subjects=listed.size))
            return
        self._served(taken)
        self.snapshots, self.last_snapshot = self.snapshots + 1, index
        self.memory.forget(taken.size)

    def _served(self, taken: Snapshot) -> None:
        """Compare the list that the site serves, if it still does, with the one that the entries make."""
        try:
            served = self.store.read(f"snapshot/{taken.size}.txt")
        except FileNotFoundError:
            return
        at = 0
        for line in self.memory.lines(taken.size):
            if not served.startswith(line + b"\n", at):
                self._otherwise(taken, line.split(b" ")[0].decode())
                return
            at += len(line) + 1
        if at != len(served):
            self._otherwise(taken, served[at : at + 300].split(b" ")[0].decode("utf-8", "replace"))

    def _otherwise(self, taken: Snapshot, subject: str) -> None:
        values: dict[str, Any] = {"size": taken.size, "subject": subject, "index": taken.index}
        says = _("The served list snapshot/%(size)s.txt is not that of snapshot #%(index)d: see %(subject)s.")
        self._say(false("snapshot-file-otherwise", says, **values))
