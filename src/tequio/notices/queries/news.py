"""What happened to what somebody follows since they were last told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from tequio.kit.slot import Slot
from tequio.notices.models import Follow, Reader
from tequio.notices.vocab import MORNING, MOST_LINES, NEWEST, READERS_AT_ONCE, SETTLED, SIX_DAYS, Rhythm
from tequio.record import queries as record

# Filled by the rooms above: which subjects of the record lie inside some followed ones (a plan's commitments).
within: Slot[[Iterable[str]], Mapping[str, Iterable[str]]] = Slot("notices.within")


@dataclass(frozen=True)
class News:
    """What happened to one thing, oldest first."""

    thing: record.Resolved
    lines: Sequence[record.Line]


def settled(at: datetime) -> int:
    """Return the newest entry before which none can still appear; 0 if there is none.

    Facts may commit in another order than their numbers: one that is as old as the longest transaction has no elder
    on its way.
    """
    newest = list(record.feed().values_list("id", "at")[:NEWEST])
    fresh = [id for id, said in newest if said > at - SETTLED]
    old = [id for id, said in newest if said <= at - SETTLED and (not fresh or id < min(fresh))]
    return max(old, default=0)


def due(at: datetime, *, until: int) -> list[int]:
    """Return the readers whose digest may be closed now, some at a time, whoever waited longest first.

    Those of a day or a week are told in the morning only; what a stopped server missed waits for the next one.
    """
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    when = Q(rhythm=Rhythm.AT_ONCE)
    if MORNING[0] <= local.time() < MORNING[1]:
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        when |= Q(rhythm=Rhythm.DAILY, told_at__lt=midnight)
        when |= Q(rhythm=Rhythm.WEEKLY, told_at__lt=midnight - SIX_DAYS)
    rows = Reader.objects.confirmed().filter(when, told_at__lt=at, told_entry__lt=until).order_by("told_at", "pk")
    return list(rows.values_list("pk", flat=True)[:READERS_AT_ONCE])


def subjects_of(follows: Iterable[Follow]) -> dict[str, set[str]]:
    """Return, for each followed urn, the subjects whose facts are its news: its own, and what lies inside it."""
    followed = {one.subject for one in follows}
    found = {urn: {urn} for urn in followed}
    for answer in within.ask(followed):
        for urn, inside in answer.items():
            found[urn] |= set(inside)
    return found


def conditions(follows: Iterable[Follow], after: int) -> Q:
    """Keep the entries that are news of what is followed: also all that happens in a followed place."""
    rows = list(follows)
    inside = subjects_of(rows)
    wanted = Q(pk__in=[])
    for one in rows:
        since = max(after, one.since_entry)
        wanted |= Q(id__gt=since) & (Q(subject__in=inside[one.subject]) | Q(tenant=one.subject))
    return wanted


def news_of(reader: Reader, *, after: int, until: int) -> tuple[list[News], int]:
    """Return what happened between two entries to what somebody follows, and how many lines were left out.

    Only what is public. What was withdrawn meanwhile is left out: nothing in a mail tells of it.
    """
    follows = list(reader.follows.filter(confirmed_at__isnull=False))
    entries = record.feed().filter(conditions(follows, after), id__lte=until).order_by("id")
    lines = [line for line in record.lines(entries[: MOST_LINES * 5]) if line.subject]
    told: dict[str, list[record.Line]] = {}
    for line in lines[:MOST_LINES]:
        told.setdefault(line.subject_urn, []).append(line)
    news = [News(rows[0].subject, rows) for rows in told.values() if rows[0].subject]
    return news, max(0, len(lines) - MOST_LINES)
