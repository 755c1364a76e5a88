"""Public gatherings as the site search finds them, by what was said and learned in them too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.gatherings.models import Gathering
from tequio.gatherings.vocab import State
from tequio.kit.finding import Document, Source
from tequio.kit.urn import parse
from tequio.record import queries as record


def findable() -> Source:
    """Return how this room's things are found."""
    return Source(kinds={"gathering": (_("Gatherings"), 5)}, read=_read, under=_under, every=_every)


def _read(urns: Iterable[str]) -> Iterator[Document]:
    found = _public().filter(public_id__in=[parse(urn).id for urn in urns])
    return map(_told, found.select_related("jurisdiction").prefetch_related("moments", "lessons"))


def _under(subject: str) -> Iterator[str]:
    return iter([subject] if parse(subject).kind == "gathering" else [])


def _every() -> Iterator[str]:
    ids = _public().order_by("pk").values_list("public_id", flat=True)
    return (record.urn("gathering", one) for one in ids.iterator())


def _public() -> QuerySet[Gathering]:
    return Gathering.objects.exclude(state=State.DRAFT)


def _told(one: Gathering) -> Document:
    place = one.jurisdiction
    said = [one.get_kind_display(), one.purpose, one.venue]
    if one.is_reported:
        said += [one.summary]
        said += [f"{moment.title}\n{moment.text}" for moment in one.moments.all()]
        said += [lesson.text for lesson in one.lessons.all()]
    text = "\n".join(words for words in said if words)
    return Document(one.urn, "gathering", one.urn, one.title, text, one.get_absolute_url(), place.pk, place.name)
