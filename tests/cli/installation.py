"""Installations for tests of the command line: each with a home, a database and processes of its own."""

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

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
POSTGRES = os.environ.get("TEQUIO_TEST_DATABASE_URL", "")
OURS = ("TEQUIO_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True)
class Installation:
    """A home and a database, driven from outside as an operator does."""

    home: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this installation sees: nothing of the tests' own settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return {**kept, "TEQUIO_HOME": str(self.home), "DATABASE_URL": self.database_url, "LC_ALL": "C.UTF-8"}

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start a command."""
        return subprocess.Popen(
            [sys.executable, "-m", "tequio.config.cli", *arguments],
            cwd=ROOT,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, code: int = 0, **more: str) -> str:
        """Run a command that ends with an exit code; return what it says, complaints last."""
        process = self.start(*arguments, **more)
        said, complained = process.communicate()
        assert process.returncode == code, said + complained
        return said + complained

    def answer(self, *arguments: str, code: int = 0) -> Any:
        """Run a command with --json and return what it answers."""
        process = self.start(*arguments, "--json")
        said, complained = process.communicate()
        assert process.returncode == code, said + complained
        return json.loads(said)

    def tell(self, script: str) -> str:
        """Run lines of Python inside the installation; return what they print."""
        prelude = (
            "import django; django.setup()\n"
            "from datetime import datetime, UTC\nat = datetime(2023, 6, 12, 15, 0, 0, 123456, tzinfo=UTC)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", prelude + script],
            cwd=ROOT,
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "tequio.config.settings"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def installation(
    folder: Path, name: str, *, on: str = POSTGRES, like: Installation | None = None
) -> Iterator[Installation]:
    """Give an installation on the database that this run is about: without tables, or a copy of another."""
    if like is not None:
        shutil.copytree(like.home, folder / name)
    if not on:
        yield Installation(folder / name)
        return
    database = f"tequio_{name}_{uuid.uuid4().hex[:8]}"
    template = like.database_url.rpartition("/")[2] if like else "template1"
    with psycopg.connect(on, autocommit=True) as server:
        made, of = sql.Identifier(database), sql.Identifier(template)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, of))
    try:
        yield Installation(folder / name, f"{on.rsplit('/', 1)[0]}/{database}")
    finally:
        with psycopg.connect(on, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))


# A published plan with two commitments, and a picture that somebody handed in.
WORLD = """
from io import BytesIO
from PIL import Image
from django.core.files.uploadedfile import SimpleUploadedFile
from tequio.files import actions as files
from tequio.plans.tests import worlds
world = worlds.nuevo_leon(at)
picture = BytesIO()
Image.new("RGB", (40, 30), "#9a3b1c").save(picture, "PNG")
for number in range(2):
    files.keep(
        upload=SimpleUploadedFile(f"foto {number}.png", picture.getvalue(), "image/png"), title="Una mesa de trabajo",
        credit="Vecinas por los Datos", licence="cc-by-4.0", dated_on=None, actor=world.liaison, at=at,
    )
"""
# What everybody sees of it.
PAGES = """
from django.test import Client
from tequio.plans.models import ActionPlan, Commitment
things = [*ActionPlan.objects.order_by("pk"), *Commitment.objects.order_by("pk")]
for address in ["/", "/nl/", *[thing.get_absolute_url() for thing in things]]:
    print(address, Client(SERVER_NAME="localhost").get(address).content.decode())
"""
