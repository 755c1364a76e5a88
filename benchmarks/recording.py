"""The public record: an audit of a million entries, their order, their proofs, and what a fact adds to a request.

    python -m benchmarks.recording           everything; ends with 1 if a bound breaks
    python -m benchmarks.recording audit …   one part, in a process of its own, as the first form starts it

1. A full audit (every entry against every tile, to the root) of 1,000,000 entries of 270 bytes: at most 8 times one
   SHA-256 pass over the files of the entries, and at most 50 MB of memory more than before it began.
2. The proof of one entry among them, made as a request makes it (by a new reader): at most 1 ms.
3. Sequencing 100,000 waiting entries: at least 20,000 a second on SQLite and 10,000 on PostgreSQL.
4. record(): at most 4 statements, and at most 25 % more for the whole request that submits evidence.

What is compared takes turns, the first two file by file, so that whatever else the machine does falls on both; of
several long rounds the best counts, of many short ones the median.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any

from tequio.tlog import merkle
from tequio.tlog.folder import Folder
from tequio.tlog.tiles import ENTRIES, HEIGHT, Edge, Reader, audit, path, width_at

ROOT = Path(__file__).resolve().parent.parent
SIZE, LENGTH, ROUNDS = 1_000_000, 270, 5
TIMES, MEGABYTES, PROOF = 8.0, 50.0, 0.001
WAITING, LEAST = 100_000, {"SQLite": 20_000, "PostgreSQL": 10_000}
ASKED, STATEMENTS, MORE = 40, 4, 0.25
_ENTRY = (
    b'{"actor":"urn:tequio:nl:office:0000000009","at":"2026-11-20T19:30:00.000Z","data":{},"evidence":[],"id":"%036d",'
    b'"prev":null,"seq":1,"subject":"urn:tequio:nl:commitment:%010d","tenant":"urn:tequio:nl:jurisdiction:0000000001",'
    b'"type":"t.%s","v":1}'
)


def main() -> int:
    """Measure and judge."""
    broken = []
    with tempfile.TemporaryDirectory(prefix="tequio-bench-") as folder:
        root = grown(Path(folder))
        broken += _audited(folder, root) + _proven(folder, root)
    for name, url in _databases():
        broken += _ordered(name, url)
        broken += _requested(name, url)
    print("\n".join(f"BROKEN: {one}" for one in broken))
    return int(bool(broken))


def grown(folder: Path) -> str:
    """Write the files of a log of so many entries, and return its root."""
    edge = Edge()
    for name, data in _files(edge):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return edge.root().hex()


def _files(edge: Edge) -> Iterator[tuple[str, bytes]]:
    yield from edge.grow(entry(number) for number in range(SIZE))
    yield from edge.unfinished()


def entry(number: int) -> bytes:
    """Return an entry as long as they are on average, and unlike any other."""
    least = _ENTRY % (number, number % 1000, b"")
    return _ENTRY % (number, number % 1000, b"x" * (LENGTH - len(least)))


def _audited(folder: str, root: str) -> list[str]:
    said = _child("audit", folder, root)
    raw, whole = min(said["raw"]), min(said["audit"])
    print(f"\n{'1,000,000 entries':<28}{'seconds':>9}{'times':>7}{'MB more':>9}")
    print(f"{'one SHA-256 pass':<28}{raw:>9.2f}{1:>7.2f}\n{'full audit':<28}{whole:>9.2f}{whole / raw:>7.2f}", end="")
    print(f"{said['megabytes']:>9.1f}")
    broken = [f"audit: {whole / raw:.2f} times a SHA-256 pass, more than {TIMES}"] if whole > TIMES * raw else []
    if said["megabytes"] > MEGABYTES:
        broken.append(f"audit: {said['megabytes']:.1f} MB, more than {MEGABYTES}")
    return broken


def tell_audit(folder: str, root: str) -> dict[str, Any]:
    """Audit the log, hashing the files of the entries beside it; say how long each took, and the memory of it."""
    before = _peak()
    found: dict[str, list[float]] = {"raw": [], "audit": []}
    for _round in range(ROUNDS):
        store = Along(Path(folder))
        whole = _taken(_hold, lambda: audit(store, SIZE).hex() == root)  # noqa: B023 — called at once
        found["raw"].append(store.seconds)
        found["audit"].append(whole - store.seconds)
    return {**found, "megabytes": (_peak() - before) / 1000}


class Along(Folder):
    """A folder that also makes the SHA-256 pass, file by file as the audit comes along: both meet the same machine."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.seconds, self._pass = 0.0, sha256()

    def read(self, path: str) -> bytes:
        """Return a file; before, read it once more for the pass, if it holds entries."""
        if path.startswith(f"tile/{ENTRIES}/"):
            self.seconds += _taken(lambda: self._pass.update(super(Along, self).read(path)))
        return super().read(path)


def _peak() -> int:
    """Return the most memory that this process ever had, in kB. (getrusage may tell its parent's.)"""
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1])


def _proven(folder: str, root: str) -> list[str]:
    said = _child("prove", folder, root)
    print(f"\n{'one proof of 1,000,000':<28}{'median ms':>11}{'times':>7}")
    for name in ("files", "new reader", "same reader"):
        print(f"{name:<28}{said[name] * 1000:>11.3f}{said[name] / said['files']:>7.2f}")
    taken = said["new reader"]
    return [f"proof: {taken * 1000:.2f} ms, more than {PROOF * 1000:.0f}"] if taken > PROOF else []


def tell_proofs(folder: str, root: str) -> dict[str, float]:
    """Prove entries at random: as a request does, with a reader that is kept, and beside it only read the files."""
    store, chance = Folder(Path(folder)), random.Random(7)
    kept = Reader(store, SIZE)
    found: dict[str, list[float]] = {"files": [], "new reader": [], "same reader": []}
    for _round in range(500):
        index = chance.randrange(SIZE)
        found["files"].append(_taken(_needed, store, index))
        found["new reader"].append(_taken(lambda at: _proof(Reader(store, SIZE), at), index))
        found["same reader"].append(_taken(_proof, kept, index))
        leaf, proof = merkle.leaf_hash(entry(index)), _proof(Reader(store, SIZE), index)
        _hold(lambda: merkle.includes(bytes.fromhex(root), leaf, index, SIZE, proof))  # noqa: B023 — called at once
    return {name: statistics.median(taken) for name, taken in found.items()}


def _needed(store: Folder, index: int) -> list[bytes]:
    """Read the tiles above an entry, which hold all that its proof is made of."""
    above = [(level, index >> HEIGHT * (level + 1)) for level in range(3)]
    return [store.read(path(level, number, width_at(level, number, SIZE))) for level, number in above]


def _proof(reader: Reader, index: int) -> list[bytes]:
    return merkle.inclusion_proof(reader.nodes, index, SIZE)


def _databases() -> Iterator[tuple[str, str]]:
    from tests import postgres

    yield "SQLite", ""
    try:
        with postgres.cluster() as url:
            yield "PostgreSQL", url
    except postgres.NoPostgres as no:
        print(f"PostgreSQL not measured: {no}")


def _ordered(name: str, url: str) -> list[str]:
    said = _child("sequence", url=url)
    rate, peer = WAITING / min(said["sequence"]), WAITING / min(said["insert"])
    print(f"\n{name + ', 100,000 entries':<28}{'a second':>10}{'times':>7}")
    print(f"{'inserted in bulk':<28}{peer:>10.0f}{1:>7.2f}\n{'sequenced':<28}{rate:>10.0f}{rate / peer:>7.2f}")
    return [f"{name}: {rate:.0f} entries sequenced a second, less than {LEAST[name]}"] if rate < LEAST[name] else []


def tell_sequencing() -> dict[str, list[float]]:
    """Insert waiting entries in bulk, and number them, twice; say how long each took."""
    _installed()
    from tequio.kit.clock import now
    from tequio.record import actions, queries, sequencer
    from tequio.record.models import Entry, Log

    at = now()
    actions.found_installation(site="bench", at=at)
    sequencer.open_log(at=at)
    found: dict[str, list[float]] = {"insert": [], "sequence": []}
    for turn in range(2):
        numbers = range(turn * WAITING, (turn + 1) * WAITING)
        rows = [_waiting(number, queries.urn("bell", f"{number % 1000:010}")) for number in numbers]
        found["insert"].append(_taken(lambda some: Entry.objects.bulk_create(some, batch_size=2000), rows))
        found["sequence"].append(_taken(_hold, lambda: sequencer.sequence(at=at) == WAITING))
    _hold(lambda: Log.objects.get().size == 2 * WAITING + 1)
    return found


def _waiting(number: int, subject: str) -> Any:
    from tequio.kit import ids
    from tequio.kit.clock import now
    from tequio.record.models import Entry

    body = entry(number)
    named = {"type": "bench.bell-rung", "tenant": subject, "subject": subject, "seq": number + 1, "actor": subject}
    return Entry(event_id=ids.uuid7(), at=now(), entry=body, leaf_hash=merkle.leaf_hash(body), **named)


def _requested(name: str, url: str) -> list[str]:
    said = _child("request", url=url)
    without, recorded = (statistics.median(said[kind]) for kind in ("without", "with"))
    print(f"\n{name + ', evidence submitted':<28}{'median ms':>11}{'times':>7}{'statements':>12}")
    print(f"{'without record()':<28}{without * 1000:>11.1f}{1:>7.2f}\n{'with it':<28}{recorded * 1000:>11.1f}", end="")
    print(f"{recorded / without:>7.2f}{said['statements']:>12}")
    broken = [f"{name}: record() runs {said['statements']} statements"] if said["statements"] > STATEMENTS else []
    if recorded > (1 + MORE) * without:
        broken.append(f"{name}: record() adds {recorded / without - 1:.0%} to the request, more than {MORE:.0%}")
    return broken


def tell_requests() -> dict[str, Any]:
    """Submit a document as evidence over and over, by turns with record() and with nothing in its place."""
    _installed()
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tequio.kit.clock import now
    from tequio.record.models import Entry
    from tequio.tracking.actions import evidence
    from tequio.tracking.tests import worlds

    with transaction.atomic():
        world = worlds.nuevo_leon(now())
    leaf = worlds.milestone(world.lab, "Convenios")
    client = Client(SERVER_NAME="localhost")
    client.force_login(world.liaison.user)
    like, record = Entry.objects.first(), evidence.record
    ways: dict[str, Any] = {"without": lambda event, *, actor, at: like, "with": record}
    found: dict[str, list[float]] = {way: [] for way in ways}
    counted: dict[str, int] = {}
    for number in range(ASKED + 2):
        for way, evidence.record in ways.items():  # type: ignore[assignment]
            sent = _sent(f"{number} {way}")
            with CaptureQueriesContext(connection) if number < 2 else nullcontext() as said:
                seconds = _taken(_submit, client, f"{leaf.get_absolute_url()}evidencia/", sent)
            if said is not None:  # the first fill the caches of templates and statements
                counted[way] = len(said)
            else:
                found[way].append(seconds)
    _hold(lambda: Entry.objects.filter(type="tracking.evidence-submitted").count() == ASKED + 2)
    return {**found, "statements": counted["with"] - counted["without"]}


def _submit(client: Any, address: str, sent: dict[str, Any]) -> None:
    _hold(lambda: client.post(address, sent).status_code == 302)


def _sent(name: str) -> dict[str, Any]:
    from tequio.files.tests import makers

    words = {"kind": "agreement", "title": f"Convenio {name}", "credit": "Cultura", "licence": "cc-by-4.0"}
    form: dict[str, Any] = {f"evidence-{name}": value for name, value in words.items()}
    return form | {"evidence-upload": makers.upload("convenio.docx", makers.docx(f"Convenio {name}"))}


def _installed() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _taken(work: Callable[..., object], *arguments: object) -> float:
    started = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - started


def _hold(work: Callable[[], bool]) -> None:
    """Let something be done, and see that it was done right: else its time would say nothing."""
    if not work():
        raise AssertionError("what was measured did not do its work")


def _child(part: str, *arguments: str, url: str = "") -> Any:
    """Run one part in a process and an installation of its own, and return what it says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEQUIO_", "DATABASE_URL"))}
    with tempfile.TemporaryDirectory(prefix="tequio-bench-") as home:
        settings = {"TEQUIO_HOME": home, "TEQUIO_LOG": "WARNING", "DJANGO_SETTINGS_MODULE": "tequio.config.settings"}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.recording", part, *arguments], cwd=ROOT, check=True, text=True,
            env=kept | settings | ({"DATABASE_URL": url} if url else {}), stdout=subprocess.PIPE,
        )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


PARTS: dict[str, Callable[..., Any]] = {
    "audit": tell_audit,
    "prove": tell_proofs,
    "sequence": tell_sequencing,
    "request": tell_requests,
}

if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(PARTS[sys.argv[1]](*sys.argv[2:])))
    else:
        sys.exit(main())
