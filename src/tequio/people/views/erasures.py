"""Erasing what an entry keeps apart about a person: choose, read what goes and what stays, say yes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people import actions, policies, queries
from tequio.people.forms import EraseEntryForm, posted
from tequio.people.queries import Request
from tequio.record import queries as record
from tequio.record.queries import beside
from tequio.web.page import page


def erase_entry(request: Request, event_id: UUID) -> HttpResponse:
    """Erase personal values of an entry, by law."""
    row = record.entry(str(event_id))
    kept = beside.kept_of(row) if row else []
    if row is None or not kept:
        raise Http404
    require(policies.can_erase_entry(request.actor, queries.place_called(row.tenant)))
    left = [one for one in kept if one.erased_at is None]
    form = EraseEntryForm(posted(request), kept=left)
    shown: dict[str, Any] = {
        "form": form,
        "left": left,
        "line": record.lines([row])[0],
        "erasures": beside.erasures_of(row),
    }
    if not form.is_valid():
        return page(request, "people/erase_entry.html", **shown)
    if not form.is_sure:
        return page(request, "people/erase_entry_sure.html", **shown)
    names, basis = form.cleaned_data["name"], form.cleaned_data["basis"]
    try:
        actions.erase_entry(event_id=event_id, names=names, basis=basis, actor=request.actor, at=now())
    except Refused as no:
        form.refuse(no)
        return page(request, "people/erase_entry.html", **shown)
    messages.success(request, _("Erased. The entry and its proofs stay, and the record says that it was done."))
    return redirect("record:entry", event_id)
