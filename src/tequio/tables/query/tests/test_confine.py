"""A process that has confined itself can compute and answer, and nothing else, even if it is taken over."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

from tequio.tables.query.sandbox import _HOMES

TRY_EVERYTHING = """
import sys; sys.path[:0] = sys.argv[2:]
import ctypes, json, mmap, os, resource, signal, socket, threading
from pathlib import Path
from tequio.tables.query import confine

line = socket.socket(fileno=int(sys.argv[1]))
held = os.open("/", os.O_RDONLY)
walls = confine.part()
confine.bound()
walls |= confine.seclude(Path("/"))
walls |= confine.drop()
parent = os.getppid()

def connect():
    line_out = socket.socket()
    line_out.connect(("127.0.0.1", 9))

def in_a_thread():
    thread = threading.Thread(target=int)
    thread.start()

TRIES = {
    "open": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "open below what is held": lambda: os.open("etc/passwd", os.O_RDONLY, dir_fd=held),
    "write": lambda: os.open("/tmp/tequio-confined", os.O_CREAT | os.O_WRONLY),
    "make a folder": lambda: os.mkdir("/tmp/tequio-confined"),
    "remove": lambda: os.unlink("THERE"),
    "socket": connect,
    "pair": socket.socketpair,
    "fork": lambda: os.fork() or os._exit(0),
    "thread": in_a_thread,
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "kill the server": lambda: os.kill(parent, signal.SIGCONT),
    "become root": lambda: os.setuid(0) if os.geteuid() else 1 / 0,
    "raise memory": lambda: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)),
    "raise files": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
    "four gigabytes": lambda: mmap.mmap(-1, 4 << 30),
}
through = []
for name, attempt in TRIES.items():
    try:
        attempt()
        through.append(name)
    except (OSError, ValueError, RuntimeError, ZeroDivisionError, MemoryError, OverflowError):
        pass
line.sendall(json.dumps([sorted(walls), through, os.geteuid()]).encode())
"""
# What the limits alone refuse, where the list of system calls does not stand.
BY_LIMITS = {"open", "open below what is held", "write", "socket", "pair", "thread", "become root", "raise memory",
             "raise files", "four gigabytes"}  # fmt: skip


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    there = tmp_path_factory.mktemp("there") / "file"
    there.touch()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        subprocess.run(
            [sys.executable, "-I", "-c", TRY_EVERYTHING.replace("THERE", str(there)), str(theirs.fileno()), *_HOMES],
            pass_fds=[theirs.fileno()], check=True, timeout=30, cwd="/", env={},
        )  # fmt: skip
        return json.loads(ours.recv(65_536))


def test_nothing_goes_through(tried):
    walls, through, _user = tried

    assert [name for name in through if "calls" in walls or name in BY_LIMITS] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_becomes_nobody(tried):
    walls, _through, user = tried

    assert "user" in walls
    assert user == 65534
