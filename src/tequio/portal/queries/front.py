"""What the front pages show: the plans in force of a place, what moved, what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from tequio.people.models import Jurisdiction
from tequio.people.queries import Officer
from tequio.plans import queries as plans
from tequio.plans.models import ActionPlan, Commitment, Milestone
from tequio.plans.queries import commitments_visible_to
from tequio.plans.vocab import State
from tequio.record import queries as record
from tequio.tracking import queries as tracking

# A front page shows this much and links to the rest, so that it costs the same when plans and commitments grow.
PLANS, CARDS, CHANGES, LATE, DRAFTS = 2, 12, 8, 5, 20


@dataclass(frozen=True)
class PlanInForce:
    """A plan with its figures and its commitments at a glance."""

    progress: tracking.PlanProgress
    cards: Sequence[tracking.Card]
    late: Sequence[tracking.LeafRow]
    late_count: int
    unproven: int
    more: int


@dataclass(frozen=True)
class OpenReview:
    """A draft that takes comments: its title, its page and the last day."""

    title: str
    url: str
    closes_on: date


def open_reviews(jurisdiction: Jurisdiction, on: date) -> list[OpenReview]:
    """Return the drafts of a place that anybody may comment on that day."""
    of_place = Q(plan__jurisdiction=jurisdiction) | Q(commitment__plan__jurisdiction=jurisdiction)
    found = plans.public_reviews().filter(of_place, opens_on__lte=on, closes_on__gte=on)
    return [OpenReview(plans.title_of(one), plans.address_of(one), one.closes_on) for one in found[:DRAFTS]]


def places() -> list[tuple[Jurisdiction, ActionPlan | None]]:
    """Return the jurisdictions that have something public, each with its newest plan."""
    newest: dict[int, ActionPlan] = {}
    for plan in ActionPlan.objects.filter(state=State.PUBLISHED).order_by("start", "pk"):
        newest[plan.jurisdiction_id] = plan
    return [(place, newest.get(place.pk)) for place in Jurisdiction.objects.order_by("name")]


def in_force(jurisdiction: Jurisdiction, on: date) -> list[ActionPlan]:
    """Return the published plans that run on a day; where none does, the newest."""
    public = ActionPlan.objects.filter(jurisdiction=jurisdiction, state=State.PUBLISHED).select_related("jurisdiction")
    running = list(public.filter(start__lte=on, end__gte=on).order_by("-start", "-pk")[:PLANS])
    return running or list(public.order_by("-start", "-pk")[:1])


def at_a_glance(plan: ActionPlan, at: datetime) -> PlanInForce:
    """Gather a plan for a front page: figures of all of it, cards of its first commitments."""
    progress = tracking.plan_progress(plan)
    counts = tracking.counts_of_plan(plan, at=at)
    late = tracking.late_milestones(at=at, jurisdiction=plan.jurisdiction).filter(commitment__plan=plan)
    return PlanInForce(
        progress=progress,
        cards=tracking.cards(
            [one.commitment for one in progress.commitments[:CARDS]], at=at, measured=progress.commitments
        ),
        late=tracking.leaves(Milestone.objects.filter(pk__in=list(late.values_list("pk", flat=True)[:LATE])), at=at),
        late_count=counts["late_count"],
        unproven=counts["unproven_count"],
        more=max(0, len(progress.commitments) - CARDS),
    )


def mark_of(jurisdiction: Jurisdiction, plans: Sequence[PlanInForce]) -> record.Mark | None:
    """Say what the record holds about a place and what its front page shows."""
    shown = [plan.progress.plan.urn for plan in plans]
    shown += [card.progress.commitment.urn for plan in plans for card in plan.cards]
    return record.about(jurisdiction.urn, *shown)


def mark_of_all(places: Sequence[tuple[Jurisdiction, ActionPlan | None]]) -> record.Mark | None:
    """Say what the record holds about some places and their newest plans."""
    return record.about(*(place.urn for place, _plan in places), *(plan.urn for _place, plan in places if plan))


def below(jurisdiction: Jurisdiction) -> list[Jurisdiction]:
    """Return the places inside a place: the municipalities of a state."""
    return list(jurisdiction.children.order_by("name"))


def drafts_of(actor: Officer) -> list[Commitment]:
    """Return the drafts that an officer may see, the newest first."""
    drafts = commitments_visible_to(actor).filter(plan__jurisdiction_id=actor.jurisdiction_id)
    return list(drafts.exclude(state=State.PUBLISHED).order_by("-pk")[:DRAFTS])
