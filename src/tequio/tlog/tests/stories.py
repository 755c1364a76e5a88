"""Logs that tell stories about subjects, with witnesses, to be taken home, watched, and tampered with."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from tequio.tlog import bundle, merkle, note, snapshot
from tequio.tlog.bundle import Piece
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.monitor import Look, Watch
from tequio.tlog.note import COSIGNATURE, ED25519, SigningKey
from tequio.tlog.policy import Policy, Witness, simple
from tequio.tlog.tests.logs import Memory
from tequio.tlog.tiles import CHECKPOINT, Edge, Reader
from tequio.tlog.verify import Verdict, verify_bytes

ORIGIN = "example.gob.mx/bitacora"
LOG = SigningKey(ORIGIN, ED25519, b"\1" * 32)
NEW_KEY = SigningKey(ORIGIN, ED25519, b"\2" * 32)
STRANGER = SigningKey("other.example/log", ED25519, b"\3" * 32)
WITNESSES = [SigningKey(f"witness{number}.example", COSIGNATURE, bytes([10 + number]) * 32) for number in range(3)]

PROMISE = "urn:tequio:nl:commitment:0000000001"
OTHER = "urn:tequio:nl:commitment:0000000002"
ITSELF = "urn:tequio:nl:log:1"

MINUTES = b"%PDF-1.7 the minutes"
MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVENING = NOON + timedelta(hours=6)


class Site:
    """A site that states facts and publishes them; whoever has the key may also rewrite them."""

    def __init__(self, *, key: SigningKey = LOG) -> None:
        self.key = key
        self.store = Memory()
        self.entries: list[bytes] = []
        self.disclosures: dict[int, list[str]] = {}
        self.fields: dict[int, list[str]] = {}
        self.heads: dict[str, tuple[int, str]] = {}

    def state(self, type: str, subject: str = PROMISE, *, withheld: dict[str, str] | None = None, **more: Any) -> int:
        """State a fact and return its index. Withheld values are disclosed as long as `disclosures` holds them."""
        index = len(self.entries)
        seq, prev = self.heads.get(subject, (0, None))
        body = {"v": 1, "id": f"fact-{index}", "type": type, "at": f"{MORNING:%Y-%m-%dT%H:%M:%S}.000Z"}
        body |= {"tenant": "urn:tequio:nl:jurisdiction:nl", "subject": subject, "seq": seq + 1, "prev": prev}
        body |= {"actor": "urn:tequio:nl:office:0000000009", "data": {}, "evidence": []}
        if withheld:
            told = [disclosure(name, value) for name, value in withheld.items()]
            decoys = [f"decoy-{index}-{number}" for number in range(-len(told) % 4)]
            body |= {"_sd": sorted([digest(one) for one in told] + decoys), "_sd_alg": "sha-256"}
            self.disclosures[index], self.fields[index] = told, list(withheld)
        return self.append(json.dumps(body | more, sort_keys=True, separators=(",", ":")).encode())

    def append(self, raw: bytes) -> int:
        """Append the bytes of an entry, whatever they say."""
        body = json.loads(raw)
        self.heads[body["subject"]] = (body["seq"], merkle.leaf_hash(raw).hex())
        self.entries.append(raw)
        return len(self.entries) - 1

    def alter(self, index: int, **more: Any) -> None:
        """Rewrite an entry, as if it had always said so."""
        self.entries[index] = json.dumps(json.loads(self.entries[index]) | more, sort_keys=True).encode()

    def lines(self, size: int) -> list[bytes]:
        """Return the lines of the snapshot of the first entries."""
        bodies = [(json.loads(raw), merkle.leaf_hash(raw)) for raw in self.entries[:size]]
        newest = {body["subject"]: (body["seq"], hash) for body, hash in bodies}
        return sorted(snapshot.line(subject, seq, hash) for subject, (seq, hash) in newest.items())

    def take_snapshot(self, lines: list[bytes] | None = None) -> int:
        """List the newest entry of each subject, state the root of the list, and serve it."""
        size = len(self.entries)
        listed = self.lines(size) if lines is None else lines
        self.store.write(f"snapshot/{size}.txt", b"".join(line + b"\n" for line in listed))
        root = merkle.root_of([merkle.leaf_hash(line) for line in listed]).hex()
        return self.state(snapshot.TYPE, ITSELF, data={"size": size, "subjects": len(listed), "root": root})

    def publish(self, *, at: datetime = NOON, witnesses: int = 3, also: tuple[SigningKey, ...] = ()) -> bytes:
        """Write the tiles of all that was stated, and a checkpoint that so many witnesses sign."""
        edge = Edge()
        for name, data in (*edge.grow(self.entries), *edge.unfinished()):
            self.store.write(name, data)
        signed = note.sign(Checkpoint(self.key.name, edge.size, edge.root()).text, self.key, *also)
        seen = [one.sign(signed.text, int(at.timestamp())) for one in WITNESSES[:witnesses]]
        whole = note.with_signatures(signed, seen).encode()
        self.store.write(CHECKPOINT, whole)
        return whole

    def republish(self, **how: Any) -> bytes:
        """Publish as if nothing had been published before: what a rewritten history needs."""
        self.store.files.clear()
        return self.publish(**how)

    @property
    def checkpoint(self) -> bytes:
        """The newest published checkpoint."""
        return self.store.read(CHECKPOINT)

    @property
    def reader(self) -> Reader:
        """The published tree."""
        return Reader(self.store, Checkpoint.parse(note.Note.parse(self.checkpoint).text).size)

    def piece(self, index: int) -> Piece:
        """Prove an entry."""
        hashes = tuple(merkle.inclusion_proof(self.reader.node, index, self.reader.size))
        told, fields = self.disclosures.get(index, []), self.fields.get(index, [])
        return Piece(index, self.entries[index], hashes, tuple(told), tuple(fields))

    def bundle(self, *, subject: str = PROMISE, also: tuple[int, ...] = (), **more: Any) -> dict[str, bytes]:
        """Lay out the bundle of a subject, with its newest snapshot, as files by their path."""
        if "pieces" not in more:
            bodies = [json.loads(raw) for raw in self.entries[: self.reader.size]]
            indexes = [index for index, body in enumerate(bodies) if body["subject"] == subject]
            taken = [index for index, body in enumerate(bodies) if body["type"] == snapshot.TYPE]
            more["pieces"] = [self.piece(index) for index in (*indexes, *also)]
            if taken and "snapshot" not in more:
                lines = self.lines(bodies[taken[-1]]["data"]["size"])
                at = next(number for number, line in enumerate(lines) if line.startswith(f"{subject} ".encode()))
                more |= {"snapshot": self.piece(taken[-1]), "places": {subject: snapshot.place_of(lines, at)}}
        settled = {"checkpoint": self.checkpoint, "policy": str(policy())} | more
        return {name: bytes(data) for name, data in bundle.laid_out(**settled)}


def story() -> Site:
    """A commitment that is published, begun and completed, beside another one; a snapshot; all published at noon."""
    site = Site()
    site.state("record.log-opened", ITSELF, data={"origin": ORIGIN, "key": str(LOG.verifier), "previous": None})
    site.state("plans.commitment-published", data={"text": sha256(b"the text").hexdigest()})
    site.state("plans.commitment-published", OTHER)
    site.state("tracking.status-changed", data={"status": "in-progress"})
    cited = {"sha256": sha256(MINUTES).hexdigest(), "size": len(MINUTES), "type": "application/pdf"}
    site.state("tracking.evidence-submitted", evidence=[cited])
    site.state("contributions.answer-given", withheld={"author": "Ana", "text": "Thank you"})
    site.take_snapshot()
    site.publish()
    return site


def policy(*, needs: int = 2, log: SigningKey = LOG) -> Policy:
    """The three witnesses, of which two are enough."""
    named = [Witness(f"W{number}", key.verifier) for number, key in enumerate(WITNESSES)]
    return simple([(log.verifier, "")], named, needs)


def disclosure(name: str, value: str) -> str:
    """Disclose a value, with a salt that is always the same."""
    return base64.urlsafe_b64encode(json.dumps(["salt", name, value]).encode()).rstrip(b"=").decode()


def digest(text: str) -> str:
    """Return what an entry holds for a disclosure."""
    return base64.urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()


def zipped(files: dict[str, bytes]) -> bytes:
    """Zip a bundle."""
    target = io.BytesIO()
    bundle.zipped(files.items(), target)
    return target.getvalue()


def judged(files: dict[str, bytes], **how: Any) -> Verdict:
    """Judge a bundle by the reader's own policy, unless told otherwise."""
    return verify_bytes(zipped(files), **({"trusted": policy()} | how))


def codes(verdict: Any) -> list[str]:
    """Return the codes of what was found, in order."""
    return [finding.code for finding in verdict.findings]


def said(verdict: Any, code: str) -> str:
    """Return the sentence of the only finding of a code."""
    (found,) = (finding for finding in verdict.findings if finding.code == code)
    return found.say()


def wrong(verdict: Any) -> list[str]:
    """Return the codes of what makes the exit code other than 0."""
    return [finding.code for finding in verdict.findings if finding.exit]


def root_of(lines: list[bytes]) -> str:
    """Return the root over the lines of a snapshot."""
    return merkle.root_of([merkle.leaf_hash(line) for line in lines]).hex()


def grow(site: Site, count: int) -> None:
    """State some facts about many subjects, and publish them."""
    for number in range(count):
        site.state("tracking.status-changed", f"urn:tequio:nl:commitment:many-{number % 7}")
    site.publish()


def look(watch: Watch, site: Site, **how: Any) -> Look:
    """Look at a site in the evening."""
    return watch.look(site.store, **({"keys": [LOG.verifier], "policy": policy(), "now": EVENING} | how))


def in_a_fresh_process(file: Path) -> list[str]:
    """Judge a file where nothing of this test is known, and return the codes of what is found."""
    script = (
        "import json, sys, pathlib; from tequio.tlog.verify import verify_path;"
        "print(json.dumps([one.code for one in verify_path(pathlib.Path(sys.argv[1])).findings]))"
    )
    run = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)
    return list(json.loads(run.stdout))
