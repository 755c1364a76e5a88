"""`tequio demo`: a whole installation of its own, told once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installation import Installation, installation
from tests.cli.test_backup import contents

ENTER = """
from tequio.people.models import User
import json, sys
logins = dict(line.split()[-2:] for line in '''{said}'''.splitlines() if "@" in line)
print(len(logins), all(User.objects.get(email=email).check_password(word) for email, word in logins.items()))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, str]]:
    """The demo, set up from a shell that is set to a real installation; with what it said."""
    folder = tmp_path_factory.mktemp("told")
    with installation(folder, "real") as real:
        said = real.run("demo", "--no-serve", "--home", str(folder / "demo"), DATABASE_URL="postgres://nobody/real")
        assert not real.home.exists()
        yield Installation(folder / "demo"), said


def test_every_login_that_it_prints_works(told: tuple[Installation, str]) -> None:
    demo, said = told

    count, works = demo.tell(ENTER.format(said=said)).split()

    assert int(count) >= 5
    assert works == "True"


def test_a_second_run_changes_nothing_and_prints_the_same_logins(
    told: tuple[Installation, str], tmp_path: Path
) -> None:
    demo, said = told
    demo.run("backup", str(tmp_path / "before.tar"))

    again = demo.run("demo", "--no-serve", "--home", str(demo.home))

    demo.run("backup", str(tmp_path / "after.tar"))
    assert [line for line in again.splitlines() if "@" in line] == [line for line in said.splitlines() if "@" in line]
    assert contents(tmp_path / "before.tar") == contents(tmp_path / "after.tar")


def test_progress_is_told_a_line_per_stage(told: tuple[Installation, str]) -> None:
    lines = told[1].splitlines()

    assert "\x1b" not in told[1]
    assert sum(line.endswith("…") for line in lines) < 10
