"""What a final version asks of the review of its draft."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tequio.contributions import actions as contributions
from tequio.contributions import policies as contribution_policies
from tequio.contributions import queries as contributed
from tequio.contributions.vocab import Purpose
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused
from tequio.plans import queries
from tequio.plans.models import ActionPlan, Commitment


def close_reviews(thing: ActionPlan | Commitment, *, actor: Actor, at: datetime) -> bool:
    """Close the review of what becomes final, if it had one. Called inside its transaction, before its own fact.

    Raises Refused while comments are taken, and with what is missing while one has no answer.
    """
    review = queries.review_of(thing)
    if review is None:
        return False
    if review.is_open(on=queries.place_of(thing).day_of(at)):
        day = review.closes_on.strftime("%d/%m/%Y")
        raise Refused(None, _("Its public review takes comments until %(day)s: wait for that day.") % {"day": day})
    thread = contributed.thread_about(thing.urn, Purpose.REVIEW)
    if thread is not None and thread.is_open:
        ready = contribution_policies.can_close(actor, thread)
        if not ready:
            raise Refused(None, ready.reason)
        # Whoever comments at this instant is either in, and then this refuses, or finds the review closed.
        contributions.close_thread(thread=thread, actor=actor, at=at)
    return True
