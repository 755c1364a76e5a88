"""Requests per second of a served page, asked over kept-alive connections."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

CONNECTIONS = 4


@contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[int]:
    """Serve an application with one worker of four threads, as `tequio serve` does; give its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1"),
        *("--blocking-threads", "4", "--no-ws", "--log-level", "error", application),
    ]
    process = subprocess.Popen(command, env=environment)
    try:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
            except OSError:
                time.sleep(0.05)
            else:
                break
        yield port
    finally:
        process.terminate()
        process.wait()


def tag_of(port: int, address: str) -> str:
    """Return the entity tag of a page; empty if it has none."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        for header in connection.makefile("rb"):
            if header.lower().startswith(b"etag:"):
                return header.split(b":", 1)[1].strip().decode()
            if header == b"\r\n":
                break
    return ""


def per_second(port: int, address: str, seconds: float, *, anew: bool = False, tag: str = "") -> float:
    """Ask for a page over and over, and return how many answers came each second.

    With `anew` every address is another, so that nothing remembered can answer; with `tag` the asker holds the page.
    """
    until = time.monotonic() + seconds
    counts = [0] * CONNECTIONS
    wrong: list[bytes] = []
    held = f"If-None-Match: {tag}\r\n" if tag else ""
    expected = b" 304 " if tag else b" 200 "

    def ask(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            answers = connection.makefile("rb")
            while time.monotonic() < until and not wrong:
                tail = f"?n={number}-{counts[number]}-{until}" if anew else ""
                connection.sendall(f"GET {address}{tail} HTTP/1.1\r\nHost: localhost\r\n{held}\r\n".encode())
                status = answers.readline()
                length = 0
                while (header := answers.readline()) not in (b"\r\n", b""):
                    if header.lower().startswith(b"content-length:"):
                        length = int(header.split(b":")[1])
                answers.read(length)
                if expected not in status:
                    wrong.append(status)
                counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"{address} answered {wrong[0]!r}")
    return sum(counts) / seconds
