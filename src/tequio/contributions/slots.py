"""What this room says in the pages of others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tequio.contributions import queries
from tequio.kit.duty import Duty
from tequio.people.queries import Officer

# A page whose address is itself a secret, or an account's, is not told to anybody.
_SECRET = ("/aportes/", "/invitacion/", "/cuenta/", "/mi-cuenta/", "/seguir/", "/avisos/")


def duties(officer: Officer, at: datetime) -> Sequence[Duty]:
    """Say what waits for an officer's answer, and by when."""
    found = queries.said(queries.answerable_by(officer), at=at)
    return [
        Duty(
            uid=f"{row.contribution.urn}:answer",
            kind=_("To answer"),
            what=Truncator(row.contribution.text).chars(120),
            url=row.contribution.get_absolute_url(),
            due=row.contribution.due_on,
            about=row.contribution.path if row.contribution.is_error else row.thing.title,
        )
        for row in found
    ]


def footer(request: HttpRequest) -> list[tuple[Any, str]]:
    """Return the link of every page's foot by which anybody says that it is wrong."""
    told = "" if request.path.startswith(_SECRET) else "?" + urlencode({"de": request.path})
    return [(gettext_lazy("Report an error on this page"), reverse("contributions:report_error") + told)]
