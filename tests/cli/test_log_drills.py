"""More drills of the log's backups and files. They run on SQLite only: what differs by database is in test_log.py."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest

from tequio.tlog import verify
from tests import golang
from tests.cli.installation import Installation, installation
from tests.cli.test_log import FACT, elsewhere, published, site

__all__ = ["elsewhere", "site"]


def test_a_published_log_is_the_databases_and_others_verify_it(site: Installation, tmp_path: Path) -> None:
    stated = published(site)

    assert site.answer("record", "check") == []
    assert site.answer("record", "state")["size"] == stated.size
    golang.require()
    said = golang.verify_log(site.home / "log", site.answer("record", "state")["keys"][0])
    assert (said["size"], said["root"]) == (stated.size, base64.b64encode(stated.root).decode())


def test_a_backup_brings_the_published_log_to_another_machine_without_its_keys(
    site: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    site.run("backup", str(tmp_path / "one.tar"))

    elsewhere.run("restore", str(tmp_path / "one.tar"))

    assert published(elsewhere) == published(site)
    assert elsewhere.answer("record", "check") == []
    elsewhere.tell(FACT)
    said = elsewhere.run("record", "sequence", "--once", code=1)
    assert "key" in said
    assert published(elsewhere) == published(site), "without the key nothing new is signed"


def test_another_history_is_not_restored_over_what_was_published(site: Installation, tmp_path: Path) -> None:
    site.run("backup", str(tmp_path / "old.tar"), "--with-secret")
    with installation(tmp_path / "fork", "fork") as fork:
        fork.run("restore", str(tmp_path / "old.tar"))
        for _twice in range(2):
            fork.tell(FACT)
            fork.run("record", "sequence", "--once")
        fork.run("backup", str(tmp_path / "forked.tar"))
    site.tell(FACT)
    site.run("record", "sequence", "--once")
    before = published(site)

    said = site.run("restore", str(tmp_path / "forked.tar"), "--force", code=1)

    assert "another history" in said
    assert published(site) == before
    assert site.answer("record", "check") == []


def test_an_old_database_put_back_by_hand_is_brought_up_or_refused(site: Installation, tmp_path: Path) -> None:
    if site.database_url:
        pytest.skip("a PostgreSQL database is not one file; test_publish.py drills it there")
    shutil.copy(site.home / "tequio.sqlite3", tmp_path / "old.sqlite3")
    site.tell(FACT)
    site.run("record", "sequence", "--once")
    stated = published(site)
    for suffix in ("", "-wal", "-shm"):
        (site.home / f"tequio.sqlite3{suffix}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "old.sqlite3", site.home / "tequio.sqlite3")

    assert "tequio record rebuild" in site.answer("record", "check", code=1)[0]
    site.run("record", "sequence", "--once")

    assert site.answer("record", "check") == []
    assert published(site) == stated


def test_a_lost_folder_is_published_again_byte_by_byte(site: Installation, tmp_path: Path) -> None:
    shutil.copytree(site.home / "log", tmp_path / "mirror")
    shutil.rmtree(site.home / "log")

    site.run("record", "sequence", "--once")

    for file in ("checkpoint", *(f"tile/{one}" for one in ("0/000.p/16", "entries/000.p/16"))):
        assert (site.home / "log" / file).read_bytes() == (tmp_path / "mirror" / file).read_bytes()


def test_what_is_taken_home_is_judged_by_the_command(site: Installation, tmp_path: Path) -> None:
    script = (
        "from tequio.record.models import Entry\nfrom tequio.record import bundles\nfrom tequio.tlog import bundle\n"
        f"bundle.zipped(bundles.of_entries(Entry.objects.all()), open({str(tmp_path / 'all.zip')!r}, 'wb'))"
    )
    site.tell(script)

    fine = site.run("record", "verify", str(tmp_path / "all.zip"))
    told = site.answer("record", "verify", str(tmp_path / "all.zip"))

    assert "PROVEN" in fine
    assert "NOT PROVEN" in fine
    assert told["exit"] == 0
    assert verify.verify_path(tmp_path / "all.zip").exit_code == 0
    damaged = bytearray((tmp_path / "all.zip").read_bytes())
    (tmp_path / "cut.zip").write_bytes(damaged[: len(damaged) // 2])
    assert site.run("record", "verify", str(tmp_path / "cut.zip"), code=2)
    assert site.run("record", "verify", str(tmp_path / "no.zip"), code=2)
