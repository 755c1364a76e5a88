"""The public dates of a commitment, for anybody's calendar."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tequio.kit import clock
from tequio.people.queries import Request
from tequio.tracking import exports, queries
from tequio.tracking.views.asked import canonical, commitment_of


@require_safe
def commitment_ics(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Serve the last day of each milestone as an iCalendar; a month's deadline stands on its last day."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    rows = queries.leaves_of(found, at=clock.now())
    body = exports.milestones_ics(found, rows, base_url=settings.BASE_URL, at=clock.now())
    headers = {"Content-Disposition": f'inline; filename="{found.slug}.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
