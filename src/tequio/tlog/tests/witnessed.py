"""Logs that grow, split and shrink as a test tells them, and a site that serves one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tequio.tlog import merkle
from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.folder import Folder
from tequio.tlog.note import SigningKey, VerifierKey, sign
from tequio.tlog.submission import Submission
from tequio.tlog.tiles import CHECKPOINT, Edge
from tequio.tlog.witness import Witness
from tequio.tlog.witness_server import Server

ORIGIN = "example.gob.mx/bitacora"
NAME = "testigo.example.org"


@dataclass
class Log:
    """A log in memory, with its true key."""

    entries: list[bytes] = field(default_factory=list)
    key: SigningKey = field(default_factory=lambda: SigningKey.make(ORIGIN))

    @property
    def vkey(self) -> VerifierKey:
        """The key that verifies it."""
        return self.key.verifier

    def grow(self, count: int, word: str = "entry") -> Log:
        """Add so many entries."""
        self.entries += [f"{word} {len(self.entries) + n}".encode() for n in range(count)]
        return self

    def split(self, at: int, count: int, word: str = "another") -> Log:
        """Return another history, under the same key, from some size on."""
        return Log(self.entries[:at], self.key).grow(count, word)

    def root(self, size: int) -> bytes:
        """Return the root of the first entries."""
        return merkle.root(self.nodes, size)

    def nodes(self, level: int, index: int) -> bytes:
        """Return the root of a whole subtree."""
        return merkle.root_of([merkle.leaf_hash(one) for one in self.entries[index << level : (index + 1) << level]])

    def note(self, size: int | None = None, *extensions: str) -> bytes:
        """Return the signed checkpoint of some size, the whole unless told otherwise."""
        end = len(self.entries) if size is None else size
        return sign(Checkpoint(self.key.name, end, self.root(end), extensions).text, self.key).encode()

    def prove(self, old: int, size: int) -> Sequence[bytes]:
        """Return the proof of consistency between two sizes."""
        return merkle.consistency_proof(self.nodes, old, size)

    def publish(self, folder: Path) -> None:
        """Write the tiles, the bundles and last the checkpoint."""
        store, edge = Folder(folder), Edge()
        for path, data in [*edge.grow(self.entries), *edge.unfinished()]:
            store.write(path, data)
        store.write(CHECKPOINT, self.note())


def witness_of(log: Log, folder: Path, url: str = "") -> Witness:
    """Make a witness that watches a log."""
    made = Witness.make(folder, NAME)
    made.watch(log.vkey, url)
    return made


def asks(log: Log, old: int, size: int) -> Submission:
    """Return an honest submission."""
    return Submission(old, tuple(log.prove(old, size)), log.note(size))


@contextmanager
def listening(witness: Witness, **settings: Callable[[str], None]) -> Iterator[Server]:
    """Let a witness listen on loopback."""
    server = Server(witness, "127.0.0.1", 0, **settings)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join()


def raw(server: Server, data: bytes) -> bytes:
    """Send bytes as they are, and return all that comes back."""
    with socket.create_connection(server.server_address[:2], timeout=5) as line:
        line.sendall(data)
        answer = b""
        while more := line.recv(65536):
            answer += more
    return answer


@dataclass
class Site:
    """A site that serves the files below a folder, and takes what is posted to it."""

    url: str
    folder: Path
    read: list[str] = field(default_factory=list)
    posted: list[tuple[str, bytes]] = field(default_factory=list)
    takes: int = 200


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Serve a folder on loopback."""
    site = Site("", folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.read.append(self.path)
            file = folder / self.path.lstrip("/")
            self.answer(200, file.read_bytes()) if file.is_file() else self.answer(404, b"")

        def do_POST(self) -> None:
            site.posted.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.answer(site.takes, b"")

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
