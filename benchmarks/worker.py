"""One installation of a given size in a process of its own: answers «address» with its queries and milliseconds."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time


def main(plans: int) -> None:
    """Seed, say which addresses there are, then answer one request a line."""
    os.environ["TEQUIO_HOME"] = tempfile.mkdtemp(prefix="tequio-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    os.environ.setdefault("TEQUIO_DEBUG", "0")
    os.environ.pop("DATABASE_URL", None)

    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.seed import seed
    from tequio.plans.models import ActionPlan

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    seed(plans)
    first = ActionPlan.objects.order_by("pk")[0]
    pages = {
        "home": "/nl/",
        "plan": first.get_absolute_url(),
        "commitment": first.commitments.order_by("pk")[0].get_absolute_url(),
    }
    client = Client()
    print(json.dumps(pages), flush=True)
    for line in sys.stdin:
        address = line.strip()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        queries = len(captured)
        began = time.perf_counter()
        again = client.get(address)
        took = time.perf_counter() - began
        assert answer.status_code == again.status_code == 200, (address, answer.status_code)
        print(json.dumps({"queries": queries, "ms": took * 1000}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
