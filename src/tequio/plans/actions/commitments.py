"""Commitments: draft, edit by section, accept a limit, publish, withdraw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text as words
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Institution
from tequio.plans import checks, events, policies, queries, sections
from tequio.plans.actions._publication import digest, locked, publish, settle
from tequio.plans.actions._reviewing import close_reviews
from tequio.plans.models import ActionPlan, Commitment, LimitAcceptance, Party, Template
from tequio.plans.vocab import PublicationKind, State
from tequio.record.actions import audit, record


@transaction.atomic
def draft_commitment(
    *, plan: ActionPlan, template: Template, title: str, author: Institution | None = None, actor: Actor, at: datetime
) -> Commitment:
    """Open the draft of a commitment on a template.

    `author` is the institution that writes it. Raises Refused without a title, or if the author is of another place.
    """
    require(policies.can_draft_commitment(actor, plan))
    if author is not None and author.jurisdiction_id != plan.jurisdiction_id:
        raise Refused("author", _("Choose an institution of the same place."))
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

    `rows` has one list of rows for each list of the section (plans.sections), in order. Nothing is cut: a text above
    its limit is kept, and counted. Raises Refused if the form does not ask this section, if more terms are chosen than
    it allows, if somebody else saved since `revision`, or, once it is public, without a reason or if something that
    publishing needs would be missing; the reason then also accepts a length above the limit.
    """
    commitment = locked(commitment, revision)
    require(policies.can_edit_commitment(actor, commitment))
    asked = commitment.template.section(key)
    section = sections.SECTIONS.get(key)
    if asked is None or section is None:
        raise Refused(None, _("This form has no such section."))
    _within_choice(asked, section, rows)
    before = sections.shown(commitment, key)
    _apply(commitment, section, values)
    for listed, given in zip(section.lists, rows, strict=False):
        _replace(commitment, listed, given)
    after = sections.shown(commitment, key)
    if commitment.is_published:
        _mended(commitment, key, reason=reason, actor=actor, at=at)
    settle(commitment, key, reason=reason, before=before, after=after, actor=actor, at=at)
    return commitment


@transaction.atomic
def accept_limit(*, commitment: Commitment, key: str, reason: str, actor: Actor, at: datetime) -> LimitAcceptance:
    """Accept a text above its form's limit, as it stands, and say why (X01).

    Raises Refused without a reason, if the text is within the limit, or once it is public: a correction says why.
    """
    commitment = locked(commitment, None)
    require(policies.can_accept_limit(actor, commitment))
    if commitment.is_published:
        raise Refused(None, _("It is public: correct the text, and say why there."))
    if not reason.strip():
        raise Refused("reason", _("Say why this text may be longer: the reason is published with it."))
    over = sections.over_limit(commitment).get(key)
    if over is None:
        raise Refused(None, _("This text is within its limit."))
    accepted = _accept(commitment, key, over, reason=reason, actor=actor, at=at)
    length, limit = over
    trace = events.LimitAccepted(
        tenant=commitment.plan.jurisdiction.urn, subject=commitment.urn, section=key, length=length, limit=limit
    )
    audit(trace, actor=actor, at=at)
    return accepted


@transaction.atomic
def publish_commitment(
    *, commitment: Commitment, reason: str = "", approval: str = "", actor: Actor, at: datetime
) -> Commitment:
    """Make a commitment public and freeze the shape and weights of its tree.

    `approval` is the session that approved it, for the forms that ask it on publishing. Raises Refused with the first
    thing that stands in the way, if its plan is not public, or without a reason when it was withdrawn before.
    """
    commitment = locked(commitment, None)
    require(policies.can_publish_commitment(actor, commitment))
    if commitment.state == State.PUBLISHED:
        raise Refused(None, _("This commitment is public already."))
    if not commitment.plan.is_published:
        raise Refused(None, _("Publish its plan first."))
    if commitment.state == State.WITHDRAWN and not reason.strip():
        raise Refused("reason", _("Say why it is published again: the reason is published beside the change."))
    _approve(commitment, approval)
    whole = queries.with_tree(Commitment.objects.filter(pk=commitment.pk)).select_related("template").get()
    blocking = [check for check in checks.of(whole) if check.is_blocking]
    if blocking:
        raise Refused(None, blocking[0].sentence)
    close_reviews(commitment, actor=actor, at=at)
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


def _approve(commitment: Commitment, approval: str) -> None:
    """Keep the session that approved a commitment, where its form asks it on publishing (R032)."""
    if approval.strip():
        commitment.approval = words.tidy(approval)
    asked = commitment.template.section("approval")
    if asked and asked.get("on_publishing") and not commitment.approval:
        raise Refused("approval", _("Say which session approved it: without that it is not published."))


def _within_choice(asked: Mapping[str, Any], section: sections.Section, rows: Sequence[Sequence[Any]]) -> None:
    most = asked.get("choose")
    if most and rows and len(rows[0]) > most:
        raise Refused(
            None, _("Choose exactly %(most)s; you chose %(chosen)s.") % {"most": most, "chosen": len(rows[0])}
        )


def _apply(commitment: Commitment, section: sections.Section, values: Mapping[str, Any]) -> None:
    for column in section.columns:
        if column in values:
            value = values[column]
            setattr(commitment, column, words.tidy(value) if isinstance(value, str) else value)
    if not commitment.title:
        raise Refused("title", _("Write a title: a few words that say what is promised."))
    if commitment.start and commitment.end and commitment.end < commitment.start:
        raise Refused("end", _("It cannot end before it starts."))


def _replace(commitment: Commitment, listed: sections.Listed, given: Sequence[Mapping[str, Any]]) -> None:
    """Replace a list whole. Parties that came with their `pk` keep their row, and with it posts and institution."""
    rows = list(_distinct(listed, given))
    if listed.model is Party:
        _replace_parties(commitment, listed, rows)
        return
    for old in sections.rows_of(commitment, listed):
        old.delete()
    has_order = any(field.name == "order" for field in listed.model._meta.get_fields())
    for order, values in enumerate(rows, start=1):
        fields = {column: values[column] for column in listed.columns if column in values}
        place = {"order": order} if has_order else {}
        listed.model._default_manager.create(commitment=commitment, **listed.fixed, **fields, **place)


def _replace_parties(commitment: Commitment, listed: sections.Listed, rows: Sequence[Mapping[str, Any]]) -> None:
    kept: dict[Any, Party] = {row.pk: row for row in sections.rows_of(commitment, listed)}
    for order, values in enumerate(rows, start=1):
        row = kept.pop(values.get("pk"), None) or Party(commitment=commitment, **listed.fixed)
        for column in (*listed.columns, "institution"):
            if column in values:
                setattr(row, column, values[column])
        row.order = order
        row.save()
        if "posts" in values:
            row.posts.set(values["posts"])
    for gone in kept.values():
        gone.delete()


def _distinct(listed: sections.Listed, given: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    seen = set()
    for values in given:
        key = tuple(values.get(column) or "" for column in listed.once)
        if not key or key not in seen:
            yield values
        seen.add(key)


def _mended(commitment: Commitment, key: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Keep a public text publishable: its reason accepts a length above the limit, and nothing else may be missing."""
    over = sections.over_limit(commitment).get(key)
    if over and reason.strip():
        _accept(commitment, key, over, reason=reason, actor=actor, at=at)
    blocking = [check for check in checks.of(commitment) if check.is_blocking and check.key == key]
    if blocking and reason.strip():
        raise Refused(None, blocking[0].sentence)


def _accept(
    commitment: Commitment, key: str, over: tuple[int, int], *, reason: str, actor: Actor, at: datetime
) -> LimitAcceptance:
    length, limit = over
    accepted, _created = LimitAcceptance.objects.update_or_create(
        commitment=commitment,
        section=key,
        defaults={"length": length, "limit": limit, "reason": reason.strip(), "office": actor.handle, "at": at},
    )
    return accepted
