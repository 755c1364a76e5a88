"""Writing the roadmap of a commitment and what its milestones deliver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tequio.kit import clock
from tequio.kit.policy import Refused
from tequio.people.queries import Request
from tequio.plans import actions
from tequio.plans.forms.roadmap import deliverable_rows, phase_rows
from tequio.plans.forms.shares import SharesForm
from tequio.plans.models import Commitment
from tequio.plans.views.asked import editable
from tequio.web.page import page


def edit_roadmap(request: Request, public_id: str) -> HttpResponse:
    """Say in which phases a commitment is carried out."""
    words = {
        "title": _("Roadmap"),
        "lede": _("The phases of the work, in order. A phase may stand inside the one above it."),
    }
    return _edit(request, public_id, phase_rows, actions.save_roadmap, words)


def edit_deliverables(request: Request, public_id: str) -> HttpResponse:
    """Say what each milestone delivered and where it is."""
    words = {
        "title": _("Milestones and what they deliver"),
        "lede": _("One row for each deliverable, with its address. Whatever has none is listed as such."),
    }
    return _edit(request, public_id, deliverable_rows, actions.save_deliverables, words)


def _edit(
    request: Request, public_id: str, build: Callable[..., Any], save: Callable[..., Any], words: dict[str, str]
) -> HttpResponse:
    found = editable(request, public_id)
    data = request.POST if request.method == "POST" else None
    is_more = data is not None and "more" in data
    form = SharesForm(data, commitment=found)
    rows = build(found, data, more=is_more)
    if is_more:
        form.unjudged()
    elif form.is_valid() and rows.is_valid() and _saved(request, found, form, rows, save):
        messages.success(request, _("It was saved."))
        return redirect("plans:edit_commitment", request.jurisdiction.slug, public_id)
    status = 422 if data is not None and not is_more and not rows.is_valid() else 200
    return page(request, "plans/outline.html", status=status, commitment=found, form=form, rows=rows, **words)


def _saved(request: Request, found: Commitment, form: SharesForm, rows: Any, save: Callable[..., Any]) -> bool:
    told = {"revision": form.cleaned_data["revision"], "reason": form.cleaned_data.get("reason", "")}
    try:
        save(commitment=found, rows=rows.values, **told, actor=request.actor, at=clock.now())
    except Refused as no:
        form.refuse(no)
        return False
    return True
