"""A transversal commitment as anybody sees it: party by party."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from tequio.people.queries import Request
from tequio.tracking.queries import shares as joining
from tequio.tracking.views.asked import canonical, commitment_of, marked
from tequio.web.page import page


def shares(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show what each party must comply, what it has, and who accompanies."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    joint = joining.joint_of(found)
    if not joint.parties and not joint.allies:
        raise Http404
    return page(request, "tracking/shares.html", commitment=found, joint=joint, **marked(found))
