"""Reads of the record: the site's name, histories, the feed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tequio.kit.event import BY_NAME
from tequio.kit.slot import Slot
from tequio.kit.urn import Urn
from tequio.record.models import Entry, Installation, Trail

_site: str | None = None


@dataclass(frozen=True)
class Resolved:
    """What a urn stands for, for whoever asks: a title, an address (empty if there is no page)."""

    title: str
    url: str = ""


# Filled by the rooms above: given urns, each answers for those it knows and that everybody may see.
resolvers: Slot[[Iterable[str]], Mapping[str, Resolved]] = Slot("record.resolvers")


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


class NotInstalled(Exception):
    """This installation has no name yet: run `tequio init` or open the first-run page."""


def site() -> str:
    """Return the installation's name; raise NotInstalled before it has one."""
    global _site
    if _site is None:
        row = Installation.objects.first()
        if row is None:
            raise NotInstalled
        _site = row.site
    return _site


def is_installed() -> bool:
    """Tell whether the installation has its name."""
    try:
        return bool(site())
    except NotInstalled:
        return False


def forget_site() -> None:
    """Drop the remembered name: after a restore, and between tests."""
    global _site
    _site = None


def urn(kind: str, id: str) -> str:
    """Name a thing of this installation."""
    return str(Urn(site(), kind, id))


def resolve(urns: Iterable[str]) -> dict[str, Resolved]:
    """Say what public things some urns stand for; unknown or private ones are left out."""
    wanted = set(urns)
    found: dict[str, Resolved] = {}
    for answer in resolvers.ask(wanted):
        found.update(answer)
    return found


def entries_of(*subjects: str) -> QuerySet[Entry]:
    """Return the entries of some subjects, newest first."""
    return Entry.objects.filter(subject__in=subjects).order_by("-id")


def feed(*, tenant: str = "", type: str = "") -> QuerySet[Entry]:
    """Return every entry, newest first, of one jurisdiction or one kind if asked."""
    entries = Entry.objects.order_by("-id")
    if tenant:
        entries = entries.filter(tenant=tenant)
    return entries.filter(type=type) if type else entries


def entry(event_id: str) -> Entry | None:
    """Return one entry by its event id."""
    return Entry.objects.filter(event_id=event_id).first()


def lines(entries: Iterable[Entry]) -> list[Line]:
    """Tell entries as sentences, resolving every urn in them at once."""
    rows = list(entries)
    bodies = [json.loads(bytes(row.entry)) for row in rows]
    known = resolve({row.subject for row in rows} | {row.actor for row in rows} | set(_urns_in(bodies)))
    return [_line(row, body, known) for row, body in zip(rows, bodies, strict=True)]


def trail_of(subject: str) -> QuerySet[Trail]:
    """Return the private traces about a subject, newest first."""
    return Trail.objects.filter(subject=subject).order_by("-id")


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
    return "" if value is None else value
