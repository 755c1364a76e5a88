"""Site search: the same hits, in the same order, on both databases.

Title first, then plans before commitments before what is below them, then the newest. There is no score: two databases
would compute two, and nobody could say why one thing stands above another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tequio.kit.finding import Document, Source
from tequio.kit.slot import Slot
from tequio.people.models import Jurisdiction
from tequio.portal import words
from tequio.portal.models import Findable

PER_PAGE = 20
MOST = 10_000  # counting stops here

Pieces = list[tuple[str, bool]]


# Filled by the roof: the rooms whose things are found.
sources: Slot[[], Source] = Slot("portal.sources")


@dataclass(frozen=True)
class Finding:
    """A hit as the page shows it."""

    document: Document
    kind: Any
    title: Pieces
    snippet: Pieces


@dataclass(frozen=True)
class Findings:
    """One page of hits, and how many there are of each kind; `is_more` where counting stopped."""

    asked: words.Asked
    rows: Sequence[Finding]
    count: int
    by_kind: Mapping[str, int]
    is_more: bool = False


def kinds() -> dict[str, tuple[Any, int]]:
    """Return every kind that can be found: its name and its rank."""
    return {kind: said for source in sources.ask() for kind, said in source.kinds.items()}


def documents(urns: Iterable[str]) -> dict[str, Document]:
    """Read things by their urns; what is not public is left out."""
    wanted = list(dict.fromkeys(urns))
    found: dict[str, Document] = {}
    for source in sources.ask():
        mine = [urn for urn in wanted if urn.split(":")[3] in source.kinds]
        if mine:
            found |= {one.urn: one for one in source.read(mine)}
    return found


def find(text: str, *, kind: str = "", place: Jurisdiction | None = None, start: int = 0) -> Findings:
    """Return the things that hold every word, from a hit on; a constant number of queries for each kind shown."""
    looked_for = words.asked(text)
    if not looked_for:
        return Findings(looked_for, [], 0, {})
    narrowed, values = _narrowed(place)
    match, given = _match(looked_for)
    titled, titles = _match(looked_for, in_title=True)
    hits = ["SELECT f.kind FROM portal_findable f WHERE", match, narrowed, f"LIMIT {MOST}"]
    counted = ["SELECT kind, count(*) FROM (", *hits, ") AS hits GROUP BY kind"]
    order = f"ORDER BY CASE WHEN {titled} THEN 0 ELSE 1 END, f.rank, f.id DESC LIMIT %s OFFSET %s"
    listed = ["SELECT f.urn FROM portal_findable f WHERE", match, narrowed, "AND f.kind = %s" if kind else "", order]
    with connection.cursor() as cursor:
        cursor.execute(" ".join(counted), [*given, *values])
        by_kind = Counter(dict(cursor.fetchall()))
        cursor.execute(" ".join(listed), [*given, *values, *([kind] if kind else []), *titles, PER_PAGE, start])
        urns = [row[0] for row in cursor.fetchall()]
    read = documents(urns)
    named = kinds()
    rows = [_finding(read[urn], named, looked_for) for urn in urns if urn in read]
    total = by_kind.total()
    return Findings(looked_for, rows, by_kind[kind] if kind else total, dict(by_kind), is_more=total >= MOST)


def _finding(one: Document, named: Mapping[str, tuple[Any, int]], looked_for: words.Asked) -> Finding:
    title = words.marked(" ".join(one.title.split()), looked_for)
    return Finding(one, named[one.kind][0], title, words.snippet(one.text, looked_for))


def _narrowed(place: Jurisdiction | None) -> tuple[str, list[Any]]:
    return (" AND f.jurisdiction_id = %s", [place.pk]) if place else ("", [])


def _match(looked_for: words.Asked, *, in_title: bool = False) -> tuple[str, list[Any]]:
    """Write what is looked for in the words of the database; they hold nothing but a-z and 0-9."""
    if connection.vendor == "sqlite":
        return "f.id IN (SELECT rowid FROM portal_words WHERE portal_words MATCH %s)", [_fts5(looked_for, in_title)]
    # The planner fares best with the index of words as the inner side.
    return "f.id IN (SELECT rowid FROM portal_words WHERE words @@ %s::tsquery)", [_tsquery(looked_for, in_title)]


def _fts5(looked_for: words.Asked, in_title: bool) -> str:
    stems, exact = ("{title}", "{title_words}") if in_title else ("{title text}", "{title_words text_words}")
    parts = []
    for root, beginning in zip(looked_for.roots, looked_for.beginnings, strict=True):
        part = f'{stems} : "{root}"'
        parts.append(f'({part} OR {exact} : "{beginning}" *)' if beginning else f"({part})")
    parts += [f'({exact} : "{" ".join(phrase)}")' for phrase in looked_for.phrases]
    return " AND ".join(parts)


def _tsquery(looked_for: words.Asked, in_title: bool) -> str:
    stems, exact = ("A", "B") if in_title else ("AC", "BD")
    parts = []
    for root, beginning in zip(looked_for.roots, looked_for.beginnings, strict=True):
        part = f"'{root}':{stems}"
        parts.append(f"({part} | '{beginning}':*{exact})" if beginning else part)
    for phrase in looked_for.phrases:
        parts.append("(" + " <-> ".join(f"'{word}':{exact}" for word in phrase) + ")")
    return " & ".join(parts)


def newest(place: Jurisdiction | None, most: int) -> list[Document]:
    """Return some things worth a look where nothing was found: plans and commitments, the newest first."""
    found = Findable.objects.filter(kind__in=("plan", "commitment"))
    if place:
        found = found.filter(jurisdiction=place)
    urns = list(found.order_by("-pk").values_list("urn", flat=True)[:most])
    read = documents(urns)
    return [read[urn] for urn in urns if urn in read]
