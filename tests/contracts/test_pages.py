"""Who may open what: every address × every role → the answer. The table is `pages.csv`.

A line holds the name of an address, the method, and its arguments: `public_id={lab.public_id}` is filled from
world.py, and what begins with `?` goes into the query, or into the form where the method is POST. Then, for
each role, the status that it gets: `login` is a redirect to the page where one signs in, and `302>` any
other. `queries` is its budget: whoever needs more says so. `TEQUIO_ACCEPT=1` writes down the answers of
today: read the difference before you commit it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tequio.kit import clock
from tequio.record import queries as record
from tests.contracts import world as worlds

TABLE = Path(__file__).with_name("pages.csv")
AT = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)
IS_ACCEPTED = os.environ.get("TEQUIO_ACCEPT") == "1"
_TOKEN = {"csrfmiddlewaretoken": "unchecked"}
HEAD = ["name", "method", "arguments", *worlds.ROLES, "queries"]

Row = dict[str, str]


def rows() -> list[Row]:
    """Return the lines of the table."""
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = rows()


def names() -> Iterator[str]:
    """Return the name of every address that this site answers."""

    def walk(patterns: list[Any], space: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            elif isinstance(pattern, URLPattern):
                yield f"{space}{pattern.name or pattern.pattern}"

    return walk(get_resolver().url_patterns, "")


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    """Build the world once; nothing of it stays."""
    store = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), store, clock.frozen(AT), transaction.atomic():
        made = worlds.build(AT)
        made.sessions = {role: session(worlds.user_of(made, role)) for role in worlds.ROLES}
        yield made
        transaction.set_rollback(True)


def session(user: Any) -> str:
    """Sign somebody in and return their session's key; empty for a stranger."""
    if user is None:
        return ""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def asked(row: Row, world: SimpleNamespace) -> tuple[str, dict[str, str]]:
    """Return the address that a line names and what is sent along."""
    pairs = [part.split("=", 1) for part in row["arguments"].split(";") if part]
    filled = {name.format(**vars(world)): value.format(**vars(world)) for name, value in pairs}
    sent = {name[1:]: value for name, value in filled.items() if name.startswith("?")}
    return reverse(row["name"], kwargs={n: v for n, v in filled.items() if not n.startswith("?")}), sent


def answer(row: Row, role: str, world: SimpleNamespace) -> tuple[str, int]:
    """Ask as a role, undo whatever it did, and return the answer and how many queries it took."""
    client = Client(raise_request_exception=False)
    if world.sessions[role]:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    url, sent = asked(row, world)
    with transaction.atomic(), CaptureQueriesContext(connection) as statements:
        # A browser's form is never empty: it carries its token, whether or not a test client checks it.
        response = client.post(url, sent | _TOKEN) if row["method"] == "POST" else client.get(url, sent)
        if response.streaming:
            b"".join(response)  # type: ignore[arg-type]
        transaction.set_rollback(True)
    return said(response), sum("SAVEPOINT" not in one["sql"] for one in statements)


def said(response: HttpResponseBase) -> str:
    """Write an answer as the table does."""
    if not 300 <= response.status_code < 400 or response.status_code == 304:
        return str(response.status_code)
    to = response.headers["Location"]
    return "login" if to.startswith(reverse("account_login")) else f"{response.status_code}>"


def test_every_address_stands_in_the_table() -> None:
    known = {row["name"] for row in ROWS}

    assert sorted(set(names()) - known) == []
    assert sorted(known - set(names())) == []


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['name']}-{row['method']}-{row['arguments']}")
def test_each_role_gets_its_answer(row: Row, world: SimpleNamespace) -> None:
    record.site()  # remembered by a process that serves
    asked = {role: answer(row, role, world) for role in worlds.ROLES}
    answers = {role: said for role, (said, _) in asked.items()}
    most = max(count for _, count in asked.values())

    if IS_ACCEPTED and not any(one.startswith("5") for one in answers.values()):
        row |= answers | {"queries": str(most)}
    assert answers == {role: row[role] for role in worlds.ROLES}
    assert most <= int(row["queries"]), "this page asks the database more often than it did"


@pytest.mark.django_db
def test_head_answers_as_get_does_without_a_body(world: SimpleNamespace) -> None:
    wrong = []
    for row in ROWS:
        if row["method"] == "GET" and row["anonymous"] == "200":
            url, sent = asked(row, world)
            answer = Client(raise_request_exception=False).head(url, sent)
            if (answer.status_code, b"".join(answer)) != (200, b""):
                wrong.append((row["name"], answer.status_code))

    assert wrong == []


@pytest.fixture(scope="module", autouse=True)
def accepted() -> Iterator[None]:
    """Write the table down again once every line was asked, if that is wanted."""
    yield
    if IS_ACCEPTED:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            written = csv.DictWriter(file, HEAD, restval="", lineterminator="\n")
            written.writeheader()
            written.writerows(ROWS)
