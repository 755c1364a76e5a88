"""The index of the site search: written after facts, and made again whole by a command.

It repeats what is public and states nothing, so no action writes it. A crash between the row and its words leaves
neither: both stand in one transaction, and the reaction is told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, transaction

from tequio.kit.finding import Document
from tequio.portal import words
from tequio.portal.models import Findable
from tequio.portal.queries import findings

BATCH = 500
# A phrase may not begin in the title and end in the text.
_GAP = 10
_APART = 8000


@transaction.atomic
def refresh(subject: str) -> int:
    """Read again what a fact about a subject may have changed; return how many things are found there now."""
    urns = {urn for source in findings.sources.ask() for urn in source.under(subject)}
    stale = Findable.objects.select_for_update().filter(subject=subject) | Findable.objects.filter(urn__in=urns)
    _forget(list(stale.order_by("pk").values_list("pk", flat=True)))
    return put(findings.documents(sorted(urns)).values())


def rebuild() -> int:
    """Make the whole index again, some things at a time; return how many are found."""
    found = 0
    _forget_all()
    for source in findings.sources.ask():
        for urns in _batches(source.every()):
            with transaction.atomic():
                _forget(list(Findable.objects.filter(urn__in=urns).values_list("pk", flat=True)))
                found += put(source.read(urns))
    return found


def is_lacking() -> bool:
    """Tell whether something stands in the index without its words, or nothing stands there at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM portal_findable) OR EXISTS "
            "(SELECT 1 FROM portal_findable f WHERE f.id NOT IN (SELECT rowid FROM portal_words))"
        )
        return bool(cursor.fetchone()[0])


def forget_for_good() -> None:
    """Leave nothing of words that were deleted: SQLite's index keeps them in its own tables until it is merged."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO portal_words(portal_words) VALUES ('optimize')")


def _forget_all() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        Findable.objects.all().delete()
        cursor.execute("DELETE FROM portal_words")


def _forget(keys: Sequence[int]) -> None:
    if keys:
        Findable.objects.filter(pk__in=keys).delete()
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM portal_words WHERE rowid = %s", [[key] for key in keys])


def put(documents: Iterable[Document]) -> int:
    """Index some documents that are not there yet; return how many."""
    ranks = {kind: rank for kind, (_name, rank) in findings.kinds().items()}
    read = list(documents)
    rows = [
        Findable(urn=one.urn, subject=one.subject, kind=one.kind, jurisdiction_id=one.place, rank=ranks[one.kind])
        for one in read
    ]
    made = Findable.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        # A key may have been used before, by rows that were emptied without this module: tests do.
        cursor.executemany("DELETE FROM portal_words WHERE rowid = %s", [[row.pk] for row in made])
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO portal_words (rowid, title, text, title_words, text_words) VALUES (%s, %s, %s, %s, %s)",
                [[row.pk, *_columns(one)] for row, one in zip(made, read, strict=True)],
            )
        else:
            cursor.executemany(
                "INSERT INTO portal_words (rowid, words) VALUES (%s, %s::tsvector)",
                [[row.pk, _vector(one)] for row, one in zip(made, read, strict=True)],
            )
    return len(read)


def _columns(one: Document) -> list[str]:
    title, text = _words(one)
    return [" ".join(part) for part in (words.roots(title), words.roots(text), title, text)]


def _vector(one: Document) -> str:
    """Write a tsvector: roots weigh A (title) and C (text), words as they stand B and D (which is no letter)."""
    title, text = _words(one)
    places: dict[str, list[str]] = {}
    for found, start, of_root, of_word in ((title, 1, "A", "B"), (text, len(title) + _GAP, "C", "")):
        for place, said in enumerate(found, start=start):
            places.setdefault(words.root(said), []).append(f"{place}{of_root}")
            # At other places than the roots: one place of a word has one weight.
            places.setdefault(said, []).append(f"{place + _APART}{of_word}")
    return " ".join(f"'{said}':{','.join(found)}" for said, found in places.items())


def _words(one: Document) -> tuple[list[str], list[str]]:
    return words.words(one.title)[: words.MOST_IN_TITLE], words.words(one.text)[: words.MOST_WORDS]


def _batches(urns: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for urn in urns:
        batch.append(urn)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
