"""The worlds of this room's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.kit import clock
from tequio.people import queries
from tequio.people.queries import Officer
from tequio.people.tests import worlds
from tequio.web import page


@pytest.fixture(autouse=True)
def nobody_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no room above speak here: what they add is tested with them."""
    for slot in (page.menu, queries.personal_data, queries.furnishings):
        monkeypatch.setattr(slot, "_fillers", [])


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    """Nuevo León with its people."""
    return worlds.nuevo_leon(at)


@pytest.fixture
def other(world: SimpleNamespace, at: datetime) -> SimpleNamespace:
    """México with its people, on the same site as Nuevo León."""
    return worlds.mexico(at)


@pytest.fixture
def that_day(at: datetime) -> Iterator[datetime]:
    """Stop the clock, so that pages and actions agree on the day."""
    with clock.frozen(at):
        yield at


@pytest.fixture
def client_of(that_day: datetime) -> Callable[[Any], Client]:
    """Enter as somebody; None is a stranger."""

    def enter(actor: Officer | None) -> Client:
        client = Client()
        if actor is not None:
            client.force_login(actor.user)
        return client

    return enter
