"""One's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tequio.kit.clock import now
from tequio.kit.policy import Refused
from tequio.people import actions, queries
from tequio.people.forms import DeleteAccountForm, posted
from tequio.people.models import User
from tequio.people.queries import Request
from tequio.web.page import page


@login_required
def account(request: Request) -> HttpResponse:
    """Show who one is here: offices, second factor, own data."""
    return page(
        request,
        "people/account.html",
        tenures=request.tenures,
        has_second_factor=queries.has_second_factor(_me(request)),
        form=None,
    )


@login_required
@require_POST
def choose_office(request: Request) -> HttpResponse:
    """Go on as another of one's offices."""
    wanted = request.POST.get("office", "")
    tenure = next((one for one in request.tenures if one.office.public_id == wanted), None)
    if tenure is not None:
        actions.choose_office(tenure=tenure, session=request.session, actor=request.actor, at=now())
        messages.success(request, _("From now on you act as: %(office)s.") % {"office": tenure.office.title})
    return redirect("people:account")


@login_required
@require_POST
def export_account(request: Request) -> HttpResponse:
    """Hand over everything kept about oneself, as JSON."""
    data = actions.export_account(user=_me(request), actor=request.actor, at=now())
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="tequio.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
def delete_account(request: Request) -> HttpResponse:
    """Delete one's own account, after asking."""
    form = DeleteAccountForm(posted(request))
    if form.is_valid():
        try:
            actions.delete_account(user=_me(request), actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            logout(request)
            messages.success(request, _("Your account is gone. What your offices did stays in the public record."))
            return redirect(settings.LOGOUT_REDIRECT_URL)
    return page(request, "people/account_delete.html", form=form, tenures=request.tenures)


def _me(request: Request) -> User:
    user = queries.account_of(request.actor)
    assert user is not None, "only signed-in people get here"  # noqa: S101
    return user
