"""What a request asks for, if everybody may see it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from tequio.contributions import queries
from tequio.contributions.models import Contribution
from tequio.people.policies import coordinates
from tequio.people.queries import Request
from tequio.record import queries as record
from tequio.record.queries import Resolved


def thing_of(request: Request, kind: str, thing: str) -> tuple[str, Resolved]:
    """Return the name of a thing of this place, and what it is; 404 unless everybody may see it."""
    name = record.urn(kind, thing)
    found = queries.thing(name)
    if found is None or not found.is_open or found.tenant != request.jurisdiction.urn:
        raise Http404
    return name, found


def contribution_of(request: Request, public_id: str) -> tuple[Contribution, Resolved]:
    """Return a contribution of this place with what it is about; a report of an error only for its coordination."""
    found = get_object_or_404(queries.whole(), public_id=public_id, thread__jurisdiction=request.jurisdiction)
    about = queries.thing(found.thread.thing)
    if about is None or (found.is_error and not coordinates(request.actor, request.jurisdiction)):
        raise Http404
    return found, about


def marked(subject: str) -> dict[str, Any]:
    """Return what the footer says of the history of what a page is about."""
    return {"mark": record.about(subject)}
