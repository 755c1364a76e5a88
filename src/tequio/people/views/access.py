"""Who may do what here: read from the rules themselves, so that the page cannot say otherwise (R185)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, policies
from tequio.people.forms import ImageForm, posted
from tequio.people.queries import Request
from tequio.web.page import page


def access(request: Request) -> HttpResponse:
    """Show which role may do what in this place."""
    place = request.jurisdiction
    roles, rows = policies.access_matrix(place)
    return page(request, "people/access.html", roles=roles, rows=rows, place=place)


def image(request: Request) -> HttpResponse:
    """Set what the pages of this place carry at their head."""
    place = request.jurisdiction
    require(policies.can_change_jurisdiction(request.actor, place))
    form = ImageForm(posted(request), request.FILES or None, initial=ImageForm.initial_of(place))
    if form.is_valid():
        try:
            actions.change_image(jurisdiction=place, **form.cleaned_data, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Every page of this place carries it now."))
            return redirect("people:rules", place.slug)
    back = reverse("people:rules", args=[place.slug])
    return page(
        request,
        "people/filled.html",
        form=form,
        title=_("What the pages carry at their head"),
        lede=_("A logo, a motto and the official site. Colours stay the platform's, so that everybody can read."),
        button=_("Save"),
        back=back,
        has_files=True,
    )
