"""Allies inside the administration: a public part, and an internal one for coordination."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, exports, policies, queries
from tequio.people.forms import AllyForm, AllySearchForm, posted
from tequio.people.models import Ally
from tequio.people.queries import Request
from tequio.people.views.listing import Line, Listing, download, listed, narrowed, yes
from tequio.web.page import page


def allies(request: Request, shape: str = "") -> HttpResponse:
    """List the allies: those published, or all with their interest for coordination."""
    place = request.jurisdiction
    is_internal = bool(policies.can_keep_allies(request.actor, place))
    search = AllySearchForm(request.GET, is_internal=is_internal)
    rows = queries.allies_of(place, is_internal=is_internal, **narrowed(search))
    if shape:
        return download(request, shape, exports.ALLIES_INTERNAL if is_internal else exports.ALLIES, rows)
    return listed(request, _listing(request, is_internal), search, rows, _internal_line if is_internal else _line)


def _listing(request: Request, is_internal: bool) -> Listing:
    slug = request.jurisdiction.slug
    columns = [_("Institution"), _("Unit"), _("Data that it could share")]
    return Listing(
        title=_("Directory of allies"),
        lede=_("Units of the administration that could share data: who to speak with to make an agreement."),
        columns=[*columns, _("Interest"), _("Post to speak with"), _("Public")] if is_internal else columns,
        empty=_("The coordination notes here the units that could share data, and publishes them one by one."),
        buttons=[(_("Note an ally"), reverse("people:add_ally", args=[slug]))] if is_internal else (),
        downloads=[
            ("CSV", reverse("people:allies_csv", args=[slug])),
            ("JSON", reverse("people:allies_json", args=[slug])),
        ],
    )


def _line(ally: Ally) -> Line:
    return Line(ally.institution.name, ally.institution.get_absolute_url(), (ally.unit, ally.shares))


def _internal_line(ally: Ally) -> Line:
    url = reverse("people:edit_ally", args=[ally.institution.jurisdiction.slug, ally.public_id])
    post = ally.post.current.label if ally.post else ""
    cells = (ally.unit, ally.shares, ally.get_interest_display(), post, yes(ally.is_public))
    return Line(ally.institution.name, url, cells)


def add_ally(request: Request) -> HttpResponse:
    """Note an ally."""
    require(policies.can_keep_allies(request.actor, request.jurisdiction))
    form = AllyForm(posted(request), jurisdiction=request.jurisdiction)
    if form.is_valid():
        try:
            actions.keep_ally(**form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Noted: only the coordination sees it until you publish it."))
            return redirect("people:allies", request.jurisdiction.slug)
    back = reverse("people:allies", args=[request.jurisdiction.slug])
    return page(request, "people/filled.html", form=form, title=_("Note an ally"), button=_("Save"), back=back)


def edit_ally(request: Request, public_id: str) -> HttpResponse:
    """Correct what was noted of an ally."""
    ally = _ally(request, public_id)
    form = AllyForm(posted(request), jurisdiction=request.jurisdiction, initial=AllyForm.initial_of(ally))
    if form.is_valid():
        try:
            actions.keep_ally(ally=ally, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("The data was corrected."))
            return redirect("people:allies", request.jurisdiction.slug)
    return page(request, "people/ally.html", form=form, ally=ally)


@require_POST
def publish_ally(request: Request, public_id: str) -> HttpResponse:
    """Put an ally in the public directory, or take it out."""
    ally = _ally(request, public_id)
    actions.publish_ally(ally=ally, is_public=request.POST.get("is_public") == "1", actor=request.actor, at=now())
    messages.success(request, _("Done: everybody can see that it changed."))
    return redirect("people:edit_ally", request.jurisdiction.slug, public_id)


@require_POST
def remove_ally(request: Request, public_id: str) -> HttpResponse:
    """Remove an ally that is not public."""
    ally = _ally(request, public_id)
    try:
        actions.remove_ally(ally=ally, actor=request.actor, at=now())
    except Refused as no:
        messages.error(request, no.reason)
        return redirect("people:edit_ally", request.jurisdiction.slug, public_id)
    messages.success(request, _("Removed."))
    return redirect("people:allies", request.jurisdiction.slug)


def _ally(request: Request, public_id: str) -> Ally:
    # Before looking: which units are not public is private.
    require(policies.can_keep_allies(request.actor, request.jurisdiction))
    rows = Ally.objects.select_related("institution__jurisdiction", "post__merged_into")
    return get_object_or_404(rows, public_id=public_id, institution__jurisdiction=request.jurisdiction)
