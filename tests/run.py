# ruff: noqa: T201 — a command prints
"""What `make test` runs: the whole suite on SQLite, then all but the browser's tests on PostgreSQL.

Installs Chromium, PostgreSQL and Go (Debian's packages) if they are missing and it may. What cannot run is said aloud;
with CI=true it is a failure. Every argument that is not ours goes to pytest: `make test ARGS="-k evidence"`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import golang, postgres  # noqa: E402
from tests.debian import install  # noqa: E402

IS_CI = os.environ.get("CI", "").lower() in ("1", "true")
NOTHING_COLLECTED = 5
# What knows no database (libraries, by contract; a stranger's monitor, over HTTP; commands around actions that both
# passes test) was tested in the first pass.
NO_DATABASE = (
    *("src/tequio/tlog", "src/tequio/paper", "src/tequio/replay", "src/tequio/tables"),
    *("tests/scenarios/test_said_otherwise.py", "tests/cli/test_log_drills.py", "tests/cli/test_data.py"),
    *("tests/cli/test_erasing.py", "tests/cli/test_documents.py", "tests/cli/test_wheel.py"),
    *("tests/cli/test_catalogue.py", "tests/cli/test_running_the_tests.py", "tests/house"),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Tally:
    """What the runs of pytest gave, together."""

    counts: Counter[str] = field(default_factory=Counter)
    codes: list[int] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def exit_code(self) -> int:
        """Return pytest's kind of exit code: 0 only if something ran and nothing failed."""
        bad = [code for code in self.codes if code not in (0, NOTHING_COLLECTED)]
        if bad:
            return bad[0]
        if IS_CI and self.skipped:
            return 1
        return 0 if 0 in self.codes else NOTHING_COLLECTED


def main(argv: list[str]) -> int:
    """Run the suite on each database and sum up."""
    asked, passed_on = _parser().parse_known_args(argv)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    tally = Tally()
    started = time.monotonic()
    with ExitStack() as at_the_end:
        if "sqlite" in asked.databases:
            _sqlite(asked, passed_on, tally)
        if "postgres" in asked.databases:
            _postgres(asked, passed_on, tally, at_the_end)
    return _sum_up(tally, time.monotonic() - started)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--soak", action="store_true", help="run the long tests, whole")
    parser.add_argument("--on", dest="databases", default="sqlite,postgres", type=_databases, help="sqlite,postgres")
    parser.add_argument("-n", dest="workers", default="2", help="processes that share the tests (0: none)")
    parser.add_argument("-m", dest="marks", default="", help="which marks to run, as for pytest")
    return parser


def _databases(text: str) -> list[str]:
    named = text.split(",")
    if unknown := set(named) - {"sqlite", "postgres"}:
        # Run nothing and seem to have run: the one thing that this must never do.
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose sqlite, postgres or both")
    return named


def _sqlite(asked: argparse.Namespace, passed_on: list[str], tally: Tally) -> None:
    marks = []
    if not _has_browser():
        tally.skipped.append("the browser's tests (no Chromium: apt-get install chromium)")
        marks = ["not browser"]
    if not golang.ready():
        tally.skipped.append(f"Go's opinion of the public record (apt-get install {' '.join(golang.PACKAGES)})")
    environment = {**os.environ, "TEQUIO_TEST_DATABASE_URL": "", "DATABASE_URL": ""}
    _pytest("SQLite", environment, marks, asked, passed_on, tally)


def _postgres(asked: argparse.Namespace, passed_on: list[str], tally: Tally, at_the_end: ExitStack) -> None:
    url = os.environ.get("TEQUIO_TEST_DATABASE_URL", "")
    if not url:
        try:
            if postgres.binaries() is None:
                install("postgresql")
            url = at_the_end.enter_context(postgres.cluster())
        except postgres.NoPostgres as no:
            tally.skipped.append(f"PostgreSQL ({no}: apt-get install postgresql, or set TEQUIO_TEST_DATABASE_URL)")
            return
    environment = {**os.environ, "TEQUIO_TEST_DATABASE_URL": url, "DATABASE_URL": url}
    apart = [f"--ignore={ROOT / library}" for library in NO_DATABASE]
    _pytest("PostgreSQL", environment, ["not browser"], asked, [*passed_on, *apart], tally)


def _has_browser() -> bool:
    if not any(map(shutil.which, BROWSERS)):
        install("chromium")
    return any(map(shutil.which, BROWSERS))


def _pytest(
    name: str,
    environment: dict[str, str],
    marks: list[str],
    asked: argparse.Namespace,
    passed_on: list[str],
    tally: Tally,
) -> None:
    """Run pytest once, in a home of its own, and count what it says."""
    if asked.soak:
        marks = [*marks, "soak"]
        environment["TEQUIO_SOAK"] = "1"
    if asked.marks:
        marks = [*marks, f"({asked.marks})"]
    with tempfile.TemporaryDirectory(prefix="tequio-test-") as home:
        report = Path(home) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", "-m", " and ".join(marks)]
        if asked.workers != "0":
            command += ["-n", asked.workers, "--dist", "worksteal"]
        print(f"\n{f' {name} ':=^80}", flush=True)
        environment["TEQUIO_HOME"] = str(Path(home) / "home")
        # Hundreds of processes start: each would read every source again where the shell forbids keeping what it read.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(Path(sys.prefix) / "bytecode")
        code = _wait(subprocess.Popen([*command, *passed_on], cwd=ROOT, env=environment))
        tally.codes.append(code)
        tally.counts += _counted(report)


def _wait(tests: subprocess.Popen[bytes]) -> int:
    """Wait for pytest, which hears Ctrl-C too and ends by itself."""
    try:
        return tests.wait()
    except BaseException:
        tests.send_signal(signal.SIGINT)
        tests.wait(60)
        raise


def _counted(report: Path) -> Counter[str]:
    if not report.exists():  # pytest ended before it could count: a failure that no test stands for
        return Counter(failed=1)
    total: Counter[str] = Counter()
    for suite in ElementTree.parse(report).iter("testsuite"):
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total.update(passed=tests - skipped - failed, failed=failed, skipped=skipped)
    return total


def _sum_up(tally: Tally, seconds: float) -> int:
    code = tally.exit_code()
    print()
    for what in tally.skipped:
        print(f"{'FAILED, because it was' if IS_CI else 'WARNING:'} NOT RUN: {what}")
    counts = tally.counts
    failed = counts["failed"] or int(code != 0)
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    print(f"{counts['passed']} passed, {failed} failed{skipped} in {seconds:.2f}s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
