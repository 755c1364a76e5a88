"""Who may say how a milestone stands, hand in evidence, see it and review it; and the reason when not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import YES, Decision, no
from tequio.people.models import Jurisdiction
from tequio.people.policies import coordinates
from tequio.people.queries import Officer
from tequio.people.vocab import CIVIL_SOCIETY, COORDINATION, MONITORING, REVIEWERS
from tequio.plans.models import Milestone
from tequio.tracking import queries
from tequio.tracking.models import Evidence
from tequio.tracking.vocab import EvidenceState


def can_report_status(actor: Actor, milestone: Milestone) -> Decision:
    """Say how a milestone stands: coordination of its place, and the institutions that answer for it."""
    commitment = milestone.commitment
    if not isinstance(actor, Officer):
        return no(_("Sign in with your office to report on this milestone."))
    if not queries.is_public(commitment):
        # What were reported in private would show, once published, as progress that the record never told.
        return no(_("This commitment is not public: nobody can report on it until it is."))
    if coordinates(actor, commitment.plan.jurisdiction_id) or queries.is_answering(actor, milestone):
        return YES
    return no(_("Only the coordination and the institutions that answer for this milestone can report on it."))


def can_report_together(actor: Actor) -> Decision:
    """Report on many milestones at once: any office; each milestone is judged by itself."""
    return YES if isinstance(actor, Officer) else no(_("Sign in with your office to report on this milestone."))


def can_submit_evidence(actor: Actor, milestone: Milestone) -> Decision:
    """Hand in evidence: whoever may report on the milestone."""
    return can_report_status(actor, milestone)


def can_view_evidence(actor: Actor, evidence: Evidence) -> Decision:
    """See a piece's content: everybody once accepted; before, whoever handed it in and those who review there."""
    milestone = evidence.milestone
    commitment = milestone.commitment
    is_public = queries.is_public(commitment)
    if is_public and evidence.state == EvidenceState.ACCEPTED:
        return YES
    if isinstance(actor, Officer):
        if actor.institution_id == evidence.office.institution_id:
            return YES
        if _oversees(actor, milestone, is_public):
            return YES
    return no(_("This piece of evidence is not public: nobody else has accepted it."))


def can_review_evidence(actor: Actor, evidence: Evidence) -> Decision:
    """Accept or return a piece: a second person, of another institution, with a role that this place lets review it."""
    commitment = evidence.milestone.commitment
    if not isinstance(actor, Officer) or not can_view_evidence(actor, evidence):
        return no(_("Only those who review evidence here can do that."))
    if evidence.state != EvidenceState.SUBMITTED:
        return no(_("This piece is no longer waiting for a review."))
    if not queries.is_public(commitment):
        return no(_("This commitment is not public: nothing can be reviewed in it until it is."))
    if evidence.submitted_by_id == actor.user.pk:
        return no(_("You handed it in: a second person has to review it."))
    if queries.belongs_since(actor, evidence):
        return no(_("You belong to the institution that handed it in: another one has to review it."))
    place = commitment.plan.jurisdiction
    if actor.role not in queries.reviewing_roles(place, evidence.office.role_id):
        return no(_("Here it is for other roles to review this piece."))
    if actor.role != CIVIL_SOCIETY and actor.jurisdiction_id != place.pk:
        return no(_("Only those who review evidence here can do that."))
    return YES


def can_withdraw_evidence(actor: Actor, evidence: Evidence) -> Decision:
    """Take a piece back: the office that handed it in, before anybody reviews it."""
    if not isinstance(actor, Officer) or actor.office.pk != evidence.office_id:
        return no(_("Only the office that handed in a piece can withdraw it."))
    if evidence.state != EvidenceState.SUBMITTED:
        return no(_("It was already reviewed, so it stays."))
    if not queries.is_public(evidence.milestone.commitment):
        return no(_("This commitment is not public: nothing can be taken back in it until it is."))
    return YES


def _oversees(actor: Officer, milestone: Milestone, is_public: bool) -> bool:
    is_here = actor.jurisdiction_id == milestone.commitment.plan.jurisdiction_id
    if actor.role == COORDINATION:
        return is_here
    if actor.role == MONITORING:
        return is_here and is_public
    return actor.role == CIVIL_SOCIETY and (is_here or is_public) and queries.is_sharing(actor, milestone)


def can_open_review_queue(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Open the list of evidence to review: whoever holds a role that reviews; what is in it, each piece decides."""
    if isinstance(actor, Officer) and actor.role in REVIEWERS:
        return YES
    return no(_("Your office does not review evidence."))
