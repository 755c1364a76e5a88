"""A world to attack: the one that the table of pages is asked of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, override_settings

from tequio.kit import clock
from tests.contracts import world as worlds

AT = datetime(2023, 6, 12, 15, 0, tzinfo=UTC)


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A published plan with drafts beside it, and `world.ask(role)`: a client signed in as somebody."""
    with override_settings(FILES_ROOT=tmp_path / "files"), clock.frozen(AT):
        made = worlds.build(AT)
        made.at = AT
        made.ask = lambda role: _client(worlds.user_of(made, role))
        yield made


def _client(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client
