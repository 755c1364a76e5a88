"""This room alone: what lies above it is played by worlds.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tequio.contributions import queries
from tequio.contributions.tests import worlds
from tequio.kit import clock
from tequio.people import queries as people
from tequio.record import queries as record


@pytest.fixture(autouse=True)
def above(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the things of worlds.py answer for themselves."""
    monkeypatch.setattr(record.resolvers, "_fillers", [people.resolved, worlds.resolved])
    monkeypatch.setattr(queries.responsible, "_fillers", [worlds.responsible])
    yield
    worlds.PUBLIC.clear()
    worlds.BEHIND.clear()


@pytest.fixture
def that_day(at: datetime) -> Iterator[datetime]:
    """The day on which pages are opened."""
    with clock.frozen(at):
        yield at


@pytest.fixture
def client_of() -> Callable[[Any], Client]:
    """Return a browser signed in as somebody; as nobody for None."""

    def enter(actor: Any) -> Client:
        client = Client()
        if getattr(actor, "user", None):
            client.force_login(actor.user)
        return client

    return enter
