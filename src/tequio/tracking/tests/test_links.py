"""Every published link is followed now and then, and what leads nowhere is listed until somebody mends it (X09)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tequio.kit import reach
from tequio.kit.actor import SYSTEM
from tequio.kit.policy import Denied
from tequio.kit.reach import Outcome, Visit
from tequio.plans import actions as plans
from tequio.record import queries as record
from tequio.tracking import actions, queries, tasks
from tequio.tracking.models import CheckedLink, LinkVisit
from tequio.tracking.queries.links import Link
from tequio.tracking.tests import worlds
from tequio.tracking.vocab import Alert, LinkState


class Site(BaseHTTPRequestHandler):
    """A page that works, one that moved, and nothing else."""

    def do_HEAD(self) -> None:
        status = {"/guia": 200, "/mapa": 302}.get(self.path, 404)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/guia")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # "localhost" has no dot and is no public name; a name of the loopback network that looks like one is.
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    return worlds.nuevo_leon(at)


def deliver(world: SimpleNamespace, urls: list[str], at: datetime) -> None:
    leaf = world.lab.milestones.first()
    rows = [{"title": f"Producto {n}", "url": url, "milestone": leaf} for n, url in enumerate(urls, start=1)]
    said = {"revision": None, "reason": "Anexo.", "actor": world.coordination, "at": at}
    plans.save_deliverables(commitment=world.lab, rows=rows, **said)


def states(world: SimpleNamespace) -> dict[str, LinkState]:
    return {one.url: one.state for one in queries.links_of(world.plan)}


here = partial(reach.visit, allowed=lambda address: address == "127.0.0.1")


def fails(_url: str) -> Visit:
    return Visit(Outcome.FAILED, 404)


def test_x09_the_job_follows_what_is_published_and_keeps_what_it_found(
    world: SimpleNamespace, site: str, at: datetime
) -> None:
    deliver(world, [f"{site}/guia", f"{site}/mapa", f"{site}/perdida", "ttps://nl.example", "", "[aquí](#)"], at)

    assert tasks.follow(here, at=at) == 3
    assert [one.state.value for one in queries.links_of(world.plan)] == [
        *("malformed", "malformed", "empty", "failing", "redirected", "ok"),
    ]
    assert LinkVisit.objects.filter(at=at).count() == 3
    assert tasks.follow(here, at=at) == 0  # nothing is due twice


def test_x09_a_link_is_called_broken_after_failing_on_different_days(world: SimpleNamespace, at: datetime) -> None:
    url = "https://nl.example/a"
    deliver(world, [url], at)
    found = []
    for hours in (0, 1, 24, 48):
        visits = {url: fails(url)}
        actions.keep_visits(plan=world.plan, visits=visits, actor=SYSTEM, at=at + timedelta(hours=hours))
        found.append(states(world)[url])

    assert found == [LinkState.FAILING, LinkState.FAILING, LinkState.FAILING, LinkState.BROKEN]

    mended = {url: Visit(Outcome.OK, 200)}
    actions.keep_visits(plan=world.plan, visits=mended, actor=SYSTEM, at=at + timedelta(hours=72))
    assert (states(world)[url], CheckedLink.objects.get().failed_days) == (LinkState.OK, 0)


def test_only_the_job_says_that_a_link_fails(world: SimpleNamespace, at: datetime) -> None:
    for actor in (world.coordination, world.monitoring, worlds.STRANGER):
        with pytest.raises(Denied):
            actions.keep_visits(plan=world.plan, visits={}, actor=actor, at=at)


def test_few_of_one_host_are_asked_on_one_run() -> None:
    urls = [f"https://uno.example/{n}" for n in range(9)] + [f"https://h{n}.example" for n in range(40)]

    kept = tasks.chosen(urls, tasks.MOST_PER_RUN)

    assert len(kept) == tasks.MOST_PER_RUN
    assert sum("uno.example" in url for url in kept) == tasks.MOST_PER_HOST


def test_without_a_network_nobody_is_accused(world: SimpleNamespace, at: datetime) -> None:
    deliver(world, ["https://uno.example", "https://dos.example"], at)

    assert tasks.follow(lambda _url: Visit(Outcome.FAILED, None, "", "gaierror"), at=at) == 0
    assert not CheckedLink.objects.exists()


def test_evidence_counts_once_it_is_accepted(world: SimpleNamespace, at: datetime) -> None:
    leaf = worlds.milestone(world.lab, "Repositorio")
    piece = worlds.hand_in(leaf, world.liaison, at, kind="link", url="https://nl.example/repo")
    assert "https://nl.example/repo" not in states(world)

    worlds.accept(piece, world.coordination, at)
    assert states(world)["https://nl.example/repo"] == LinkState.UNCHECKED


def test_whoever_leads_and_the_coordination_owe_its_mending(world: SimpleNamespace, at: datetime) -> None:
    deliver(world, ["", "ttps://nl.example"], at)

    owed = {
        name: queries.link_duties(getattr(world, name), at) for name in ("liaison", "coordination", "other_liaison")
    }

    assert [len(owed[name]) for name in owed] == [1, 1, 0]
    assert world.lab.public_id in owed["liaison"][0].url


def test_x05_whoever_leads_by_another_spelling_owes_it_too(world: SimpleNamespace, at: datetime) -> None:
    deliver(world, [""], at)
    worlds.written_otherwise(world, world.institutions.culture, at)

    assert len(queries.link_duties(world.liaison, at)) == 1


def test_a_link_that_leads_nowhere_is_an_alert_of_its_milestone(world: SimpleNamespace, at: datetime) -> None:
    deliver(world, [""], at)
    rows = queries.leaves_of(world.lab, at=at)

    found = queries.alerts_of(rows, unlinked=queries.milestones_with_broken_links(world.plan))

    leaf = world.lab.milestones.first()
    assert [one.row.milestone.pk for one in found if one.alert == Alert.BROKEN_LINK] == [leaf.pk]


def test_anybody_reads_the_links_filters_them_and_takes_them(
    world: SimpleNamespace, client_of: Callable[[Any], Client], that_day: datetime
) -> None:
    deliver(world, ["", "ttps://nl.example", "https://nl.example/guia"], that_day)
    url = reverse("tracking:links", args=[world.jurisdiction.slug, world.plan.public_id, world.plan.slug])
    client = client_of(None)

    whole, narrowed = client.get(url).content.decode(), client.get(url, {"only": "malformed"}).content.decode()
    lines = client.get(url, {"only": "malformed", "formato": "csv"}).content.decode().splitlines()

    assert 'href="https://nl.example/guia"' in whole
    assert 'href="ttps' not in whole
    assert "ttps://nl.example" in narrowed
    assert "https://nl.example/guia" not in narrowed
    assert len(lines) == 2


def test_the_links_of_many_cost_as_many_questions_as_those_of_one(
    world: SimpleNamespace, at: datetime, django_assert_num_queries: Any
) -> None:
    deliver(world, ["https://nl.example/1"], at)
    with django_assert_num_queries(8):
        queries.links_of(world.plan)
    deliver(world, [f"https://nl.example/{n}" for n in range(30)], at)
    with django_assert_num_queries(8):
        queries.links_of(world.plan)


def test_the_worst_comes_first() -> None:
    assert list(LinkState)[0] == LinkState.BROKEN
    assert Link("channel", None, "", "").state == LinkState.EMPTY  # type: ignore[arg-type]


def test_coordination_decides_when_a_link_is_broken(
    world: SimpleNamespace, at: datetime, client_of: Callable[[Any], Client]
) -> None:
    url, rules = "https://nl.example/a", reverse("tracking:rules", args=["nl"])
    deliver(world, [url], at)
    actions.keep_visits(plan=world.plan, visits={url: fails(url)}, actor=SYSTEM, at=at)
    assert states(world)[url] == LinkState.FAILING

    there = reverse("tracking:link_rules", args=["nl"])
    said = client_of(world.coordination).post(there, {"failing_days": 1, "recheck_days": 2})

    assert said.headers["Location"] == rules
    assert states(world)[url] == LinkState.BROKEN
    visits = {url: Visit(Outcome.OK, 200)}
    actions.keep_visits(plan=world.plan, visits=visits, actor=SYSTEM, at=at)
    assert queries.due_links(world.plan, at=at + timedelta(days=1)) == []
    assert queries.due_links(world.plan, at=at + timedelta(days=2)) == [url]
    assert record.entries_of(world.jurisdiction.urn)[0].type == "tracking.link-rules-changed"
    assert queries.rules_of(world.jurisdiction).quiet_days == 90


def test_wrong_days_change_nothing_and_strangers_are_told_why_not(
    world: SimpleNamespace, client: Client, client_of: Callable[[Any], Client]
) -> None:
    there, wrong = reverse("tracking:link_rules", args=["nl"]), {"failing_days": 0, "recheck_days": 7}

    assert client_of(world.coordination).post(there, wrong).status_code == 422
    assert client_of(world.liaison).post(there, wrong).status_code == 403
    assert client.post(there, {"failing_days": 1, "recheck_days": 1}).status_code == 403
    assert queries.rules_of(world.jurisdiction).failing_days == 3
