"""Importing documents in the browser: upload, look at every doubt, confirm or discard."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.kit.clock import now
from tequio.kit.policy import Refused, require
from tequio.people.queries import Request
from tequio.plans import actions, policies, queries
from tequio.plans.forms.fields import Plain
from tequio.plans.forms.plans import ConfirmForm, UploadForm
from tequio.plans.imports import recognise
from tequio.plans.models import Commitment, ImportedDocument
from tequio.plans.views import reading as shown
from tequio.web.page import page


def documents(request: Request) -> HttpResponse:
    """Take documents, and list those that wait."""
    require(policies.can_import(request.actor, request.jurisdiction))
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        try:
            kept = _keep(request, form)
        except Refused as no:
            form.refuse(no)
        else:
            if len(kept) == 1:
                return redirect("plans:preview", request.jurisdiction.slug, kept[0].public_id)
            messages.success(request, _("The documents are kept, private: look at each before you confirm it."))
            return redirect("plans:import", request.jurisdiction.slug)
    return page(request, "plans/documents.html", form=form, waiting=queries.documents_waiting(request.jurisdiction))


def preview(request: Request, public_id: str) -> HttpResponse:
    """Show a document with everything that was understood and doubted; write it only when confirmed."""
    document = _document(request, public_id)
    may_open = bool(policies.can_manage_plans(request.actor, request.jurisdiction))
    plans = queries.plans_of(request.jurisdiction, request.actor)
    form = ConfirmForm(request.POST if request.method == "POST" else None, plans=plans, may_open=may_open)
    if form.is_valid():
        try:
            made = _confirm(request, document, form)
        except Refused as no:
            form.refuse(no)
        else:
            return _imported(request, made)
    reading = recognise.read(bytes(document.body), document.name)
    doubts = shown.doubts_of(reading)
    return page(
        request,
        "plans/preview.html",
        document=document,
        form=form,
        reading=reading,
        doubts=doubts,
        lines=shown.lines_of(reading, doubts),
        drafts=[(draft, shown.recognised_in(draft)) for draft in reading.drafts],
        steps=[_("Choose the file"), _("Look at the doubts"), _("Confirm")],
    )


def drop_document(request: Request, public_id: str) -> HttpResponse:
    """Discard an upload, after asking."""
    document = _document(request, public_id)
    form = Plain(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.drop_document(document=document, actor=request.actor, at=now())
        messages.success(request, _("The document was discarded. Nothing of it was kept."))
        return redirect("plans:import", request.jurisdiction.slug)
    return page(request, "plans/document_drop.html", document=document)


@transaction.atomic
def _keep(request: Request, form: UploadForm) -> list[ImportedDocument]:
    """Keep every file of an upload, or none."""
    return [
        actions.keep_document(
            jurisdiction=request.jurisdiction, body=file.read(), name=file.name or "", actor=request.actor, at=now()
        )
        for file in form.cleaned_data["documents"]
    ]


@transaction.atomic
def _confirm(request: Request, document: ImportedDocument, form: ConfirmForm) -> list[Commitment]:
    """Write the drafts, and the plan that they need if it is new: both or neither."""
    plan = form.cleaned_data["plan"]
    if plan is None:
        plan = actions.open_plan(jurisdiction=request.jurisdiction, values=form.new_plan, actor=request.actor, at=now())
    return actions.confirm_document(document=document, plan=plan, actor=request.actor, at=now())


def _imported(request: Request, made: list[Commitment]) -> HttpResponse:
    text = ngettext("%(n)s draft was written: look at it section by section.", "%(n)s drafts were written.", len(made))
    messages.success(request, text % {"n": len(made)})
    if len(made) == 1:
        return redirect("plans:edit_commitment", request.jurisdiction.slug, made[0].public_id)
    return redirect(made[0].plan)


def _document(request: Request, public_id: str) -> ImportedDocument:
    require(policies.can_import(request.actor, request.jurisdiction))
    waiting = ImportedDocument.objects.select_related("jurisdiction").filter(jurisdiction=request.jurisdiction)
    document = get_object_or_404(waiting, public_id=public_id)
    require(policies.can_confirm_document(request.actor, document))
    return document
