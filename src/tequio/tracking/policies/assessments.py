"""Who speaks for each side about how far a commitment got, and who replies."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import YES, Decision, no
from tequio.people.policies import coordinates
from tequio.people.queries import Officer
from tequio.people.vocab import CIVIL_SOCIETY, LIAISON, MONITORING
from tequio.plans.models import Commitment
from tequio.tracking import queries
from tequio.tracking.models import Assessment
from tequio.tracking.vocab import Track


def can_assess_commitment(actor: Actor, commitment: Commitment, track: str, at: datetime) -> Decision:
    """Say for one side how far a commitment got.

    The government's: coordination. Society's: the monitoring body or, where the place has none, its civil society;
    never the government. The IRM's is copied by coordination or the monitoring body.
    """
    if not isinstance(actor, Officer):
        return no(_("Sign in with your office to publish an assessment."))
    if not queries.is_public(commitment):
        return no(_("This commitment is not public: nobody can assess it until it is."))
    place = commitment.plan.jurisdiction
    is_here = actor.jurisdiction_id == place.pk
    is_monitoring = is_here and actor.role == MONITORING
    if track == Track.GOVERNMENT:
        return YES if coordinates(actor, place) else no(_("Only the coordination speaks for the government."))
    if track == Track.IRM:
        may = is_monitoring or coordinates(actor, place)
        return YES if may else no(_("Only the coordination and the monitoring body copy what the IRM published."))
    if is_monitoring:
        return YES
    if queries.has_monitoring_body(place, at):
        return no(_("Only the monitoring body writes here: the government can reply, not edit."))
    if is_here and actor.role == CIVIL_SOCIETY:
        return YES
    return no(_("This place has no monitoring body: only its civil society writes here, and the government can reply."))


def can_answer_assessment(actor: Actor, assessment: Assessment) -> Decision:
    """Reply once to what others say: the assessed side, which is the coordination and whoever answers for it."""
    commitment = assessment.commitment
    if assessment.track == Track.GOVERNMENT:
        return no(_("This is what the government says itself: there is nobody to reply for."))
    if not queries.is_public(commitment):
        return no(_("This commitment is not public: nobody can reply until it is."))
    if not isinstance(actor, Officer):
        return no(_("Only the assessed side can reply."))
    is_liaison = actor.role == LIAISON and queries.is_named(actor, commitment)
    if not (coordinates(actor, commitment.plan.jurisdiction_id) or is_liaison):
        return no(_("Only the coordination and the institutions that answer for this commitment can reply."))
    if queries.is_superseded(assessment):
        return no(_("A newer assessment took its place: reply to that one."))
    if queries.is_answered(assessment):
        return no(_("It has its reply already: one for each assessment."))
    return YES
