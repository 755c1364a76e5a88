"""Servers on this machine's loopback that answer as a test says, byte by byte if it must be."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Answering:
    """Where somebody listens, and what was asked there: (request line, headers and body) as raw bytes."""

    url: str
    asked: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def lines(self) -> list[str]:
        """The request lines, such as GET /x HTTP/1.1."""
        return [one.split(b"\r\n", 1)[0].decode() for one in self.asked]


Script = Callable[[socket.socket, bytes], bool]


@contextmanager
def answering(script: Script) -> Iterator[Answering]:
    """Listen; for each request call the script, which sends what it likes and tells whether to go on listening."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = Answering(f"http://127.0.0.1:{server.getsockname()[1]}")
        over = threading.Event()
        threads = [threading.Thread(target=_accept, args=(server, script, here, over))]
        threads[0].start()
        try:
            yield here
        finally:
            over.set()
            with suppress(OSError):  # wakes accept()
                socket.create_connection(server.getsockname()).close()
            threads[0].join()


def _accept(server: socket.socket, script: Script, here: Answering, over: threading.Event) -> None:
    busy = []
    while True:
        line, _address = server.accept()
        if over.is_set():
            line.close()
            break
        here.connections += 1
        busy.append(threading.Thread(target=_serve, args=(line, script, here)))
        busy[-1].start()
    for one in busy:
        one.join()


def _serve(line: socket.socket, script: Script, here: Answering) -> None:
    line.settimeout(5)
    with line, suppress(OSError):
        while request := _request(line):
            here.asked.append(request)
            if not script(line, request):
                return


def _request(line: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        more = line.recv(65536)
        if not more:
            return b""
        data += more
    head, _blank, body = data.partition(b"\r\n\r\n")
    lengths = [part for part in head.split(b"\r\n") if part.lower().startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0].split(b":")[1]):
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def saying(status: str, body: bytes = b"", **headers: str) -> Script:
    """Answer every request alike, on a connection that stays."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items())]
    if "Content-Length" not in named and "Transfer-Encoding" not in named:
        lines.append(f"Content-Length: {len(body)}")
    whole = "\r\n".join([*lines, "", ""]).encode() + body

    def script(line: socket.socket, _request: bytes) -> bool:
        line.sendall(whole)
        return "Content-Length" not in named

    return script
