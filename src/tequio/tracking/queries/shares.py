"""A transversal commitment, party by party: complete only if all of them comply (R025)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tequio.kit.actor import Actor
from tequio.kit.aspect import Aspect
from tequio.plans.models import ActionPlan, Commitment, Milestone, Share
from tequio.plans.queries.shares import Part, is_complete
from tequio.plans.vocab import Assured, ShareRole, State
from tequio.tracking import progress
from tequio.tracking.progress import ONE, Figures
from tequio.tracking.queries.figures import CommitmentProgress, progress_of


@dataclass(frozen=True)
class PartyProgress:
    """One party: what it must do, what it says that is done and what somebody else accepted."""

    share: Share
    milestones: tuple[Milestone, ...]
    reported: Part
    verified: Part
    figures: Figures


@dataclass(frozen=True)
class Joint:
    """All parties of a transversal commitment, and those who accompany it."""

    parties: tuple[PartyProgress, ...]
    allies: tuple[Share, ...]
    unassigned: tuple[Milestone, ...]

    @property
    def is_complete(self) -> bool:
        return is_complete(one.verified for one in self.parties)

    @property
    def complying(self) -> int:
        return sum(one.verified.complies for one in self.parties)


def joint_of(commitment: Commitment) -> Joint:
    """Measure a commitment party by party, in a fixed number of queries."""
    shares = list(
        commitment.shares.select_related("institution__jurisdiction", "jurisdiction").prefetch_related("milestones")
    )
    measured = progress_of([commitment])[commitment.pk]
    parties = tuple(_party(one, measured) for one in shares if one.role == ShareRole.PARTY)
    taken = {leaf.public_id for one in parties for leaf in one.milestones}
    return Joint(
        parties=parties,
        allies=tuple(one for one in shares if one.role == ShareRole.ALLY),
        unassigned=tuple(leaf for key, leaf in measured.milestones.items() if key not in taken),
    )


def shares_aspect(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Tell on a commitment's page how many of its parties comply; one query where it is not transversal."""
    if not commitment.shares.filter(role=ShareRole.PARTY).exists():
        return None
    joint = joint_of(commitment)
    counts = {"n": joint.complying, "all": len(joint.parties)}
    address = [commitment.plan.jurisdiction.slug, commitment.public_id, commitment.slug]
    return Aspect(
        title=_("Party by party"),
        sentence=_("%(n)s of its %(all)s parties comply; it is complete only when all do.") % counts,
        url=reverse("tracking:shares", args=address),
    )


def resources_aspect(commitment: Commitment, actor: Actor, at: datetime) -> Aspect | None:
    """Warn where a commitment says that its resources are not assured (R021); no query."""
    if commitment.resources_assured not in (Assured.NO, Assured.PARTLY):
        return None
    address = [commitment.plan.jurisdiction.slug, commitment.public_id, commitment.slug]
    is_none = commitment.resources_assured == Assured.NO
    return Aspect(
        title=_("Its resources are not assured") if is_none else _("Its resources are assured only in part"),
        sentence=_("What it needs, and what of it there is."),
        url=reverse("plans:sheet", args=address) + "#part-resources",
        is_urgent=is_none,
    )


def unassured_aspect(plan: ActionPlan, actor: Actor, at: datetime) -> Aspect | None:
    """Count on a plan's page the public commitments whose resources are not assured (R021); one query."""
    found = plan.commitments.filter(state=State.PUBLISHED, resources_assured__in=(Assured.NO, Assured.PARTLY))
    count = found.count()
    if not count:
        return None
    text = ngettext(
        "%(n)s commitment says that its resources are not assured.",
        "%(n)s commitments say that their resources are not assured.",
        count,
    )
    url = f"{plan.get_absolute_url()}?resources=unassured"
    return Aspect(title=_("Resources"), sentence=text % {"n": count}, url=url)


def _party(share: Share, measured: CommitmentProgress) -> PartyProgress:
    leaves = tuple(share.milestones.all())
    keys = {leaf.public_id for leaf in leaves}
    lines = [line for line in measured.lines if line.leaf in keys]
    known: dict[str, Any] = {"key": str(share.pk), "minimum": share.minimum}
    return PartyProgress(
        share=share,
        milestones=leaves,
        reported=Part(done=tuple(line.reported == ONE for line in lines), **known),
        verified=Part(done=tuple(line.verified == ONE for line in lines), **known),
        figures=progress.among(lines),
    )
