"""Importing documents in the browser: upload, look at every doubt, confirm or discard."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from tequio.kit.clock import now
from tequio.kit.policy import Denied, Refused, require
from tequio.paper import folder
from tequio.paper.package import Unreadable
from tequio.people.queries import Request
from tequio.plans import actions, policies, queries
from tequio.plans.forms.fields import Plain
from tequio.plans.forms.plans import ConfirmForm, UploadForm
from tequio.plans.imports import recognise
from tequio.plans.models import Commitment, ImportedDocument
from tequio.plans.papers.received import received
from tequio.plans.views import reading as shown
from tequio.web.page import page


def documents(request: Request) -> HttpResponse:
    """Take documents, and list those that wait."""
    require(policies.can_import(request.actor, request.jurisdiction))
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        kept = _keep(request, form)
        if len(kept) == 1 and not form.errors:
            return redirect("plans:preview", request.jurisdiction.slug, kept[0].public_id)
        if kept:
            messages.success(request, _("The documents are kept, private: look at each before you confirm it."))
            form.error_title = _("Some could not be kept:")
        if not form.errors:
            return redirect("plans:import_all", request.jurisdiction.slug)
    return page(
        request,
        "plans/documents.html",
        form=form,
        waiting=queries.documents_waiting(request.jurisdiction, request.actor),
    )


def preview(request: Request, public_id: str) -> HttpResponse:
    """Show a document with everything that was understood and doubted; write it only when confirmed."""
    document = _document(request, public_id)
    may_open = bool(policies.can_manage_plans(request.actor, request.jurisdiction))
    plans = queries.plans_of(request.jurisdiction, request.actor)
    form = ConfirmForm(request.POST if request.method == "POST" else None, plans=plans, may_open=may_open)
    if form.is_valid():
        try:
            made = actions.confirm_document(document=document, plan=form.wanted, actor=request.actor, at=now())
        except Refused as no:
            form.refuse(no)
        else:
            return _imported(request, made)
    own = received(bytes(document.body))
    if own is not None:
        return page(request, "plans/preview_own.html", document=document, form=form, own=own)
    reading = recognise.read(bytes(document.body), document.name)
    titles = [draft.title.text for draft in reading.drafts if draft.title]
    among = queries.commitments_of(request.jurisdiction, request.actor)
    known = queries.commitments_called(titles, among=among)
    told = shown.shown(reading)
    return page(request, "plans/preview.html", document=document, form=form, known=known.items(), **told)


def drop_document(request: Request, public_id: str) -> HttpResponse:
    """Discard an upload, after asking."""
    document = _document(request, public_id)
    form = Plain(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.drop_document(document=document, actor=request.actor, at=now())
        messages.success(request, _("The document was discarded. Nothing of it was kept."))
        return redirect("plans:import", request.jurisdiction.slug)
    return page(request, "plans/document_drop.html", document=document)


def _keep(request: Request, form: UploadForm) -> list[ImportedDocument]:
    """Keep each file of an upload; put into the form why one of them was not."""
    kept = []
    for name, body in _files(form):
        try:
            if isinstance(body, Unreadable):
                raise Refused("documents", gettext(body.reason))
            place = request.jurisdiction
            kept.append(actions.keep_document(jurisdiction=place, body=body, name=name, actor=request.actor, at=now()))
        except (Refused, Denied) as no:
            form.add_error("documents", f"{name}: {no.reason}")
    return kept


def _files(form: UploadForm) -> Iterator[tuple[str, bytes | Unreadable]]:
    """Yield each file of an upload, and each one of a zip of documents."""
    for file in form.cleaned_data["documents"]:
        body = file.read()
        if folder.is_folder(body):
            yield from folder.files(body)
        else:
            yield file.name or "", body


def _imported(request: Request, made: list[Commitment]) -> HttpResponse:
    text = ngettext("%(n)s draft was written: look at it section by section.", "%(n)s drafts were written.", len(made))
    messages.success(request, text % {"n": len(made)})
    if len(made) == 1:
        return redirect("plans:edit_commitment", request.jurisdiction.slug, made[0].public_id)
    return redirect(made[0].plan)


def _document(request: Request, public_id: str) -> ImportedDocument:
    require(policies.can_import(request.actor, request.jurisdiction))
    mine = queries.documents_open_to(request.actor, request.jurisdiction)
    document = get_object_or_404(mine, public_id=public_id)
    require(policies.can_confirm_document(request.actor, document))
    return document
