"""Who may write, observe, fill and review indicator formats; and the reason when not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tequio.kit.actor import Actor
from tequio.kit.policy import YES, Decision, no
from tequio.people.models import Jurisdiction
from tequio.people.policies import coordinates
from tequio.people.queries import Officer
from tequio.people.vocab import REVIEWERS
from tequio.questionnaires import policies as questionnaires
from tequio.tracking import queries
from tequio.tracking.models import FilledFormat, FormatEvidence, IndicatorFormat
from tequio.tracking.vocab import EvidenceState, FormatState


def can_manage_formats(actor: Actor, jurisdiction: Jurisdiction | int) -> Decision:
    """Write, propose, approve and ask formats: coordination of the place."""
    if coordinates(actor, jurisdiction):
        return YES
    return no(_("Only the coordination of this place can do that with its indicator formats."))


def can_word_format(actor: Actor, format: IndicatorFormat) -> Decision:
    """Change the words of an axis: coordination, before it is approved."""
    if format.is_approved:
        return no(_("This format is in force and stays as it is: open another one to change it."))
    return can_manage_formats(actor, format.plan.jurisdiction_id)


def can_view_format(actor: Actor, format: IndicatorFormat) -> Decision:
    """See a format: everybody once proposed in a public plan; before, the offices of the place and coordination."""
    if format.is_public or coordinates(actor, format.plan.jurisdiction_id):
        return YES
    is_near = isinstance(actor, Officer) and actor.jurisdiction_id == format.plan.jurisdiction_id
    if is_near and format.state != FormatState.DRAFT:
        return YES
    return no(_("This format is not public."))


def can_observe_format(actor: Actor, format: IndicatorFormat) -> Decision:
    """Observe a proposed format: the offices of the place, also after the deadline; what is late is marked so."""
    if format.state != FormatState.PROPOSED or not format.plan.is_published:
        return no(_("This format takes no observations now."))
    if isinstance(actor, Officer) and actor.jurisdiction_id == format.plan.jurisdiction_id:
        return YES
    return no(_("Sign in with your office to observe this format."))


def can_fill_format(actor: Actor, filled: FilledFormat) -> Decision:
    """Fill a format: the institution of its axis, until it is sent."""
    return questionnaires.can_fill(actor, filled.response)


def can_view_filled(actor: Actor, filled: FilledFormat) -> Decision:
    """Read a filled format: everybody once it was sent; before, its institution and coordination."""
    commitment = filled.commitment
    if filled.response.is_submitted and queries.is_public(commitment):
        return YES
    if isinstance(actor, Officer) and actor.institution_id == filled.institution.current_id:
        return YES
    if coordinates(actor, commitment.plan.jurisdiction_id):
        return YES
    return no(_("This format was not sent yet."))


def can_prove_indicator(actor: Actor, filled: FilledFormat) -> Decision:
    """Hand in evidence of an indicator: the institution of the axis, before and after it sends the format."""
    if isinstance(actor, Officer) and actor.institution_id == filled.institution.current_id:
        return YES
    return no(_("Only the institution of this axis can hand in its evidence."))


def can_review_indicator(actor: Actor, piece: FormatEvidence) -> Decision:
    """Accept or return evidence of an indicator: a second person, of another institution, with a role that reviews."""
    place = piece.filled.commitment.plan.jurisdiction
    if not isinstance(actor, Officer) or actor.role not in REVIEWERS or actor.jurisdiction_id != place.pk:
        return no(_("Only those who review evidence here can do that."))
    if piece.state != EvidenceState.SUBMITTED:
        return no(_("This piece is no longer waiting for a review."))
    if piece.submitted_by_id == actor.user.pk or piece.office.institution_id == actor.institution_id:
        return no(_("You belong to the institution that handed it in: another one has to review it."))
    if actor.role not in queries.reviewing_roles(place, piece.office.role_id):
        return no(_("Here it is for other roles to review this piece."))
    return YES
