"""A witness over HTTP (c2sp.org/tlog-witness): for one organisation and a few logs, behind a proxy or alone.

    POST /add-checkpoint                     a submission; answers its cosignature, or why not
    GET  /<hex sha256(origin)>/checkpoint    the newest checkpoint that it cosigned
    GET  /                                   what this is, in Spanish and English

Strangers are kept short: so many at once, so many bytes, so many seconds for each question.
"""

from __future__ import annotations

import io
import re
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from tequio.tlog.checkpoint import Checkpoint
from tequio.tlog.note import Malformed, Note
from tequio.tlog.remote import PLAIN, Hurried, Hurry
from tequio.tlog.submission import CALL, SIZE_TYPE, Submission
from tequio.tlog.witness import Damaged, Elsewhere, Refused, Witness
from tequio.tlog.witness_page import page

MOST_BODY = 128 * 1024
MOST_HEAD = 32 * 1024
MOST_AT_ONCE = 64
SECONDS = 10.0  # for a whole question; also how long an idle connection is kept
_CHECKPOINT = re.compile(r"/([0-9a-f]{64})/checkpoint")
_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
    "Access-Control-Allow-Origin": "*",
}


class Reply(NamedTuple):
    """What is answered."""

    status: int
    body: bytes
    media_type: str = PLAIN
    trouble: str = ""  # for the operator, never for strangers


def judged(witness: Witness, body: bytes) -> Reply:
    """Answer a submission."""
    try:
        signature = witness.cosign(Submission.parse(body))
    except Elsewhere as other:
        return Reply(other.status, f"{other.size}\n".encode(), SIZE_TYPE)
    except Refused as no:
        return Reply(no.status, f"{no}\n".encode())
    except Malformed as no:
        return Reply(400, f"{no}\n".encode())
    except (Damaged, OSError) as error:
        return _troubled(error)
    return Reply(200, signature.line.encode())


def shown(witness: Witness, path: str) -> Reply:
    """Answer whoever reads."""
    asked = _CHECKPOINT.fullmatch(path)
    try:
        if path == "/":
            return Reply(200, page(witness), "text/html; charset=utf-8")
        log = next((one for one in witness.logs().values() if asked and one.id == asked[1]), None)
        note = witness.remembered(log).note if log else None
    except (Damaged, OSError) as error:
        return _troubled(error)
    return Reply(200, note.encode()) if note else Reply(404, b"there is nothing here\n")


def _troubled(error: Exception) -> Reply:
    return Reply(500, b"this witness cannot sign now; its operator must look at it\n", trouble=str(error))


class Server(ThreadingHTTPServer):
    """Listens, and lets go of everybody when it ends. `say` is told of each submission."""

    daemon_threads = False  # whoever is being answered is answered to the end
    request_queue_size = 64

    def __init__(self, witness: Witness, host: str, port: int, *, say: Callable[[str], None] | None = None) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.witness, self.say = witness, say
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._lines: set[socket.socket] = set()
        self._ends = False
        super().__init__((host, port), _Asked)

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self.server_address[:2]
        return f"http://{f'[{host!s}]' if ':' in str(host) else str(host)}:{port}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a connection a thread of its own, if there is room."""
        if not self._room.acquire(blocking=False):
            with suppress(OSError):
                request.settimeout(1)
                request.sendall(_BUSY)
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection to its end."""
        self._lines.add(request)
        try:
            if not self._ends:
                super().process_request_thread(request, client_address)
        finally:
            self._lines.discard(request)
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that broke: it is the other side's affair."""

    def end(self) -> None:
        """Stop listening, hear nobody out any more, and wait until those who were heard are answered."""
        self._ends = True
        self.shutdown()
        for line in tuple(self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RD)
        self.server_close()


class _Asked(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "tequio-witness", ""

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self._renew()
        self.rfile = io.BufferedReader(_Metered(self.connection, self))

    def handle_one_request(self) -> None:
        self._renew()
        super().handle_one_request()

    def _renew(self) -> None:
        self.hurry, self.left = Hurry(SECONDS, SECONDS), MOST_HEAD + MOST_BODY

    def do_POST(self) -> None:
        if self.path != f"/{CALL}":
            self._reply(Reply(404, b"there is nothing here\n"), close=True)
            return
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch(r"[0-9]{1,12}", length, re.ASCII) or "Transfer-Encoding" in self.headers:
            self._reply(Reply(HTTPStatus.LENGTH_REQUIRED, b"say how long the body is\n"), close=True)
        elif int(length) > MOST_BODY:
            self._reply(Reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"the body is too long\n"), close=True)
        else:
            body = self.rfile.read(int(length))
            if len(body) < int(length):  # they hung up, or this server ends
                self.close_connection = True
                return
            reply = judged(self.server.witness, body)
            if self.server.say:
                self.server.say(f"{CALL} {reply.status} {reply.trouble or _about(body)}")
            self._reply(reply)

    def do_GET(self) -> None:
        if self.path == f"/{CALL}":
            self._reply(Reply(HTTPStatus.METHOD_NOT_ALLOWED, b"post it\n"), Allow="POST")
        else:
            self._reply(shown(self.server.witness, self.path))

    do_HEAD = do_GET

    def _reply(self, reply: Reply, *, close: bool = False, **headers: str) -> None:
        self.close_connection = self.close_connection or close
        self.send_response(reply.status)
        named = {"Content-Type": reply.media_type, "Content-Length": str(len(reply.body)), **_SAFE, **headers}
        for name, value in named.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-cache")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep no list of who asked what."""


class _Metered(Hurried):
    """What arrives, up to so many bytes for each question."""

    def __init__(self, line: socket.socket, owner: _Asked) -> None:
        super().__init__(line, owner)
        self._asked = owner

    def readinto(self, room: bytearray | memoryview) -> int | None:  # type: ignore[override]
        count = super().readinto(room)
        self._asked.left -= count or 0
        if self._asked.left < 0:
            raise TimeoutError("it says too much")
        return count


def serve(
    witness: Witness,
    host: str,
    port: int,
    *,
    ready: Callable[[Server], None],
    say: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; raise OSError if the address cannot be listened on."""
    over = threading.Event()
    with Server(witness, host, port, say=say) as server:
        before = {one: signal.signal(one, lambda *_: over.set()) for one in (signal.SIGTERM, signal.SIGINT)}
        listening = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2})
        listening.start()
        try:
            ready(server)
            over.wait()
        finally:
            server.end()
            listening.join()
            for one, handler in before.items():
                signal.signal(one, handler)


def _about(body: bytes) -> str:
    try:
        stated = Checkpoint.parse(Note.parse(Submission.parse(body).checkpoint).text)
    except Malformed:
        return "?"
    return f"{stated.origin} {stated.size}"
