"""Institutions, organisations of the mapping and networks of agents of change as the site search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.kit.finding import Document, Source
from tequio.kit.urn import parse
from tequio.people.models import AgentNetwork, Institution, Organisation
from tequio.people.queries.directory import published_organisations
from tequio.record import queries as record


def findable() -> Source:
    """Return how this room's things are found."""
    kinds = {
        "institution": (_("Institutions"), 2),
        "organisation": (_("Organisations"), 2),
        "network": (_("Networks of agents of change"), 2),
    }
    return Source(kinds=kinds, read=_read, under=_under, every=_every)


def _read(urns: Iterable[str]) -> Iterator[Document]:
    ids: dict[str, list[str]] = {"institution": [], "organisation": [], "network": []}
    for name in map(parse, urns):
        ids[name.kind].append(name.id)
    if ids["institution"]:
        yield from map(_institution, _shown().filter(public_id__in=ids["institution"]).select_related("jurisdiction"))
    if ids["organisation"]:
        yield from map(_organisation, published_organisations().filter(public_id__in=ids["organisation"]))
    if ids["network"]:
        found = AgentNetwork.objects.filter(public_id__in=ids["network"])
        yield from map(_network, found.select_related("jurisdiction"))


def _under(subject: str) -> Iterator[str]:
    name = parse(subject)
    if name.kind == "jurisdiction":
        place = {"jurisdiction__public_id": name.id}
        return chain(
            _urns("institution", Institution.objects.filter(**place)),
            _urns("organisation", published_organisations().filter(**place)),
            _urns("network", AgentNetwork.objects.filter(**place)),
        )
    if name.kind == "institution":
        return iter([subject])
    return iter(())


def _every() -> Iterator[str]:
    return chain(
        _urns("institution", _shown()),
        _urns("organisation", published_organisations()),
        _urns("network", AgentNetwork.objects.all()),
    )


def _shown() -> QuerySet[Institution]:
    return Institution.objects.filter(merged_into__isnull=True)


def _urns(kind: str, found: QuerySet[Model]) -> Iterator[str]:
    ids = found.order_by("pk").values_list("public_id", flat=True)
    return (record.urn(kind, one) for one in ids.iterator())


def _institution(one: Institution) -> Document:
    place = one.jurisdiction
    text = "\n".join([one.short_name, *one.aliases, str(one.get_sector_display())])
    return Document(one.urn, "institution", place.urn, one.name, text, one.get_absolute_url(), place.pk, place.name)


def _organisation(one: Organisation) -> Document:
    """Find it by what it says of itself; never by its contact."""
    place = one.jurisdiction
    text = "\n".join([one.about, *one.topics, *one.group_names, one.framework])
    return Document(one.urn, "organisation", place.urn, one.name, text, one.get_absolute_url(), place.pk, place.name)


def _network(one: AgentNetwork) -> Document:
    place = one.jurisdiction
    return Document(one.urn, "network", place.urn, one.name, one.strategy, one.get_absolute_url(), place.pk, place.name)
