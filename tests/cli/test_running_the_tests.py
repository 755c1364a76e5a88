"""`make test` itself: what it counts, what it says, and what it leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from tests import postgres, run

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(postgres.binaries() is None, reason="no PostgreSQL here")
def test_a_private_cluster_answers_and_leaves_nothing_behind() -> None:
    with postgres.cluster() as url:
        home = Path(url.split("@")[1].split("/")[0].replace("%2F", "/"))
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 6 * 7").fetchone() == (42,)

    assert not home.exists()


def test_what_pytest_reports_is_added_up(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>')

    assert run._counted(report) == Counter(passed=3, failed=3, skipped=3)


def test_a_run_that_ended_before_it_could_count_is_a_failure(tmp_path: Path) -> None:
    assert run._counted(tmp_path / "never-written.xml") == Counter(failed=1)


@pytest.mark.parametrize(
    ("codes", "skipped", "is_ci", "expected"),
    [
        ([0, 0], [], True, 0),
        ([0, 1], [], False, 1),
        ([1, 0], [], False, 1),
        ([0, 5], [], True, 0),
        ([5, 5], [], False, 5),
        ([0], ["PostgreSQL"], False, 0),
        ([0], ["PostgreSQL"], True, 1),
        ([2], ["PostgreSQL"], True, 2),
    ],
)
def test_the_exit_code_is_zero_only_if_something_ran_and_nothing_failed_or_was_left_out(
    monkeypatch: pytest.MonkeyPatch, codes: list[int], skipped: list[str], is_ci: bool, expected: int
) -> None:
    monkeypatch.setattr(run, "IS_CI", is_ci)

    assert run.Tally(codes=codes, skipped=skipped).exit_code() == expected


def test_the_last_line_says_how_many_passed_and_failed(tmp_path: Path) -> None:
    one = tmp_path / "test_one.py"
    one.write_text("def test_right():\n    pass\n\n\ndef test_wrong():\n    assert False\n")
    command = [sys.executable, "tests/run.py", "--on", "sqlite", "-n", "0", str(one)]

    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "CI": ""}, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("1 passed, 1 failed in ")
