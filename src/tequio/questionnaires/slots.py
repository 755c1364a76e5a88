"""What this room says in the pages of others: questionnaires are found by their questions too, not by the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.kit.finding import Document, Source
from tequio.kit.urn import parse
from tequio.questionnaires.models import Questionnaire, Version
from tequio.questionnaires.vocab import State
from tequio.record import queries as record


def findable() -> Source:
    """Return how this room's things are found."""
    return Source(kinds={"questionnaire": (_("Questionnaires"), 5)}, read=_read, under=_under, every=_every)


def _read(urns: Iterable[str]) -> Iterator[Document]:
    published = Version.objects.filter(published_at__isnull=False).prefetch_related("sections", "questions")
    found = _public().filter(public_id__in=[parse(urn).id for urn in urns]).select_related("jurisdiction")
    return map(_told, found.prefetch_related(Prefetch("versions", published.order_by("-number"))))


def _under(subject: str) -> Iterator[str]:
    return iter([subject] if parse(subject).kind == "questionnaire" else [])


def _every() -> Iterator[str]:
    ids = _public().order_by("pk").values_list("public_id", flat=True)
    return (record.urn("questionnaire", one) for one in ids.iterator())


def _public() -> QuerySet[Questionnaire]:
    return Questionnaire.objects.exclude(state=State.DRAFT)


def _told(one: Questionnaire) -> Document:
    said = [one.purpose]
    for version in one.versions.all()[:1]:
        said += [section.title for section in version.sections.all()]
        said += [question.text for question in version.questions.all()]
    place = one.jurisdiction
    url = one.get_absolute_url()
    return Document(one.urn, "questionnaire", one.urn, one.title, "\n".join(said), url, place.pk, place.name)
