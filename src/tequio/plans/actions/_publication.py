"""One version of a public text, and the draft's trace: what every change of a commitment ends with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import Refused
from tequio.plans import document, events
from tequio.plans.models import ActionPlan, Commitment, Publication
from tequio.plans.vocab import State
from tequio.record.actions import audit, record


def publish(thing: ActionPlan | Commitment, kind: str, *, reason: str, actor: Actor, at: datetime) -> Publication:
    """Keep the text as it stands now, numbered after the last one. The caller records the fact."""
    owner: dict[str, ActionPlan | Commitment]
    if isinstance(thing, Commitment):
        # As another request would read it now: nothing that was prefetched before the change.
        fresh = Commitment.objects.select_related("plan__jurisdiction", "template").get(pk=thing.pk)
        body, owner = document.of_commitment(fresh), {"commitment": thing}
    else:
        body, owner = document.of_plan(thing), {"plan": thing}
    text, sha256 = document.written(body)
    last = Publication.objects.filter(**owner).order_by("-number").values_list("number", flat=True).first() or 0
    return Publication.objects.create(
        **owner,
        number=last + 1,
        kind=kind,
        reason=reason,
        document=text,
        sha256=sha256,
        office=actor.handle,
        at=at,
    )


def locked(commitment: Commitment, revision: int | None) -> Commitment:
    """Lock a commitment's row and refuse to go on if somebody else saved it since `revision`."""
    found = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("plan__jurisdiction", "template", "author")
        .get(pk=commitment.pk)
    )
    if revision is not None and found.revision != revision:
        raise Refused(
            "revision",
            _(
                "Somebody else saved this commitment while you were editing it. "
                "Your text is still here: compare, then save."
            ),
        )
    return found


def settle(
    commitment: Commitment,
    section: str,
    *,
    reason: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    actor: Actor,
    at: datetime,
) -> None:
    """Close a change of a commitment: a correction with its fact once it is public, a private trace before."""
    commitment.revision += 1
    commitment.save()
    tenant = commitment.plan.jurisdiction.urn
    if commitment.state != State.PUBLISHED:
        trace = events.CommitmentEdited(
            tenant=tenant, subject=commitment.urn, section=section, before=before, after=after
        )
        audit(trace, actor=actor, at=at)
        return
    if not reason.strip():
        raise Refused("reason", _("Say why: the reason is published beside the change."))
    made = publish(commitment, "corrected", reason=reason.strip(), actor=actor, at=at)
    fact = events.CommitmentCorrected(
        tenant=tenant,
        subject=commitment.urn,
        number=made.number,
        text=made.sha256,
        section=section,
        why=digest(reason),
    )
    record(fact, actor=actor, at=at)


def digest(text: str) -> str:
    """Cite a text by its SHA-256: the page shows the words, the record holds the hash."""
    return hashlib.sha256(text.strip().encode()).hexdigest()
