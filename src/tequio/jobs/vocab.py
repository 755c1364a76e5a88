"""The words of work done later: patience, and when something recurs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEAT = timedelta(seconds=10)  # how often a worker says that it lives
SILENCE = timedelta(seconds=90)  # after this long without a beat its task is taken from it
KILLS = 3  # a task that takes its worker down this often is not tried again
KILLED = "killed:"  # how an attempt that a kill cut short is marked in a task's list of workers
KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=90)


@dataclass(frozen=True)
class Patience:
    """How often something is tried, and how long one waits in between: doubling, up to a cap."""

    attempts: int = 5
    wait: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=6)

    def after(self, failures: int) -> timedelta:
        """Return how long to wait after so many failures (1 or more)."""
        return min(self.longest, self.wait * (1 << min(failures - 1, 30)))


@dataclass(frozen=True)
class Rhythm:
    """When something recurs: every so many minutes, or daily at an hour of a zone."""

    minutes: int = 0
    hour: time = time()
    zone: str = "UTC"

    def next(self, now: datetime) -> datetime:
        """Return the first instant after now; what was missed in between is not made up for."""
        if self.minutes:
            return now + timedelta(minutes=self.minutes)
        zone = ZoneInfo(self.zone)
        day = now.astimezone(zone).date()
        today = datetime.combine(day, self.hour, zone)
        if today <= now:
            today = datetime.combine(day + timedelta(days=1), self.hour, zone)
        return today.astimezone(UTC)

    def __str__(self) -> str:
        if self.minutes:
            return f"every {self.minutes} minutes"
        return f"daily at {self.hour:%H:%M} in {self.zone}"


def every(*, minutes: int) -> Rhythm:
    """Recur every so many minutes."""
    if minutes < 1:
        raise ValueError("the shortest rhythm is a minute")
    return Rhythm(minutes=minutes)


def daily(hour: str, *, zone: str) -> Rhythm:
    """Recur daily, at hh:mm in an IANA time zone."""
    return Rhythm(hour=time.fromisoformat(hour), zone=str(ZoneInfo(zone)))
