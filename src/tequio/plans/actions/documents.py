"""Documents: keep what was uploaded, then turn it into drafts of commitments, whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.contributions import actions as contributions
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Jurisdiction
from tequio.people.queries import Officer
from tequio.plans import events, policies
from tequio.plans.actions._building import build
from tequio.plans.actions._rebuilding import rebuild
from tequio.plans.actions._roadmap import store_roadmap
from tequio.plans.actions.plans import open_plan
from tequio.plans.imports import recognise
from tequio.plans.imports.draft import Said
from tequio.plans.models import ActionPlan, Commitment, ImportedDocument
from tequio.plans.papers.received import received
from tequio.plans.papers.workbook import told
from tequio.record.actions import audit

LIMIT = 5 * 1024 * 1024  # bytes; the longest source document has 63 kB
ALREADY = _("This document was imported before, with these same bytes: nothing was written twice.")
MOST_LINES = 20_000  # the preview shows every line: a million of them would take the server's memory


@transaction.atomic
def keep_document(
    *, jurisdiction: Jurisdiction, body: bytes, name: str, actor: Actor, at: datetime
) -> ImportedDocument:
    """Keep an uploaded document, private and whole, so that it can be previewed; the same bytes are kept once.

    Raises Refused if it is empty, above 5 MB or MOST_LINES, cannot be read, or was imported before.
    """
    require(policies.can_import(actor, jurisdiction))
    account = _account(body, name)
    # The lock on the place makes two uploads of the same bytes take turns.
    Jurisdiction.objects.select_for_update().get(pk=jurisdiction.pk)
    digest = hashlib.sha256(body).hexdigest()
    twin = ImportedDocument.objects.filter(jurisdiction=jurisdiction, sha256=digest).first()
    if twin:
        if twin.confirmed_at:
            raise Refused("document", ALREADY)
        require(policies.can_confirm_document(actor, twin))
        return twin
    kept = ImportedDocument.objects.create(
        jurisdiction=jurisdiction,
        name=" ".join(name.split())[:200] or "documento.txt",
        sha256=digest,
        account=account,
        body=body,
        office=actor.handle,
        uploaded_at=at,
    )
    audit(
        events.DocumentKept(tenant=jurisdiction.urn, subject=jurisdiction.urn, sha256=kept.sha256), actor=actor, at=at
    )
    return kept


@transaction.atomic
def confirm_document(
    *, document: ImportedDocument, plan: ActionPlan | Mapping[str, Any], actor: Actor, at: datetime
) -> list[Commitment]:
    """Write what a document says as drafts in a plan: all of it, or nothing if anything fails.

    `plan` is one that exists, or what open_plan takes for a new one. Whoever confirms it for an institution is its
    author. Raises Refused if the document says no commitment, or if its plan is of another place.
    """
    document = (
        ImportedDocument.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=document.pk)
    )
    require(policies.can_confirm_document(actor, document))
    if not isinstance(plan, ActionPlan):
        plan = open_plan(jurisdiction=document.jurisdiction, values=plan, actor=actor, at=at)
    if plan.jurisdiction_id != document.jurisdiction_id:
        raise Refused("plan", _("Choose a plan of the same place."))
    made = _written(document, plan, actor, at)
    if isinstance(actor, Officer):
        own = Commitment.objects.filter(pk__in=[one.pk for one in made], author=None)
        own.update(author=actor.institution_id)
    document.confirmed_at = at
    document.plan = plan
    document.formats = _formats(document, made)
    document.save()
    document.commitments.set(made)
    trace = events.DocumentConfirmed(
        tenant=plan.jurisdiction.urn,
        subject=plan.urn,
        commitments=len(made),
        after={"document": document.sha256, "commitments": [one.urn for one in made]},
    )
    audit(trace, actor=actor, at=at)
    return made


@transaction.atomic
def drop_document(*, document: ImportedDocument, actor: Actor, at: datetime) -> None:
    """Delete an uploaded document that nobody imported.

    Raises Denied once it was imported: then it is the source of a commitment.
    """
    document = (
        ImportedDocument.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=document.pk)
    )
    require(policies.can_confirm_document(actor, document))
    place = document.jurisdiction.urn
    document.delete()
    audit(events.DocumentDropped(tenant=place, subject=place), actor=actor, at=at)


def _formats(document: ImportedDocument, made: Sequence[Commitment]) -> list[dict[str, Any]]:
    """Return the questions of the indicator formats that came with each axis, with the words that the document says."""
    drafts = (
        recognise.read(bytes(document.body), document.name).drafts if received(bytes(document.body)) is None else ()
    )
    return [
        {
            "commitment": one.public_id,
            "questions": [
                {name: _words(getattr(question, name)) for name in ("category", "indicator", "question", "evidence")}
                | {"foreign": question.foreign}
                for brought in draft.formats
                for question in brought.questions
            ],
        }
        for draft, one in zip(drafts, made, strict=False)
        if draft.formats
    ]


def _words(said: Said | None) -> str:
    return " ".join(said.text.split()) if said else ""


def _account(body: bytes, name: str) -> dict[str, Any]:
    """Say what a document is and how much is doubted in it. Raises Refused if it cannot be previewed."""
    if not body.strip():
        raise Refused("document", _("The file is empty."))
    if len(body) > LIMIT:
        raise Refused("document", _("The file is larger than 5 MB. Divide it in parts and try again."))
    reading = recognise.read(body, name)
    if not reading.is_read:
        raise Refused("document", reading.findings[0].sentence)
    if len(reading.document.lines) > MOST_LINES:
        raise Refused("document", _("The file has more lines than any form has. Divide it in parts and try again."))
    own = received(body)
    if own is not None:
        return {"template": own.kind, "commitments": len(own.contents), "error": len(own.faults)}
    counts = Counter(str(finding.severity) for finding in reading.findings)
    return {"template": reading.template or "", "commitments": len(reading.drafts) + bool(reading.roadmap), **counts}


def _written(document: ImportedDocument, plan: ActionPlan, actor: Actor, at: datetime) -> list[Commitment]:
    """Write what a document says: to the last value where it is a form or workbook of ours, else as understood."""
    own = received(bytes(document.body))
    if own is not None:
        if own.faults:
            raise Refused(None, told(own.faults))
        made = [rebuild(said, plan=plan, actor=actor, at=at) for said in own.contents]
        comments = [said.comments for said in own.contents]
    else:
        reading = recognise.read(bytes(document.body), document.name)
        made = [build(draft, reading.findings, plan=plan, actor=actor, at=at) for draft in reading.drafts]
        # Who wrote each is private, and stays in the document.
        comments = [[comment.text.text for comment in draft.comments] for draft in reading.drafts]
        if reading.roadmap:
            made.append(store_roadmap(reading.roadmap, plan=plan, actor=actor, at=at))
            comments.append([])
    if not made:
        raise Refused(None, _("No commitment was recognised in this document, so there is nothing to import."))
    for commitment, texts in zip(made, comments, strict=True):
        if texts:
            name = commitment.urn
            contributions.bring_comments(
                thing=name, subject=name, jurisdiction=plan.jurisdiction, texts=texts, actor=actor, at=at
            )
    return made
