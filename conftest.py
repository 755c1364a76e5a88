"""What every test may rely on: no network but loopback, a founded installation on request."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# How fast a machine is, and what else it does, decides no test.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

pytest_plugins = ["tests.flush", "tests.browser", "tests.smtp", "tests.installation"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Make the tables of the tests' database at once; test_building compares them with what the migrations make."""
    from django.core.management.commands.migrate import Command

    from tequio.config.ops import building

    replay = Command.handle

    def handle(self: Command, *args: Any, **options: Any) -> None:
        building.build()
        replay(self, *args, **options)

    Command.handle = handle  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse any connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host not in ("", "127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Let no test inherit the site's name from another."""
    from tequio.record import queries

    queries.forget_site()
    yield
    queries.forget_site()


@pytest.fixture
def at() -> datetime:
    """A fixed instant: a Monday morning in Monterrey."""
    return datetime(2023, 6, 12, 15, 0, tzinfo=UTC)


@pytest.fixture
def site(db: None, at: datetime) -> str:
    """An installation called nl."""
    from tequio.record import actions

    return actions.found_installation(site="nl", at=at).site
