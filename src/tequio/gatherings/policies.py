"""Who may write about gatherings; and the reason when not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tequio.gatherings import queries
from tequio.gatherings.models import Gathering, Lesson
from tequio.gatherings.vocab import LessonKind, State
from tequio.kit.actor import Actor, System
from tequio.kit.policy import YES, Decision, no
from tequio.people.models import Jurisdiction
from tequio.people.queries import Officer


def can_manage_gatherings(actor: Actor, jurisdiction: Jurisdiction | int) -> Decision:
    """Write, announce and report: coordination and facilitation of the place."""
    wanted = jurisdiction if isinstance(jurisdiction, int) else jurisdiction.pk
    if isinstance(actor, System) or queries.manages(actor, wanted):
        return YES
    return no(_("Only coordination and facilitation of this place write its gatherings."))


def can_edit_gathering(actor: Actor, gathering: Gathering) -> Decision:
    """Change it: whoever manages gatherings, unless it was cancelled."""
    if gathering.state == State.CANCELLED:
        return no(_("It was cancelled: write down another one."))
    return can_manage_gatherings(actor, gathering.jurisdiction_id)


def can_announce_gathering(actor: Actor, gathering: Gathering) -> Decision:
    """Make it public before it takes place."""
    if gathering.state != State.DRAFT:
        return no(_("It is public already."))
    return can_manage_gatherings(actor, gathering.jurisdiction_id)


def can_cancel_gathering(actor: Actor, gathering: Gathering) -> Decision:
    """Say that it does not take place."""
    if gathering.state != State.ANNOUNCED:
        return no(_("Only what was announced and has not been reported can be cancelled."))
    return can_manage_gatherings(actor, gathering.jurisdiction_id)


def can_assign_recommendation(actor: Actor, lesson: Lesson) -> Decision:
    """Ask an institution to see to a recommendation."""
    if lesson.kind != LessonKind.RECOMMENDATION:
        return no(_("Only a recommendation is a task."))
    if lesson.gathering and not lesson.gathering.is_reported:
        return no(_("Publish the report first."))
    return can_manage_gatherings(actor, lesson.jurisdiction_id)


def can_settle_recommendation(actor: Actor, lesson: Lesson) -> Decision:
    """Report what was done: the institution that was asked, or coordination."""
    if lesson.owner_id is None or lesson.settled_on is not None:
        return no(_("Nobody is waiting for an answer to this one."))
    if isinstance(actor, Officer) and lesson.owner and actor.institution_id == lesson.owner.current_id:
        return YES
    return can_manage_gatherings(actor, lesson.jurisdiction_id)
