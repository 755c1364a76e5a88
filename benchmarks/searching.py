"""The site search over 1,000 and over 100,000 subjects, for questions with equally many hits, on each database.

    python -m benchmarks.searching           both sizes, each in an installation of its own; ends with 1 if it breaks
    python -m benchmarks.searching 100000    one size, in the installation that the environment names

Both hold the same 1,000 things that can be read; the rest of the large one stands in the index alone, with words of its
own, so that the questions find the same in both. The whole request counts, and its median over 100,000 is at most three
times that over 1,000. The sizes take turns.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import accumulate
from pathlib import Path
from typing import Any

import django

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE, ROUNDS, SLOWER = 1_000, 100_000, 15, 3.0
PLANS = 5  # of 10 commitments of 20 milestones: the things that can be read
# A rare word; two; one unfinished; a phrase; a rare word beside one that a third of everything holds.
ASKED = ("datos ", "abrir datos compromiso ", "compromi", '"abrir datos"', "gente datos ")
COMMON = "gente"


def main() -> int:
    """Measure and judge each database that can be had."""
    broken = _compare("SQLite", {})
    try:
        with postgres.cluster() as few, postgres.cluster() as many:
            broken += _compare("PostgreSQL", {SMALL: few, LARGE: many})
    except postgres.NoPostgres as no:
        print(f"PostgreSQL not measured: {no}")
    print("\n".join(f"BROKEN: {one}" for one in broken))
    return int(bool(broken))


def _compare(name: str, urls: dict[int, str]) -> list[str]:
    """Ask both sizes by turns, and return the bounds that are broken."""
    answers: dict[tuple[str, int], list[dict[str, Any]]] = {}
    with ExitStack() as at_the_end:
        homes = {
            size: at_the_end.enter_context(tempfile.TemporaryDirectory(prefix="tequio-")) for size in (SMALL, LARGE)
        }
        children = {size: at_the_end.enter_context(_child(size, homes[size], urls.get(size, ""))) for size in homes}
        for round in range(ROUNDS + 2):
            for text in ASKED:
                for size, child in children.items():
                    said = _ask(child, text)
                    if round >= 2:  # the first fill the caches of templates and statements
                        answers.setdefault((text, size), []).append(said)
        for child in children.values():
            assert child.stdin
            child.stdin.close()
    return _judged(name, answers)


def _judged(name: str, answers: dict[tuple[str, int], list[dict[str, Any]]]) -> list[str]:
    broken = []
    print(f"\n{name:<32}{'hits':>6}{'1,000 ms':>10}{'100,000 ms':>12}{'times':>7}")
    for text in ASKED:
        few, many = answers[text, SMALL], answers[text, LARGE]
        base, median = (statistics.median(one["seconds"] for one in said) for said in (few, many))
        hits = few[-1]["hits"]
        print(f"{text:<32}{hits:>6}{base * 1000:>10.1f}{median * 1000:>12.1f}{median / base:>7.2f}")
        if many[-1]["hits"] != hits or not hits:
            broken.append(f"{name}, {text}: {hits} hits and {many[-1]['hits']}: nothing to compare")
        if median > SLOWER * base:
            broken.append(f"{name}, {text}: {median / base:.2f} times as slow over 100,000, more than {SLOWER}")
    return broken


def _child(size: int, home: str, url: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEQUIO_", "DATABASE_URL"))}
    settings = {"TEQUIO_HOME": home, "TEQUIO_LOG": "WARNING", "DJANGO_SETTINGS_MODULE": "tequio.config.settings"}
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.searching", str(size)], cwd=ROOT,
        env=kept | settings | ({"DATABASE_URL": url} if url else {}),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout
    child.stdout.readline()  # said once it is filled
    return child


def _ask(child: subprocess.Popen[str], text: str) -> dict[str, Any]:
    assert child.stdin
    assert child.stdout
    child.stdin.write(f"{text}\n")
    child.stdin.flush()
    said: dict[str, Any] = json.loads(child.stdout.readline())
    return said


def answer(size: int) -> None:
    """Fill one installation, and answer each line of the input with the time that its search took."""
    from benchmarks import seed

    django.setup()
    from django.test import Client

    seed.main(PLANS)
    _fill(size)
    client = Client(SERVER_NAME="localhost")
    print(json.dumps({"ready": size}), flush=True)
    for line in sys.stdin:
        asked = {"q": line.rstrip("\n")}
        hits = client.get("/buscar.json", asked).json()["count"]
        started = time.perf_counter()
        found = client.get("/buscar/", asked)
        seconds = time.perf_counter() - started
        assert found.status_code == 200, found.status_code
        print(json.dumps({"hits": hits, "seconds": seconds}), flush=True)


def _fill(size: int) -> None:
    """Index what can be read, and beside it as many other things as lack to the size."""
    from django.db import connection, transaction

    from tequio.people.models import Jurisdiction
    from tequio.portal import index
    from tequio.portal.models import Findable

    index.rebuild()
    place = Jurisdiction.objects.order_by("pk").first()
    assert place
    others = _others(size - Findable.objects.count(), place.pk)
    with transaction.atomic():
        while batch := [one for _number, one in zip(range(index.BATCH), others, strict=False)]:
            index.put(batch)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # as its own daemon would in a while
            cursor.execute("ANALYZE")


def _others(count: int, place: int) -> Iterator[Any]:
    """Make things that say other words, few of them often and most of them seldom, as language does."""
    from tequio.kit.finding import Document

    chance = random.Random(7)
    vowels, consonants = "aeiou", "bfglmnprstv"
    syllables = [one + other for one in consonants for other in vowels]
    words = ["".join(chance.choices(syllables, k=3)) for _number in range(20_000)]
    often = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    for number in range(count):
        said = chance.choices(words, cum_weights=often, k=16)
        common = [COMMON] if number % 3 == 0 else []
        urn = f"urn:tequio:bench:milestone:{number:010d}"
        subject = f"urn:tequio:bench:commitment:{number // 20:010d}"
        yield Document(urn, "milestone", subject, " ".join(said[:6]), " ".join([*said[6:], *common]), "/", place)


if __name__ == "__main__":
    sys.exit(answer(int(sys.argv[1])) if len(sys.argv) > 1 else main())
