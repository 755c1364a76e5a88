"""The places and institutions of the whole installation that may join in a transversal commitment."""

from __future__ import annotations

from dataclasses import dataclass

from tequio.kit.text import fold
from tequio.people.models import Institution, Jurisdiction
from tequio.plans.transversal import Part, is_complete

__all__ = ["Joiner", "Part", "is_complete", "joiners"]


@dataclass(frozen=True)
class Joiner:
    """A place, or an institution of a place, as somebody who joins is written."""

    label: str
    jurisdiction: Jurisdiction
    institution: Institution | None = None


def joiners() -> dict[str, Joiner]:
    """Return who may join by every way of writing it: "Name · Place", or the name alone where only one has it."""
    found: dict[str, Joiner] = {}
    alone: dict[str, list[Joiner]] = {}
    for place in Jurisdiction.objects.order_by("pk"):
        found[fold(place.name)] = Joiner(place.name, place)
    for body in Institution.objects.select_related("jurisdiction").order_by("pk"):
        one = Joiner(f"{body.name} · {body.jurisdiction.name}", body.jurisdiction, body)
        found.setdefault(fold(one.label), one)
        for name in body.names:
            alone.setdefault(fold(name), []).append(one)
    return found | {
        name: rows[0] for name, rows in alone.items() if len({row.label for row in rows}) == 1 and name not in found
    }
