"""Milestones and progress as open data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans.models import Milestone
from tequio.plans.vocab import State
from tequio.tracking import exports, queries
from tequio.tracking.views.asked import canonical, commitment_of, plan_of


def commitment_milestones(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give the milestones of a commitment."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    rows = queries.leaves_of(found, at=clock.now())
    return handed(form, f"{found.slug}-hitos", exports.MILESTONE_FIELDS, exports.milestones(rows))


def plan_milestones(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give the milestones of every public commitment of a plan."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    leaves = Milestone.objects.filter(commitment__plan=found, commitment__state=State.PUBLISHED)
    records = exports.milestones(queries.leaves(leaves, at=clock.now()))
    return handed(form, f"{found.slug}-hitos", exports.MILESTONE_FIELDS, records)


def commitment_progress(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give all that recomputes a commitment's percentage."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    return handed(
        form, f"{found.slug}-avance", exports.PROGRESS_FIELDS, _explained(queries.progress_of([found]).values())
    )


def plan_progress(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give all that recomputes a plan's percentage."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    records = _explained(queries.plan_progress(found).commitments)
    return handed(form, f"{found.slug}-avance", exports.PROGRESS_FIELDS, records)


def handed(form: str, name: str, columns: Sequence[exports.Field], records: list[dict[str, Any]]) -> HttpResponse:
    """Hand over rows as a file of its own, as CSV or JSON."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form == "csv":
        return HttpResponse(exports.as_csv(columns, records), content_type="text/csv; charset=utf-8", headers=headers)
    return HttpResponse(exports.as_json(columns, records), content_type="application/json", headers=headers)


def as_csv(request: Request) -> str:
    """Return the address of the same list as CSV."""
    asked = request.GET.copy()
    asked["formato"] = "csv"
    return f"?{asked.urlencode()}"


def _explained(measured: Any) -> list[dict[str, Any]]:
    rows = list(measured)
    pieces = queries.accepted_pieces([leaf.pk for one in rows for leaf in one.milestones.values()])
    return exports.progress(rows, evidence=pieces)
