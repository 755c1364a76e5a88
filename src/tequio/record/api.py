"""The public record for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, P, PathEx, Query, Router, Schema

from tequio.record import queries
from tequio.record.models import Entry
from tequio.web.api import MOST_PER_PAGE, REFUSALS, URN, Listed, Logged, logged, page_of

router = Router(tags=["record"])
# What the format “uuid” promises is checked by few programs; a pattern by all.
_UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class EntryOut(Logged):
    """A public fact."""

    id: str = Field(description="Identifier of the entry")
    urn: str = Field(description="Its permanent name")
    url: str = Field(description="Its page for people")
    leaf_url: str = Field(description="The exact bytes that are hashed")
    leaf_hash: str = Field(description="RFC 6962 leaf hash of those bytes, in hex")
    type: str = Field(description="Kind of fact")
    at: datetime = Field(description="When it happened, as its office said (UTC)")
    tenant: str = Field(description="Place it belongs to (urn)")
    subject: str = Field(description="Thing that it tells of (urn)")
    seq: int = Field(description="Its number in the chain of that thing, from 1")
    actor: str = Field(description="Who did it, in words: an office or a visitor")
    sentence: str = Field(description="The fact as a sentence, in the language asked for")
    body: dict[str, Any] = Field(description="What the bytes say")


class Entries(Schema):
    """Which entries, the oldest first."""

    limit: int = Field(50, ge=1, le=MOST_PER_PAGE, description="How many at most")
    after: str = Field("", pattern=f"^$|{_UUID}", description="Go on after the entry of this id")
    type: str = Field("", max_length=80, pattern=r"^[a-z.-]*$", description="Kind of fact")
    subject: str = Field("", max_length=160, pattern=f"^$|{URN}", description="Only about this thing (urn)")
    tenant: str = Field("", max_length=160, pattern=f"^$|{URN}", description="Only of this place (urn)")


@router.get(
    "/entries", response={200: Listed[EntryOut], **REFUSALS}, summary="Entries of the record", url_name="entries"
)
def entries(request: HttpRequest, response: HttpResponse, asked: Query[Entries]) -> Any:
    """List the entries of the public record, the oldest first."""
    rows = queries.after(asked.after, type=asked.type, subject=asked.subject, tenant=asked.tenant)[: asked.limit + 1]
    return page_of(request, response, list(rows), asked.limit, lambda found: _shown(request, found), key="event_id")


@router.get("/entries/{entry_id}", response={200: EntryOut, **REFUSALS}, summary="One entry", url_name="entry")
def entry(request: HttpRequest, entry_id: PathEx[str, P(pattern=_UUID)]) -> Any:
    """Give one entry of the record."""
    found = queries.entry(entry_id)
    if found is None:
        raise Http404
    return _shown(request, [found])[0]


def _shown(request: HttpRequest, rows: Sequence[Entry]) -> list[EntryOut]:
    standings = queries.standings({row.idx for row in rows if row.idx is not None})
    return [
        EntryOut(
            id=line.event_id,
            urn=f"urn:uuid:{line.event_id}",
            url=request.build_absolute_uri(line.url),
            leaf_url=request.build_absolute_uri(reverse("record:leaf", args=[line.event_id])),
            leaf_hash=line.leaf_hash,
            type=line.type,
            at=line.at,
            tenant=row.tenant,
            subject=row.subject,
            seq=row.seq,
            **logged(standings[row.idx]),
            actor=line.actor,
            sentence=line.sentence,
            body=json.loads(bytes(row.entry)),
        )
        for row, line in zip(rows, queries.lines(rows), strict=True)
    ]
