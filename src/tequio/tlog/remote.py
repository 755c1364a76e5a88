"""Files and answers of others over HTTP, whom nobody here trusts: bounded in time and size, http and https only.

A log somewhere else is a store that is only read:

    with Remote("https://example.gob.mx/bitacora") as log:
        log.read("checkpoint")

What comes back proves nothing until its hashes or signatures are checked. `timeout` is the longest silence that is
borne, in seconds; `whole` the longest that one question may take, twelve times that unless told otherwise. An answer
may be compressed with gzip; its limit in bytes counts before and after. Redirects are followed within the same host
only, and never from https down to http.
"""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
import zlib
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPSConnection
from types import TracebackType
from typing import NamedTuple, Protocol
from urllib.parse import SplitResult, quote, urljoin, urlsplit

TIMEOUT = 5.0
PATIENCE = 12
MOST_BYTES = 20_000_000  # a bundle of 256 entries of the largest size has 16,777,472
MOST_REDIRECTS = 3
PLAIN = "text/plain; charset=utf-8"
_MOVED = frozenset({301, 302, 303, 307, 308})
_SAME_AGAIN = frozenset({307, 308})
_GONE = frozenset({404, 410})
_GZIP = 16 + zlib.MAX_WBITS
_PORTS = {"http": 80, "https": 443}


class Unreachable(Exception):
    """There is no answer, or none that can be used; the message names the address and says why."""


class Answer(NamedTuple):
    """What somebody answered, whatever its status."""

    status: int
    headers: HTTPMessage
    body: bytes


class Remote:
    """A store (tiles.Store) below an address: read, never written. For one thread at a time; `close()` it."""

    def __init__(self, base: str, *, timeout: float = TIMEOUT, most_bytes: int = MOST_BYTES) -> None:
        self.base = base.rstrip("/")
        self._line = _Line(timeout, timeout * PATIENCE, most_bytes)

    def read(self, path: str) -> bytes:
        """Return a file; raise FileNotFoundError where the site says that there is none, else Unreachable."""
        url = f"{self.base}/{quote(path)}"
        answer = self._line.ask("GET", url)
        if answer.status in _GONE:
            raise FileNotFoundError(path)
        if answer.status != 200:
            raise Unreachable(f"{url} answered {answer.status}")
        return answer.body

    def write(self, path: str, data: bytes) -> None:
        """Refuse: what is somebody else's is only read."""
        raise io.UnsupportedOperation(f"{self.base} is only read")

    def remove(self, path: str) -> None:
        """Refuse: what is somebody else's is only read."""
        raise io.UnsupportedOperation(f"{self.base} is only read")

    def close(self) -> None:
        """Hang up. The next read calls again."""
        self._line.close()

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_line"):
            self.close()


def fetch(url: str, *, timeout: float = TIMEOUT, whole: float | None = None, most_bytes: int = MOST_BYTES) -> Answer:
    """Get one address; raise Unreachable."""
    line = _Line(timeout, whole or timeout * PATIENCE, most_bytes)
    try:
        return line.ask("GET", url)
    finally:
        line.close()


def post(
    url: str,
    body: bytes,
    *,
    media_type: str = PLAIN,
    timeout: float = TIMEOUT,
    whole: float | None = None,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """Send a body to one address, once; raise Unreachable."""
    line = _Line(timeout, whole or timeout * PATIENCE, most_bytes)
    try:
        return line.ask("POST", url, body, media_type)
    finally:
        line.close()


class Hurry:
    """The time that is left to somebody who may be slow on purpose: a letter now and then keeps nobody waiting."""

    def __init__(self, timeout: float, whole: float) -> None:
        self.timeout = timeout
        self.end = time.monotonic() + whole

    def left(self) -> float:
        """Return how long to wait for the next piece; raise TimeoutError when the time is over."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("it takes too long")
        return min(self.timeout, left)


class _Hurries(Protocol):
    @property
    def hurry(self) -> Hurry: ...


class Hurried(io.RawIOBase):
    """What arrives on a socket, for as long as its owner's hurry allows."""

    def __init__(self, line: socket.socket, owner: _Hurries) -> None:
        self._line, self._owner = line, owner
        self._raw = line.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """Say that it is read."""
        return True

    def readinto(self, room: bytearray | memoryview) -> int | None:  # type: ignore[override]
        """Read what has arrived; raise TimeoutError."""
        self._line.settimeout(self._owner.hurry.left())
        return self._raw.readinto(room)

    def close(self) -> None:
        """Let go of the socket, which closes when nobody holds it."""
        if not self.closed:
            self._raw.close()
        super().close()


class _Wire:
    """A socket as http.client uses one, sending and receiving in a hurry."""

    def __init__(self, line: socket.socket, hurry: Hurry) -> None:
        self._line = line
        self.hurry = hurry

    def sendall(self, data: bytes) -> None:
        self._line.settimeout(self.hurry.left())
        self._line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(Hurried(self._line, self))

    def close(self) -> None:
        self._line.close()


class _Line:
    """A connection to one host, kept while the same host is asked again, as whoever reads tile after tile does."""

    def __init__(self, timeout: float, whole: float, most_bytes: int) -> None:
        self._timeout, self._whole, self._most_bytes = timeout, whole, most_bytes
        self._open: HTTPConnection | None = None
        self._host = ("", "", 0)
        self._lock = threading.Lock()

    def ask(self, method: str, url: str, body: bytes | None = None, media_type: str = "") -> Answer:
        """Ask one thing, following redirects; raise Unreachable."""
        headers = {"Accept-Encoding": "gzip", "User-Agent": "tequio-record", **_typed(media_type)}
        hurry = Hurry(self._timeout, self._whole)
        with self._lock:
            for _turn in range(MOST_REDIRECTS + 1):
                answer = self._asked(method, url, body, headers, hurry)
                onward = _onward(url, answer, method)
                if not onward:
                    return answer
                url = onward
        raise Unreachable(f"{url} sends on and on")

    def close(self) -> None:
        """Close what is open."""
        if self._open:
            self._open.close()
            self._open = None

    def _asked(self, method: str, url: str, body: bytes | None, headers: dict[str, str], hurry: Hurry) -> Answer:
        place = _place(url)
        target = (place.path or "/") + (f"?{place.query}" if place.query else "")
        try:
            while True:
                connection, kept = self._connected(place, hurry, fresh=method != "GET")
                try:
                    connection.request(method, target, body, headers)
                    return self._answered(connection, url)
                except ConnectionError:
                    # The other side closes an idle connection when it likes: only a new one shows that it is not there.
                    self.close()
                    if not kept:
                        raise
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            raise Unreachable(f"{url} does not answer: {error or type(error).__name__}") from error
        except BaseException:
            self.close()
            raise

    def _connected(self, place: SplitResult, hurry: Hurry, *, fresh: bool) -> tuple[HTTPConnection, bool]:
        """Return a connection to a host, and whether it is an old one."""
        host = (place.scheme, place.hostname or "", place.port or _PORTS[place.scheme])
        if self._open and isinstance(self._open.sock, _Wire) and self._host == host and not fresh:
            self._open.sock.hurry = hurry
            return self._open, True
        self.close()
        made = (
            HTTPSConnection(host[1], host[2], timeout=hurry.left(), context=ssl.create_default_context())
            if place.scheme == "https"
            else HTTPConnection(host[1], host[2], timeout=hurry.left())
        )
        self._open, self._host = made, host
        made.connect()
        made.sock = _Wire(made.sock, hurry)
        return made, False

    def _answered(self, connection: HTTPConnection, url: str) -> Answer:
        response = connection.getresponse()
        body = response.read(self._most_bytes + 1)
        if len(body) > self._most_bytes:
            raise Unreachable(f"{url} answers with more than {self._most_bytes} bytes")
        if response.length:  # http.client says nothing when an answer ends before its length
            raise Unreachable(f"{url} stopped in the middle of its answer")
        return Answer(response.status, response.headers, self._unpacked(body, response.headers, url))

    def _unpacked(self, body: bytes, headers: HTTPMessage, url: str) -> bytes:
        packing = (headers.get("Content-Encoding") or "identity").strip().lower()
        if packing == "identity" or not body:
            return body
        if packing != "gzip":
            raise Unreachable(f"{url} answers in {packing}, which nobody asked for")
        unpacking = zlib.decompressobj(_GZIP)
        try:
            unpacked = unpacking.decompress(body, self._most_bytes + 1)
        except zlib.error as error:
            raise Unreachable(f"{url} answers with a broken gzip") from error
        if len(unpacked) > self._most_bytes:
            raise Unreachable(f"{url} unpacks to more than {self._most_bytes} bytes")
        if not unpacking.eof or unpacking.unused_data:
            raise Unreachable(f"{url} answers with a broken gzip")
        return unpacked


def is_address(url: str) -> bool:
    """Tell whether this is an address that can be asked: http or https, a host, no password, no fragment."""
    try:
        _place(url)
    except Unreachable:
        return False
    return True


def _place(url: str) -> SplitResult:
    try:
        place = urlsplit(url)
        is_one = place.scheme in _PORTS and place.hostname and place.port != 0
    except ValueError:
        raise Unreachable(f"{url} is not an address") from None
    if not is_one or "@" in place.netloc or not url.isascii() or any(letter <= " " or letter == "#" for letter in url):
        raise Unreachable(f"{url} is not an address that begins with http:// or https://")
    return place


def _onward(url: str, answer: Answer, method: str) -> str:
    """Return where an answer sends on to; empty if nowhere."""
    location = answer.headers.get("Location", "")
    if answer.status not in (_MOVED if method == "GET" else _SAME_AGAIN) or not location:
        return ""
    here = _place(url)
    there = _place(urljoin(url, location).partition("#")[0])
    same_door = (there.scheme, there.port) == (here.scheme, here.port)
    upgraded = (here.scheme, there.scheme) == ("http", "https")
    if there.hostname != here.hostname or not (same_door or upgraded):
        raise Unreachable(f"{url} sends on to another host, {there.netloc}")
    return there.geturl()


def _typed(media_type: str) -> dict[str, str]:
    return {"Content-Type": media_type} if media_type else {}
