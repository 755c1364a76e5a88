"""Plans: open, change, publish, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Jurisdiction
from tequio.plans import document, events, policies
from tequio.plans.actions._publication import digest, publish
from tequio.plans.actions._reviewing import close_reviews
from tequio.plans.models import ActionPlan
from tequio.plans.vocab import Movers, PublicationKind, State, Version
from tequio.record.actions import audit, record

FIELDS = ("name", "ordinal", "start", "end", "precision", "forum", "version", "predecessor", "description", "movers")


@transaction.atomic
def open_plan(*, jurisdiction: Jurisdiction, values: Mapping[str, Any], actor: Actor, at: datetime) -> ActionPlan:
    """Open the draft of a plan.

    `values` holds any of FIELDS. Raises Refused without a name, or if it ends before it starts.
    """
    require(policies.can_manage_plans(actor, jurisdiction))
    plan = ActionPlan(jurisdiction=jurisdiction)
    _apply(plan, values)
    plan.save()
    audit(
        events.PlanDrafted(tenant=jurisdiction.urn, subject=plan.urn, after=document.of_plan(plan)), actor=actor, at=at
    )
    return plan


@transaction.atomic
def change_plan(
    *, plan: ActionPlan, values: Mapping[str, Any], revision: int, reason: str = "", actor: Actor, at: datetime
) -> ActionPlan:
    """Change a plan; once it is public this is a correction and needs its reason.

    Raises Refused if somebody else saved since `revision`, or without a reason where one is needed.
    """
    plan = ActionPlan.objects.select_for_update().select_related("jurisdiction").get(pk=plan.pk)
    require(policies.can_manage_plans(actor, plan.jurisdiction))
    if plan.revision != revision:
        raise Refused("revision", _("Somebody else saved this plan while you were editing it. Look at it again first."))
    before = document.of_plan(plan)
    _apply(plan, values)
    plan.revision += 1
    plan.save()
    if plan.state == State.PUBLISHED:
        made = publish(plan, PublicationKind.CORRECTED, reason=_given(reason), actor=actor, at=at)
        record(
            events.PlanCorrected(
                tenant=plan.jurisdiction.urn,
                subject=plan.urn,
                number=made.number,
                text=made.sha256,
                why=digest(reason),
            ),
            actor=actor,
            at=at,
        )
    else:
        after = document.of_plan(plan)
        audit(
            events.PlanDrafted(tenant=plan.jurisdiction.urn, subject=plan.urn, before=before, after=after),
            actor=actor,
            at=at,
        )
    return plan


@transaction.atomic
def publish_plan(*, plan: ActionPlan, reason: str = "", actor: Actor, at: datetime) -> ActionPlan:
    """Make a plan public, its commitments each on its own day.

    Raises Refused if it is public already, or without a reason when it was withdrawn before.
    """
    plan = ActionPlan.objects.select_for_update().select_related("jurisdiction").get(pk=plan.pk)
    require(policies.can_manage_plans(actor, plan.jurisdiction))
    if plan.state == State.PUBLISHED:
        raise Refused(None, _("This plan is public already."))
    if plan.state == State.WITHDRAWN:
        reason = _given(reason)
    if close_reviews(plan, actor=actor, at=at):
        plan.version = Version.FINAL
    plan.state = State.PUBLISHED
    plan.revision += 1
    plan.save()
    made = publish(plan, PublicationKind.PUBLISHED, reason=reason, actor=actor, at=at)
    record(
        events.PlanPublished(
            tenant=plan.jurisdiction.urn,
            subject=plan.urn,
            number=made.number,
            text=made.sha256,
            version=plan.version,
        ),
        actor=actor,
        at=at,
    )
    return plan


@transaction.atomic
def withdraw_plan(*, plan: ActionPlan, reason: str, actor: Actor, at: datetime) -> ActionPlan:
    """Take a plan out of public view, with everything below it; the record keeps what was stated.

    Raises Refused if it is not public, or without a reason.
    """
    plan = ActionPlan.objects.select_for_update().select_related("jurisdiction").get(pk=plan.pk)
    require(policies.can_manage_plans(actor, plan.jurisdiction))
    if plan.state != State.PUBLISHED:
        raise Refused(None, _("This plan is not public."))
    reason = _given(reason)
    plan.state = State.WITHDRAWN
    plan.revision += 1
    plan.save()
    made = publish(plan, PublicationKind.WITHDRAWN, reason=reason, actor=actor, at=at)
    record(
        events.PlanWithdrawn(
            tenant=plan.jurisdiction.urn, subject=plan.urn, number=made.number, text=made.sha256, why=digest(reason)
        ),
        actor=actor,
        at=at,
    )
    return plan


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason", _("Say why: the reason is published beside the change."))
    return reason.strip()


def _apply(plan: ActionPlan, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            value = values[name]
            setattr(plan, name, words.tidy(value) if isinstance(value, str) else value)
    if not plan.name:
        raise Refused("name", _("Give the plan a name."))
    if plan.end < plan.start:
        raise Refused("end", _("It cannot end before it starts."))
    if plan.movers not in Movers.values:
        raise Refused("movers", _("Choose who may move its dates."))
    before = plan.predecessor
    if before is not None and (before.pk == plan.pk or before.jurisdiction_id != plan.jurisdiction_id):
        raise Refused("predecessor", _("Choose another plan of the same place."))
