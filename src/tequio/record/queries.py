"""Reads of the record: the site's name, histories, the feed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit.event import BY_NAME
from tequio.kit.slot import Slot
from tequio.kit.urn import Urn, parse
from tequio.record import leaf
from tequio.record.models import Entry, Installation, SubjectHead, Trail

_site: str | None = None

# A day in the data of a fact; a sentence says it as pages do.
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)

# As many facts as may be under way at once, each with its number taken and not yet committed.
_AT_ONCE = 64

_TENANTS = """
    WITH RECURSIVE hop(tenant) AS (
        SELECT min(tenant) FROM record_entry
        UNION ALL
        SELECT (SELECT min(tenant) FROM record_entry WHERE tenant > hop.tenant) FROM hop WHERE hop.tenant IS NOT NULL
    ) SELECT tenant FROM hop WHERE tenant IS NOT NULL
"""
_NEWEST = "SELECT id FROM record_entry ORDER BY id DESC LIMIT %s"
_NEWEST_OF = "SELECT id FROM record_entry WHERE tenant = %s ORDER BY id DESC LIMIT %s"
_HEADS = "SELECT seq, leaf_hash FROM record_subjecthead WHERE seq > 0 AND subject IN"


@dataclass(frozen=True)
class Resolved:
    """What a urn stands for, for whoever asks: a title, an address (empty if there is no page).

    `tenant` is its place, `subject` the thing whose chain tells it; `is_open` tells that anybody may speak about it.
    """

    title: str
    url: str = ""
    tenant: str = ""
    subject: str = ""
    is_open: bool = False


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

    @property
    def url(self) -> str:
        """The page of this entry."""
        return reverse("record:entry", args=[self.event_id])


@dataclass(frozen=True)
class Mark:
    """What a page's footer says of its subjects: how many entries, where they are read; `etag` changes with them."""

    entries: int
    url: str
    etag: str


@dataclass(frozen=True)
class Newest:
    """The last entry of a subject's chain."""

    event_id: str
    at: datetime

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("record:entry", args=[self.event_id])


@dataclass(frozen=True)
class Link:
    """An entry's place in its subject's chain, checked when it is read."""

    earlier: Entry | None
    later: Entry | None
    bytes_hold: bool
    chain_holds: bool


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


def about(*subjects: str) -> Mark | None:
    """Return the footer's mark of a page that tells of some subjects, the first being its own; one query."""
    marks = ", ".join(["%s"] * len(subjects))
    with connection.cursor() as cursor:  # asked by every visitor of every page: the ORM would take three times as long
        cursor.execute(f"{_HEADS} ({marks}) ORDER BY subject", subjects)
        heads = cursor.fetchall()
    if not heads:
        return None
    newest = b"".join(bytes(leaf_hash or b"") for _seq, leaf_hash in heads)
    entries = sum(seq for seq, _leaf_hash in heads)
    return Mark(entries=entries, url=history_url(subjects[0]), etag=leaf.leaf_hash(newest).hex())


def history_url(subject: str) -> str:
    """Return the address of a subject's history."""
    named = parse(subject)
    return reverse("record:history", args=[named.kind, named.id])


def tenants() -> list[str]:
    """Return the urns of the jurisdictions that have entries, hopping along the index instead of reading it whole."""
    with connection.cursor() as cursor:
        cursor.execute(_TENANTS)
        return [row[0] for row in cursor.fetchall()]


def link(row: Entry) -> Link:
    """Return what stands before and after an entry, and whether its bytes and its chain hold; one query."""
    beside = {one.seq: one for one in Entry.objects.filter(subject=row.subject, seq__in=(row.seq - 1, row.seq + 1))}
    earlier, later = beside.get(row.seq - 1), beside.get(row.seq + 1)
    said = json.loads(bytes(row.entry)).get("prev")
    return Link(
        earlier=earlier,
        later=later,
        bytes_hold=leaf.leaf_hash(bytes(row.entry)) == bytes(row.leaf_hash),
        chain_holds=said == (bytes(earlier.leaf_hash).hex() if earlier else None),
    )


def feed(*, tenant: str = "", type: str = "") -> QuerySet[Entry]:
    """Return every entry, newest first, of one jurisdiction or one kind if asked."""
    entries = Entry.objects.order_by("-id")
    if tenant:
        entries = entries.filter(tenant=tenant)
    return entries.filter(type=type) if type else entries


def newest() -> int:
    """Return the number of the newest entry; 0 before the first."""
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def moved(*, tenant: str = "") -> str:
    """Return a mark that changes with every entry of a place, or of all.

    It names the newest entries, not only the last: two facts may commit in another order than their numbers.
    """
    with connection.cursor() as cursor:  # as fast as about()
        cursor.execute(_NEWEST_OF if tenant else _NEWEST, [tenant, _AT_ONCE] if tenant else [_AT_ONCE])
        return ".".join(str(row[0]) for row in cursor.fetchall())


def after(event_id: str, *, type: str = "", subject: str = "", tenant: str = "") -> QuerySet[Entry]:
    """Return the entries that follow one, oldest first; from the first where it is empty."""
    asked = {"type": type, "subject": subject, "tenant": tenant}
    found = Entry.objects.filter(**{name: value for name, value in asked.items() if value}).order_by("id")
    return found.filter(pk__gt=Entry.objects.filter(event_id=event_id).values("pk")[:1]) if event_id else found


def newest_of(subjects: Iterable[str]) -> dict[str, Newest]:
    """Return the newest entry of each subject that has one; one query."""
    last = Entry.objects.filter(subject=OuterRef("subject"), seq=OuterRef("seq"))
    heads = SubjectHead.objects.filter(subject__in=set(subjects), seq__gt=0)
    rows = heads.values_list("subject", Subquery(last.values("event_id")[:1]), Subquery(last.values("at")[:1]))
    return {subject: Newest(str(event_id), at) for subject, event_id, at in rows}


def entry(event_id: str) -> Entry | None:
    """Return one entry by its event id."""
    return Entry.objects.filter(event_id=event_id).first()


def lines(entries: Iterable[Entry]) -> list[Line]:
    """Tell entries as sentences, resolving every urn in them at once."""
    rows = list(entries)
    bodies = [json.loads(bytes(row.entry)) for row in rows]
    known = resolve({row.subject for row in rows} | {row.actor for row in rows} | set(_urns_in(bodies)))
    return [_line(row, body, known) for row, body in zip(rows, bodies, strict=True)]


def of_types(*types: str, tenant: str) -> QuerySet[Entry]:
    """Return the entries of some kinds about a place, newest first."""
    return Entry.objects.filter(type__in=types, tenant=tenant).order_by("-id")


def withheld_in(row: Entry) -> int:
    """Count the personal values of an entry that are kept apart; 0 where there was none, or all were erased."""
    return row.withheld.count()


def newest_trace(*, tenant: str = "") -> str:
    """Return a mark that changes with every private trace of a place, or of all; it tells nothing of what happened."""
    found = Trail.objects.filter(tenant=tenant).order_by("-at", "-pk") if tenant else Trail.objects.order_by("-pk")
    return ".".join(map(str, found.values_list("pk", flat=True)[:_AT_ONCE]))


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
    if isinstance(value, str) and value.startswith("urn:tequio:"):
        # A draft, or a page that was withdrawn: a bare identifier helps nobody, and its title is nobody's business.
        return _("something that is not public")
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value).strftime("%d/%m/%Y")
    return "" if value is None else value
