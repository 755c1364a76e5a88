"""Who follows what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing

from tequio.kit import secret
from tequio.kit.actor import Actor
from tequio.notices.models import CalendarKey, Follow, Reader, Reminding
from tequio.notices.vocab import CONFIRM_WITHIN, FOLLOWABLE, SALT
from tequio.people.models import User
from tequio.people.queries import account_of
from tequio.record import queries as record


@dataclass(frozen=True)
class Followed:
    """One thing that a reader follows; `thing` is empty while it is not public."""

    follow: Follow
    thing: record.Resolved | None


def urn_of(kind: str, public_id: str) -> tuple[str, record.Resolved] | None:
    """Return the urn of something public that can be followed, and what it is."""
    if kind not in FOLLOWABLE:
        return None
    urn = record.urn(kind, public_id)
    found = record.resolve([urn]).get(urn)
    return (urn, found) if found else None


def reader_of(actor: Actor) -> Reader | None:
    """Return what an account reads."""
    user = account_of(actor)
    return Reader.objects.filter(user=user).select_related("user").first() if user else None


def reader_behind(token: str) -> Reader | None:
    """Return whose links carry a token."""
    try:
        public_id = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Reader.objects.filter(public_id=public_id).select_related("user").first()


def follow_behind(token: str, *, at: datetime) -> Follow | None:
    """Return what a confirming link is about, while it works."""
    rows = Follow.objects.select_related("reader__user").filter(asked_at__gt=at - CONFIRM_WITHIN)
    return rows.filter(token_hash=secret.hash_of(token)).first()


def is_following(actor: Actor, subject: str) -> bool:
    """Tell whether an account follows something."""
    user = account_of(actor)
    return user is not None and Follow.objects.filter(reader__user=user, subject=subject).exists()


def follows_of(reader: Reader) -> list[Followed]:
    """Return what somebody follows, in two queries and those of the resolvers."""
    rows = list(reader.follows.filter(confirmed_at__isnull=False).order_by("pk"))
    known = record.resolve(row.subject for row in rows)
    return [Followed(row, known.get(row.subject)) for row in rows]


def personal_data(user: User) -> dict[str, Any]:
    """Return what this room keeps about an account."""
    reader = Reader.objects.filter(user=user).first()
    follows: Iterable[Follow] = reader.follows.order_by("pk") if reader else ()
    reminding = Reminding.objects.filter(user=user).first()
    return {
        "follows": [{"subject": one.subject, "since": one.asked_at.isoformat()} for one in follows],
        "mails": reader.rhythm if reader else None,
        "reminders_off": bool(reminding and reminding.is_off),
        "calendars": [
            {"office": one.office.urn, "made_at": one.made_at.isoformat()}
            for one in CalendarKey.objects.filter(user=user).select_related("office").order_by("pk")
        ],
    }
