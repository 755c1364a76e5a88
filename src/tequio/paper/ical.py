"""Days with something due, as an iCalendar (RFC 5545) that telephones and mail programs subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

AGAIN = timedelta(hours=6)


@dataclass(frozen=True)
class Day:
    """Something due on a day. `uid` is its name for ever; `revision` grows with each change, at `changed_at`."""

    uid: str
    on: date
    title: str
    text: str = ""
    url: str = ""
    revision: int = 0
    changed_at: datetime | None = None
    is_done: bool = False


def ics(days: Iterable[Day], *, name: str, at: datetime) -> bytes:
    """Write the days as whole-day events; `at` is when it is written."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tequio//ES")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", AGAIN)
    for day in days:
        calendar.add_component(_event(day, at))
    return bytes(calendar.to_ical())


def _event(day: Day, at: datetime) -> Event:
    event = Event()
    event.add("uid", day.uid)
    event.add("dtstamp", day.changed_at or at)
    event.add("dtstart", day.on)
    # The end of a whole day is the next one, and does not belong to it.
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", day.title)
    event.add("sequence", day.revision)
    event.add("transp", "TRANSPARENT")
    if day.changed_at:
        event.add("last-modified", day.changed_at)
    if day.text:
        event.add("description", day.text)
    if day.url:
        event.add("url", day.url)
    if day.is_done:
        event.add("categories", ["done"])
    return event
