"""The desk of an office that answers for 25 and for 500 milestones: the same number of queries, and its median time.

python -m benchmarks.desk            both sizes, each in an installation of its own; ends with 1 if a bound breaks
python -m benchmarks.desk 500        one size, in the installation that the environment names
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
FEW, MANY, ROUNDS = 25, 500, 11


def main() -> int:
    """Compare the sizes."""
    said = {size: _child(size) for size in (FEW, MANY)}
    print(f"{'desk':<12}{'milestones':>12}{'queries':>9}{'median ms':>11}")
    for size, one in said.items():
        print(f"{'':<12}{size:>12}{one['queries']:>9.0f}{one['seconds'] * 1000:>11.1f}")
    return int(said[FEW]["queries"] != said[MANY]["queries"])


def _child(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="tequio-bench-") as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEQUIO_", "DATABASE_URL"))}
        environment = kept | {"TEQUIO_HOME": home, "DJANGO_SETTINGS_MODULE": "tequio.config.settings"}
        command = [sys.executable, "-m", "benchmarks.desk", str(size)]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def ask(size: int) -> None:
    """Seed one installation, open the desk, and say what it cost."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tequio.kit.clock import now
    from tequio.plans.models import Milestone
    from tequio.plans.tests import worlds

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with transaction.atomic():
        world = worlds.drafts(now())
        worlds.publish(world, now())
        lab = world.lab
        Milestone.objects.bulk_create(Milestone(commitment=lab, title=f"Paso {n}", order=n) for n in range(size))
    client = Client(SERVER_NAME="localhost")
    client.force_login(world.liaison.user)
    client.get("/escritorio/")
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/escritorio/").status_code == 200
    queries, times = len(caught), []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        client.get("/escritorio/")
        times.append(time.perf_counter() - began)
    print(json.dumps({"queries": queries, "seconds": statistics.median(times)}))


if __name__ == "__main__":
    sys.exit(ask(int(sys.argv[1])) if len(sys.argv) > 1 else main())
