"""Web, worker and the log's keeper under one command: started, watched and stopped together."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.utils.translation import gettext as _

from tequio.kit.policy import Refused

GRACE = 30.0  # seconds that a child has to finish what it is at
SHORTEST, LONGEST = 1.0, 30.0  # seconds before a dead helper is started again
STEADY = 60.0  # one that lived this long starts again at once
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Site:
    """Where and how wide the web listens."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 4

    @property
    def reach(self) -> str:
        """The address at which this machine itself reaches it."""
        return "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104

    @property
    def url(self) -> str:
        """Where a person on this machine opens it."""
        return f"http://{f'[{self.reach}]' if ':' in self.reach else self.reach}:{self.port}"


@contextmanager
def alone() -> Iterator[None]:
    """Hold this installation's home: one server at a time, and no restore under a running one.

    Raises Refused if another process holds it. A killed holder lets go by itself.
    """
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    with (home / "serving").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                None, _("%(home)s is being served. Stop that `tequio serve` first.") % {"home": home}
            ) from None
        yield


def serve(site: Site, *, ready: Callable[[], None], beside: Iterable[tuple[str, tuple[str, ...]]] = ()) -> int:
    """Run web, worker and keeper until SIGTERM or Ctrl-C; return the exit code. `ready` is called once the web answers.

    `beside` names further commands of `tequio` to run with them.
    """
    _require_free(site)
    with alone():
        return _Group(site, ready, tuple(_Beside(*each) for each in (*_BESIDE, *beside))).run()


def _require_free(site: Site) -> None:
    family = socket.AF_INET6 if ":" in site.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((site.host, site.port))
        except OSError as error:
            says = _("Cannot listen on %(host)s:%(port)s (%(why)s). Choose another with --port.")
            raise Refused("port", says % {"host": site.host, "port": site.port, "why": error.strerror}) from None


_BESIDE = (("worker", ("work",)), ("keeper", ("record", "sequence", "--with-parent")))


@dataclass
class _Beside:
    """A helper beside the web, and when it may be started again."""

    name: str
    command: tuple[str, ...]
    wait: float = SHORTEST
    since: float = 0.0
    again_at: float = 0.0


@dataclass
class _Group:
    """The web, and beside it helpers that are started again when they die: the worker, the log's keeper."""

    site: Site
    ready: Callable[[], None]
    beside: tuple[_Beside, ...]
    stopping: bool = False
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        try:
            self.start("web", _web(self.site))
            for one in self.beside:
                self.start_beside(one)
            self.until_web_answers()
            while not self.stopping and self.children["web"].poll() is None:
                for one in self.beside:
                    self.watch(one)
                time.sleep(0.2)
            return 0 if self.stopping else 1
        finally:
            self.end_children()

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def start(self, name: str, command: Sequence[str]) -> None:
        # A session of its own: Ctrl-C reaches the children through us, once and in order.
        self.children[name] = subprocess.Popen(command, preexec_fn=_die_with_parent, start_new_session=True)  # noqa: S603

    def start_beside(self, one: _Beside) -> None:
        self.start(one.name, [sys.executable, "-m", "tequio.config.cli", *one.command])
        one.since = time.monotonic()

    def until_web_answers(self) -> None:
        while not self.stopping and self.children["web"].poll() is None:
            try:
                socket.create_connection((self.site.reach, self.site.port), timeout=5).close()
            except OSError:
                time.sleep(0.05)
            else:
                self.ready()
                return

    def watch(self, one: _Beside) -> None:
        """Start a dead helper again, each time later if it keeps dying."""
        moment = time.monotonic()
        if self.children[one.name].poll() is None:
            return
        if not one.again_at:
            one.wait = SHORTEST if moment - one.since > STEADY else min(LONGEST, one.wait * 2)
            one.again_at = moment + one.wait
        elif moment >= one.again_at:
            one.again_at = 0.0
            self.start_beside(one)

    def end_children(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        last = time.monotonic() + GRACE
        for child in self.children.values():
            try:
                child.wait(max(0.1, last - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # what a child that was killed left behind would keep the port


def _web(site: Site) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", site.host, "--port", str(site.port)),
        *("--workers", str(site.workers), "--blocking-threads", str(site.threads), "--respawn-failed-workers"),
        *("--workers-kill-timeout", "20", "--no-ws", "--log-level", "warning"),
        "tequio.config.wsgi:application",
    ]


def _die_with_parent() -> None:
    # If this command is killed outright, Linux asks its children to stop: no orphan keeps the port.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
