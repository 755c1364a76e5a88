"""Milestones and progress as open data, with the meaning of each field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans.models import Milestone
from tequio.plans.vocab import State
from tequio.tracking import exports, queries
from tequio.tracking.views.commitments import get_commitment
from tequio.tracking.views.plans import get_plan
from tequio.web.page import page


def commitment_milestones(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give the milestones of a commitment."""
    found = get_commitment(request, public_id)
    rows = queries.leaves_of(found, at=clock.now())
    return _file(form, f"{found.slug}-hitos", exports.MILESTONE_FIELDS, exports.milestones(rows))


def plan_milestones(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give the milestones of every public commitment of a plan."""
    found = get_plan(request, public_id)
    leaves = Milestone.objects.filter(commitment__plan=found, commitment__state=State.PUBLISHED)
    records = exports.milestones(queries.leaves(leaves, at=clock.now()))
    return _file(form, f"{found.slug}-hitos", exports.MILESTONE_FIELDS, records)


def commitment_progress(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give all that recomputes a commitment's percentage."""
    found = get_commitment(request, public_id)
    records = exports.progress(queries.progress_of([found]).values())
    return _file(form, f"{found.slug}-avance", exports.PROGRESS_FIELDS, records)


def plan_progress(request: Request, public_id: str, slug: str, form: str) -> HttpResponse:
    """Give all that recomputes a plan's percentage."""
    found = get_plan(request, public_id)
    records = exports.progress(queries.plan_progress(found).commitments)
    return _file(form, f"{found.slug}-avance", exports.PROGRESS_FIELDS, records)


def fields(request: Request) -> HttpResponse:
    """Say what each field of the downloads means."""
    if request.GET.get("formato") == "csv":
        text = exports.dictionary_csv([*exports.MILESTONE_FIELDS, *exports.PROGRESS_FIELDS])
        return HttpResponse(text, content_type="text/csv; charset=utf-8")
    tables = [("milestones", exports.MILESTONE_FIELDS), ("progress", exports.PROGRESS_FIELDS)]
    return page(request, "tracking/fields.html", tables=tables)


def _file(form: str, name: str, columns: Sequence[exports.Field], records: list[dict[str, Any]]) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form == "csv":
        return HttpResponse(exports.as_csv(columns, records), content_type="text/csv; charset=utf-8", headers=headers)
    return HttpResponse(exports.as_json(columns, records), content_type="application/json", headers=headers)
