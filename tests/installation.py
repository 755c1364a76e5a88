"""A whole installation in other processes, for tests that kill them: the fixture `installation`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_BEGIN = "import django; django.setup()\n"
_FOUND = """
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
from tequio.kit import clock
from tequio.record import actions
actions.found_installation(site="nl", at=clock.now())
"""


@dataclass
class Installation:
    """A home folder and a database of its own. This process never opens them."""

    home: Path
    env: dict[str, str]

    def start(self, script: str) -> subprocess.Popen[str]:
        """Start a process with Django ready; read its lines from stdout."""
        command = [sys.executable, "-c", _BEGIN + script]
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)

    def ask(self, script: str) -> Any:
        """Run a script to its end and return what it prints last, as JSON; None if it prints nothing."""
        with self.start(script) as process:
            out, _nothing = process.communicate(timeout=120)
        assert process.returncode == 0
        return json.loads(out.splitlines()[-1]) if out.strip() else None


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Found an installation called nl on the database that the tests run on."""
    from django.conf import settings

    home = tmp_path / "home"
    env = {**os.environ, "TEQUIO_HOME": str(home)}
    env |= {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "TEQUIO_SECRET_KEY": "only-for-tests"}
    env |= {"TEQUIO_FILES": str(home / "files")}
    home.mkdir()
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        env["DATABASE_URL"] = f"sqlite:///{home / 'tequio.sqlite3'}"
        yield _founded(home, env)
        return

    import psycopg

    name = f"test_installation_{uuid.uuid4().hex}"
    place = {key: database[key.upper()] for key in ("host", "port", "user", "password") if database[key.upper()]}
    with psycopg.connect(**place, dbname="postgres", autocommit=True) as postgres:
        postgres.execute(f"CREATE DATABASE {name}")
        login = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
        env["DATABASE_URL"] = f"postgres://{login}@{database['HOST']}:{database['PORT']}/{name}"
        try:
            yield _founded(home, env)
        finally:
            postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _founded(home: Path, env: dict[str, str]) -> Installation:
    installation = Installation(home, env)
    installation.ask(_FOUND)
    return installation
