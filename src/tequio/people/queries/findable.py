"""Institutions as the site search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.kit.finding import Document, Source
from tequio.kit.urn import parse
from tequio.people.models import Institution
from tequio.record import queries as record


def findable() -> Source:
    """Return how this room's things are found."""
    return Source(kinds={"institution": (_("Institutions"), 2)}, read=_read, under=_under, every=_every)


def _read(urns: Iterable[str]) -> Iterator[Document]:
    ids = [parse(urn).id for urn in urns]
    return map(_institution, _shown().filter(public_id__in=ids).select_related("jurisdiction"))


def _under(subject: str) -> Iterator[str]:
    name = parse(subject)
    if name.kind == "jurisdiction":
        return _urns(Institution.objects.filter(jurisdiction__public_id=name.id))
    return _urns(Institution.objects.filter(public_id=name.id) if name.kind == "institution" else _shown().none())


def _every() -> Iterator[str]:
    return _urns(_shown())


def _shown() -> QuerySet[Institution]:
    return Institution.objects.filter(merged_into__isnull=True)


def _urns(found: QuerySet[Institution]) -> Iterator[str]:
    ids = found.order_by("pk").values_list("public_id", flat=True)
    return (record.urn("institution", one) for one in ids.iterator())


def _institution(one: Institution) -> Document:
    place = one.jurisdiction
    text = "\n".join([one.short_name, *one.aliases, str(one.get_sector_display())])
    return Document(one.urn, "institution", place.urn, one.name, text, one.get_absolute_url(), place.pk, place.name)
