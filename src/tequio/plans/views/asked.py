"""What a request asks for: the thing itself, if whoever asks may see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from tequio.kit.policy import require
from tequio.kit.text import fold
from tequio.people import queries as people
from tequio.people.models import Institution
from tequio.people.queries import Request
from tequio.plans import policies, queries
from tequio.plans.models import ActionPlan, Commitment
from tequio.record import queries as record


def plan_of(request: Request, public_id: str) -> ActionPlan:
    """Return a plan of this place; 404 for whom it does not exist."""
    return get_object_or_404(queries.plans_of(request.jurisdiction, request.actor), public_id=public_id)


def commitment_of(request: Request, public_id: str) -> Commitment:
    """Return a commitment of this place; 404 for whom it does not exist."""
    return get_object_or_404(queries.commitments_of(request.jurisdiction, request.actor), public_id=public_id)


def sheet_of(request: Request, public_id: str) -> Commitment:
    """Return a commitment with all that its form shows."""
    visible = queries.with_sheet(queries.commitments_of(request.jurisdiction, request.actor))
    return get_object_or_404(visible, public_id=public_id)


def editable(request: Request, public_id: str) -> Commitment:
    """Return a commitment that whoever asks may change, with its tree; 403 with the reason if they may only see it."""
    visible = queries.with_tree(queries.commitments_of(request.jurisdiction, request.actor))
    found = get_object_or_404(visible, public_id=public_id)
    require(policies.can_edit_commitment(request.actor, found))
    return found


def canonical(request: Request, thing: ActionPlan | Commitment, slug: str) -> HttpResponse | None:
    """Redirect for ever to the address with the present slug, unless the request came by it."""
    if slug == thing.slug:
        return None
    match = request.resolver_match
    assert match is not None, "a request that reached a view was routed"  # noqa: S101
    place = thing.jurisdiction if isinstance(thing, ActionPlan) else thing.plan.jurisdiction
    # The middleware took the jurisdiction out of these.
    names = {**match.kwargs, "jurisdiction": place.slug, "slug": thing.slug}
    address = reverse(match.view_name, kwargs=names)
    return redirect(address + (f"?{request.GET.urlencode()}" if request.GET else ""), permanent=True)


def directory_of(request: Request) -> Mapping[str, Institution]:
    """Return the institutions of this place by every way in which they are written."""
    found: dict[str, Institution] = {}
    for one in people.institutions_of(request.jurisdiction):
        for name in one.names:
            found.setdefault(fold(name), one)
    return found


def marked(thing: ActionPlan | Commitment) -> dict[str, Any]:
    """Return what the footer says of a thing's history."""
    return {"mark": record.about(thing.urn)}
