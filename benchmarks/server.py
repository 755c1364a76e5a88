"""Requests per second of a full page against a bare Django view, on the same server in the same run."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

SECONDS = 4.0
CLIENTS = 4
LIMIT = 0.02


def run() -> list[tuple[str, float, float, bool]]:
    """Return (what, measured, limit, holds)."""
    home = tempfile.mkdtemp(prefix="tequio-bench-")
    environment = os.environ | {"TEQUIO_HOME": home, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    environment.pop("DATABASE_URL", None)
    prepare = (
        "import django; django.setup();"
        "from django.core.management import call_command as c;"
        "c('migrate', verbosity=0); c('createcachetable', verbosity=0);"
        "c('collectstatic', verbosity=0, interactive=False);"
        "from benchmarks.seed import seed; seed(1)"
    )
    subprocess.run([sys.executable, "-c", prepare], env=environment, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--log-level", "error"]
    server = subprocess.Popen([*command, "tequio.config.wsgi:application"], env=environment)
    try:
        _wait(port)
        bare = _rate(port, "/vacia/")
        full = _rate(port, "/nl/")
    finally:
        server.terminate()
        server.wait(timeout=20)
    print(f"bare view {bare:.0f}/s, full page {full:.1f}/s")
    return [("full page / bare view, requests per second", full / bare, LIMIT, full / bare >= LIMIT)]


def _wait(port: int) -> None:
    for _attempt in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _rate(port: int, address: str) -> float:
    """Ask for an address from several connections for some seconds; return answers per second."""
    done = [0] * CLIENTS
    until = time.perf_counter() + SECONDS

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while time.perf_counter() < until:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (address, answer.status)
            done[number] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS
