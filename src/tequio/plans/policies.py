"""Who may do what with plans and commitments, and the reason when not."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor, System
from tequio.kit.policy import YES, Decision, no
from tequio.people.models import Jurisdiction
from tequio.people.policies import coordinates
from tequio.people.queries import Officer, bodies_behind
from tequio.plans.models import ActionPlan, Commitment, ImportedDocument, Milestone, Party, PublicReview
from tequio.plans.vocab import Movers, State

AUTHORS = frozenset({"coordination", "liaison"})


def can_manage_plans(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Open, change, publish and withdraw plans: coordination of the place."""
    if isinstance(actor, System) or coordinates(actor, jurisdiction):
        return YES
    return no(_("Only the coordination of this place can do that with its plans."))


def can_view_plan(actor: Actor, plan: ActionPlan) -> Decision:
    """See a plan: anybody once it is published; before, whoever holds an office in its place."""
    if plan.is_published or isinstance(actor, System):
        return YES
    if isinstance(actor, Officer) and actor.jurisdiction_id == plan.jurisdiction_id:
        return YES
    return no(_("This plan is not public."))


def can_view_commitment(actor: Actor, commitment: Commitment) -> Decision:
    """See a commitment: anybody once published; before, coordination and the institutions that it names."""
    if isinstance(actor, System) or (commitment.is_published and commitment.plan.is_published):
        return YES
    is_near = isinstance(actor, Officer) and actor.jurisdiction_id == commitment.plan.jurisdiction_id
    if isinstance(actor, Officer) and is_near and (actor.role == "coordination" or _belongs(actor, commitment)):
        return YES
    return no(_("This commitment is not public."))


def can_draft_commitment(actor: Actor, plan: ActionPlan) -> Decision:
    """Open a draft: coordination and liaisons of the place."""
    if isinstance(actor, System):
        return YES
    if isinstance(actor, Officer) and actor.role in AUTHORS and actor.jurisdiction_id == plan.jurisdiction_id:
        return YES
    return no(_("Only the coordination and the liaisons of this place can open a commitment."))


def can_edit_commitment(actor: Actor, commitment: Commitment) -> Decision:
    """Change a text: coordination always (a correction, once public); its liaisons while it is a draft."""
    if isinstance(actor, System) or coordinates(actor, commitment.plan.jurisdiction_id):
        return YES
    if not isinstance(actor, Officer) or actor.role != "liaison" or not _belongs(actor, commitment):
        return no(_("Only the coordination, and the liaisons of the institutions it names, can edit this commitment."))
    if commitment.is_published:
        return no(_("It is public now: ask the coordination to correct it, with the reason."))
    return YES


def can_publish_commitment(actor: Actor, commitment: Commitment) -> Decision:
    """Publish, correct or withdraw: coordination."""
    if isinstance(actor, System) or coordinates(actor, commitment.plan.jurisdiction_id):
        return YES
    return no(_("Only the coordination can publish or withdraw a commitment."))


def can_open_review(actor: Actor, thing: ActionPlan | Commitment) -> Decision:
    """Open a draft to public review: coordination, while there is no final version."""
    place = thing.plan.jurisdiction if isinstance(thing, Commitment) else thing.jurisdiction
    if not isinstance(actor, System) and not coordinates(actor, place):
        return no(_("Only the coordination of this place opens a draft to public review."))
    if thing.is_published:
        return no(_("Its final version is public already: correct it, with the reason."))
    return YES


def can_change_review(actor: Actor, review: PublicReview) -> Decision:
    """Prolong a review or take it back: coordination, while there is no final version."""
    if review.withdrawn_at is not None:
        return no(_("This review was taken back."))
    return can_open_review(actor, review.thing)


def can_move_milestone(actor: Actor, milestone: Milestone) -> Decision:
    """Move the dates of a public milestone: coordination and, where the plan lets them, those who answer for it."""
    commitment = milestone.commitment
    if not (commitment.is_published and commitment.plan.is_published):
        return no(_("Only what is public moves with memory: a draft is simply written again."))
    if isinstance(actor, System) or coordinates(actor, commitment.plan.jurisdiction_id):
        return YES
    if not isinstance(actor, Officer) or not _answers(actor, milestone):
        return no(_("Only the coordination and the institutions that answer for this milestone can move its dates."))
    if commitment.plan.movers != Movers.RESPONSIBLE:
        return no(_("In this plan only the coordination moves dates: propose it, with the reason."))
    return YES


def can_save_shares(actor: Actor, commitment: Commitment) -> Decision:
    """Say who joins in a transversal commitment: coordination, because whoever is named may then report on it."""
    if isinstance(actor, System) or coordinates(actor, commitment.plan.jurisdiction_id):
        return YES
    return no(_("Only the coordination says which places and institutions join in this commitment."))


def can_accept_limit(actor: Actor, commitment: Commitment) -> Decision:
    """Accept a text above the form's limit: coordination, with a reason."""
    if isinstance(actor, System) or coordinates(actor, commitment.plan.jurisdiction_id):
        return YES
    return no(_("Only the coordination can accept a text above the limit."))


def can_import(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Import documents: coordination and liaisons of the place."""
    if isinstance(actor, System):
        return YES
    if isinstance(actor, Officer) and actor.role in AUTHORS and actor.jurisdiction_id == jurisdiction.pk:
        return YES
    return no(_("Only the coordination and the liaisons of this place can import documents."))


def can_confirm_document(actor: Actor, document: ImportedDocument) -> Decision:
    """See, confirm or drop an upload, once: the office that uploaded it, and coordination. It may hold contacts."""
    if document.confirmed_at is not None:
        return no(_("This document was already imported."))
    is_own = document.office == actor.handle or isinstance(actor, System)
    if not is_own and not coordinates(actor, document.jurisdiction_id):
        return no(_("Another office uploaded this document: only that office and the coordination may open it."))
    return can_import(actor, document.jurisdiction)


def can_load_reference(actor: Actor) -> Decision:
    """Load the program's own templates and vocabularies: the installation itself."""
    return YES if isinstance(actor, System) else no(_("Only the installation itself loads its reference data."))


def _belongs(actor: Officer, commitment: Commitment) -> bool:
    if commitment.author_id == actor.institution_id:
        return True
    bodies = bodies_behind(actor.institution_id)
    named = Party.objects.filter(commitment=commitment, institution__in=bodies).exists()
    return named or (commitment.author_id is not None and bodies.filter(pk=commitment.author_id).exists())


def _answers(actor: Officer, milestone: Milestone) -> bool:
    """Tell whether an institution answers for a milestone: by itself, its key action or its commitment."""
    own = Q(milestone=milestone.pk) | Q(milestone__isnull=True, key_action__isnull=True)
    if milestone.key_action_id:
        own |= Q(key_action=milestone.key_action_id)
    named = Party.objects.filter(
        own, commitment=milestone.commitment_id, institution__in=bodies_behind(actor.institution_id)
    )
    return named.exists()


def is_public(thing: ActionPlan | Commitment) -> bool:
    """Tell whether everybody may see the final version of a plan or commitment."""
    return thing.is_published and (thing.plan.is_published if isinstance(thing, Commitment) else True)


def is_frozen(commitment: Commitment) -> bool:
    """Tell whether the shape and weights of the tree may no longer change."""
    return commitment.state == State.PUBLISHED
