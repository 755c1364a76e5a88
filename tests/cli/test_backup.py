"""A backup brings everything back, and a restore changes everything or nothing: drilled on real rows and files."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import io
import json
import os
import random
import stat
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installation import PAGES, POSTGRES, WORLD, Installation, installation

ROUNDS = 20 if os.environ.get("TEQUIO_SOAK") else 1


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, blank: Installation) -> Iterator[Installation]:
    """A site with a plan, people and files."""
    with installation(tmp_path_factory.mktemp("original"), "original", like=blank) as made:
        made.tell(WORLD)
        yield made


@pytest.fixture(scope="module")
def kept(original: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    file = tmp_path_factory.mktemp("kept") / "original.tar"
    original.run("backup", str(file))
    return file


@pytest.fixture(scope="module")
def copy(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Another machine, where the backup was restored."""
    with installation(tmp_path_factory.mktemp("copy"), "copy") as made:
        made.run("restore", str(kept))
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """A machine where nothing was installed."""
    with installation(tmp_path, "empty") as made:
        yield made


@pytest.fixture
def other(tmp_path: Path, blank: Installation) -> Iterator[Installation]:
    """A machine with a site of its own."""
    with installation(tmp_path, "other", like=blank) as made:
        made.tell("from tequio.people.tests import worlds; worlds.mexico(at)")
        yield made


def contents(file: Path) -> dict[str, str]:
    """Return the SHA-256 of everything in a backup, as its manifest says."""
    with tarfile.open(file) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    assert manifest["rows"]["record_entry"] > 5
    assert sum(name.startswith("files/") for name in manifest["members"]) >= 1
    return manifest["members"]


def same(place: Installation, file: Path) -> bool:
    """Tell whether an installation holds exactly the rows and files of a backup."""
    again = place.home / "again.tar"
    again.unlink(missing_ok=True)
    place.run("backup", str(again))
    return contents(again) == contents(file)


def test_a_restored_site_has_the_same_rows_files_and_pages(
    original: Installation, kept: Path, copy: Installation
) -> None:
    assert same(copy, kept)
    assert copy.tell(PAGES) == original.tell(PAGES)


@pytest.mark.skipif(not POSTGRES, reason="needs both databases")
def test_a_site_that_outgrew_sqlite_moves_to_postgresql_by_its_backup(tmp_path: Path, empty: Installation) -> None:
    with installation(tmp_path, "small", on="") as small:
        small.run("migrate")
        small.tell(WORLD)
        file = tmp_path / "small.tar"
        small.run("backup", str(file))

        empty.run("restore", str(file))

        assert same(empty, file)
        assert empty.tell(PAGES) == small.tell(PAGES)


def test_a_backup_of_an_earlier_version_is_brought_up_to_this_one(tmp_path: Path, other: Installation) -> None:
    other.run("manage", "migrate", "record", "0001")
    other.run("backup", str(tmp_path / "earlier.tar"))

    other.run("restore", "--force", str(tmp_path / "earlier.tar"))

    assert other.tell("from tequio.config.ops import migrating; print(migrating.pending())") == "[]\n"


def test_a_backup_of_a_later_version_is_refused(kept: Path, tmp_path: Path, empty: Installation) -> None:
    later = forged(kept, tmp_path, lambda manifest: manifest["migrations"].append(["record", "0999_later"]))

    assert "record.0999_later" in empty.run("restore", str(later), code=1)


def test_a_site_that_is_here_is_replaced_only_by_force_and_new_rows_follow_the_old(
    kept: Path, other: Installation
) -> None:
    refusal = other.run("restore", str(kept), code=1)
    still = other.tell(PLACES)
    other.run("restore", str(kept), "--force")

    assert "--force" in refusal
    assert still == "México\n"
    assert same(other, kept)
    other.tell("from tequio.people.tests import worlds; worlds.mexico(at)")


PLACES = "from tequio.people.models import Jurisdiction; print(*Jurisdiction.objects.all())"


def forged(kept: Path, folder: Path, change: object) -> Path:
    """Copy a backup with another manifest."""
    target = folder / "forged.tar"
    with tarfile.open(kept) as tar, tarfile.open(target, "w") as other:
        for member in tar.getmembers():
            body = tar.extractfile(member)
            if member.name == "manifest.json":
                manifest = json.load(body)
                change(manifest)  # type: ignore[operator]
                text = target.with_suffix(".json")
                text.write_text(json.dumps(manifest))
                other.add(text, member.name)
            else:
                other.addfile(member, body)
    return target


@pytest.mark.parametrize("harm", ["a byte", "the end", "the beginning", "everything"])
def test_a_damaged_backup_is_refused_and_nothing_changes(
    kept: Path, tmp_path: Path, empty: Installation, harm: str
) -> None:
    body = bytearray(kept.read_bytes())
    with tarfile.open(kept) as tar:
        inside = tar.getmember("rows/record_entry.jsonl.gz").offset_data + 30
    if harm == "a byte":
        body[inside] ^= 1
    damaged = {"the end": body[: len(body) // 2], "the beginning": body[700:], "everything": b"hello"}.get(harm, body)
    file = tmp_path / "damaged.tar"
    file.write_bytes(damaged)

    said = empty.run("restore", str(file), code=1)

    assert "backup" in said
    assert not list(empty.home.glob("files/*/*/*"))
    assert not (empty.home / "tequio.sqlite3").exists()


@pytest.mark.parametrize("name", ["files/../../escaped", "files/" + "0" * 64])
def test_a_backup_cannot_write_outside_of_its_place(kept: Path, tmp_path: Path, empty: Installation, name: str) -> None:
    body = b"hello"
    forged(kept, tmp_path, lambda manifest: manifest["members"].update({name: hashlib.sha256(body).hexdigest()}))
    with tarfile.open(tmp_path / "forged.tar", "a") as tar:
        member = tarfile.TarInfo(name)
        member.size = len(body)
        tar.addfile(member, io.BytesIO(body))

    empty.run("restore", str(tmp_path / "forged.tar"), code=1)

    assert not list(tmp_path.rglob("escaped"))


def test_a_backup_is_for_its_owner_only_and_overwrites_nothing(original: Installation, kept: Path) -> None:
    before = kept.read_bytes()

    refusal = original.run("backup", str(kept), code=1)

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "exists already" in refusal
    assert kept.read_bytes() == before
    assert os.listdir(kept.parent) == [kept.name]


def test_the_key_travels_only_when_asked(
    original: Installation, kept: Path, tmp_path: Path, empty: Installation
) -> None:
    file = tmp_path / "with-key.tar"
    original.run("backup", str(file), "--with-secret")
    empty.run("restore", str(file))

    assert "secret" not in contents(kept)
    assert (empty.home / "secret").read_bytes() == (original.home / "secret").read_bytes()
    assert stat.S_IMODE((empty.home / "secret").stat().st_mode) == 0o600


def test_a_file_that_is_gone_is_told_and_the_rest_is_kept(kept: Path, tmp_path: Path, copy: Installation) -> None:
    gone = next(copy.home.glob("files/??/??/*"))
    moved = gone.rename(tmp_path / "moved")

    said = copy.run("backup", str(tmp_path / "rest.tar"), code=1)
    moved.rename(gone)

    assert gone.name in said
    assert set(contents(kept)) - set(json_members(tmp_path / "rest.tar")) == {f"files/{gone.name}"}


def json_members(file: Path) -> list[str]:
    with tarfile.open(file) as tar:
        return [name for name in tar.getnames() if name != "manifest.json"]


def test_nothing_is_restored_under_a_running_server(kept: Path, empty: Installation) -> None:
    empty.home.mkdir()
    with (empty.home / "serving").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        assert "tequio serve" in empty.run("restore", str(kept), code=1)


def test_a_backup_taken_while_somebody_writes_is_one_state(kept: Path, tmp_path: Path, copy: Installation) -> None:
    file = tmp_path / "busy.tar"
    writing = subprocess.Popen(
        [sys.executable, "-c", WRITER], env=copy.environment | {"DJANGO_SETTINGS_MODULE": "tequio.config.settings"},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writing.stdout
    assert writing.stdout.readline() == "writing\n"
    try:
        copy.run("backup", str(file))
    finally:
        writing.terminate()
        writing.communicate()

    heads = {row["subject"]: row["seq"] for row in rows(file, "record_subjecthead")}
    entries = Counter(row["subject"] for row in rows(file, "record_entry"))
    assert heads == entries
    assert entries.total() > sum(1 for _ in rows(kept, "record_entry"))


def rows(file: Path, table: str) -> Iterator[dict[str, object]]:
    """Return the rows of a table in a backup."""
    with tarfile.open(file) as tar, gzip.open(tar.extractfile(f"rows/{table}.jsonl.gz")) as lines:
        columns = json.loads(next(lines))
        for line in lines:
            yield dict(zip(columns, json.loads(line), strict=True))


WRITER = """
import django; django.setup()
from django.db import transaction
from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.people import actions
from tequio.people.models import Jurisdiction
from tequio.people.queries import Officer
from tequio.people.models import Tenure
held = Tenure.objects.select_related("office__institution__jurisdiction", "user").get(office__role="coordination")
actor = Officer(held.user, held.office)
place = held.office.institution.jurisdiction
number = 0
while True:
    number += 1
    name = f"Institución {number}"
    actions.add_institution(jurisdiction=place, name=name, sector="government", actor=actor, at=now())
    if number == 1:
        print("writing", flush=True)
"""


@pytest.mark.soak
def test_a_restore_that_is_killed_leaves_the_old_site_or_the_new_one(kept: Path, other: Installation) -> None:
    for _round in range(ROUNDS):
        for stage in ("Building the tables", "Restoring the database"):
            killed_at(stage, other, kept)
            assert other.tell(PLACES) in (["México\n"] if ROUNDS == 1 else ["México\n", "Nuevo León\n"])
    killed_at("Bringing the tables", other, kept)
    assert other.tell(PLACES) == "Nuevo León\n"

    other.run("migrate")
    assert same(other, kept)


def killed_at(stage: str, place: Installation, file: Path) -> None:
    """Start a restore and kill it outright, somewhere in one of its stages."""
    process = place.start("restore", str(file), "--force")
    assert process.stderr
    assert any(line.startswith(stage) for line in process.stderr)
    time.sleep(random.uniform(0, 0.3) if ROUNDS > 1 else 0)
    process.kill()
    process.communicate()
