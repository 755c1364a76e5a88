"""Names that look alike: merged by whoever looks, and parted again if that was a mistake (X05)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, policies, queries
from tequio.people.models import Institution, Merge, Post
from tequio.people.queries import Request
from tequio.web.page import page


def suggestions(request: Request) -> HttpResponse:
    """List names that look alike, and the merges that may be undone."""
    place = request.jurisdiction
    require(policies.can_manage_institutions(request.actor, place))
    found, merges = queries.suggestions_of(place), list(queries.merges_of(place)[:50])
    return page(request, "people/suggestions.html", suggestions=found, merges=merges)


@require_POST
def merge(request: Request) -> HttpResponse:
    """Merge one row into another."""
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    ids = (request.POST.get("kept", ""), request.POST.get("merged", ""))
    try:
        if request.POST.get("kind") == "post":
            kept, merged = (_found(request, Post, one) for one in ids)
            actions.merge_posts(kept=kept, merged=merged, actor=request.actor, at=now())
        else:
            kept, merged = (_found(request, Institution, one) for one in ids)
            actions.merge_institutions(kept=kept, merged=merged, actor=request.actor, at=now())
    except Refused as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("They are one now. Below you can undo it."))
    return redirect("people:suggestions", request.jurisdiction.slug)


@require_POST
def part(request: Request, public_id: str) -> HttpResponse:
    """Undo a merge."""
    require(policies.can_manage_institutions(request.actor, request.jurisdiction))
    found = get_object_or_404(Merge, public_id=public_id, jurisdiction=request.jurisdiction)
    undo = actions.part_posts if found.kept_post_id else actions.part_institutions
    try:
        undo(merge=found, actor=request.actor, at=now())
    except Refused as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("They are two again."))
    return redirect("people:suggestions", request.jurisdiction.slug)


def _found(request: Request, kind: type[Institution | Post], public_id: str) -> Any:
    by = "jurisdiction" if kind is Institution else "institution__jurisdiction"
    rows: Any = kind._default_manager.select_related(by)
    found = rows.filter(public_id=public_id, **{by: request.jurisdiction}).first()
    if found is None:
        raise Http404
    return found
