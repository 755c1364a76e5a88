"""What each public page tells of, found without making the page: its entity tag follows from it.

A page whose content is public facts names here the subjects whose entries it shows, or the whole place where it shows
many. Whatever is not a fact (the rules of a place, its day, the release, the language) the middleware adds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from tequio.people.models import Institution, Jurisdiction
from tequio.plans.models import ActionPlan, Commitment, Milestone, Party
from tequio.portal.models import Findable
from tequio.record import queries as record


@dataclass(frozen=True)
class Told:
    """The subjects (urns) that a page shows, the places of which it shows everything, or all there is."""

    subjects: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    is_everything: bool = False
    beside: str = ""  # what else it shows that moves: the state of the index

    def mark(self) -> str:
        """Return what changes when any of it does; a query for each kind."""
        heads = record.about(*self.subjects) if self.subjects else None
        places = [record.moved(tenant=place) for place in self.places]
        everything = record.moved() if self.is_everything else ""
        return "|".join([heads.etag if heads else "", *places, everything, self.beside])


Teller = Callable[[HttpRequest, Mapping[str, str]], Told]


def of_nothing(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of nothing that moves between two releases."""
    return Told()


def of_everything(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of every fact of the site."""
    return Told(is_everything=True)


def of_index(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of every fact, and of what the index already knows of them."""
    newest = Findable.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Told(is_everything=True, beside=f"{newest} {Findable.objects.count()}")


def of_place(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of everything in a place, and of the places below it."""
    place = _place(request)
    below = Jurisdiction.objects.filter(parent=place).values_list("public_id", flat=True)
    return Told(subjects=tuple(_urns("jurisdiction", below)), places=(place.urn,))


def of_plan(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of a plan, its place, and each of its commitments."""
    ids = Commitment.objects.filter(plan__public_id=named["public_id"]).order_by("pk")
    urns = _urns("commitment", ids.values_list("public_id", flat=True))
    return _below(request, record.urn("plan", named["public_id"]), *urns)


def of_commitment(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of a commitment, its plan, its place, and the places of whoever shares it."""
    plan = ActionPlan.objects.filter(commitments__public_id=named["public_id"]).values_list("public_id", flat=True)
    return _with_parties(_below(request, *_urns("plan", plan)), named["public_id"])


def of_milestone(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of a milestone's commitment, as the commitment's page does, and of the one that it overlaps."""
    found = Milestone.objects.filter(public_id=named["public_id"]).values_list(
        "commitment__public_id", "commitment__plan__public_id", "overlaps__commitment__public_id"
    )
    for commitment, plan, other in found:
        urns = [*_urns("plan", [plan]), *_urns("commitment", [other] if other else [])]
        return _with_parties(_below(request, *urns), commitment)
    return Told()


def _with_parties(told: Told, public_id: str) -> Told:
    named = Party.objects.filter(commitment__public_id=public_id, institution__isnull=False).values("institution")
    places = Institution.objects.filter(pk__in=named).order_by().values_list("jurisdiction__public_id", flat=True)
    urns = {record.urn("commitment", public_id), *_urns("jurisdiction", places.distinct())}
    return replace(told, subjects=tuple(sorted({*told.subjects, *urns})))


def _below(request: HttpRequest, *urns: str) -> Told:
    return Told(subjects=(_place(request).urn, *urns))


def _place(request: HttpRequest) -> Jurisdiction:
    place: Jurisdiction = request.jurisdiction  # type: ignore[attr-defined]
    return place


def _urns(kind: str, ids: object) -> list[str]:
    return [record.urn(kind, one) for one in ids]  # type: ignore[attr-defined]


# By the name of the address. A page that shows anything but public facts has no place here.
TELLERS: dict[str, Teller] = {
    "portal:home": of_everything,
    "portal:place": of_place,
    "portal:api": of_nothing,
    "portal:sitemap": of_index,
    "portal:sitemap_part": of_index,
    "record:feed": of_everything,
    "record:atom": of_everything,
    "record:history": of_everything,
    "record:history-atom": of_everything,
    "people:institutions": of_place,
    "people:institutions-csv": of_place,
    "people:institutions-json": of_place,
    "plans:sheet": of_commitment,
    "plans:versions": of_commitment,
    "plans:version": of_commitment,
    "plans:commitment_json": of_commitment,
    "plans:plan_json": of_plan,
    "tracking:plans": of_place,
    "tracking:plan": of_plan,
    "tracking:plan_progress": of_plan,
    "tracking:plan_progress_csv": of_plan,
    "tracking:plan_milestones_csv": of_plan,
    "tracking:plan_milestones_json": of_plan,
    "tracking:plan_ogp_csv": of_plan,
    "tracking:plan_ogp_json": of_plan,
    "tracking:place_ogp_csv": of_place,
    "tracking:place_ogp_json": of_place,
    "tracking:plan_moves": of_plan,
    "tracking:plan_assessments": of_plan,
    "tracking:plan_workload": of_plan,
    "tracking:compare_periods": of_plan,
    "tracking:snapshot_json": of_plan,
    "tracking:snapshot_csv": of_plan,
    "tracking:shares": of_commitment,
    "tracking:commitment_moves": of_commitment,
    "tracking:assessments": of_commitment,
    "tracking:commitment_workload": of_commitment,
    "tracking:alerts": of_plan,
    "tracking:commitment": of_commitment,
    "tracking:commitment_progress": of_commitment,
    "tracking:commitment_progress_csv": of_commitment,
    "tracking:gantt": of_commitment,
    "tracking:evidence": of_commitment,
    "tracking:milestones_csv": of_commitment,
    "tracking:milestones_json": of_commitment,
    "tracking:milestone": of_milestone,
    "tracking:late": of_place,
    "tracking:unproven": of_place,
    "tracking:changes": of_place,
}


def told_by(view: str, request: HttpRequest, named: Mapping[str, str]) -> Told | None:
    """Return what a page tells of; None for one that shows more than facts."""
    teller = TELLERS.get(view, of_everything if view.startswith("api:") else None)
    return teller(request, named) if teller else None
