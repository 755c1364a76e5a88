"""The public log, as whoever looks after a site keeps it: published, backed up, restored, and never rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tequio.tlog import checkpoint
from tequio.tlog.folder import Folder
from tequio.tlog.note import VerifierKey
from tequio.tlog.tiles import audit
from tests.cli.installation import WORLD, Installation, installation

# One more public fact, about the first commitment.
FACT = """
from django.db import transaction
from tequio.kit.actor import SYSTEM
from tequio.plans.models import Commitment
from tequio.record.actions import record
from tequio.plans.events import CommitmentCorrected
one = Commitment.objects.first()
with transaction.atomic():
    record(CommitmentCorrected(tenant=one.plan.jurisdiction.urn, subject=one.urn, number=2, section="x", text="0" * 64,
                               why="1" * 64), actor=SYSTEM, at=at)
"""


@pytest.fixture
def site(tmp_path: Path, blank: Installation) -> Iterator[Installation]:
    """A site with a plan, whose log is published."""
    with installation(tmp_path, "site", like=blank) as made:
        made.tell(WORLD)
        made.run("record", "sequence", "--once")
        yield made


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Installation]:
    """Another machine, where nothing was installed."""
    with installation(tmp_path, "elsewhere") as made:
        yield made


def published(site: Installation) -> checkpoint.Checkpoint:
    """Verify every published file, and return what the checkpoint states."""
    log = Folder(site.home / "log")
    keys = [VerifierKey.parse(key) for key in site.answer("record", "state")["keys"]]
    stated, _note = checkpoint.opened(log.read("checkpoint"), keys)
    assert audit(log, stated.size) == stated.root
    return stated


def test_with_its_keys_the_log_goes_on_elsewhere(site: Installation, elsewhere: Installation, tmp_path: Path) -> None:
    site.run("backup", str(tmp_path / "one.tar"), "--with-secret")
    before = published(site)

    elsewhere.run("restore", str(tmp_path / "one.tar"))
    elsewhere.tell(FACT)
    elsewhere.run("record", "sequence", "--once")

    assert published(elsewhere).size == before.size + 1
    assert elsewhere.answer("record", "check") == []
    for kept in (elsewhere.home / "keys").glob("*.keys"):
        assert kept.stat().st_mode & 0o077 == 0


def test_an_older_backup_takes_the_rest_from_what_was_published(site: Installation, tmp_path: Path) -> None:
    site.run("backup", str(tmp_path / "old.tar"))
    site.tell(FACT)
    site.run("record", "sequence", "--once")
    newest = (site.home / "log" / "checkpoint").read_bytes()
    stated = published(site)

    site.run("restore", str(tmp_path / "old.tar"), "--force")

    assert (site.home / "log" / "checkpoint").read_bytes() == newest, "what was published is never rolled back"
    assert site.answer("record", "check") == []
    site.tell(FACT)
    site.run("record", "sequence", "--once")
    assert published(site).size == stated.size + 1
