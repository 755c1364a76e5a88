"""A PostgreSQL of one's own: started from the installed binaries, thrown away at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# Quick and forgetful: whatever a crash takes with it was only for tests.
_SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=100",
    "log_min_messages=fatal",
)


class NoPostgres(Exception):
    """There is no PostgreSQL here that this user could start."""


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL installed, if there is one."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda path: float(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def cluster() -> Iterator[str]:
    """Run a private cluster on a Unix socket and give its database URL; stop and remove it at the end.

    Raises NoPostgres if nothing is installed, or if root finds no account to run it as (the server refuses root).
    """
    programs = binaries()
    if programs is None:
        raise NoPostgres("no PostgreSQL is installed")
    home = Path(tempfile.mkdtemp(prefix="tequio-pg-"))
    data = home / "data"
    try:
        as_whom = _not_root(home)
        run = [*as_whom, str(programs / "initdb"), "-D", str(data), "-U", "tequio", "-A", "trust", "-N"]
        _call([*run, "-E", "UTF8", "--locale=C.UTF-8"], home)
        options = " ".join(f"-c {setting}" for setting in (*_SETTINGS, f"unix_socket_directories={home}"))
        control = [*as_whom, str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]
        _call([*control, "-l", str(home / "log"), "-o", options, "start"], home)
        try:
            _call([str(programs / "createdb"), "-h", str(home), "-U", "tequio", "tequio"], home)
            yield f"postgres://tequio@{quote(str(home), safe='')}/tequio"
        finally:
            _call([*control, "-m", "immediate", "stop"], home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _not_root(home: Path) -> list[str]:
    """Return what to write before a command so that it does not run as root, and hand that user the folder."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise NoPostgres("the server refuses to run as root and there is no account 'postgres'") from None
    if shutil.which("runuser") is None:
        raise NoPostgres("the server refuses to run as root and there is no runuser")
    shutil.chown(home, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _call(command: list[str], cwd: Path) -> None:
    # A session of its own: Ctrl-C at the terminal must reach the tests, not the server under them.
    done = subprocess.run(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    if done.returncode:
        raise NoPostgres(f"{Path(command[0]).name}: {done.stderr.strip()[-500:]}")
