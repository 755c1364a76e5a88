"""The desk of whoever works here: what they owe, their calendar, and what they hand over when they leave."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.notices import actions as notices_actions
from tequio.notices import queries as notices
from tequio.people.models import Tenure
from tequio.people.policies import coordinates
from tequio.people.queries import Officer, Request
from tequio.plans import policies as plan_policies
from tequio.portal import actions, exports, policies, queries
from tequio.portal.forms import DutySearch
from tequio.tracking import policies as tracking_policies
from tequio.web.page import page

PER_PAGE = 50
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@login_required
def desk(request: Request) -> HttpResponse:
    """Show an officer what they owe and by when, whatever the room."""
    if not isinstance(request.actor, Officer):
        return redirect("people:account")
    place = request.actor.office.institution.jurisdiction
    found = queries.desk_of(request.actor, clock.now())
    search = DutySearch(request.GET, desk=found)
    lines = search.narrow(found.lines)
    if request.GET.get("formato") == "csv":
        return _file(exports.duties_csv(lines).encode(), "pendientes", "csv")
    shown = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    may = {
        "import": plan_policies.can_import(request.actor, place),
        "plan": plan_policies.can_manage_plans(request.actor, place),
        "review": tracking_policies.can_open_review_queue(request.actor, place),
    }
    return page(request, "portal/desk.html", place=place, desk=found, search=search, shown=shown,
                groups=queries.in_groups(shown), drafts=queries.drafts_of(request.actor), may=may,
                csv_url=_as_csv(request))  # fmt: skip


def _as_csv(request: Request) -> str:
    asked = request.GET.copy()
    asked["formato"] = "csv"
    return f"?{asked.urlencode()}"


@login_required
def calendar(request: Request) -> HttpResponse:
    """Show whether one's dates have a secret address, make one, or close it."""
    officer = request.actor
    if not isinstance(officer, Officer):
        return redirect("people:account")
    by: dict[str, Any] = {"officer": officer, "actor": officer, "at": clock.now()}
    if request.method == "POST" and "close" in request.POST:
        notices_actions.close_calendar(**by)
        messages.success(request, _("That address answers no longer."))
        return redirect("portal:calendar")
    url = ""
    if request.method == "POST":
        token = notices_actions.open_calendar(**by)
        url = request.build_absolute_uri(reverse("portal:calendar_ics", args=[token]))
    answer = page(request, "portal/calendar.html", key=notices.calendar_key(officer), url=url)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def calendar_ics(request: Request, token: str) -> HttpResponse:
    """Serve somebody's dates to their feed reader, which brings no session: the address is the secret."""
    key = notices.key_behind(token)
    if key is None:
        raise Http404
    at = clock.now()
    place = key.office.institution.jurisdiction
    held = Tenure.objects.in_force(on=place.day_of(at)).filter(user=key.user, office=key.office)
    if not key.user.is_active or not held.exists():
        raise Http404
    officer = Officer(key.user, key.office)
    name = _("What I owe: %(office)s") % {"office": key.office.title}
    body = exports.duties_ics(queries.owed_by(officer, at), name=name, at=at)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def handover(request: Request, public_id: str) -> HttpResponse:
    """Show what an office hands over, to print or take away."""
    tenure = _tenure(request, public_id)
    is_private = bool(coordinates(request.actor, request.jurisdiction))
    found = queries.handover_of(tenure, clock.now(), with_private=is_private)
    return page(
        request, "portal/handover.html", found=found, groups=queries.in_groups(found.lines), is_private=is_private
    )


@require_POST
def take_handover(request: Request, public_id: str) -> HttpResponse:
    """Take away what an office hands over; that it was taken leaves a private trace."""
    tenure = _tenure(request, public_id)
    form = request.POST.get("form", "")
    try:
        body = actions.take_handover(tenure=tenure, form=form, actor=request.actor, at=clock.now())
    except Refused as no:
        raise Http404 from no
    return _file(body, "entrega", form)


def _tenure(request: Request, public_id: str) -> Tenure:
    rows = Tenure.objects.select_related("office__institution__jurisdiction", "office__role", "user")
    place = {"office__institution__jurisdiction": request.jurisdiction}
    tenure = get_object_or_404(rows, public_id=public_id, **place)
    require(policies.can_hand_over(request.actor, tenure))
    return tenure


def _file(body: bytes, name: str, form: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=TYPES[form], headers=headers)
