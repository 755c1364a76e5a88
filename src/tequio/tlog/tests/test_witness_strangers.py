"""A witness among strangers: too slow, too long, too many; and a server that ends."""

from __future__ import annotations

import fcntl
import os
import socket
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tequio.tlog import remote, submission, witness_server
from tequio.tlog.note import Signature
from tequio.tlog.submission import Refusal
from tequio.tlog.tests.witnessed import Log, listening, raw, witness_of
from tequio.tlog.witness import Witness
from tequio.tlog.witness_server import MOST_AT_ONCE


@pytest.fixture
def log() -> Log:
    """A log of eight entries."""
    return Log().grow(8)


@pytest.fixture
def watcher(tmp_path: Path, log: Log) -> Witness:
    """A witness that watches it."""
    return witness_of(log, tmp_path / "witness")


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n",
        b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nold 0\n",
    ],
)
def test_whoever_never_ends_a_question_is_dropped(
    watcher: Witness, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness_server, "SECONDS", 0.3)

    with listening(watcher) as server:
        assert raw(server, begun) == b""


def test_whoever_drips_is_dropped_too(watcher: Witness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness_server, "SECONDS", 0.3)

    with listening(watcher) as server, socket.create_connection(server.server_address[:2], timeout=5) as line:
        line.sendall(b"GET / HTTP/1.1\r\nX: ")
        line.settimeout(0.05)
        answer: bytes | None = None
        for _drop in range(200):
            try:
                line.sendall(b"y")
                answer = line.recv(100)
                break
            except TimeoutError:
                continue
            except OSError:
                answer = b""
                break

    assert answer == b""


def test_whoever_says_too_much_is_dropped(watcher: Witness) -> None:
    endless = b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 60_000) for n in range(20))

    with listening(watcher) as server, pytest.raises((ConnectionError, AssertionError)):
        assert raw(server, endless + b"\r\n") == b"an answer"


def test_there_is_room_again_when_others_have_gone(watcher: Witness, log: Log) -> None:
    with listening(watcher) as server:
        with ExitStack() as open_lines:
            for _one in range(MOST_AT_ONCE):
                line = open_lines.enter_context(socket.create_connection(server.server_address[:2], timeout=5))
                line.sendall(b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
                assert line.recv(10) == b"HTTP/1.1 4"
            assert raw(server, b"").startswith(b"HTTP/1.1 503 ")
        for _try in range(100):
            answer = submission.push(server.url, log.note(3), watcher.key.verifier, log.prove)
            if isinstance(answer, Signature):
                break
            time.sleep(0.05)

    assert isinstance(answer, Signature)


def test_an_ending_server_leaves_nobody_waiting(watcher: Witness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness_server, "SECONDS", 60)

    with listening(watcher) as server, socket.create_connection(server.server_address[:2], timeout=5) as idle:
        idle.sendall(b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
        idle.recv(10)
        ending = threading.Thread(target=server.end)
        ending.start()
        ending.join(timeout=20)
        assert not ending.is_alive()

    with pytest.raises(remote.Unreachable):
        remote.fetch(server.url)


def test_an_ending_server_answers_whom_it_heard(watcher: Witness, log: Log) -> None:
    answers: list[Signature | Refusal] = []

    def ask() -> None:
        answers.append(submission.push(server.url, log.note(), watcher.key.verifier, log.prove, timeout=20))

    with listening(watcher) as server:
        with (watcher.folder / "lock").open("a") as lock:  # somebody else is judging
            fcntl.flock(lock, fcntl.LOCK_EX)
            threads = [threading.Thread(target=ask), threading.Thread(target=server.end)]
            threads[0].start()
            while not heard(watcher):
                time.sleep(0.01)
            threads[1].start()
            threads[1].join(timeout=0.2)
        for thread in threads:
            thread.join()

    assert [type(one) for one in answers] == [Signature]


def heard(watcher: Witness) -> bool:
    """Tell whether somebody waits for the folder: this process holds its lock file open twice."""
    target = (watcher.folder / "lock").resolve()
    return sum(Path(f"/proc/self/fd/{one}").resolve() == target for one in os.listdir("/proc/self/fd")) > 1
