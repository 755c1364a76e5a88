"""Who links gatherings to commitments, and who has a say in an evaluation by several sectors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tequio.gatherings import policies as gatherings
from tequio.kit.actor import Actor
from tequio.kit.policy import YES, Decision, no
from tequio.people.models import Jurisdiction
from tequio.people.policies import coordinates
from tequio.people.queries import Officer
from tequio.people.vocab import Sector
from tequio.plans.models import Commitment
from tequio.tracking import queries
from tequio.tracking.models import Evaluation, Evaluator
from tequio.tracking.vocab import EvaluationState

_NOT_PUBLIC = _("This commitment is not public: publish it first.")
# Whom an office of the government never writes for: they speak through their own office.
_PUBLIC_BODIES = frozenset({Sector.GOVERNMENT, Sector.AUTONOMOUS, Sector.OVERSIGHT})


def can_link_gathering(actor: Actor, commitment: Commitment) -> Decision:
    """Say which gatherings were about a commitment: coordination and facilitation of its place."""
    if not gatherings.can_manage_gatherings(actor, commitment.plan.jurisdiction_id):
        return no(_("Only coordination and facilitation of this place say which gatherings were about it."))
    return YES if queries.is_public(commitment) else no(_NOT_PUBLIC)


def can_manage_evaluations(actor: Actor, commitment: Commitment) -> Decision:
    """Write, open and publish an evaluation: coordination and facilitation of the place."""
    if not gatherings.can_manage_gatherings(actor, commitment.plan.jurisdiction_id):
        return no(_("Only coordination and facilitation of this place run its evaluations."))
    return YES if queries.is_public(commitment) else no(_NOT_PUBLIC)


def can_edit_evaluation(actor: Actor, evaluation: Evaluation) -> Decision:
    """Change what is evaluated and by what criteria: before it opens."""
    if evaluation.state != EvaluationState.DRAFT:
        return no(_("Evaluators already read it: its criteria cannot change."))
    return can_manage_evaluations(actor, evaluation.commitment)


def can_publish_evaluation(actor: Actor, evaluation: Evaluation) -> Decision:
    """Publish the report; whether enough sectors evaluated, the action says."""
    if evaluation.state != EvaluationState.OPEN:
        return no(_("Only an open evaluation is published, and once."))
    return can_manage_evaluations(actor, evaluation.commitment)


def can_score_evaluation(actor: Actor, evaluation: Evaluation) -> Decision:
    """Give the scores of one's own institution: every office of the place, while it is open."""
    if not isinstance(actor, Officer):
        return no(_("Sign in with your office to evaluate; whoever has none hands its paper to the coordination."))
    if evaluation.state != EvaluationState.OPEN:
        return no(_("This evaluation takes no scores now."))
    if not queries.is_public(evaluation.commitment):
        return no(_NOT_PUBLIC)
    if actor.jurisdiction_id != evaluation.commitment.plan.jurisdiction_id:
        return no(_("Only the offices of this place evaluate its commitments here."))
    return YES


def can_copy_scores(actor: Actor, evaluation: Evaluation, sector: str = "") -> Decision:
    """Copy the paper of an evaluator without an office; never that of a public body."""
    if evaluation.state != EvaluationState.OPEN:
        return no(_("This evaluation takes no scores now."))
    if sector in _PUBLIC_BODIES:
        return no(_("A public body gives its scores through its own office: nobody copies them for it."))
    return can_manage_evaluations(actor, evaluation.commitment)


def can_change_scores(actor: Actor, evaluator: Evaluator) -> Decision:
    """Give other scores before the report: the evaluator's own office; what was copied, whoever copied it."""
    if evaluator.is_assisted:
        return can_copy_scores(actor, evaluator.evaluation, evaluator.sector)
    if isinstance(actor, Officer) and actor.institution_id == evaluator.institution_id:
        return can_score_evaluation(actor, evaluator.evaluation)
    return no(_("Nobody changes the scores of others."))


def can_change_evaluation_rules(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Decide how many sectors an evaluation needs: coordination of the place."""
    if coordinates(actor, jurisdiction):
        return YES
    return no(_("Only the coordination of this place changes its rules."))
