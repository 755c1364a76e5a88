"""What the tests of this room start from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tequio.kit import clock
from tequio.people.tests import worlds as people


@pytest.fixture
def world(db: None, at: datetime) -> SimpleNamespace:
    """A place with its people."""
    return people.nuevo_leon(at)


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
