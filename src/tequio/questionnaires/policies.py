"""Who may write, answer and read questionnaires; and the reason when not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tequio.kit import secret
from tequio.kit.actor import Actor, System
from tequio.kit.policy import YES, Decision, no
from tequio.people.models import Institution, Jurisdiction
from tequio.people.policies import coordinates
from tequio.people.queries import Officer
from tequio.questionnaires.models import Questionnaire, Response, Version
from tequio.questionnaires.vocab import Audience, State


def can_manage_questionnaires(actor: Actor, jurisdiction: Jurisdiction | int) -> Decision:
    """Write, publish and close questionnaires, and read every answer: coordination of the place."""
    if isinstance(actor, System) or coordinates(actor, jurisdiction):
        return YES
    return no(_("Only the coordination of this place can do that with its questionnaires."))


def can_edit_version(actor: Actor, version: Version) -> Decision:
    """Change the questions: coordination, before they are published."""
    if version.is_published:
        return no(_("This version is published and stays as it is: open a new one, which begins as its copy."))
    return can_manage_questionnaires(actor, version.questionnaire.jurisdiction_id)


def can_view_questionnaire(actor: Actor, questionnaire: Questionnaire) -> Decision:
    """See what it asks: anybody once it was published; before, coordination."""
    if questionnaire.state != State.DRAFT:
        return YES
    return can_manage_questionnaires(actor, questionnaire.jurisdiction_id)


def can_start_response(actor: Actor, questionnaire: Questionnaire, institution: Institution | None = None) -> Decision:
    """Begin to answer: whoever it is meant for, while it is open. For another institution: coordination asks it."""
    if questionnaire.audience == Audience.ASKED or institution is not None:
        asked = can_manage_questionnaires(actor, questionnaire.jurisdiction_id)
        return asked or no(_("Only the institutions that are asked answer this."))
    if questionnaire.state != State.OPEN:
        return no(_("This questionnaire takes no answers now."))
    if questionnaire.audience == Audience.ANYBODY:
        return YES
    if not isinstance(actor, Officer):
        return no(_("Sign in with your office to answer."))
    if actor.jurisdiction_id != questionnaire.jurisdiction_id:
        return no(_("Only the offices of this place answer this."))
    return YES


def can_fill(actor: Actor, response: Response, token: str = "") -> Decision:
    """Save and send answers: the institution that is asked, or whoever holds the private link; until they are sent."""
    if not _is_theirs(actor, response, token):
        return no(_("Only whoever is answering this can change it."))
    if response.is_submitted:
        return no(_("This was sent, so it stays as it is."))
    if response.version.questionnaire.state == State.CLOSED:
        return no(_("This questionnaire takes no answers now."))
    return YES


def can_view_response(actor: Actor, response: Response, token: str = "") -> Decision:
    """Read answers: whoever gives them and coordination; everybody, what institutions sent where it is public."""
    questionnaire = response.version.questionnaire
    if _is_theirs(actor, response, token):
        return YES
    if response.is_submitted and coordinates(actor, questionnaire.jurisdiction_id):
        return YES
    if response.is_submitted and questionnaire.is_public and response.institution_id:
        return YES
    return no(_("These answers are not public."))


def _is_theirs(actor: Actor, response: Response, token: str) -> bool:
    if response.token_hash:
        return secret.opens(token, response.token_hash)
    asked = response.institution
    return isinstance(actor, Officer) and asked is not None and actor.institution_id == asked.current_id
