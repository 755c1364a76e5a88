"""Commitments in the Partnership's own columns."""

from __future__ import annotations

from django.db.models import Min, QuerySet
from django.http import HttpResponse

from tequio.people.queries import Request
from tequio.plans.models import Commitment, Publication
from tequio.plans.queries import commitments_of
from tequio.tracking import queries
from tequio.tracking.exports.ogp import OGP_FIELDS, ogp
from tequio.tracking.queries.lists import public
from tequio.tracking.views.asked import canonical, plan_of
from tequio.tracking.views.downloads import handed


def plan_ogp(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give the public commitments of a plan with OGP's own field names."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    return _handed(request, f"{found.slug}-ogp", form, Commitment.objects.filter(plan=found))


def place_ogp(request: Request, form: str) -> HttpResponse:
    """Give the public commitments of every plan of a place with OGP's own field names."""
    rows = Commitment.objects.filter(plan__jurisdiction=request.jurisdiction)
    return _handed(request, f"{request.jurisdiction.slug}-ogp", form, rows)


def _handed(request: Request, name: str, form: str, rows: QuerySet[Commitment]) -> HttpResponse:
    found = commitments_of(request.jurisdiction, request.actor).filter(public(), pk__in=rows.values("pk"))
    found = found.prefetch_related("classifications__term", "values__term", "sdgs", "parties").order_by(
        "plan", "order", "pk"
    )
    told = queries.tracks_of(found, jurisdiction=request.jurisdiction)
    made = Publication.objects.filter(plan__jurisdiction=request.jurisdiction).values("plan").annotate(first=Min("at"))
    years = {one["plan"]: request.jurisdiction.day_of(one["first"]).year for one in made}
    base = request.build_absolute_uri("/").rstrip("/")
    return handed(form, name, OGP_FIELDS, ogp(told, years, base))
