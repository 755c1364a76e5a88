"""Writing who joins in a transversal commitment, and making milestones of the goals of an axis."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.plans import actions, policies, queries
from tequio.plans.forms.shares import SharesForm, share_rows
from tequio.plans.models import Commitment
from tequio.plans.views.asked import commitment_of, editable
from tequio.web.page import page


def edit_shares(request: Request, public_id: str) -> HttpResponse:
    """Say which places and institutions join, with which milestones and how much each must comply."""
    found = commitment_of(request, public_id)
    require(policies.can_save_shares(request.actor, found))
    data = request.POST if request.method == "POST" else None
    is_more = data is not None and "more" in data
    joiners = queries.joiners()
    form = SharesForm(data, commitment=found)
    rows = share_rows(found, data, more=is_more, joiners=joiners)
    if is_more:
        form.unjudged()
    elif form.is_valid() and rows.is_valid() and _saved(request, found, form, rows):
        messages.success(request, _("The parties and allies were saved."))
        return redirect("plans:edit_commitment", request.jurisdiction.slug, public_id)
    names = sorted({one.label for one in joiners.values()})
    status = 422 if data is not None and not is_more and not rows.is_valid() else 200
    return page(request, "plans/shares.html", status=status, commitment=found, form=form, rows=rows, names=names)


@require_POST
def add_goals(request: Request, public_id: str) -> HttpResponse:
    """Make a milestone of each goal of an axis."""
    found = editable(request, public_id)
    try:
        made = actions.add_goals_as_milestones(commitment=found, revision=None, actor=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, no.reason)
    else:
        text = ngettext("%(n)s goal is a milestone now.", "%(n)s goals are milestones now.", len(made))
        messages.success(request, text % {"n": len(made)})
    return redirect("plans:tree", request.jurisdiction.slug, public_id)


def _saved(request: Request, found: Commitment, form: SharesForm, rows: Any) -> bool:
    # The names as the directory writes them, without the place that only tells them apart.
    given = [row | {"name": row["institution"].name if row["institution"] else row["name"]} for row in rows.values]
    try:
        actions.save_shares(
            commitment=found,
            rows=given,
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data.get("reason", ""),
            actor=request.actor,
            at=clock.now(),
        )
    except Refused as no:
        form.refuse(no)
        return False
    return True
