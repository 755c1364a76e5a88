"""Who may propose other dates, and who decides; moving them is plans.policies.can_move_milestone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import YES, Decision, no
from tequio.people.queries import Officer
from tequio.plans.models import Milestone
from tequio.plans.policies import can_move_milestone
from tequio.tracking.models import MoveProposal
from tequio.tracking.policies.evidence import can_report_status
from tequio.tracking.vocab import ProposalState


def can_propose_move(actor: Actor, milestone: Milestone) -> Decision:
    """Propose other dates: whoever reports on the milestone and may not move them alone."""
    may_report = can_report_status(actor, milestone)
    if not may_report:
        return may_report
    if can_move_milestone(actor, milestone):
        return no(_("You may move its dates yourself: there is nobody to ask."))
    return YES


def can_decide_move(actor: Actor, proposal: MoveProposal) -> Decision:
    """Accept or decline: whoever may move dates there without asking, but not the office that proposed."""
    if proposal.state != ProposalState.WAITING:
        return no(_("It was already decided."))
    if isinstance(actor, Officer) and actor.office.pk == proposal.office_id:
        return no(_("Your office proposed it: another one decides."))
    return can_move_milestone(actor, proposal.milestone)


def can_withdraw_move(actor: Actor, proposal: MoveProposal) -> Decision:
    """Take a proposal back: the office that made it, while nobody has decided."""
    if not isinstance(actor, Officer) or actor.office.pk != proposal.office_id:
        return no(_("Only the office that proposed it can take it back."))
    if proposal.state != ProposalState.WAITING:
        return no(_("It was already decided."))
    return YES
