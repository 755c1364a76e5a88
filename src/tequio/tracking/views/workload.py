"""Who answers for how much, and how it goes for each: of a commitment or of a plan."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.plans.models import Milestone
from tequio.tracking import exports, queries
from tequio.tracking.views.asked import canonical, commitment_of, marked, plan_of
from tequio.tracking.views.downloads import handed
from tequio.web.page import page


def commitment_workload(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show the progress of each party of a commitment."""
    found = commitment_of(request, public_id)
    measured = queries.progress_of([found]).values()
    return canonical(request, found, slug) or _show(
        request, found, Milestone.objects.filter(commitment=found), measured
    )


def plan_workload(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show what each institution answers for in a plan, and how it goes."""
    found = plan_of(request, public_id)
    measured = queries.plan_progress(found).commitments
    return canonical(request, found, slug) or _show(request, found, queries.public_leaves(found), measured)


def _show(request: Request, thing: Any, milestones: Any, measured: Any) -> HttpResponse:
    rows = queries.leaves(milestones, at=clock.now())
    loads = queries.workloads(rows, measured, queries.responsible_of(milestones))
    if request.GET.get("formato") == "csv":
        return handed("csv", f"{thing.slug}-responsables", exports.WORKLOAD_FIELDS, exports.workloads(loads))
    return page(
        request,
        "tracking/workload.html",
        thing=thing,
        loads=loads,
        punctuality=queries.punctuality(rows),
        count=len(rows),
        **marked(thing),
    )
