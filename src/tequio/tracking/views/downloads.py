"""Milestones and progress as open data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans.models import ActionPlan, Milestone
from tequio.plans.vocab import State
from tequio.record import queries as record
from tequio.tracking import exports, queries
from tequio.tracking.views.asked import canonical, commitment_of, plan_of


def commitment_milestones(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give the milestones of a commitment."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    rows = queries.leaves_of(found, at=clock.now())
    return handed(form, f"{found.slug}-hitos", exports.MILESTONE_FIELDS, exports.milestones(rows), found.urn)


def plan_milestones(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give the milestones of every public commitment of a plan."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    leaves = Milestone.objects.filter(commitment__plan=found, commitment__state=State.PUBLISHED)
    records = exports.milestones(queries.leaves(leaves, at=clock.now()))
    return handed(form, f"{found.slug}-hitos", exports.MILESTONE_FIELDS, records, *_subjects(found))


def commitment_progress(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give all that recomputes a commitment's percentage."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    records = _explained(queries.progress_of([found]).values())
    return handed(form, f"{found.slug}-avance", exports.PROGRESS_FIELDS, records, found.urn)


def plan_progress(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give all that recomputes a plan's percentage."""
    found = plan_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    records = _explained(queries.plan_progress(found).commitments)
    return handed(form, f"{found.slug}-avance", exports.PROGRESS_FIELDS, records, *_subjects(found))


def handed(
    form: str, name: str, columns: Sequence[exports.Field], records: list[dict[str, Any]], *subjects: str
) -> HttpResponse:
    """Hand over rows as a file of its own, as CSV or JSON; `subjects` are those whose facts it tells."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    mark = record.about(*subjects) if subjects else None
    logged = mark.standing if mark and mark.standing.size is not None else None
    if logged:  # a table has no place for it
        headers["Link"] = f'<{logged.url}>; rel="describedby"; title="{logged.size} {logged.root}"'
    if form == "csv":
        return HttpResponse(exports.as_csv(columns, records), content_type="text/csv; charset=utf-8", headers=headers)
    told = {"index": logged.index, "log_size": logged.size, "log_root": logged.root} if logged else None
    return HttpResponse(exports.as_json(columns, records, told), content_type="application/json", headers=headers)


def as_csv(request: Request) -> str:
    """Return the address of the same list as CSV."""
    asked = request.GET.copy()
    asked["formato"] = "csv"
    return f"?{asked.urlencode()}"


def _subjects(plan: ActionPlan) -> Iterator[str]:
    yield plan.urn
    yield from (one.urn for one in plan.commitments.filter(state=State.PUBLISHED).select_related("plan"))


def _explained(measured: Any) -> list[dict[str, Any]]:
    rows = list(measured)
    pieces = queries.accepted_pieces([leaf.pk for one in rows for leaf in one.milestones.values()])
    return exports.progress(rows, evidence=pieces)
