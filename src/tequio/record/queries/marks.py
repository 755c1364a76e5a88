"""What a page says of the record in its foot, and what changes when the facts of a page do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from tequio.record.models import Checkpoint, Entry, Log, SubjectHead, Trail, Witness
from tequio.record.queries.names import history_url

# As many facts as may be under way at once, each with its number taken and not yet committed.
_AT_ONCE = 64

# After the newest entries: how far the log is published, and how far its witnesses have seen.
_LOGGED = """
    UNION ALL SELECT coalesce(max(ends), 0) FROM record_checkpoint WHERE published_at IS NOT NULL
    UNION ALL SELECT coalesce(sum(ends + 1), 0) FROM record_witness WHERE retired_at IS NULL
"""
_NEWEST = "SELECT id FROM (SELECT id FROM record_entry ORDER BY id DESC LIMIT %s) AS newest"
_NEWEST_OF = "SELECT id FROM (SELECT id FROM record_entry WHERE tenant = %s ORDER BY id DESC LIMIT %s) AS newest"
# One question for a page's foot: the heads of its chains, where the newest of them stands, the checkpoint that first
# covered it, and how many witnesses have signed a tree that holds it.
_STANDING = """
    newest AS (SELECT CASE WHEN count(*) = count(idx) THEN max(idx) END AS idx FROM head),
    cover AS (
        SELECT c.size, c.root FROM record_checkpoint c
        WHERE c.published_at IS NOT NULL AND c.ends > (SELECT idx FROM newest) ORDER BY c.ends LIMIT 1
    ),
    watch AS (
        SELECT count(*) AS watching, coalesce(sum(CASE WHEN w.ends > newest.idx THEN 1 ELSE 0 END), 0) AS seen
        FROM record_witness w CROSS JOIN newest WHERE w.retired_at IS NULL
    )
    SELECT head.seq, head.leaf_hash, newest.idx, cover.size, cover.root, watch.watching, watch.seen,
        (SELECT max(base) FROM record_log WHERE base <= newest.idx),
        (SELECT max(number) FROM record_log WHERE base <= newest.idx)
    FROM head CROSS JOIN newest CROSS JOIN watch LEFT JOIN cover ON 1 = 1 ORDER BY head.subject
"""
_HEADS = """
    WITH head AS (
        SELECT h.subject, h.seq, h.leaf_hash, e.idx FROM record_subjecthead h
        JOIN record_entry e ON e.subject = h.subject AND e.seq = h.seq WHERE h.subject IN ({marks})
    ),
"""
_ENTRIES = """
    WITH head AS (SELECT subject, seq, leaf_hash, idx FROM record_entry WHERE id = %s),
"""


@dataclass(frozen=True)
class Standing:
    """How far a fact has come: accepted here, recorded in the public log, seen by witnesses outside.

    `index` is its leaf in log `number`; `size` and `root` (hex) are those of the checkpoint that first covered it.
    """

    index: int | None = None
    number: int = 1
    size: int | None = None
    root: str = ""
    seen: int = 0
    watching: int = 0

    @property
    def state(self) -> str:
        """The last step reached: accepted, recorded or witnessed."""
        if self.index is None or self.size is None:
            return "accepted"
        return "witnessed" if self.seen else "recorded"

    @property
    def url(self) -> str:
        """The page of the checkpoint that first covered it; empty before there is one."""
        return reverse("record:checkpoint", args=[self.number, self.size]) if self.size is not None else ""

    @property
    def short_root(self) -> str:
        """The beginning of the root, for a foot or a printed page."""
        return self.root[:8]


@dataclass(frozen=True)
class Newest:
    """The last entry of a subject's chain."""

    event_id: str
    at: datetime
    standing: Standing

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("record:entry", args=[self.event_id])


@dataclass(frozen=True)
class Mark:
    """What a page's footer says of its subjects: how many entries, where they are read; `etag` changes with them."""

    entries: int
    url: str
    etag: str
    standing: Standing = Standing()

    @property
    def bundle_url(self) -> str:
        """What to take home: the chain of the page's own subject with its proofs."""
        return f"{self.url}paquete.zip"


def about(*subjects: str) -> Mark | None:
    """Return the footer's mark of a page that tells of some subjects, the first being its own; one query."""
    marks = ", ".join(["%s"] * len(subjects))
    with connection.cursor() as cursor:  # asked by every visitor of every page: the ORM would take three times as long
        cursor.execute(_HEADS.format(marks=marks) + _STANDING, subjects)
        heads = cursor.fetchall()
    if not heads:
        return None
    standing = _standing(heads[0])
    newest = b"".join(bytes(head[1]) for head in heads)
    said = f"{standing.state} {standing.index} {standing.size} {standing.seen} {standing.watching}"
    return Mark(
        entries=sum(head[0] for head in heads),
        url=history_url(subjects[0]),
        etag=sha256(newest + said.encode()).hexdigest(),
        standing=standing,
    )


def standing_of(entry: int) -> Standing:
    """Return how far one entry (its number in the table) has come; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES + _STANDING, [entry])
        row = cursor.fetchone()
    return _standing(row) if row else Standing()


def newest_of(subjects: Iterable[str]) -> dict[str, Newest]:
    """Return the newest entry of each subject that has one, and how far it has come; three queries."""
    last = Entry.objects.filter(subject=OuterRef("subject"), seq=OuterRef("seq"))
    heads = SubjectHead.objects.filter(subject__in=set(subjects), seq__gt=0)
    found = heads.values_list("subject", *(Subquery(last.values(name)[:1]) for name in ("event_id", "at", "idx")))
    rows = list(found)
    if not rows:
        return {}
    standing = standings({idx for *_said, idx in rows if idx is not None})
    return {
        subject: Newest(str(event_id), at, standing.get(idx) or standing[None])
        for subject, event_id, at, idx in rows
        if event_id is not None  # somebody deleted the row behind our back: the monitor names it
    }


def standings(places: Collection[int]) -> dict[int | None, Standing]:
    """Return how far the entries in some places have come, and under None how far one that waits has."""
    witnesses = list(Witness.objects.filter(retired_at__isnull=True).values_list("ends", flat=True))
    found: dict[int | None, Standing] = {None: Standing(watching=len(witnesses))}
    first = Checkpoint.objects.filter(published_at__isnull=False, ends__gt=OuterRef("idx")).order_by("ends")
    base = Log.objects.filter(base__lte=OuterRef("idx")).order_by("-base")
    rows = Entry.objects.filter(idx__in=places).annotate(
        base=Subquery(base.values("base")[:1]), log=Subquery(base.values("number")[:1])
    )
    covered = [Subquery(first.values(name)[:1]) for name in ("size", "root")]
    for idx, start, number, size, root in rows.values_list("idx", "base", "log", *covered):
        seen = sum(ends > idx for ends in witnesses)
        found[idx] = Standing(idx - (start or 0), number or 1, size, bytes(root or b"").hex(), seen, len(witnesses))
    return found


def moved(*, tenant: str = "") -> str:
    """Return a mark that changes with every entry of a place, or of all.

    It names the newest entries, not only the last: two facts may commit in another order than their numbers.
    """
    with connection.cursor() as cursor:  # as fast as about()
        cursor.execute((_NEWEST_OF if tenant else _NEWEST) + _LOGGED, [tenant, _AT_ONCE] if tenant else [_AT_ONCE])
        return ".".join(str(row[0]) for row in cursor.fetchall())


def newest_trace(*, tenant: str = "") -> str:
    """Return a mark that changes with every private trace of a place, or of all; it tells nothing of what happened."""
    found = Trail.objects.filter(tenant=tenant).order_by("-at", "-pk") if tenant else Trail.objects.order_by("-pk")
    return ".".join(map(str, found.values_list("pk", flat=True)[:_AT_ONCE]))


def _standing(row: tuple[Any, ...]) -> Standing:
    _seq, _hash, idx, size, root, watching, seen, base, number = row
    if idx is None:
        return Standing(watching=watching)
    return Standing(idx - (base or 0), number or 1, size, bytes(root or b"").hex(), int(seen), int(watching))
