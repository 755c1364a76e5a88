"""Every published address of a plan, and whether it leads anywhere (X09)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tequio.gatherings.vocab import State as GatheringState
from tequio.kit import link
from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.kit.duty import Duty
from tequio.kit.reach import Outcome
from tequio.people.policies import coordinates
from tequio.people.queries import Officer, bodies_behind
from tequio.plans.models import ActionPlan, Channel, Commitment, Deliverable, Mechanism, Milestone, Party
from tequio.plans.vocab import ChannelKind, Section, State
from tequio.tracking.models import CheckedLink, Evidence, Occasion
from tequio.tracking.queries.rules import rules_of
from tequio.tracking.vocab import EvidenceState, LinkState

DUTY = "link"
# What its owner has to mend.
WRONG = (LinkState.EMPTY, LinkState.MALFORMED, LinkState.BROKEN)
KINDS: dict[str, Any] = {
    "evidence": gettext_lazy("Evidence"),
    "deliverable": gettext_lazy("Deliverable"),
    "channel": gettext_lazy("Dissemination"),
    "mechanism": gettext_lazy("Monitoring"),
    "gathering": gettext_lazy("Meeting or event"),
}
_STATES = {
    Outcome.OK: LinkState.OK,
    Outcome.REDIRECTED: LinkState.REDIRECTED,
    Outcome.CLOSED: LinkState.CLOSED,
    Outcome.MALFORMED: LinkState.MALFORMED,
}


@dataclass(frozen=True)
class Link:
    """An address that somebody published, where it stands, and what was found."""

    kind: str
    commitment: Commitment
    about: str
    url: str
    milestone: int | None = None
    checked: CheckedLink | None = None
    broken_after: int = 3

    @property
    def state(self) -> LinkState:
        """How it stands. One that failed is called broken only after several days of failing."""
        if wrong := link.slip(self.url):
            return LinkState(wrong)
        if self.checked is None:
            return LinkState.UNCHECKED
        if self.checked.outcome == Outcome.FAILED:
            return LinkState.BROKEN if self.checked.failed_days >= self.broken_after else LinkState.FAILING
        return _STATES[Outcome(self.checked.outcome)]

    @property
    def is_wrong(self) -> bool:
        """Whether its owner has to mend it."""
        return self.state in WRONG

    @property
    def opens(self) -> str:
        """The address, where it may be offered to be opened."""
        return "" if link.slip(self.url) else self.url.strip()


def links_of(plan: ActionPlan, commitments: Q | None = None) -> list[Link]:
    """Return every published address of a plan's public commitments, or of some of them, in a fixed number of queries.

    Wrong ones come first. Evidence counts once it was accepted, as everybody sees it.
    """
    found = list(_published(Q(plan=plan) & (commitments or Q())))
    return judged(found, broken_after=rules_of(plan.jurisdiction).failing_days)


def judged(found: Sequence[Link], *, broken_after: int) -> list[Link]:
    """Add what was found at each address; one query."""
    urls = {one.url.strip() for one in found}
    known = {one.url: one for one in CheckedLink.objects.filter(url__in=urls)}
    rows = [replace(one, checked=known.get(one.url.strip()), broken_after=broken_after) for one in found]
    order = list(LinkState)
    return sorted(rows, key=lambda one: order.index(one.state))


def _published(which: Q) -> Iterator[Link]:
    public = Commitment.objects.filter(which, state=State.PUBLISHED, plan__state=State.PUBLISHED)
    whole = {one.pk: one for one in public.select_related("plan__jurisdiction").order_by("order", "pk")}
    below = {"commitment__in": list(whole)}
    pieces = Evidence.objects.filter(milestone__commitment__in=list(whole), state=EvidenceState.ACCEPTED)
    for piece in pieces.exclude(url="").select_related("milestone"):
        milestone = piece.milestone
        yield Link("evidence", whole[milestone.commitment_id], piece.title, piece.url, milestone.pk)
    for one in Deliverable.objects.filter(**below):
        yield Link("deliverable", whole[one.commitment_id], str(one), one.url, one.milestone_id)
    for channel in Channel.objects.filter(**below):
        if channel.link or (channel.kind == ChannelKind.WEB and not channel.handle):
            yield Link("channel", whole[channel.commitment_id], channel.name or channel.link, channel.link)
    for mechanism in Mechanism.objects.filter(**below).exclude(link=""):
        yield Link("mechanism", whole[mechanism.commitment_id], str(mechanism), mechanism.link)
    met = Occasion.objects.filter(**below).select_related("gathering").exclude(gathering__state=GatheringState.DRAFT)
    for occasion in met:
        held = occasion.gathering
        for url in dict.fromkeys(one for one in (held.url, *held.addresses) if one):
            yield Link("gathering", whole[occasion.commitment_id], held.title, url)


def due_links(plan: ActionPlan, *, at: datetime) -> list[str]:
    """Return the addresses of a plan that it is time to follow, those that wait longest first.

    What works is asked again after some days; what failed, the next day.
    """
    rules = rules_of(plan.jurisdiction)
    rows = {one.url.strip(): one for one in links_of(plan) if not link.slip(one.url)}
    wait = {True: timedelta(hours=20), False: timedelta(days=rules.recheck_days)}
    never = datetime.min.replace(tzinfo=at.tzinfo)
    due = [
        (one.checked.checked_at if one.checked else never, url)
        for url, one in rows.items()
        if one.checked is None or at - one.checked.checked_at >= wait[one.checked.outcome == Outcome.FAILED]
    ]
    return [url for _when, url in sorted(due)]


def milestones_with_broken_links(plan: ActionPlan) -> set[int]:
    """Return the milestones whose evidence or deliverable has an address that leads nowhere."""
    return {one.milestone for one in links_of(plan) if one.milestone and one.is_wrong}


def links_url(plan: ActionPlan) -> str:
    """Return the address of a plan's page of links."""
    return reverse("tracking:links", args=[plan.jurisdiction.slug, plan.public_id, plan.slug])


def links_of_plan(plan: ActionPlan, actor: Actor, at: datetime) -> Aspect | None:
    """Lead to a plan's links; no query, and no count: the plan's page is cached by its facts, and this is none."""
    return Aspect(_("Its links"), _("Every published address, and whether it opens."), links_url(plan))


def link_duties(actor: Officer, at: datetime) -> list[Duty]:
    """Ask whoever leads a commitment, and the coordination, to mend the links that lead nowhere."""
    bodies = bodies_behind(actor.institution_id)
    own = Party.objects.filter(section=Section.GOVERNMENT, institution__in=bodies, milestone=None)
    which = Q(pk__in=own.values("commitment")) | Q(author__in=bodies)
    if coordinates(actor, actor.jurisdiction_id):
        which = Q(plan__jurisdiction=actor.jurisdiction_id)
    found = list(_published(which))
    if not found:
        return []
    after = rules_of(found[0].commitment.plan.jurisdiction).failing_days
    wrong: dict[Commitment, int] = {}
    for one in judged(found, broken_after=after):
        if one.is_wrong:
            wrong[one.commitment] = wrong.get(one.commitment, 0) + 1
    return [_duty(commitment, count) for commitment, count in wrong.items()]


def _duty(commitment: Commitment, count: int) -> Duty:
    what = ngettext("Mend %(n)s link that leads nowhere", "Mend %(n)s links that lead nowhere", count)
    return Duty(
        uid=f"{commitment.urn}#links",
        kind=DUTY,
        what=what % {"n": count},
        url=f"{links_url(commitment.plan)}?commitment={commitment.public_id}",
        about=commitment.title,
    )


def labels_of(links: Iterable[Link]) -> list[tuple[str, str]]:
    """Return the states that some links are in, for a filter."""
    there = {one.state for one in links}
    return [(state.value, str(state.label)) for state in LinkState if state in there]


def milestones_named(links: Iterable[Link]) -> dict[int, Milestone]:
    """Return the milestones that some links belong to; one query."""
    keys = {one.milestone for one in links if one.milestone}
    return Milestone.objects.select_related("commitment__plan__jurisdiction").in_bulk(keys)
