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
    row, kept = _kept(event_id)
    require(policies.can_erase_entry(request.actor, queries.place_called(row.tenant)))
    left = [one for one in kept if one.erased_at is None]
    form = EraseEntryForm(posted(request), kept=left)
    if form.is_valid() and form.is_sure:
        names, basis = form.cleaned_data["name"], form.cleaned_data["basis"]
        try:
            actions.erase_entry(event_id=event_id, names=names, basis=basis, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("Erased. The entry and its proofs stay, and the record says that it was done."))
            return redirect("record:entry", event_id)
    template = "people/erase_entry_sure.html" if form.is_valid() else "people/erase_entry.html"
    (line,) = record.lines([row])
    return page(request, template, form=form, left=left, line=line, erasures=beside.erasures_of(row))


def _kept(event_id: UUID) -> tuple[Any, list[beside.Kept]]:
    """Return an entry with its personal values; an entry that has none has no page here."""
    row = record.entry(str(event_id))
    kept = beside.kept_of(row) if row else []
    if not kept:
        raise Http404
    return row, kept
