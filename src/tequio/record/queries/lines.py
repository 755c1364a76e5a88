"""Entries as sentences that a person reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit.event import BY_NAME
from tequio.record.models import Entry
from tequio.record.queries.names import Resolved, resolve

# A day in the data of a fact; a sentence says it as pages do.
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


@dataclass(frozen=True)
class Line:
    """An entry as a person reads it."""

    id: int
    event_id: str
    type: str
    at: datetime
    seq: int
    idx: int | None
    subject: Resolved | None
    subject_urn: str
    actor: str
    sentence: str
    evidence: tuple[Mapping[str, Any], ...]
    leaf_hash: str

    @property
    def url(self) -> str:
        """The page of this entry."""
        return reverse("record:entry", args=[self.event_id])


def lines(entries: Iterable[Entry]) -> list[Line]:
    """Tell entries as sentences, resolving every urn in them at once."""
    rows = list(entries)
    bodies = [json.loads(bytes(row.entry)) for row in rows]
    known = resolve({row.subject for row in rows} | {row.actor for row in rows} | set(_urns_in(bodies)))
    return [_line(row, body, known) for row, body in zip(rows, bodies, strict=True)]


def _urns_in(bodies: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for body in bodies:
        for value in body["data"].values():
            if isinstance(value, str) and value.startswith("urn:tequio:"):
                yield value


def _line(row: Entry, body: Mapping[str, Any], known: Mapping[str, Resolved]) -> Line:
    actor = _actor_name(row.actor, known)
    return Line(
        id=row.pk,
        event_id=str(row.event_id),
        type=row.type,
        at=row.at,
        seq=row.seq,
        idx=row.idx,
        subject=known.get(row.subject),
        subject_urn=row.subject,
        actor=actor,
        sentence=_sentence(row, body, known, actor),
        evidence=tuple(body["evidence"]),
        leaf_hash=bytes(row.leaf_hash).hex(),
    )


def _actor_name(handle: str, known: Mapping[str, Resolved]) -> str:
    if handle in known:
        return known[handle].title
    if handle.endswith(":system"):
        return _("the platform")
    return _("somebody")


def _sentence(row: Entry, body: Mapping[str, Any], known: Mapping[str, Resolved], actor: str) -> str:
    event = BY_NAME.get(row.type)
    if event is None:
        return row.type
    values = {key: _shown(event, key, value, known) for key, value in body["data"].items()}
    subject = known.get(row.subject)
    values |= {"actor": actor, "subject": subject.title if subject else _("something no longer public")}
    return str(event.sentence) % values


def _shown(event: Any, key: str, value: Any, known: Mapping[str, Resolved]) -> Any:
    """Show a value in words: the event may bring a table of labels (`labels = {"field": {code: lazy text}}`)."""
    labels = getattr(event, "labels", {}).get(key, {})
    if isinstance(value, str) and value in labels:
        return labels[value]
    if isinstance(value, str) and value in known:
        return known[value].title
    if isinstance(value, str) and value.startswith("urn:tequio:"):
        # A draft, or a page that was withdrawn: a bare identifier helps nobody, and its title is nobody's business.
        return _("something that is not public")
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value).strftime("%d/%m/%Y")
    return "" if value is None else value
