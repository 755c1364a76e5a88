"""The official form of a commitment, and what changed in it."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from tequio.contributions import queries as contributed
from tequio.contributions.vocab import Purpose
from tequio.people.queries import Request
from tequio.plans import difference, policies, queries
from tequio.plans.views.asked import canonical, commitment_of, marked, sheet_of
from tequio.record import queries as record
from tequio.web.page import page


def sheet(request: Request, public_id: str, slug: str) -> HttpResponse:
    """Show every section of a commitment in the order of its form."""
    found = sheet_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    return page(
        request,
        "plans/sheet.html",
        commitment=found,
        parts=queries.parts_of(found),
        shares=queries.shares_of(found),
        annex=contributed.annex_of(found.urn),
        publication=queries.publications_of(found).first(),
        may_edit=policies.can_edit_commitment(request.actor, found),
        **marked(found),
    )


def versions(request: Request, public_id: str, slug: str) -> HttpResponse:
    """List the versions of a commitment's text with their reasons."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    made = list(queries.publications_of(found))
    offices = record.resolve({one.office for one in made})
    heard = contributed.talk_beneath(found.urn, Purpose.REVIEW)[0]
    rows = [{"publication": one, "office": offices.get(one.office)} for one in made]
    review = queries.review_of(found)
    return page(
        request,
        "plans/versions.html",
        commitment=found,
        rows=rows,
        heard=heard,
        review_url=queries.address_of(review) if review else "",
        **marked(found),
    )


def version(request: Request, public_id: str, slug: str, number: str) -> HttpResponse:
    """Show what one version changed, against the one before or any other (?con=)."""
    found = commitment_of(request, public_id)
    if moved := canonical(request, found, slug):
        return moved
    made = queries.publications_of(found)
    after = get_object_or_404(made, number=number)
    asked = request.GET.get("con", "")
    # More digits than the address itself takes name no version.
    is_asked = asked.isdecimal() and len(asked) < 7
    before = made.filter(number=asked).first() if is_asked else made.filter(number__lt=after.number).first()
    if before is None:
        raise Http404
    older, newer = sorted((before, after), key=lambda one: one.number)
    changes = difference.between(json.loads(older.document), json.loads(newer.document), found.template.sections)
    return page(
        request,
        "plans/version.html",
        commitment=found,
        older=older,
        newer=newer,
        changes=changes,
        others=[one for one in made if one.number != newer.number],
        **marked(found),
    )
