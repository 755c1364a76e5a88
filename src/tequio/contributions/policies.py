"""Who may speak, answer, moderate, erase and close; and the reason when not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tequio.contributions import queries
from tequio.contributions.models import Contribution, Thread
from tequio.contributions.vocab import Purpose, State
from tequio.kit import secret
from tequio.kit.actor import Actor, System
from tequio.kit.policy import YES, Decision, no
from tequio.people.models import Jurisdiction
from tequio.people.policies import can_erase_entry, coordinates
from tequio.people.queries import Officer
from tequio.record.queries import Resolved


def can_contribute(actor: Actor, thing: Resolved | None, thread: Thread | None = None) -> Decision:
    """Ask, comment, disagree or propose: anybody, about what is public and not closed."""
    if thing is None or not thing.is_open:
        return no(_("Nobody can write about this: it is not public."))
    if thread is not None and not thread.is_open:
        return no(_("This is closed: it takes nothing more. What was said, and its answers, stay here."))
    return YES


def can_report_error(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Report an error on a page: anybody."""
    return YES


def can_answer(actor: Actor, contribution: Contribution) -> Decision:
    """Answer: the institutions that answer for the thing, and the coordination of its place."""
    thread = contribution.thread
    if not isinstance(actor, Officer):
        return no(_("Sign in with your office to answer."))
    if contribution.state != State.SHOWN:
        return no(_("This was hidden or withdrawn, so it takes no answer."))
    if queries.thing(thread.thing) is None:
        return no(_("What this is about is not public: it can be answered once it is."))
    if coordinates(actor, thread.jurisdiction_id):
        return YES
    if thread.purpose != Purpose.ERRORS:
        behind = queries.institutions_behind([thread.thing]).get(thread.thing, frozenset())
        if actor.institution_id in behind:
            return YES
    return no(_("Only the coordination and the institutions that answer for this can answer it."))


def can_separate_points(actor: Actor, contribution: Contribution) -> Decision:
    """Divide a contribution in points: whoever may answer it, before anybody has."""
    allowed = can_answer(actor, contribution)
    if not allowed:
        return allowed
    if contribution.is_error:
        return no(_("The report of an error has one point."))
    if contribution.points.exclude(ruling="").exists():
        return no(_("Part of it was already answered, so its points stay as they are."))
    return YES


def can_moderate(actor: Actor, contribution: Contribution) -> Decision:
    """Hide a contribution or show it again: the coordination of its place."""
    if contribution.is_error:
        return no(_("Only the coordination reads the reports of errors, so there is nothing to hide."))
    if contribution.state == State.WITHDRAWN:
        return no(_("What this said was erased, so there is nothing left to hide."))
    if coordinates(actor, contribution.thread.jurisdiction_id):
        return YES
    return no(_("Only the coordination of this place can hide what somebody wrote, with a reason."))


def can_open_queue(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Open the list of what waits for an answer: any office; what is in it, each contribution decides."""
    return YES if isinstance(actor, Officer) else no(_("Sign in with your office to answer."))


def can_erase(actor: Actor, contribution: Contribution, token: str) -> Decision:
    """Erase what one wrote: whoever holds its private link."""
    if secret.opens(token, contribution.token_hash):
        return YES
    return no(_("Only whoever wrote this can erase it, with the private link that they got."))


def can_erase_copies(actor: Actor, contribution: Contribution) -> Decision:
    """Erase what a contribution keeps of an entry's personal data: whoever may erase it from the record."""
    return can_erase_entry(actor, contribution.thread.jurisdiction)


def can_forget_address(actor: Actor, contribution: Contribution, token: str = "") -> Decision:
    """Forget the mail address of a contribution: the installation when its time is over, and whoever wrote it."""
    return YES if isinstance(actor, System) else can_erase(actor, contribution, token)


def can_open_thread(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Open or prolong a window for comments: the coordination of the place."""
    if isinstance(actor, System) or coordinates(actor, jurisdiction):
        return YES
    return no(_("Only the coordination of this place can open it to comments."))


def can_bring_comments(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Keep the comments that a document carries: any office of the place that may import it, or the installation."""
    if isinstance(actor, System) or (isinstance(actor, Officer) and actor.jurisdiction_id == jurisdiction.pk):
        return YES
    return no(_("Only the offices of this place can bring in the comments of a document."))


def can_close(actor: Actor, thread: Thread) -> Decision:
    """Close a thread: the coordination of its place, once nothing in it waits for an answer.

    Only true for sure while the thread is locked, as actions.close_thread does.
    """
    allowed = can_open_thread(actor, thread.jurisdiction)
    if not allowed:
        return allowed
    if not thread.is_open:
        return no(_("This was already closed."))
    if waiting := queries.open_points(thread):
        said = ngettext(
            "%(n)s point still waits for its answer: answer it first.",
            "%(n)s points still wait for their answer: answer them first.",
            waiting,
        )
        return no(said % {"n": waiting})
    return YES


def can_change_rules(actor: Actor, jurisdiction: Jurisdiction) -> Decision:
    """Set how the place answers: its coordination."""
    if coordinates(actor, jurisdiction):
        return YES
    return no(_("Only the coordination of this place can change how it answers."))
