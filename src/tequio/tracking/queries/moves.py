"""Dates that moved or that somebody wants to move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from tequio.kit.actor import Actor
from tequio.people.policies import coordinates
from tequio.people.queries import Officer
from tequio.plans.models import Milestone, Move
from tequio.plans.queries import moves_of
from tequio.tracking.models import MoveProposal
from tequio.tracking.queries.lists import public
from tequio.tracking.vocab import ProposalState

_PROPOSAL = ("milestone__commitment__plan__jurisdiction", "milestone__key_action", "office__institution")


@dataclass(frozen=True)
class Rescheduling:
    """What became of the dates of some milestones: every move, and every proposal that is no move."""

    moves: Sequence[Move]
    proposals: Sequence[MoveProposal]

    @property
    def waiting(self) -> list[MoveProposal]:
        """The proposals that nobody has decided."""
        return [one for one in self.proposals if one.state == ProposalState.WAITING]

    @property
    def settled(self) -> list[MoveProposal]:
        """The proposals that were declined or taken back."""
        return [one for one in self.proposals if one.state != ProposalState.WAITING]


def rescheduling_of(milestones: QuerySet[Milestone]) -> Rescheduling:
    """Gather the moves and the proposals of some milestones, the newest first, in two queries."""
    return Rescheduling(list(moves_of(milestones)), list(proposals_of(milestones)))


def proposals_of(milestones: QuerySet[Milestone]) -> QuerySet[MoveProposal]:
    """Return what was proposed for some milestones and did not become a move, the newest first."""
    asked = MoveProposal.objects.filter(milestone__in=milestones.order_by().values("pk"))
    related = (*_PROPOSAL, "decided_by__institution")
    return asked.exclude(state=ProposalState.ACCEPTED).select_related(*related).order_by("-at", "-pk")


def proposals_to_decide(actor: Actor) -> QuerySet[MoveProposal]:
    """Return the proposals that wait for a coordination, the oldest first."""
    if not isinstance(actor, Officer) or not coordinates(actor, actor.jurisdiction_id):
        return MoveProposal.objects.none()
    here = public("milestone__commitment__")
    found = MoveProposal.objects.filter(here, state=ProposalState.WAITING)
    found = found.filter(milestone__commitment__plan__jurisdiction=actor.jurisdiction_id)
    return found.select_related(*_PROPOSAL).order_by("at", "pk")
