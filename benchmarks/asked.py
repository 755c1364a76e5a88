"""One installation that answers on its standard input: which page, and it says how long it took and how many queries.

place          → {"queries": 31, "seconds": 0.021, "bytes": 20480}
"""

from __future__ import annotations

import json
import sys
import time

import django


def main() -> None:
    """Answer until the input ends."""
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tequio.plans.models import ActionPlan

    plan = ActionPlan.objects.select_related("jurisdiction").order_by("-start").first()
    assert plan
    commitment = plan.commitments.select_related("plan__jurisdiction").order_by("order").first()
    assert commitment
    addresses = {
        "home": f"/{plan.jurisdiction.slug}/",
        "plan": plan.get_absolute_url(),
        "commitment": commitment.get_absolute_url(),
    }
    client = Client(SERVER_NAME="localhost")
    print(json.dumps(addresses), flush=True)
    for number, line in enumerate(sys.stdin):
        address = f"{addresses[line.strip()]}?n={number}"  # another address each time: made anew, never remembered
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        count = len(queries)  # before the next request forgets them
        started = time.perf_counter()
        client.get(f"{address}-again")
        seconds = time.perf_counter() - started
        assert answer.status_code == 200, answer.status_code
        said = {"queries": count, "seconds": seconds, "bytes": len(answer.content)}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
