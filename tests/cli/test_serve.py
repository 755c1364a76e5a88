"""`tequio serve`: web and worker start, live and stop together."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.installation import WORLD, Installation, installation

PATIENCE = 60.0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, blank: Installation) -> Iterator[Installation]:
    """A site with something to show."""
    with installation(tmp_path_factory.mktemp("served"), "served", like=blank) as made:
        made.tell(WORLD)
        yield made


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(place: Installation, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve until the end of the block, and give the process with its address."""
    process = place.start("serve", "--port", str(free_port()), *options)
    # What it says must be read, or its children block on a full pipe.
    complaints: list[str] = []
    assert process.stderr
    assert process.stdout
    reader = threading.Thread(target=lambda: complaints.extend(process.stderr or ()), daemon=True)
    reader.start()
    try:
        said = process.stdout.readline()
        address = re.search(r"http://\S+", said)
        assert address, said + "".join(complaints)
        yield process, address[0]
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)
        process.stdout.close()
        reader.join(PATIENCE)
        if not reader.is_alive():  # else somebody still holds the pipe, and closing it would wait for ever
            process.stderr.close()


def children(process: subprocess.Popen[str]) -> dict[str, int]:
    """Return the process ids of web and worker."""
    found = {}
    for line in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        try:
            command = Path(f"/proc/{line}/cmdline").read_text()
        except FileNotFoundError:
            continue
        found["web" if "granian" in command else "worker"] = int(line)
    return found


def eventually(answer: Callable[[], object]) -> object:
    """Ask until the answer is true."""
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        if said := answer():
            return said
        time.sleep(0.1)
    raise AssertionError("it never was")


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_it_serves_pages_with_their_styles_and_stops_cleanly(place: Installation) -> None:
    with serving(place) as (process, address):
        with urllib.request.urlopen(f"{address}/nl/") as answer:
            page = answer.read().decode()
        style = re.search(r'href="(/static/[^"]+\.css)"', page)
        assert style
        with urllib.request.urlopen(address + style[1]) as answer:
            assert answer.status == 200
        pids = children(process)

        process.terminate()

        assert process.wait(PATIENCE) == 0
    assert set(pids) == {"web", "worker"}
    assert all(map(is_gone, pids.values()))


def test_a_dead_worker_is_started_again_and_works(place: Installation) -> None:
    with serving(place) as (process, _):
        first = eventually(lambda: children(process).get("worker"))
        os.kill(int(str(first)), signal.SIGKILL)

        second = eventually(lambda: (now := children(process).get("worker")) != first and now)

        assert eventually(lambda: place.tell(BEATS.format(at=time.time() - 5)) == "True\n")
        assert second
        assert process.poll() is None


BEATS = """
from tequio.jobs import queries
beat = queries.state().last_beat_at
print(bool(beat and beat.timestamp() > {at}))
"""


def test_when_the_web_dies_everything_ends_and_says_so(place: Installation) -> None:
    with serving(place) as (process, address):
        pids = children(process)
        os.kill(pids["web"], signal.SIGKILL)

        assert process.wait(PATIENCE) == 1
    assert is_gone(pids["worker"])
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address, timeout=5)


def test_killing_it_outright_leaves_no_orphans(place: Installation) -> None:
    with serving(place) as (process, _):
        pids = children(process)
        process.kill()
        process.wait()

        assert eventually(lambda: all(map(is_gone, pids.values())))


def test_a_second_server_of_the_same_home_is_refused(place: Installation) -> None:
    with serving(place):
        assert "tequio serve" in place.run("serve", "--port", str(free_port()), code=1)


def test_a_port_in_use_is_told_before_anything_starts(place: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        assert "--port" in place.run("serve", "--port", str(taken.getsockname()[1]), code=1)


def test_a_site_without_a_name_shows_its_setup_code(tmp_path: Path, blank: Installation) -> None:
    with installation(tmp_path, "nameless", like=blank) as nameless, serving(nameless) as (process, address):
        assert process.stdout
        said = process.stdout.readline()
        code = (nameless.home / "setup-code").read_text()
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200

    assert code in said
