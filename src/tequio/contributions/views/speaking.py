"""Where anybody asks, comments and disagrees, and reports an error."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tequio.contributions import actions, policies, queries
from tequio.contributions.forms import ContributionForm, ErrorForm
from tequio.contributions.models import ContributionQuerySet, Thread
from tequio.contributions.views import limits
from tequio.contributions.views.asked import marked, thing_of
from tequio.contributions.vocab import Purpose
from tequio.kit import clock, urn
from tequio.kit.policy import Refused
from tequio.people import queries as people
from tequio.people.models import Jurisdiction
from tequio.people.queries import Request
from tequio.record.queries import Resolved
from tequio.web.page import page

PER_PAGE = 20
FORMS = ("csv", "json")


def thread(request: Request, kind: str, thing: str, purpose: str) -> HttpResponse:
    """Show what was said about a thing with its answers, and take what anybody has to say."""
    name, about = thing_of(request, kind, thing)
    found = queries.thread_about(name, purpose)
    if found is None and purpose == Purpose.REVIEW:
        raise Http404
    form = ContributionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        if limits.is_over(request, request.jurisdiction):
            return limits.too_many(request, request.jurisdiction, form.cleaned_data["text"])
        said = {"thing": name, "jurisdiction": request.jurisdiction, "purpose": purpose, **form.said}
        try:
            _made, token = actions.submit_contribution(**said, actor=request.actor, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(reverse("contributions:follow_up", args=[token]) + "?nuevo=1")
    return _show(request, name, about, found, form)


def _show(request: Request, name: str, about: Resolved, found: Thread | None, form: ContributionForm) -> HttpResponse:
    at = clock.now()
    purpose = found.purpose if found else Purpose.TALK
    rows = _narrowed(queries.contributions_about(name, purpose), request.GET.get("ver", ""))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "contributions/thread.html",
        thing=about,
        thread=found,
        is_review=purpose == Purpose.REVIEW,
        is_past=found.is_past(request.jurisdiction.day_of(at)) if found else False,
        shown=shown,
        rows=queries.said(shown, at=at),
        tabs=_tabs(request.path),
        here=request.get_full_path(),
        form=form,
        may_speak=policies.can_contribute(request.actor, about, found),
        rules=queries.rules_of(request.jurisdiction),
        files=[(one, reverse(f"contributions:thread_{one}", args=_address(request, name))) for one in FORMS],
        **marked(about.subject or name),
    )


@never_cache
def report_error(request: Request) -> HttpResponse:
    """Take the report of an error on a page, from anybody."""
    form = ErrorForm(request.POST or None, initial={"path": request.GET.get("de", "")[:300]})
    if form.is_valid():
        place = _place_of(form.cleaned_data["path"])
        if place is None:
            form.add_error(None, _("No place runs plans here yet: write to the address of the contact page."))
        elif limits.is_over(request, place):
            return limits.too_many(request, place, form.cleaned_data["text"])
        else:
            try:
                _made, token = actions.report_error(
                    jurisdiction=place, **form.said, actor=request.actor, at=clock.now()
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return redirect(reverse("contributions:follow_up", args=[token]) + "?nuevo=1")
    return page(request, "contributions/report_error.html", form=form)


def _place_of(path: str) -> Jurisdiction | None:
    """Return the place that a page belongs to; where it is of none, the one that all others lie in."""
    first = path.split("://", 1)[-1] if "://" in path else path
    words = [word for word in first.split("/") if word]
    for word in words[:2]:
        if found := people.jurisdiction(word):
            return found
    return Jurisdiction.objects.order_by("parent_id", "pk").filter(parent__isnull=True).first()


def _address(request: Request, name: str) -> list[str]:
    named = urn.parse(name)
    return [request.jurisdiction.slug, named.kind, named.id]


def _narrowed(found: ContributionQuerySet, asked: str) -> ContributionQuerySet:
    if asked == "sin-respuesta":
        return found.waiting()
    return found.filter(answered_at__isnull=False) if asked == "respondidas" else found


def _tabs(path: str) -> list[tuple[str, str]]:
    return [
        (_("All"), path),
        (_("Without an answer"), f"{path}?ver=sin-respuesta"),
        (_("With an answer"), f"{path}?ver=respondidas"),
    ]
