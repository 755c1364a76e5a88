"""Facts and traces that exist only in tests of the record: a bell that rings, and the note of who oiled it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from tequio.kit.event import Fact, Proof, Trace
from tequio.record import actions, queries
from tequio.record.models import Entry

TENANT = "urn:tequio:nl:jurisdiction:0000000001"
TOWER = "urn:tequio:nl:tower:0000000001"
CHAPEL = "urn:tequio:nl:tower:0000000002"
DEED = Proof(sha256="ab" * 32, size=2048, type="application/pdf")


@dataclass(frozen=True)
class Ringer:
    """Whoever pulls the rope: an office."""

    handle: str = "urn:tequio:nl:office:r1nger0000"
    is_visitor: bool = False


RINGER = Ringer()


@dataclass(frozen=True, kw_only=True)
class BellRung(Fact):
    """A bell was rung."""

    name = "recordtest.bell-rung"
    sentence = "%(actor)s rang the bell of %(subject)s %(times)s times (%(loudness)s)."
    labels: ClassVar[Mapping[str, Mapping[str, Any]]] = {"loudness": {"soft": "softly"}}

    times: int = 1
    loudness: str = "soft"


@dataclass(frozen=True, kw_only=True)
class BellOiled(Trace):
    """A bell was oiled, which is nobody else's business."""

    name = "recordtest.bell-oiled"
    sentence = "%(actor)s oiled the bell of %(subject)s."


def ring(at: datetime, *, subject: str = TOWER, tenant: str = TENANT, **fields: Any) -> Entry:
    """Ring a bell once, in a transaction of its own."""
    with transaction.atomic():
        return actions.record(BellRung(tenant=tenant, subject=subject, **fields), actor=RINGER, at=at)


@contextmanager
def known(titles: Mapping[str, str]) -> Iterator[None]:
    """Let some urns stand for public things for a while."""

    def resolved(urns: Iterable[str]) -> dict[str, queries.Resolved]:
        return {urn: queries.Resolved(titles[urn], "/torre/") for urn in urns if urn in titles}

    before = queries.resolvers._fillers
    queries.resolvers.fill(resolved)
    try:
        yield
    finally:
        queries.resolvers.fill(*before)
