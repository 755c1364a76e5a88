"""Commitments: draft, edit by section, accept a limit, publish, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.event import plain
from tequio.kit.policy import Refused, require
from tequio.people.models import Institution
from tequio.plans import checks, events, policies, queries, sections
from tequio.plans.actions._publication import digest, locked, publish, settle
from tequio.plans.models import ActionPlan, Commitment, LimitAcceptance, Template
from tequio.plans.vocab import PublicationKind, State
from tequio.record.actions import audit, record


@transaction.atomic
def draft_commitment(
    *, plan: ActionPlan, template: Template, title: str, author: Institution | None = None, actor: Actor, at: datetime
) -> Commitment:
    """Open the draft of a commitment on a template.

    `author` is the institution that writes it. Raises Refused without a title.
    """
    require(policies.can_draft_commitment(actor, plan))
    if not title.strip():
        raise Refused("title", _("Write a title: a few words that say what is promised."))
    order = plan.commitments.count() + 1
    commitment = Commitment.objects.create(
        plan=plan, template=template, title=words.tidy(title), author=author, order=order, number=str(order)
    )
    audit(
        events.CommitmentDrafted(
            tenant=plan.jurisdiction.urn, subject=commitment.urn, after={"title": commitment.title}
        ),
        actor=actor,
        at=at,
    )
    return commitment


@transaction.atomic
def edit_section(
    *,
    commitment: Commitment,
    key: str,
    values: Mapping[str, Any],
    rows: Sequence[Sequence[Mapping[str, Any]]] = (),
    revision: int,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Commitment:
    """Save one section of the form: its columns, and each of its lists whole.

    `rows` has one list of rows for each list of the section (plans.sections), in order. Nothing is cut: a text above its
    limit is kept, and counted. Raises Refused if the form does not ask this section, if more terms are chosen than it
    allows, if somebody else saved since `revision`, or without a reason once it is public.
    """
    commitment = locked(commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    asked = commitment.template.section(key)
    section = sections.SECTIONS.get(key)
    if asked is None or section is None:
        raise Refused(None, _("This form has no such section."))
    _within_choice(asked, section, rows)
    before = _shown(commitment, section)
    for column in section.columns:
        if column in values:
            value = values[column]
            setattr(commitment, column, words.tidy(value) if isinstance(value, str) else value)
    if commitment.start and commitment.end and commitment.end < commitment.start:
        raise Refused("end", _("It cannot end before it starts."))
    for listed, given in zip(section.lists, rows, strict=False):
        _replace(commitment, listed, given)
    after = _shown(commitment, section)
    settle(commitment, key, reason=reason, before=before, after=after, actor=actor, at=at)
    return commitment


@transaction.atomic
def accept_limit(*, commitment: Commitment, key: str, reason: str, actor: Actor, at: datetime) -> LimitAcceptance:
    """Accept a text above its form's limit, as it stands, and say why (X01).

    Raises Refused without a reason, or if the text is within the limit.
    """
    commitment = locked(commitment, None)
    require(policies.can_accept_limit(actor, commitment))
    if not reason.strip():
        raise Refused("reason", _("Say why this text may be longer: the reason is published with it."))
    over = sections.over_limit(commitment).get(key)
    if over is None:
        raise Refused(None, _("This text is within its limit."))
    length, limit = over
    accepted, _created = LimitAcceptance.objects.update_or_create(
        commitment=commitment,
        section=key,
        defaults={"length": length, "limit": limit, "reason": reason.strip(), "office": actor.handle, "at": at},
    )
    trace = events.LimitAccepted(
        tenant=commitment.plan.jurisdiction.urn, subject=commitment.urn, section=key, length=length, limit=limit
    )
    audit(trace, actor=actor, at=at)
    return accepted


@transaction.atomic
def publish_commitment(*, commitment: Commitment, reason: str = "", actor: Actor, at: datetime) -> Commitment:
    """Make a commitment public and freeze the shape and weights of its tree.

    Raises Refused with the first thing that stands in the way, if its plan is not public, or without a reason when it was
    withdrawn before.
    """
    commitment = locked(commitment, None)
    require(policies.can_publish_commitment(actor, commitment))
    if commitment.state == State.PUBLISHED:
        raise Refused(None, _("This commitment is public already."))
    if not commitment.plan.is_published:
        raise Refused(None, _("Publish its plan first."))
    if commitment.state == State.WITHDRAWN and not reason.strip():
        raise Refused("reason", _("Say why it is published again: the reason is published beside the change."))
    whole = queries.with_tree(Commitment.objects.filter(pk=commitment.pk)).select_related("template").get()
    blocking = [check for check in checks.of(whole) if check.is_blocking]
    if blocking:
        raise Refused(None, blocking[0].sentence)
    commitment.state = State.PUBLISHED
    commitment.revision += 1
    commitment.save()
    made = publish(commitment, PublicationKind.PUBLISHED, reason=reason.strip(), actor=actor, at=at)
    fact = events.CommitmentPublished(
        tenant=commitment.plan.jurisdiction.urn,
        subject=commitment.urn,
        number=made.number,
        text=made.sha256,
        plan=commitment.plan.urn,
    )
    record(fact, actor=actor, at=at)
    return commitment


@transaction.atomic
def withdraw_commitment(*, commitment: Commitment, reason: str, actor: Actor, at: datetime) -> Commitment:
    """Take a commitment out of public view; its drafts can be edited again, the record keeps what was stated.

    Raises Refused if it is not public, or without a reason.
    """
    commitment = locked(commitment, None)
    require(policies.can_publish_commitment(actor, commitment))
    if commitment.state != State.PUBLISHED:
        raise Refused(None, _("This commitment is not public."))
    if not reason.strip():
        raise Refused("reason", _("Say why: the reason is published beside the change."))
    commitment.state = State.WITHDRAWN
    commitment.revision += 1
    commitment.save()
    made = publish(commitment, PublicationKind.WITHDRAWN, reason=reason.strip(), actor=actor, at=at)
    fact = events.CommitmentWithdrawn(
        tenant=commitment.plan.jurisdiction.urn,
        subject=commitment.urn,
        number=made.number,
        text=made.sha256,
        why=digest(reason),
    )
    record(fact, actor=actor, at=at)
    return commitment


def _within_choice(asked: Mapping[str, Any], section: sections.Section, rows: Sequence[Sequence[Any]]) -> None:
    most = asked.get("choose")
    if most and rows and len(rows[0]) > most:
        raise Refused(
            None, _("Choose exactly %(most)s; you chose %(chosen)s.") % {"most": most, "chosen": len(rows[0])}
        )


def _shown(commitment: Commitment, section: sections.Section) -> dict[str, Any]:
    shown: dict[str, Any] = {column: plain(getattr(commitment, column)) for column in section.columns}
    for listed in section.lists:
        rows = sections.rows_of(commitment, listed)
        shown[listed.related] = [{column: str(getattr(row, column)) for column in listed.columns} for row in rows]
    return shown


def _replace(commitment: Commitment, listed: sections.Listed, given: Sequence[Mapping[str, Any]]) -> None:
    """Replace a list: rows that came with their `pk` keep it, and with it what hangs on them (posts, institution)."""
    kept = {row.pk: row for row in sections.rows_of(commitment, listed)}
    for order, values in enumerate(given, start=1):
        row = kept.pop(values.get("pk"), None) or listed.model(commitment=commitment, **listed.fixed)
        for column in (*listed.columns, "institution"):
            if column in values:
                setattr(row, column, values[column])
        if any(field.name == "order" for field in listed.model._meta.get_fields()):
            row.order = order
        row.save()
        if "posts" in values:
            row.posts.set(values["posts"])
    for gone in kept.values():
        gone.delete()
