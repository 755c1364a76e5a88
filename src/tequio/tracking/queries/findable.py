"""Accepted evidence as the site search finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import SYSTEM
from tequio.kit.finding import Document, Source
from tequio.kit.urn import parse
from tequio.record import queries as record
from tequio.tracking.models import Evidence
from tequio.tracking.queries.evidence import evidence_visible_to


def findable() -> Source:
    """Return how this room's things are found."""
    return Source(kinds={"evidence": (_("Evidence"), 4)}, read=_read, under=_under, every=_every)


def _read(urns: Iterable[str]) -> Iterator[Document]:
    found = evidence_visible_to(SYSTEM).filter(public_id__in=[parse(urn).id for urn in urns])
    return map(_piece, found)


def _under(subject: str) -> Iterator[str]:
    name = parse(subject)
    pieces = Evidence.objects.none()
    if name.kind == "plan":
        pieces = Evidence.objects.filter(milestone__commitment__plan__public_id=name.id)
    elif name.kind == "commitment":
        pieces = Evidence.objects.filter(milestone__commitment__public_id=name.id)
    return _urns(pieces)


def _every() -> Iterator[str]:
    return _urns(evidence_visible_to(SYSTEM))


def _urns(found: QuerySet[Evidence]) -> Iterator[str]:
    return (record.urn("evidence", one) for one in found.order_by("pk").values_list("public_id", flat=True).iterator())


def _piece(piece: Evidence) -> Document:
    leaf = piece.milestone
    text = f"{piece.get_kind_display()}\n{piece.credit}"
    place = leaf.commitment.plan.jurisdiction_id
    url = f"{leaf.get_absolute_url()}#evidence"
    return Document(piece.urn, "evidence", leaf.commitment.urn, piece.title, text, url, place, leaf.short)
