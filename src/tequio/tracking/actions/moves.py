"""Asking for other dates, and answering; the move itself is plans.actions.move_milestone."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.kit import text
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.plans import actions as plans
from tequio.plans import queries as plan_queries
from tequio.plans.models import Milestone
from tequio.record.actions import record
from tequio.tracking import policies
from tequio.tracking.actions import _telling
from tequio.tracking.events import MoveAccepted, MoveDeclined, MoveProposed, MoveWithdrawn
from tequio.tracking.models import MoveProposal
from tequio.tracking.vocab import ProposalState


@transaction.atomic
def propose_move(
    *,
    milestone: Milestone,
    start: date | None,
    end: date,
    precision: str = "",
    reason: str,
    reference: str = "",
    actor: Actor,
    at: datetime,
) -> MoveProposal:
    """Propose other dates for a milestone, with the reason; the coordination decides.

    Raises Denied unless the actor answers for it and may not move it alone, and Refused while another proposal waits.
    """
    milestone = _telling.locked(milestone)
    require(policies.can_propose_move(actor, milestone))
    to = plan_queries.Dates(start, end, precision)
    if flaw := plan_queries.flaw_of_move(milestone, to, reason=reason, reference=reference):
        raise Refused(*flaw)
    if milestone.move_proposals.filter(state=ProposalState.WAITING).exists():
        raise Refused(None, _("Other dates were proposed already and wait for an answer."))
    proposal = MoveProposal.objects.create(
        milestone=milestone,
        start=start,
        end=end,
        precision=precision or milestone.precision,
        reason=text.tidy(reason),
        reference=text.tidy(reference),
        office=_telling.officer(actor).office,
        person=_telling.officer(actor).user,
        at=at,
    )
    fact = MoveProposed(
        **_telling.about(milestone),
        institution=proposal.office.institution.urn,
        begins_on=start,
        ends_on=proposal.ends_on,
        why=_hash(proposal.reason),
    )
    record(fact, actor=actor, at=at)
    return proposal


@transaction.atomic
def decide_move(*, proposal: MoveProposal, accept: bool, reason: str = "", actor: Actor, at: datetime) -> MoveProposal:
    """Accept proposed dates, which moves the milestone, or decline them with a reason.

    Raises Denied for whoever may not move dates there, and Refused to decline without saying why.
    """
    proposal = _locked(proposal)
    require(policies.can_decide_move(actor, proposal))
    reason = text.tidy(reason)
    if not accept and not reason:
        raise Refused("reason", _("Say why not: whoever proposed it, and everybody, will read it."))
    milestone = proposal.milestone
    fact: MoveAccepted | MoveDeclined
    if accept:
        proposal.move = plans.move_milestone(
            milestone=milestone,
            start=proposal.start,
            end=proposal.end,
            precision=proposal.precision,
            reason=proposal.reason,
            reference=proposal.reference,
            actor=actor,
            at=at,
        )
        fact = MoveAccepted(**_telling.about(milestone), move=proposal.move.number)
    else:
        fact = MoveDeclined(**_telling.about(milestone), why=_hash(reason))
    _close(proposal, ProposalState.ACCEPTED if accept else ProposalState.DECLINED, actor=actor, at=at, answer=reason)
    record(fact, actor=actor, at=at)
    return proposal


@transaction.atomic
def withdraw_move(*, proposal: MoveProposal, actor: Actor, at: datetime) -> None:
    """Take back proposed dates that nobody has decided on."""
    proposal = _locked(proposal)
    require(policies.can_withdraw_move(actor, proposal))
    _close(proposal, ProposalState.WITHDRAWN, actor=actor, at=at)
    record(MoveWithdrawn(**_telling.about(proposal.milestone)), actor=actor, at=at)


def _locked(proposal: MoveProposal) -> MoveProposal:
    milestone = _telling.locked(proposal.milestone)
    found = MoveProposal.objects.select_related("office__institution").select_for_update(of=("self",))
    again = found.get(pk=proposal.pk)
    again.milestone = milestone
    return again


def _close(proposal: MoveProposal, state: str, *, actor: Actor, at: datetime, answer: str = "") -> None:
    proposal.state, proposal.answer = state, answer
    proposal.decided_by, proposal.decided_at = _telling.officer(actor).office, at
    proposal.save()


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
