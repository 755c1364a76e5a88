"""A witness's judgement and its memory: it cosigns only what continues all that it cosigned before.

    <folder>/witness.key             PRIVATE+KEY+…, read by its owner only
    <folder>/logs.txt                the logs that it watches, as a policy says them: log <vkey> [url]
    <folder>/<id>.checkpoint         the newest checkpoint that it cosigned of each log, <id> being hex(SHA256(origin))
    <folder>/kept/<id>-….checkpoint  signed checkpoints that contradict each other: evidence, never deleted here
    <folder>/lock                    held while judging, by however many threads and processes share the folder

The newest checkpoint **is** the memory. A folder that was brought back from a backup would forget what it cosigned
since, and could then cosign a second history. Whatever bears the witness's own cosignature over a larger tree is
therefore taken up as memory wherever it is met: in this process, in what it published, in what a log shows or sends.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tequio.tlog import checkpoint, merkle
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.folder import Folder, replace, settle
from tequio.tlog.note import (
    COSIGNATURE,
    ED25519,
    Malformed,
    Note,
    Signature,
    SigningKey,
    Unverified,
    VerifierKey,
    with_signatures,
)
from tequio.tlog.policy import Policy
from tequio.tlog.remote import is_address
from tequio.tlog.submission import Submission

KEY, LOGS, LOCK, KEPT = "witness.key", "logs.txt", "lock", "kept"
MOST_KEPT = 32
_HEAD = "# The logs that this witness watches: log <verifier key> [address]\nquorum none\n"


class NoWitness(Exception):
    """The folder holds no witness."""


class Taken(Exception):
    """The folder holds a witness already, or what is left of one: a second key would forget what the first signed."""


class Damaged(Exception):
    """What the folder remembers cannot be believed; nothing is cosigned until a person has looked at it."""


class Refused(Exception):
    """What was submitted is not cosigned; `status` is what HTTP says."""

    status = 400


class UnknownLog(Refused):
    """Nobody watches this origin here."""

    status = 404


class UnknownKey(Refused):
    """No key that is known signed it, or the signature of one is false."""

    status = 403


class Elsewhere(Refused):
    """The old size is not that of the newest checkpoint cosigned, which is `size`."""

    status = 409

    def __init__(self, size: int) -> None:
        super().__init__(f"the newest checkpoint cosigned has {size} entries")
        self.size = size


class Inconsistent(Refused):
    """The proof does not show that what was cosigned before begins this."""

    status = 422


@dataclass(frozen=True)
class Watched:
    """A log that is watched: its keys, and where it is read, if anywhere."""

    origin: str
    keys: tuple[VerifierKey, ...]
    url: str = ""

    @property
    def id(self) -> str:
        """How addresses and files name it."""
        return id_of(self.origin)


@dataclass(frozen=True)
class Memory:
    """The newest tree cosigned of a log; the empty one if there is none."""

    size: int = 0
    root: bytes = merkle.EMPTY
    note: Note | None = None
    time: int = 0


class Witness:
    """A witness in its folder. Threads and processes may share one."""

    def __init__(self, folder: Path, *, now: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.now = now
        try:
            self.key = SigningKey.parse((folder / KEY).read_text(encoding="utf-8").strip())
        except (OSError, UnicodeDecodeError, Malformed) as error:
            raise NoWitness(f"{folder / KEY}: {error}") from error
        if self.key.kind != COSIGNATURE:
            raise NoWitness(f"{folder / KEY} is the key of a log, not of a witness")
        self._store = Folder(folder)
        self._remembered: dict[str, Note] = {}

    @classmethod
    def make(cls, folder: Path, name: str) -> Witness:
        """Make a witness with a key that nobody ever had.

        Raises Malformed for a name that no key can bear, and Taken where there is one already.
        """
        key = SigningKey.make(name, COSIGNATURE)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(folder):
            if (folder / KEY).exists() or any(folder.glob("*.checkpoint")):
                raise Taken(str(folder))
            if not (folder / LOGS).exists():
                Folder(folder).write(LOGS, _HEAD.encode())
            _keep_secret(folder / KEY, f"{key.text}\n")
        return cls(folder)

    @property
    def vkey(self) -> str:
        """The public key that logs and verifiers are given."""
        return str(self.key.verifier)

    def logs(self) -> Mapping[str, Watched]:
        """Return the logs that are watched, by origin. The file is read each time: a running witness sees new ones."""
        try:
            said = Policy.parse(self._store.read(LOGS).decode()).logs
        except (OSError, ValueError) as error:
            raise Damaged(f"{self.folder / LOGS}: {error}") from error
        found: dict[str, Watched] = {}
        for key, url in said:
            before = found.get(key.name, Watched(key.name, ()))
            found[key.name] = Watched(key.name, tuple(dict.fromkeys((*before.keys, key))), url or before.url)
        return found

    def watch(self, key: VerifierKey, url: str = "") -> Watched:
        """Watch a log from now on, or one more key of it, or the same at another address; raise Malformed.

        The key of a log is called by its origin.
        """
        if key.kind != ED25519:
            raise Malformed("this is the key of a witness, not of a log")
        if url and not is_address(url):
            raise Malformed(f"{url} is not an address that can be read")
        with _alone(self.folder):
            before = self.logs().get(key.name, Watched(key.name, ()))
            # Whatever else a person wrote into the list stays as it is.
            kept = [one for one in self._store.read(LOGS).decode().splitlines() if one.split()[:2] != ["log", str(key)]]
            said = "".join(f"{one}\n" for one in [*kept, " ".join(filter(None, ("log", str(key), url or before.url)))])
            if Policy.parse(said).logs[-1] != (key, url or before.url):
                raise Malformed(f"{key.name} is not a name that the list of logs can hold")
            self._store.write(LOGS, said.encode())
        return self.logs()[key.name]

    def remembered(self, watched: Watched) -> Memory:
        """Return the newest tree cosigned of a log; raise Damaged."""
        return self._largest(watched, self._notes(watched))

    def recall(self, watched: Watched, *met: Note) -> Memory:
        """Return the newest tree cosigned of a log, taking up what was met elsewhere with this witness's cosignature.

        Raises Damaged.
        """
        with _alone(self.folder):
            return self._recall(watched, met)

    def cosign(self, submission: Submission) -> Signature:
        """Cosign what is submitted, having kept it, or raise Refused; raise Damaged if the memory cannot be believed.

        Whoever cannot sign for the log does not get as far as the lock.
        """
        stated, note, watched = self._opened(submission.checkpoint)
        if submission.old > stated.size:
            raise Refused("the old size is above that of the checkpoint")
        with _alone(self.folder):
            known = self._recall(watched, [note])
            if submission.old != known.size:
                raise Elsewhere(known.size)
            if not merkle.continues(known.size, known.root, stated.size, stated.root, submission.proof):
                if known.note and known.size == stated.size and known.root != stated.root:
                    self._keep_aside(watched, known.note, note)
                raise Inconsistent("the proof does not show that this continues what was cosigned before")
            mine = self.key.sign(note.text, int(self.now()))
            # On disk before anybody can see the signature. A crash here: the log asks again, and hears of the new size.
            self._keep(watched, with_signatures(self._plain(watched, note), [mine]))
        return mine

    def contradict(self, watched: Watched, note: Note) -> list[Path]:
        """Keep aside a signed checkpoint that does not continue the newest cosigned one, and that one with it."""
        with _alone(self.folder):
            known = self._recall(watched, ())
            return self._keep_aside(watched, known.note, note) if known.note else []

    def keep_evidence(self, watched: Watched, data: bytes, size: int) -> Path:
        """Keep a file that shows a log's two histories to anybody."""
        name = f"{KEPT}/{watched.id[:16]}-{size}-contradiction.txt"
        self._store.write(name, data)
        return self.folder / name

    def _opened(self, data: bytes) -> tuple[Checkpoint, Note, Watched]:
        try:
            note = Note.parse(data)
            origin = Checkpoint.parse(note.text).origin
        except Malformed as error:
            raise Refused(str(error)) from error
        watched = self.logs().get(origin)
        if watched is None:
            raise UnknownLog("this log is not watched here")
        try:
            return *checkpoint.opened(data, watched.keys), watched
        except Unverified as error:
            raise UnknownKey(str(error)) from error

    def _recall(self, watched: Watched, met: Iterable[Note]) -> Memory:
        """Return the largest tree that this witness ever cosigned, of all that can be known here, and keep it."""
        mine = self.key.verifier
        own = [note for note in met if any(mine.signed(note.text, one) for one in note.signatures)]
        known = self._largest(watched, [*self._notes(watched), *own])
        if known.note:
            self._keep(watched, self._plain(watched, known.note))
        return known

    def _notes(self, watched: Watched) -> list[Note]:
        return [note for note in (self._kept(watched), self._remembered.get(watched.origin)) if note]

    def _largest(self, watched: Watched, cosigned: Iterable[Note]) -> Memory:
        mine, largest = self.key.verifier, Memory()
        for note in cosigned:
            stated = Checkpoint.parse(note.text)
            if stated.origin != watched.origin:
                continue
            if stated.size == largest.size and stated.root != largest.root:
                raise Damaged(f"this witness cosigned two trees of {stated.size} entries of {watched.origin}")
            if largest.note is None or stated.size > largest.size:
                when = max(one.time for one in note.signatures if mine.signed(note.text, one))
                largest = Memory(stated.size, stated.root, note, when)
        return largest

    def _plain(self, watched: Watched, note: Note) -> Note:
        """Return a note with one signature of each key of the log, and the newest of this witness."""
        known = (*watched.keys, self.key.verifier)
        signed = [one for one in note.signatures if any(key.signed(note.text, one) for key in known)]
        newest = {(one.name, one.key_id): one for one in sorted(signed, key=lambda one: one.time)}
        return Note(note.text, tuple(newest.values()))

    def _kept(self, watched: Watched) -> Note | None:
        name = f"{watched.id}.checkpoint"
        try:
            note = Note.parse(self._store.read(name))
            stated = Checkpoint.parse(note.text)
        except FileNotFoundError:
            return None
        except (OSError, Malformed) as error:
            raise Damaged(f"{self.folder / name}: {error}") from error
        if stated.origin != watched.origin or not any(self.key.verifier.signed(note.text, o) for o in note.signatures):
            raise Damaged(f"{self.folder / name} is not what this witness cosigned of {watched.origin}")
        return note

    def _keep(self, watched: Watched, note: Note) -> None:
        self._store.write(f"{watched.id}.checkpoint", note.encode())
        self._remembered[watched.origin] = note

    def _keep_aside(self, watched: Watched, *notes: Note) -> list[Path]:
        paths = []
        for note in notes:
            stated = Checkpoint.parse(note.text)
            name = f"{KEPT}/{watched.id[:16]}-{stated.size}-{stated.root.hex()[:16]}.checkpoint"
            is_new = not (self.folder / name).exists()
            # Whoever has the log's key can sign as many contradictions as she likes. The first ones are proof enough.
            if is_new and len(list((self.folder / KEPT).glob("*"))) < MOST_KEPT:
                self._store.write(name, note.encode())
            paths += [self.folder / name] if (self.folder / name).exists() else []
        return paths


def id_of(origin: str) -> str:
    """Return how the addresses of a witness name a log."""
    return sha256(origin.encode()).hexdigest()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder: between reading what was cosigned last and keeping what comes next, nobody else may judge."""
    with (folder / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep_secret(target: Path, text: str) -> None:
    """Write what only the owner may read: aside, forced to disk, then given its name."""
    replace(target, text.encode(), mode=0o600)
    for folder in (target.parent, target.parent.parent):  # the folder itself may be new too
        settle(folder)
