"""A whole installation in other processes, for tests that kill them: the fixture `installation`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

_PLACE = ("user", "password", "host", "port")
_BEGIN = "import django; django.setup()\n"
_FOUND = """
from django.core.management import call_command
from tequio.config.ops import building
building.build()
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
            out, _nothing = process.communicate(timeout=300)
        assert process.returncode == 0
        return json.loads(out.splitlines()[-1]) if out.strip() else None


class _Files:
    """Databases of SQLite: files that can be copied."""

    def make(self, home: Path, template: Installation | None) -> str:
        if template is not None:
            shutil.copy(template.home / "tequio.sqlite3", home)
        return f"sqlite:///{home / 'tequio.sqlite3'}"

    def drop(self, url: str) -> None:
        pass  # the folder of the test goes away with it


class _Server:
    """Databases of PostgreSQL, beside the one that the tests run on."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.place = {
            key: settings[key.upper()] for key in ("host", "port", "user", "password") if settings[key.upper()]
        }

    def make(self, home: Path, template: Installation | None) -> str:
        name = f"test_installation_{uuid.uuid4().hex}"
        like = template.env["DATABASE_URL"].rpartition("/")[2] if template else "template1"
        self._say(f"CREATE DATABASE {name} TEMPLATE {like}")
        user, password, host, port = (quote(str(self.place.get(key, "")), safe="") for key in _PLACE)
        return f"postgres://{user}:{password}@{host}{':' if port else ''}{port}/{name}"

    def drop(self, url: str) -> None:
        self._say(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(**self.place, dbname="postgres", autocommit=True) as postgres:
            postgres.execute(statement)


def _databases() -> _Files | _Server:
    from django.conf import settings

    database = settings.DATABASES["default"]
    return _Files() if database["ENGINE"].endswith("sqlite3") else _Server(database)


def _at(home: Path, template: Installation | None = None) -> Installation:
    home.mkdir()
    env = {**os.environ, "TEQUIO_HOME": str(home), "TEQUIO_FILES": str(home / "files")}
    env |= {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "TEQUIO_SECRET_KEY": "only-for-tests"}
    env["DATABASE_URL"] = _databases().make(home, template)
    return Installation(home, env)


@contextmanager
def empty_database(home: Path) -> Iterator[Installation]:
    """Give a home whose database has no table yet."""
    made = _at(home)
    yield made
    _databases().drop(made.env["DATABASE_URL"])


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation called nl that nobody uses: each test gets a copy."""
    with empty_database(tmp_path_factory.mktemp("founded") / "home") as template:
        template.ask(_FOUND)
        yield template


@pytest.fixture
def installation(founded: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation called nl, on the kind of database that the tests run on."""
    copy = _at(tmp_path / "home", founded)
    yield copy
    _databases().drop(copy.env["DATABASE_URL"])
