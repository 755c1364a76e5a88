"""What a child sends is read as if it were already in a stranger's hands."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tequio.tables.query import frames
from tequio.tables.query.refused import Refused
from tequio.tables.query.sandbox import Sandbox
from tequio.tables.query.tests import versions

# A child that was taken over: it opens as it should, and then says something else.
TRAITOR = """
import socket, struct, sys
sys.path[:0] = sys.argv[2:]
from tequio.tables.query import frames
line = socket.socket(fileno=int(sys.argv[1]))
frames.receive(line, most=1 << 20)
frames.send(line, b'{"walls": []}')
frames.receive(line, most=1 << 20)
SAY = lambda body: line.sendall(struct.pack(">I", len(body)) + body)
%s
"""


@pytest.mark.parametrize(
    "says",
    [
        "line.sendall(struct.pack('>I', 4_000_000_000) + b'x' * 100)",
        "line.sendall(b'\\xff')",
        "SAY(b'[' * 100_000)",
        "SAY(b'not json')",
        "SAY(b'[]')",
        "SAY(b'null')",
        "SAY(b'{}')",
        'SAY(b\'{"no": "made-up", "values": {}}\')',
        'SAY(b\'{"no": "too-slow", "values": {}}\')',
        'SAY(b\'{"no": "too-slow", "values": {"seconds": {"a": 1}}}\')',
        'SAY(b\'{"no": "too-slow", "values": {"code": "x"}}\')',
        'SAY(b\'{"columns": [], "types": [], "rows": [[{"pickle": "x"}]], "is_cut": false}\')',
        'SAY(b\'{"columns": [], "types": [], "rows": [[NaN]], "is_cut": false}\')',
        'SAY(b\'{"columns": [], "types": [], "rows": [[{"date": "2026-99-99"}]], "is_cut": false}\')',
        'SAY(b\'{"columns": [], "types": [], "rows": [[{"dict": [[{"list": []}, 1]]}]], "is_cut": false}\')',
        'SAY(b\'{"columns": [], "types": [], "rows": 7, "is_cut": false}\')',
        'SAY(b\'{"columns": [], "types": [], "rows": [[\' + b\'{"list": [\' * 150 + b\']}\' * 150 + b\']]}\')',
        "pass",
    ],
)  # fmt: skip
def test_a_child_that_was_taken_over_can_only_fall_silent(says, tmp_path):
    version = versions.make(tmp_path, rows=3)

    with Sandbox(workers=1, deadline=0.5, boot=[TRAITOR % says]) as sandbox:
        with pytest.raises(Refused) as no:
            sandbox.ask(version, "SELECT 1")

        assert no.value.code in ("no-answer", "too-slow")
        assert sandbox._pool.idle == []


def test_a_frame_that_comes_slowly_is_not_waited_for(tmp_path):
    says = "import time\nfor _ in range(100): line.sendall(b'\\x00'); time.sleep(0.2)"

    with Sandbox(workers=1, deadline=0.3, boot=[TRAITOR % says]) as sandbox, pytest.raises(Refused) as no:
        sandbox.ask(versions.make(tmp_path), "SELECT 1")

    assert no.value.code in ("no-answer", "too-slow")


def test_a_child_inherits_nothing_of_the_server(tmp_path, monkeypatch):
    monkeypatch.setenv("TEQUIO_SECRET_KEY", "not for children")
    kept = open(tmp_path / "secret", "w+")  # noqa: SIM115
    os.set_inheritable(kept.fileno(), True)

    with Sandbox(workers=1) as sandbox:
        child = sandbox._child()
        number = child._process.pid
        environment = Path(f"/proc/{number}/environ").read_text()
        held = {os.readlink(link) for link in Path(f"/proc/{number}/fd").iterdir()}
        child.end()
    kept.close()

    assert "TEQUIO_SECRET_KEY" not in environment
    assert str(tmp_path / "secret") not in held


def test_no_process_and_no_thread_is_left_behind(tmp_path):
    version = versions.make(tmp_path)
    with Sandbox(workers=2) as sandbox:
        sandbox.ask(version, "SELECT 1")
        children = [*sandbox._pool.idle, *sandbox._pool.blank]

    for thread in threading.enumerate():
        if thread is not threading.main_thread() and thread.daemon:
            thread.join(5)
    assert children
    assert all(child._process.poll() is not None for child in children)


@pytest.mark.parametrize("value", ["ñ", 10**30, -1.5, float("inf"), b"\x00\xff", {"a": [1, (2, None)]}, True])
def test_a_value_is_written_and_read_back(value):
    assert frames.value(frames.read(frames.written(frames.plain(value)))) == value
