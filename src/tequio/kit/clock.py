"""The one clock. Views read it; actions are handed the instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: datetime | None = None


def now() -> datetime:
    """Return the present instant in UTC."""
    return _frozen or datetime.now(UTC)


def today(zone: str) -> date:
    """Return the current day in an IANA time zone, such as America/Monterrey."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock of this process at an instant, for the stories told in tests."""
    global _frozen
    before, _frozen = _frozen, at.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
