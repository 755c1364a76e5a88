"""What each public page tells of, found without making the page: its entity tag follows from it.

A page whose content is public facts names here the subjects whose entries it shows, or the whole place where it shows
many. Whatever is not a fact (the rules of a place, its day, the release, the language) the middleware adds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import connection
from django.http import HttpRequest

from tequio.people.models import Jurisdiction
from tequio.portal.models import Findable
from tequio.record import queries as record
from tequio.tracking.models import LinkVisit


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


def of_all(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of every fact of the site, and of the names in its directories."""
    return Told(is_everything=True, beside=record.newest_trace())


def of_index(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of every fact, and of what the index already knows of them."""
    newest = Findable.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Told(is_everything=True, beside=f"{newest} {Findable.objects.count()}")


def of_place(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of everything in a place, and of the places below it."""
    place = _place(request)
    below = [one for (one,) in _rows(_BELOW, place.pk)]
    return Told(subjects=_urns("jurisdiction", below), places=(place.urn,))


def of_directory(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of a place and of its directory: another name of an institution or of a post states no fact."""
    return replace(of_place(request, named), beside=record.newest_trace(tenant=_place(request).urn))


def of_plan(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of a plan, its place, and each of its commitments."""
    commitments = [one for (one,) in _rows(_COMMITMENTS, named["public_id"])]
    plan = record.urn("plan", named["public_id"])
    return Told(subjects=(_place(request).urn, plan, *_urns("commitment", commitments)))


def of_alerts(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of a plan, and of the links that were followed: that states no fact."""
    newest = LinkVisit.objects.order_by("-pk").values_list("pk", flat=True).first()
    return replace(of_plan(request, named), beside=str(newest))


def of_commitment(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of a commitment, its plan, its place, the places of whoever shares it, and the gatherings about it."""
    rows = _rows(_SHARED, named["public_id"])
    plans, places = {plan for plan, _of, _met in rows}, {of for _plan, of, _met in rows if of}
    met = _urns("gathering", {one for _plan, _of, one in rows if one})
    commitment = record.urn("commitment", named["public_id"])
    around = (*_urns("plan", plans), *_urns("jurisdiction", places), *met)
    return Told(subjects=tuple(sorted({_place(request).urn, commitment, *around})))


def of_milestone(request: HttpRequest, named: Mapping[str, str]) -> Told:
    """Tell of a milestone's commitment, as the commitment's page does, and of the one that it overlaps."""
    for commitment, other in _rows(_OF_MILESTONE, named["public_id"]):
        told = of_commitment(request, {"public_id": commitment})
        subjects = (*told.subjects, *_urns("commitment", [other] if other else []))
        # The names of posts state no fact.
        return replace(told, subjects=subjects, beside=record.newest_trace(tenant=_place(request).urn))
    return Told()


# Written out: asked by every visitor of every page, and by the ORM they take three times as long.
_BELOW = "SELECT public_id FROM people_jurisdiction WHERE parent_id = %s"
_COMMITMENTS = """
    SELECT c.public_id FROM plans_commitment c JOIN plans_actionplan p ON p.id = c.plan_id
    WHERE p.public_id = %s ORDER BY c.id
"""
_SHARED = """
    SELECT DISTINCT p.public_id, j.public_id, g.public_id
    FROM plans_commitment c JOIN plans_actionplan p ON p.id = c.plan_id
    LEFT JOIN plans_party y ON y.commitment_id = c.id
    LEFT JOIN people_institution i ON i.id = y.institution_id
    LEFT JOIN people_jurisdiction j ON j.id = i.jurisdiction_id
    LEFT JOIN tracking_occasion o ON o.commitment_id = c.id
    LEFT JOIN gatherings_gathering g ON g.id = o.gathering_id
    WHERE c.public_id = %s
"""
_OF_MILESTONE = """
    SELECT c.public_id, d.public_id FROM plans_milestone m JOIN plans_commitment c ON c.id = m.commitment_id
    LEFT JOIN plans_milestone n ON n.id = m.overlaps_id LEFT JOIN plans_commitment d ON d.id = n.commitment_id
    WHERE m.public_id = %s
"""


def _rows(sql: str, *values: str | int) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[str, ...]] = cursor.fetchall()
    return found


def _place(request: HttpRequest) -> Jurisdiction:
    place: Jurisdiction = request.jurisdiction  # type: ignore[attr-defined]
    return place


def _urns(kind: str, ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(record.urn(kind, one) for one in ids)


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
    "people:institutions": of_directory,
    "people:institutions-csv": of_directory,
    "people:institutions-json": of_directory,
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
    "tracking:crossings": of_plan,
    "tracking:sdgs": of_plan,
    "tracking:alignment": of_plan,
    "tracking:risks": of_plan,
    "tracking:inclusion": of_plan,
    "tracking:baselines": of_plan,
    "tracking:resources": of_plan,
    "tracking:compare_periods": of_plan,
    "tracking:snapshot_json": of_plan,
    "tracking:snapshot_csv": of_plan,
    "tracking:shares": of_commitment,
    "tracking:commitment_moves": of_commitment,
    "tracking:assessments": of_commitment,
    "tracking:commitment_workload": of_commitment,
    "tracking:alerts": of_alerts,
    "tracking:commitment": of_commitment,
    "tracking:commitment_progress": of_commitment,
    "tracking:commitment_progress_csv": of_commitment,
    "tracking:gantt": of_commitment,
    "tracking:evidence": of_commitment,
    "tracking:milestones_csv": of_commitment,
    "tracking:milestones_json": of_commitment,
    "tracking:milestone": of_milestone,
    "tracking:evaluation_data": of_commitment,
    "gatherings:gatherings_data": of_place,
    "gatherings:lessons_data": of_place,
    "tracking:late": of_place,
    "tracking:unproven": of_place,
    "tracking:changes": of_place,
}


def told_by(view: str, request: HttpRequest, named: Mapping[str, str]) -> Told | None:
    """Return what a page tells of; None for one that shows more than facts."""
    teller = TELLERS.get(view, of_all if view.startswith("api:") else None)
    return teller(request, named) if teller else None
