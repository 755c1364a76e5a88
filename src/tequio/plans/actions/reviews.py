"""The public review of a draft: everybody comments, each comment is answered, and only then comes the final version."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.contributions import actions as contributions
from tequio.contributions.vocab import Purpose
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.people.models import Jurisdiction
from tequio.plans import events, policies, queries
from tequio.plans.actions._publication import digest, locked, publish
from tequio.plans.models import ActionPlan, Commitment, PublicReview, ReviewRules
from tequio.plans.vocab import REVIEW_DAYS, PublicationKind
from tequio.record.actions import audit, record


@transaction.atomic
def open_review(
    *, thing: ActionPlan | Commitment, closes_on: date | None = None, actor: Actor, at: datetime
) -> PublicReview:
    """Show the draft of a plan or commitment to everybody, as it stands, and take comments until a day.

    Without a day it lasts as long as the place says. Raises Refused if it is public, if another review of it is open,
    or if the day has gone by.
    """
    thing = _locked(thing)
    require(policies.can_open_review(actor, thing))
    place = queries.place_of(thing)
    today = place.day_of(at)
    before = queries.review_of(thing)
    if before is not None and before.is_open(on=today):
        raise Refused(None, _("It is under review already: prolong that review instead."))
    closes_on = closes_on or today + timedelta(days=queries.review_days(place))
    if closes_on < today:
        raise Refused("closes_on", _("This day has already gone by: choose a later one."))
    made = publish(thing, PublicationKind.REVIEW, reason="", actor=actor, at=at)
    owner = {"commitment": thing} if isinstance(thing, Commitment) else {"plan": thing}
    review = PublicReview.objects.create(**owner, publication=made, opens_on=today, closes_on=closes_on)
    _window(review, actor=actor, at=at)
    fact = events.ReviewOpened(
        tenant=place.urn, subject=thing.urn, number=made.number, text=made.sha256, closes_on=closes_on
    )
    record(fact, actor=actor, at=at)
    return review


@transaction.atomic
def extend_review(*, review: PublicReview, closes_on: date, reason: str, actor: Actor, at: datetime) -> PublicReview:
    """Take comments until a later day, and say why.

    Raises Refused for an earlier day, or without a reason.
    """
    review = PublicReview.objects.select_for_update().get(pk=review.pk)
    thing = _locked(review.thing)
    require(policies.can_change_review(actor, review))
    if closes_on <= review.closes_on or closes_on < queries.place_of(thing).day_of(at):
        raise Refused("closes_on", _("Choose a later day: nobody's time to comment is cut."))
    review.closes_on, review.reason = closes_on, _given(reason)
    review.save()
    _window(review, actor=actor, at=at)
    fact = events.ReviewExtended(
        tenant=queries.place_of(thing).urn,
        subject=thing.urn,
        number=review.publication.number,
        closes_on=closes_on,
        why=digest(reason),
    )
    record(fact, actor=actor, at=at)
    return review


@transaction.atomic
def withdraw_review(*, review: PublicReview, reason: str, actor: Actor, at: datetime) -> PublicReview:
    """Take a draft back from the public, and say why; what was said of it stays, hidden with it.

    Raises Refused without a reason, or once its final version is public.
    """
    review = PublicReview.objects.select_for_update().get(pk=review.pk)
    thing = _locked(review.thing)
    require(policies.can_change_review(actor, review))
    review.withdrawn_at, review.reason = at, _given(reason)
    review.save()
    fact = events.ReviewWithdrawn(
        tenant=queries.place_of(thing).urn, subject=thing.urn, number=review.publication.number, why=digest(reason)
    )
    record(fact, actor=actor, at=at)
    return review


@transaction.atomic
def change_review_rules(*, jurisdiction: Jurisdiction, days: int, actor: Actor, at: datetime) -> ReviewRules:
    """Set how many days a public review lasts in a place when nobody says another day.

    Raises Refused for less or more than vocab.REVIEW_DAYS.
    """
    require(policies.can_manage_plans(actor, jurisdiction))
    least, most = REVIEW_DAYS
    if not least <= days <= most:
        raise Refused("days", _("Between %(least)s and %(most)s days.") % {"least": least, "most": most})
    before = queries.review_days(jurisdiction)
    rules, _is_new = ReviewRules.objects.update_or_create(jurisdiction=jurisdiction, defaults={"days": days})
    urn = jurisdiction.urn
    trace = events.ReviewRulesChanged(tenant=urn, subject=urn, before={"days": before}, after={"days": days})
    audit(trace, actor=actor, at=at)
    return rules


def _window(review: PublicReview, *, actor: Actor, at: datetime) -> None:
    thing = review.thing
    contributions.open_thread(
        thing=thing.urn,
        subject=thing.urn,
        jurisdiction=queries.place_of(thing),
        deadline=review.closes_on,
        purpose=Purpose.REVIEW,
        actor=actor,
        at=at,
    )


def _locked(thing: ActionPlan | Commitment) -> ActionPlan | Commitment:
    if isinstance(thing, Commitment):
        return locked(thing, None)
    return ActionPlan.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=thing.pk)


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason", _("Say why: the reason is published beside the change."))
    return reason.strip()
