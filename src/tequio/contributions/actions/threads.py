"""Opening a window in which people speak about a thing, and closing it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.contributions import policies
from tequio.contributions.actions import _locking
from tequio.contributions.events import ThreadClosed, ThreadOpened
from tequio.contributions.models import Contribution, Thread
from tequio.contributions.vocab import Purpose
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Jurisdiction
from tequio.record.actions import record


@transaction.atomic
def open_thread(
    *,
    thing: str,
    subject: str,
    jurisdiction: Jurisdiction,
    deadline: date | None,
    purpose: str = Purpose.REVIEW,
    actor: Actor,
    at: datetime,
) -> Thread:
    """Open a window for comments about a thing, or open it again with another deadline.

    `thing` is its urn and `subject` the urn whose chain tells it. What arrives after the deadline is kept and marked
    late. Raises Denied for whoever is not coordination, and Refused for a deadline that has gone by.
    """
    require(policies.can_open_thread(actor, jurisdiction))
    if deadline is not None and deadline < jurisdiction.day_of(at):
        raise Refused("deadline", _("This day has already gone by: choose a later one."))
    thread = _locking.thread_for(thing=thing, subject=subject, purpose=purpose, jurisdiction=jurisdiction, at=at)
    thread.deadline, thread.closed_at = deadline, None
    thread.save()
    record(ThreadOpened(**_locking.about_thread(thread), purpose=purpose, deadline=deadline), actor=actor, at=at)
    return thread


@transaction.atomic
def close_thread(*, thread: Thread, actor: Actor, at: datetime) -> Thread:
    """Close a thread in which nothing waits for an answer.

    Whoever speaks at the same instant either is in, and then this is refused, or finds it closed. Call it before any
    other fact about the same subject. Raises Denied with what is missing.
    """
    thread = _locking.locked_thread(thread)
    require(policies.can_close(actor, thread))
    thread.closed_at = at
    thread.save(update_fields=["closed_at"])
    received = Contribution.objects.shown().filter(thread=thread).count()
    fact = ThreadClosed(**_locking.about_thread(thread), purpose=thread.purpose, contributions=received)
    record(fact, actor=actor, at=at)
    return thread
