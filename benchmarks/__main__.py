"""`make bench`: what pages cost as plans grow, and what a full page costs beside a bare one.

1. Home, plan and commitment with 1, 25 and 250 plans (10 commitments of 20 milestones each): the same number of
   queries, and a median time of at most 1.5 times that with one plan. The sizes take turns, so that whatever else the
   machine does falls on all of them.
2. Requests per second of those pages: at least 0.02 of a Django view that only says hello, on the same server; asked
   again by whoever holds them (304), at least 0.10.
3. The search over 1,000 and over 100,000 subjects (searching.py), the desk of few and of many milestones (desk.py), an
   import of few and of many documents (importing.py), the public record with a million entries (recording.py), the
   data engine with 100 MB (tables.py).

Ends with 1 if a bound is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import desk, importing, load, recording, searching, tables

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("home", "plan", "commitment")
SLOWER, PART, HELD = 1.5, 0.02, 0.10


def main() -> int:
    """Seed, measure and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1,25,250", help="numbers of plans")
    parser.add_argument("--rounds", type=int, default=15, help="times that each page is asked")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each load lasts")
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="tequio-bench-") as folder:
        homes = {size: _seeded(size, Path(folder)) for size in sizes}
        broken = _growth(homes, asked.rounds)
        broken += _speed(homes[sizes[-1]], sizes[-1], asked.seconds)
    for part in (searching, desk, importing, recording, tables):
        print(f"\n{(part.__doc__ or '').split(chr(10))[0]}", flush=True)
        if part.main():
            broken.append(f"{part.__name__}: see above")
    print("\n" + ("\n".join(f"BROKEN: {one}" for one in broken) if broken else "Every bound holds."))
    return int(bool(broken))


def _seeded(size: int, folder: Path) -> dict[str, str]:
    """Make an installation of so many plans, and return its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEQUIO_", "DATABASE_URL"))}
    environment = {
        **kept,
        "TEQUIO_HOME": str(folder / str(size)),
        "TEQUIO_LOG": "WARNING",
        "DJANGO_SETTINGS_MODULE": "tequio.config.settings",
    }
    print(f"seeding {size} plans…", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.seed", str(size)], cwd=ROOT, env=environment, check=True)
    return environment


def _growth(homes: dict[int, dict[str, str]], rounds: int) -> list[str]:
    """Ask every size for every page by turns; return the bounds that are broken."""
    answers: dict[tuple[str, int], list[dict[str, Any]]] = {}
    with ExitStack() as at_the_end:
        children = {size: at_the_end.enter_context(_child(environment)) for size, environment in homes.items()}
        for round in range(rounds + 2):
            for page in PAGES:
                for size, child in children.items():
                    said = _ask(child, page)
                    if round >= 2:  # the first fill the caches of templates and statements
                        answers.setdefault((page, size), []).append(said)
        for child in children.values():
            assert child.stdin
            child.stdin.close()
    least = min(homes)
    broken = []
    print(f"\n{'page':<12}{'plans':>6}{'queries':>9}{'median ms':>11}{'times':>7}{'kB':>7}")
    for (page, size), said in sorted(answers.items(), key=lambda one: (PAGES.index(one[0][0]), one[0][1])):
        median = statistics.median(one["seconds"] for one in said)
        base = statistics.median(one["seconds"] for one in answers[page, least])
        queries, fewest = said[-1]["queries"], answers[page, least][-1]["queries"]
        kilobytes = said[-1]["bytes"] / 1000
        print(f"{page:<12}{size:>6}{queries:>9}{median * 1000:>11.1f}{median / base:>7.2f}{kilobytes:>7.0f}")
        if queries != fewest:
            broken.append(f"{page} with {size} plans: {queries} queries, not {fewest}")
        if median > SLOWER * base:
            broken.append(f"{page} with {size} plans: {median / base:.2f} times as slow, more than {SLOWER}")
    return broken


def _child(environment: dict[str, str]) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.asked"], cwd=ROOT, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout
    child.stdout.readline()  # its addresses, said once it is ready
    return child


def _ask(child: subprocess.Popen[str], page: str) -> dict[str, Any]:
    assert child.stdin
    assert child.stdout
    child.stdin.write(f"{page}\n")
    child.stdin.flush()
    said: dict[str, Any] = json.loads(child.stdout.readline())
    return said


def _speed(environment: dict[str, str], size: int, seconds: float) -> list[str]:
    """Compare the pages with a bare view, by turns; return the bounds that are broken."""
    listing = subprocess.run(
        [sys.executable, "-m", "benchmarks.asked"], cwd=ROOT, env=environment, input="", capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    addresses: dict[str, str] = json.loads(listing.stdout.splitlines()[0])
    rates: dict[str, list[float]] = {}
    with load.served("benchmarks.bare:application", {**environment, "PYTHONPATH": str(ROOT)}) as port:
        for page, address in addresses.items():
            load.per_second(port, address, 0.5)
            tag = load.tag_of(port, address)
            for _turn in range(3):
                rates.setdefault("bare", []).append(load.per_second(port, "/hola/", seconds))
                rates.setdefault(page, []).append(load.per_second(port, address, seconds))
                rates.setdefault(f"{page}, held", []).append(load.per_second(port, address, seconds, tag=tag))
                rates.setdefault(f"{page}, anew", []).append(load.per_second(port, address, seconds, anew=True))
    peer = statistics.median(rates["bare"])
    print(f"\n{'served':<18}{'plans':>6}{'per second':>12}{'of bare':>9}")
    broken = []
    for page, found in rates.items():
        rate = statistics.median(found)
        print(f"{page:<18}{'' if page == 'bare' else size:>6}{rate:>12.1f}{rate / peer:>9.3f}")
        # Made anew, a page is only told: visitors are served what the record says is unchanged.
        least = HELD if page.endswith("held") else PART
        if rate < least * peer and not page.endswith("anew"):
            broken.append(f"{page}: {rate / peer:.3f} of a bare view, less than {least}")
    return broken


if __name__ == "__main__":
    sys.exit(main())
