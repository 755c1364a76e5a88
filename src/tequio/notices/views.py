"""Following something, what one follows, and leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tequio.kit import clock
from tequio.kit.policy import Refused, require
from tequio.notices import actions, policies, queries
from tequio.notices.forms import FollowForm, ReminderRuleForm, RhythmForm
from tequio.notices.models import Reader
from tequio.people.queries import Officer, Request, account_of
from tequio.record.queries import history_url, resolve
from tequio.web import rate
from tequio.web.page import page, private

TRIES, WINDOW = 20, 3600


def follow(request: Request, kind: str, public_id: str) -> HttpResponse:
    """Offer to follow something public: by mail, or in a feed reader."""
    found = queries.urn_of(kind, public_id)
    if found is None:
        raise Http404
    urn, thing = found
    has_account = account_of(request.actor) is not None
    form = FollowForm(request.POST if request.method == "POST" else None, has_account=has_account)
    if form.is_bound and rate.is_spent(request, "follow", most=TRIES, seconds=WINDOW):
        return rate.refused(request)
    if form.is_valid():
        try:
            _begin(request, urn, form)
        except Refused as no:
            form.refuse(no)
        else:
            return redirect("notices:mine" if has_account else thing.url or "portal:home")
    is_following = queries.is_following(request.actor, urn)
    atom = reverse("record:history-atom", args=[kind, public_id])
    return page(request, "notices/follow.html", thing=thing, form=form, is_following=is_following, atom_url=atom,
                history_url=history_url(urn), has_account=has_account)  # fmt: skip


def _begin(request: Request, urn: str, form: FollowForm) -> None:
    said: dict[str, Any] = {"subject": urn, "language": get_language() or "", "actor": request.actor, "at": clock.now()}
    if account_of(request.actor) is not None:
        actions.follow(**said, **form.cleaned_data)
        messages.success(request, _("You follow it. Each mail says how to stop."))
        return
    actions.ask_to_follow(**said, **form.cleaned_data)
    # The same words whether or not the address is known.
    messages.success(request, _("If the address is right, a mail is on its way: open its link to confirm."))


def confirm(request: Request, token: str) -> HttpResponse:
    """Confirm with a button: the programs that open every link of a mail press none."""
    found = queries.follow_behind(token, at=clock.now())
    if found is None:
        return page(request, "notices/gone.html", status=404)
    if request.method == "POST":
        followed = actions.confirm_follow(follow=found, actor=request.actor, at=clock.now())
        messages.success(request, _("You follow it. Each mail says how to stop."))
        return redirect("notices:manage", followed.reader.token)
    return private(page(request, "notices/confirm.html", thing=resolve([found.subject]).get(found.subject)))


def manage(request: Request, token: str) -> HttpResponse:
    """Show what somebody follows, to whoever holds a link of their mails."""
    reader = queries.reader_behind(token)
    if reader is None:
        return page(request, "notices/gone.html", status=404)
    return _manage(request, reader, has_link=True)


@login_required
def mine(request: Request) -> HttpResponse:
    """Show an account what it follows, and whether it is reminded."""
    return _manage(request, queries.reader_of(request.actor), has_link=False)


def _manage(request: Request, reader: Reader | None, *, has_link: bool) -> HttpResponse:
    form = RhythmForm(
        request.POST if "rhythm" in request.POST else None, initial={"rhythm": reader.rhythm if reader else ""}
    )
    by: dict[str, Any] = {"actor": request.actor, "at": clock.now(), "has_link": has_link}
    if reader and request.method == "POST":
        if form.is_valid():
            actions.choose_rhythm(reader=reader, rhythm=form.cleaned_data["rhythm"], **by)
        for one in queries.follows_of(reader):
            if request.POST.get("stop") == str(one.follow.pk):
                actions.unfollow(follow=one.follow, **by)
        messages.success(request, _("It is kept."))
        return redirect(request.path)
    user = account_of(request.actor) if not has_link else None
    context: dict[str, Any] = {
        "reader": reader,
        "follows": queries.follows_of(reader) if reader else [],
        "is_officer": isinstance(request.actor, Officer) and not has_link,
        "reminding": queries.reminding_of(user) if user else None,
    }
    return private(page(request, "notices/manage.html", form=form, **context))


@csrf_exempt
def leave(request: Request, token: str) -> HttpResponse:
    """Leave everything: one click in the mail program (RFC 8058 posts without a page), or a button here."""
    reader = queries.reader_behind(token)
    if reader is None:
        return page(request, "notices/gone.html", status=200 if request.method == "POST" else 404)
    if request.method == "POST":
        actions.leave(reader=reader, actor=request.actor, at=clock.now(), has_link=True)
        return private(page(request, "notices/left.html"))
    return private(page(request, "notices/leave.html", reader=reader))


@login_required
@require_POST
def switch(request: Request) -> HttpResponse:
    """Switch one's own reminders on or off."""
    user = account_of(request.actor)
    if user is not None:
        is_off = request.POST.get("is_off") == "1"
        actions.switch_reminders(user=user, is_off=is_off, actor=request.actor, at=clock.now())
        messages.success(request, _("It is kept."))
    return redirect("notices:mine")


def rule(request: Request) -> HttpResponse:
    """Show a coordination when its offices are reminded, and let it change that."""
    place = request.jurisdiction
    require(policies.can_set_reminders(request.actor, place))
    now = queries.rule_of(place)
    first = {"is_on": now.is_on, "days_before": now.days_before, "days_after": now.days_after}
    form = ReminderRuleForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        actions.set_reminder_rule(jurisdiction=place, **form.cleaned_data, actor=request.actor, at=clock.now())
        messages.success(request, _("The rules of reminders are kept, and public in the record."))
        return redirect("notices:reminder_rule", place.slug)
    return page(request, "notices/rule.html", form=form)
