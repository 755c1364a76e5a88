"""Work of this room that recurs: following the links that plans publish."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from tequio.jobs.actions import job
from tequio.jobs.queries import Appointment
from tequio.jobs.vocab import every
from tequio.kit import reach
from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.kit.reach import Outcome, Visit
from tequio.plans.models import ActionPlan
from tequio.plans.vocab import State
from tequio.tracking import actions, queries

log = logging.getLogger("tequio.tracking")

# Few at a time, one after another, and of one site fewer still: whoever is asked must not notice.
MOST_PER_RUN, MOST_PER_HOST = 20, 3


@job(attempts=1, queue="heavy")
def check_links() -> None:
    """Follow the published links whose turn it is."""
    count = follow(reach.visit, at=now())
    if count:
        log.info("followed %d links", count)


def follow(visit: Callable[[str], Visit], *, at: datetime) -> int:
    """Follow some links of every public plan and keep what was found; return how many.

    What a crash leaves undone is due again on the next run.
    """
    left, count = MOST_PER_RUN, 0
    for plan in ActionPlan.objects.filter(state=State.PUBLISHED).select_related("jurisdiction").order_by("pk"):
        visits = {url: visit(url) for url in chosen(queries.due_links(plan, at=at), left)}
        if not visits or is_alone(visits):
            continue
        actions.keep_visits(plan=plan, visits=visits, actor=SYSTEM, at=at)
        left, count = left - len(visits), count + len(visits)
    return count


def chosen(urls: Sequence[str], most: int) -> list[str]:
    """Return the first addresses, few of each host."""
    hosts: Counter[str] = Counter()
    kept: list[str] = []
    for url in urls:
        host = (urlsplit(url).hostname or "").lower()
        hosts[host] += 1
        if len(kept) < most and hosts[host] <= MOST_PER_HOST:
            kept.append(url)
    return kept


def is_alone(visits: dict[str, Visit]) -> bool:
    """Tell whether it is this installation that has no network: several hosts, and not one of them answered."""
    hosts = {urlsplit(url).hostname for url in visits}
    return len(hosts) > 1 and all(one.outcome == Outcome.FAILED and one.status is None for one in visits.values())


def timetable() -> Sequence[Appointment]:
    """Say when this room's jobs recur."""
    return [Appointment(check_links, every(minutes=60))]
