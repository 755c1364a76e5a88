"""Accepted evidence and published evaluations as the site search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import SYSTEM
from tequio.kit.finding import Document, Source
from tequio.kit.urn import parse
from tequio.record import queries as record
from tequio.tracking.models import Evaluation, Evidence
from tequio.tracking.queries.evaluations import published_evaluations
from tequio.tracking.queries.evidence import evidence_visible_to


def findable() -> Source:
    """Return how this room's things are found."""
    kinds = {"evidence": (_("Evidence"), 4), "evaluation": (_("Evaluations"), 4)}
    return Source(kinds=kinds, read=_read, under=_under, every=_every)


def _read(urns: Iterable[str]) -> Iterator[Document]:
    ids: dict[str, list[str]] = {"evidence": [], "evaluation": []}
    for name in map(parse, urns):
        ids[name.kind].append(name.id)
    if ids["evidence"]:
        yield from map(_piece, evidence_visible_to(SYSTEM).filter(public_id__in=ids["evidence"]))
    if ids["evaluation"]:
        found = published_evaluations().filter(public_id__in=ids["evaluation"])
        yield from map(_evaluation, found.prefetch_related("criteria"))


def _under(subject: str) -> Iterator[str]:
    name = parse(subject)
    if name.kind not in ("plan", "commitment"):
        return iter(())
    above = "commitment__plan" if name.kind == "plan" else "commitment"
    return chain(
        _urns("evidence", Evidence.objects.filter(**{f"milestone__{above}__public_id": name.id})),
        _urns("evaluation", Evaluation.objects.filter(**{f"{above}__public_id": name.id})),
    )


def _every() -> Iterator[str]:
    return chain(_urns("evidence", evidence_visible_to(SYSTEM)), _urns("evaluation", published_evaluations()))


def _urns(kind: str, found: QuerySet[Model]) -> Iterator[str]:
    ids = found.order_by("pk").values_list("public_id", flat=True)
    return (record.urn(kind, one) for one in ids.iterator())


def _piece(piece: Evidence) -> Document:
    leaf = piece.milestone
    text = f"{piece.get_kind_display()}\n{piece.credit}"
    place = leaf.commitment.plan.jurisdiction_id
    url = f"{leaf.get_absolute_url()}#evidence"
    return Document(piece.urn, "evidence", leaf.commitment.urn, piece.title, text, url, place, leaf.short)


def _evaluation(one: Evaluation) -> Document:
    held = one.commitment
    text = "\n".join([one.thing, one.findings, *(criterion.name for criterion in one.criteria.all())])
    place = held.plan.jurisdiction_id
    return Document(one.urn, "evaluation", held.urn, one.title, text, one.get_absolute_url(), place, held.title)
