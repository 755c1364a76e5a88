"""`python -m benchmarks.importing`: an import of many documents takes a time that grows as their number.

Two places receive 20 and 200 documents, made of the same form with other words, some of them as Word files. The time
for each document at 200 is at most 1.3 times that at 20; the sizes take turns, and the best of three rounds counts.
Ends with 1 if the bound is broken.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FORM = ROOT / "src" / "tequio" / "plans" / "tests" / "documents" / "ficha-agua.txt"
SMALL, LARGE, ROUNDS, SLOWER = 20, 200, 3, 1.3


def main() -> int:
    """Measure and judge."""
    with tempfile.TemporaryDirectory(prefix="tequio-bench-") as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEQUIO_", "DATABASE_URL"))}
        environment = {
            **kept,
            "TEQUIO_HOME": folder,
            "TEQUIO_LOG": "WARNING",
            "DJANGO_SETTINGS_MODULE": "tequio.config.settings",
        }
        done = subprocess.run([sys.executable, "-m", "benchmarks.importing", "--work"], cwd=ROOT, env=environment)
    return done.returncode


def made(number: int, words: str) -> bytes:
    """Return document number so many: a form with words of its own, each fifth one as a Word file."""
    from tequio.paper.tests import papers

    words = words.replace("Agua a la vista", f"Agua a la vista {number}").replace("medir", f"medir {number}")
    return papers.as_docx(words) if number % 5 == 0 else words.encode()


def work() -> int:
    """Import both sizes in turns, each time into a plan of its own."""
    import django

    django.setup()
    from django.core.management import call_command

    from tequio.config.ops import folder
    from tequio.kit.actor import SYSTEM
    from tequio.kit.clock import now
    from tequio.plans import actions

    call_command("migrate", verbosity=0)
    jurisdiction, new_plan = _place()
    words = FORM.read_text(encoding="utf-8")
    best: dict[int, float] = {}
    number = 0
    for _round in range(ROUNDS):
        for size in (SMALL, LARGE):
            with tempfile.TemporaryDirectory() as place:
                for _each in range(size):
                    number += 1
                    (Path(place) / f"{number:06}").write_bytes(made(number, words))
                plan = actions.open_plan(jurisdiction=jurisdiction, values=new_plan(size), actor=SYSTEM, at=now())
                started = time.perf_counter()
                outcomes = folder.work([Path(place)], plan=plan.public_id, confirm=True)
                taken = (time.perf_counter() - started) / size
            assert all(one.state == "written" for one in outcomes), [one.reason for one in outcomes if one.reason][:3]
            best[size] = min(best.get(size, taken), taken)
            print(f"{size:4} documents: {taken * 1000:7.1f} ms each", flush=True)
    ratio = best[LARGE] / best[SMALL]
    print(f"ratio {ratio:.2f} (at most {SLOWER})")
    return int(ratio > SLOWER)


def _place() -> tuple[Any, Callable[[int], dict[str, Any]]]:
    """Make a place, and return it with what opens a plan there."""
    from tequio.kit.actor import SYSTEM
    from tequio.kit.clock import now
    from tequio.kit.month import Precision
    from tequio.people.tests import worlds
    from tequio.plans import actions as plans

    place = worlds.nuevo_leon(now()).jurisdiction
    plans.load_reference(actor=SYSTEM, at=now())

    def plan(size: int) -> dict[str, Any]:
        span = {"start": date(2031, 1, 1), "end": date(2032, 12, 31), "precision": Precision.DAY}
        return {"name": f"Plan de {size}", **span}

    return place, plan


if __name__ == "__main__":
    sys.exit(work() if "--work" in sys.argv else main())
