"""What each actor may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from tequio.kit import urn
from tequio.kit.actor import Actor
from tequio.people.models import Jurisdiction
from tequio.people.queries import Officer, bodies_behind
from tequio.plans.models import ActionPlan, Commitment, Means, Milestone, Party
from tequio.plans.vocab import State
from tequio.record.queries import Resolved


def plans_visible_to(actor: Actor) -> QuerySet[ActionPlan]:
    """Return the plans an actor may see: published ones, and all of the place that the actor works for."""
    plans = ActionPlan.objects.select_related("jurisdiction")
    if isinstance(actor, Officer):
        return plans.filter(Q(state=State.PUBLISHED) | Q(jurisdiction_id=actor.jurisdiction_id))
    return plans.filter(state=State.PUBLISHED)


def commitments_visible_to(actor: Actor) -> QuerySet[Commitment]:
    """Return the commitments an actor may see.

    Everybody: those published in a published plan. Coordination: all of its jurisdiction. Other offices: also the
    drafts that their institution wrote or answers for.
    """
    commitments = Commitment.objects.select_related("plan__jurisdiction", "template")
    public = Q(state=State.PUBLISHED, plan__state=State.PUBLISHED)
    if not isinstance(actor, Officer):
        return commitments.filter(public)
    own = Q(plan__jurisdiction_id=actor.jurisdiction_id)
    if actor.role != "coordination":
        bodies = bodies_behind(actor.institution_id)
        named = Party.objects.filter(institution__in=bodies).values("commitment_id")
        own &= Q(author__in=bodies) | Q(pk__in=named)
    return commitments.filter(public | own)


def milestones_visible_to(actor: Actor) -> QuerySet[Milestone]:
    """Return the leaves of the commitments an actor may see."""
    visible = commitments_visible_to(actor).order_by().values("pk")
    return Milestone.objects.filter(commitment__in=visible).select_related(
        "commitment__plan__jurisdiction", "objective", "group", "key_action"
    )


def with_tree(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Add all that a tree needs, in a fixed number of queries: actions, leaves, their means and parties."""
    leaves = Milestone.objects.select_related("key_action", "group", "objective").prefetch_related(
        Prefetch("means", Means.objects.order_by("order")), Prefetch("parties", parties_with_posts())
    )
    return commitments.prefetch_related(
        "objectives",
        "groups",
        "key_actions",
        Prefetch("milestones", leaves),
    )


def parties_with_posts() -> QuerySet[Party]:
    """Return parties with institution and posts, in order."""
    return Party.objects.select_related("institution").prefetch_related("posts").order_by("order", "pk")


def commitments_of(jurisdiction: Jurisdiction, actor: Actor) -> QuerySet[Commitment]:
    """Return the commitments of a place that an actor may see."""
    return commitments_visible_to(actor).filter(plan__jurisdiction=jurisdiction)


def plans_of(jurisdiction: Jurisdiction, actor: Actor) -> QuerySet[ActionPlan]:
    """Return the plans of a place that an actor may see."""
    return plans_visible_to(actor).filter(jurisdiction=jurisdiction)


def resolved(urns: Iterable[str]) -> dict[str, Resolved]:
    """Say what public plans, commitments and milestones some urns name."""
    wanted: dict[str, dict[str, str]] = {"plan": {}, "commitment": {}, "milestone": {}}
    for text in urns:
        try:
            name = urn.parse(text)
        except ValueError:
            continue
        if name.kind in wanted:
            wanted[name.kind][name.id] = text
    found: dict[str, Resolved] = {}
    if ids := wanted["plan"]:
        plans = ActionPlan.objects.filter(public_id__in=ids, state=State.PUBLISHED).select_related("jurisdiction")
        found |= {ids[plan.public_id]: _told(plan.name, plan, plan) for plan in plans}
    public = {"state": State.PUBLISHED, "plan__state": State.PUBLISHED}
    if ids := wanted["commitment"]:
        commitments = Commitment.objects.filter(public_id__in=ids, **public).select_related("plan__jurisdiction")
        found |= {ids[one.public_id]: _told(one.title, one, one) for one in commitments}
    if ids := wanted["milestone"]:
        below = {f"commitment__{key}": value for key, value in public.items()}
        leaves = Milestone.objects.filter(public_id__in=ids, **below).select_related("commitment__plan__jurisdiction")
        found |= {ids[leaf.public_id]: _told(leaf.short, leaf, leaf.commitment) for leaf in leaves}
    return found


def _told(title: str, thing: ActionPlan | Commitment | Milestone, subject: ActionPlan | Commitment) -> Resolved:
    place = subject.jurisdiction if isinstance(subject, ActionPlan) else subject.plan.jurisdiction
    return Resolved(title, thing.get_absolute_url(), tenant=place.urn, subject=subject.urn, is_open=True)
