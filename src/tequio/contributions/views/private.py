"""What only the private link opens: what became of what somebody wrote, and how to erase it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tequio.contributions import actions, queries
from tequio.contributions.forms import EraseForm
from tequio.contributions.models import Contribution, thread_url
from tequio.kit import clock
from tequio.people.queries import Request
from tequio.record import queries as record
from tequio.web.page import page, private


@require_safe
@never_cache
def follow_up(request: Request, token: str) -> HttpResponse:
    """Show whoever wrote something what became of it."""
    return _show(request, _behind(token), token, EraseForm())


@require_POST
@never_cache
def erase(request: Request, token: str) -> HttpResponse:
    """Erase the personal values of what somebody wrote."""
    found = _behind(token)
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _show(request, found, token, form)
    keeps_text = form.cleaned_data["what"] == "name"
    actions.erase_contribution(
        contribution=found, token=token, keeps_text=keeps_text, actor=request.actor, at=clock.now()
    )
    return redirect("contributions:follow_up", token)


@require_POST
@never_cache
def forget(request: Request, token: str) -> HttpResponse:
    """Stop writing to whoever wrote something."""
    actions.forget_address(contribution=_behind(token), token=token, actor=request.actor, at=clock.now())
    return redirect("contributions:follow_up", token)


def _behind(token: str) -> Contribution:
    found = queries.contribution_behind(token)
    if found is None:
        raise Http404
    return found


def _show(request: Request, found: Contribution, token: str, form: EraseForm) -> HttpResponse:
    place = found.thread.jurisdiction
    thing = queries.thing(found.thread.thing)
    entry = record.entry(str(found.fact)) if found.fact else None
    shown = page(
        request,
        "contributions/follow_up.html",
        place=place,
        one=found,
        thing=thing,
        thread_url=thread_url(place, found.thread.thing, purpose=found.thread.purpose),
        token=token,
        link=request.build_absolute_uri(request.path),
        is_new="nuevo" in request.GET,
        is_overdue=found.is_overdue(place.day_of(clock.now())),
        rules=queries.rules_of(place),
        entry=entry,
        form=form,
    )
    return private(shown)
