"""The first run."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tequio.kit.actor import SYSTEM
from tequio.kit.clock import now
from tequio.kit.policy import Refused
from tequio.people import actions, queries
from tequio.people.forms import InstallForm, posted
from tequio.record import queries as record
from tequio.web.page import page


def install(request: HttpRequest) -> HttpResponse:
    """Found this site, once, with the code that the server shows."""
    if record.is_installed():
        raise Http404
    queries.setup_code()
    form = InstallForm(posted(request))
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "code"}
        try:
            actions.install(**given, actor=SYSTEM, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("This site exists. Sign in with your e-mail and password."))
            return redirect("account_login")
    return page(request, "people/install.html", form=form)
