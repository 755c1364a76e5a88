"""Who answers for what, which pieces may be seen, and which wait for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from tequio.kit.actor import Actor
from tequio.people.models import Jurisdiction, Tenure, User
from tequio.people.queries import DEFAULT_REVIEWERS, DEFAULT_REVIEWERS_OF_COORDINATION, Officer, bodies_behind
from tequio.people.vocab import CIVIL_SOCIETY, COORDINATION, MONITORING, REVIEWERS
from tequio.plans.models import Milestone, Party, Share
from tequio.plans.queries import milestones_visible_to
from tequio.plans.vocab import Section, ShareRole
from tequio.tracking.models import Evidence, Review, StatusChange
from tequio.tracking.queries.lists import is_public, public
from tequio.tracking.queries.rows import LeafRow, leaves
from tequio.tracking.vocab import EvidenceState, Status

# The lists of a form whose organisations share the work with the government.
SHARING = (Section.NONGOVERNMENT, Section.CORESPONSIBLE, Section.OTHER)
_LOADED = (
    "milestone__commitment__plan__jurisdiction",
    "milestone__key_action",
    "office__institution",
    "office__role",
    "file__public_copy",
    "file__original",
)


@dataclass(frozen=True)
class PieceRow:
    """A piece as an actor may see it. Where it is not open: only its kind, office, dates, state and hash."""

    evidence: Evidence
    is_open: bool
    may_review: bool
    may_withdraw: bool
    review: Review | None


@dataclass(frozen=True)
class Desk:
    """What waits on an office's desk."""

    rows: list[LeafRow]
    queue: list[Evidence]
    returned: list[Evidence]


def reviewing_roles(jurisdiction: Jurisdiction, role: str) -> tuple[str, ...]:
    """Return the roles that review what an office of some role hands in; an empty setting means the default."""
    if role == COORDINATION:
        chosen = jurisdiction.reviewers_of_coordination or DEFAULT_REVIEWERS_OF_COORDINATION
    else:
        chosen = jurisdiction.reviewers or DEFAULT_REVIEWERS
    return tuple(one for one in chosen if one in REVIEWERS)


def answering(institution: int, prefix: str = "") -> Q:
    """Keep milestones that an institution answers for: by itself, its key action or its commitment.

    `prefix` leads to the milestone.
    """
    # A party of a transversal commitment answers for its own milestones, from whichever place it is.
    joined = Share.objects.filter(institution__in=bodies_behind(institution), role=ShareRole.PARTY).values("milestones")
    named = _named(institution, prefix, Q(milestone__isnull=True, key_action__isnull=True))
    return named | Q(**{f"{prefix}pk__in": joined})


def entrusted(actor: Officer, prefix: str = "") -> Q:
    """Keep milestones that an office answers for.

    Those of its institution and, for the coordination of a place, those of a share that names the place and nobody in
    it: somebody has to report on them, and no other office speaks for the whole place.
    """
    own = answering(actor.institution_id, prefix)
    if actor.role != COORDINATION:
        return own
    whole = Share.objects.filter(institution=None, jurisdiction=actor.jurisdiction_id, role=ShareRole.PARTY)
    return own | Q(**{f"{prefix}pk__in": whole.values("milestones")})


def sharing(institution: int, prefix: str = "") -> Q:
    """Keep milestones whose work an organisation shares: listed beside the government, or in the milestone itself."""
    return _named(institution, prefix, Q(section__in=SHARING))


def open_milestones(prefix: str = "") -> Q:
    """Keep what can be followed: the commitment is public, and so is its plan."""
    return public(f"{prefix}commitment__")


def answered_by(actor: Actor) -> QuerySet[Milestone]:
    """Return the milestones that an actor may report on, as policies.can_report_status tells of one."""
    if not isinstance(actor, Officer):
        return Milestone.objects.none()
    found = milestones_visible_to(actor).filter(open_milestones())
    if actor.role == COORDINATION:
        own = Q(commitment__plan__jurisdiction=actor.jurisdiction_id)
        return found.filter(own | entrusted(actor))
    return found.filter(entrusted(actor))


def evidence_visible_to(actor: Actor) -> QuerySet[Evidence]:
    """Return the pieces whose content an actor may see, as policies.can_view_evidence tells of one.

    Everybody: what was accepted in public commitments. The office's own institution: whatever it handed in. Those who
    review in its place: all of it.
    """
    pieces = Evidence.objects.select_related(*_LOADED)
    seen = public("milestone__commitment__") & Q(state=EvidenceState.ACCEPTED)
    return pieces.filter(seen | _known(actor) if isinstance(actor, Officer) else seen)


def review_queue(actor: Actor) -> QuerySet[Evidence]:
    """Return the pieces that an actor may review, as policies.can_review_evidence tells of one, the oldest first."""
    if not isinstance(actor, Officer) or actor.role not in REVIEWERS:
        return Evidence.objects.none()
    waiting = evidence_visible_to(actor).filter(open_milestones("milestone__"), state=EvidenceState.SUBMITTED)
    found = waiting.filter(_mine_to_review(actor)).exclude(submitted_by=actor.user.pk)
    since = Tenure.objects.filter(user=actor.user, office__institution=OuterRef("office__institution"))
    return found.filter(~Exists(since.filter(_not_ended_before(OuterRef("submitted_on"))))).order_by(
        "submitted_at", "pk"
    )


def belongs_since(actor: Officer, evidence: Evidence) -> bool:
    """Tell whether a person holds, or held when the piece was handed in, an office of the same institution."""
    if actor.institution_id == evidence.office.institution_id:
        return True
    held = Tenure.objects.filter(user=actor.user, office__institution=evidence.office.institution_id)
    return held.filter(_not_ended_before(evidence.submitted_on)).exists()


def is_sharing(actor: Officer, milestone: Milestone) -> bool:
    """Tell of one milestone what sharing() keeps of many."""
    return Milestone.objects.filter(sharing(actor.institution_id), pk=milestone.pk).exists()


def is_answering(actor: Officer, milestone: Milestone) -> bool:
    """Tell of one milestone what entrusted() keeps of many."""
    return Milestone.objects.filter(entrusted(actor), pk=milestone.pk).exists()


def pieces_of(milestone: Milestone, actor: Actor) -> list[PieceRow]:
    """Return a milestone's pieces, oldest first, each with what the actor may see of it and do about it."""
    pieces = Evidence.objects.filter(milestone=milestone).select_related(*_LOADED)
    listed = list(pieces.prefetch_related("reviews__office__institution").order_by("submitted_at", "pk"))
    seen = set(evidence_visible_to(actor).filter(milestone=milestone).values_list("pk", flat=True))
    mine = set(review_queue(actor).filter(milestone=milestone).values_list("pk", flat=True))
    return [_piece(one, actor, seen, mine) for one in listed]


def _piece(one: Evidence, actor: Actor, seen: set[int], mine: set[int]) -> PieceRow:
    reviews = list(one.reviews.all())
    own = isinstance(actor, Officer) and actor.office.pk == one.office_id
    return PieceRow(
        evidence=one,
        is_open=one.pk in seen,
        may_review=one.pk in mine,
        may_withdraw=own and one.state == EvidenceState.SUBMITTED and is_public(one.milestone.commitment),
        review=reviews[0] if reviews else None,
    )


def originals_visible(files: Iterable[int], actor: Actor) -> set[int]:
    """Return which originals an actor may download: its institution handed them in, or it reviews them."""
    if not isinstance(actor, Officer):
        return set()
    found = Evidence.objects.filter(_known(actor), file__in=set(files))
    return {key for key in found.values_list("file_id", flat=True) if key is not None}


def files_visible(files: Iterable[int], actor: Actor) -> set[int]:
    """Return which of some stored files an actor may download because of the evidence that they are."""
    found = evidence_visible_to(actor).filter(file__in=set(files))
    return {key for key in found.values_list("file_id", flat=True) if key is not None}


def accepted_pieces(milestones: Iterable[int]) -> dict[int, list[str]]:
    """Return the public ids of the accepted pieces behind some milestones."""
    found: dict[int, list[str]] = defaultdict(list)
    accepted = Evidence.objects.filter(milestone__in=set(milestones), state=EvidenceState.ACCEPTED)
    for key, piece in accepted.order_by("submitted_at", "pk").values_list("milestone_id", "public_id"):
        found[key].append(piece)
    return found


def personal_data(user: User) -> dict[str, Any]:
    """Return what this room keeps about an account: what it reported, handed in and reviewed."""
    own = {"person": user}
    changes = StatusChange.objects.filter(**own).select_related("milestone").order_by("pk")
    reviews = Review.objects.filter(**own).select_related("evidence").order_by("pk")
    pieces = Evidence.objects.filter(submitted_by=user).select_related("milestone").order_by("pk")
    return {
        "status_changes": [
            {"milestone": one.milestone.urn, "status": one.code, "note": one.note, "at": one.at.isoformat()}
            for one in changes
        ],
        "evidence": [
            {
                "evidence": one.urn,
                "milestone": one.milestone.urn,
                "title": one.title,
                "at": one.submitted_at.isoformat(),
            }
            for one in pieces
        ],
        "reviews": [
            {"evidence": one.evidence.urn, "decision": one.decision, "reason": one.reason, "at": one.at.isoformat()}
            for one in reviews
        ],
    }


def returned_to(actor: Actor) -> QuerySet[Evidence]:
    """Return what came back to the actor's institution and has no successor yet, the newest first."""
    if not isinstance(actor, Officer):
        return Evidence.objects.none()
    pieces = Evidence.objects.filter(state=EvidenceState.RETURNED, office__institution=actor.institution_id)
    return pieces.filter(successors__isnull=True).select_related(*_LOADED).order_by("-submitted_at", "-pk")


def own_milestones(actor: Actor) -> QuerySet[Milestone]:
    """Return what the actor's own office answers for: the first to end first, what is finished last."""
    if not isinstance(actor, Officer):
        return Milestone.objects.none()
    is_done = Case(When(standing__status=Status.FINISHED, then=1), default=0)
    found = answered_by(actor).filter(entrusted(actor))
    return found.order_by(is_done, F("end").asc(nulls_last=True), "pk")


def desk(actor: Actor, *, at: datetime, limit: int | None = None) -> Desk:
    """Return what the actor's institution answers for, what it may review, and what came back to it."""
    own, queue, back = own_milestones(actor), review_queue(actor), returned_to(actor)
    if limit is not None:
        own, queue, back = own[:limit], queue[:limit], back[:limit]
    return Desk(leaves(own, at=at), list(queue), list(back))


def _known(actor: Officer) -> Q:
    """Keep the pieces that an office knows, accepted or not: its institution's own, and those that it oversees."""
    seen_by_all = public("milestone__commitment__")
    here = Q(milestone__commitment__plan__jurisdiction=actor.jurisdiction_id)
    own = Q(office__institution=actor.institution_id)
    if actor.role == COORDINATION:
        return own | here
    if actor.role == MONITORING:
        return own | here & seen_by_all
    if actor.role == CIVIL_SOCIETY:
        return own | (here | seen_by_all) & sharing(actor.institution_id, "milestone__")
    return own


def _named(institution: int, prefix: str, as_commitment: Q) -> Q:
    parties = Party.objects.filter(institution__in=bodies_behind(institution))
    leaf = Q(**{f"{prefix}pk__in": parties.filter(milestone__isnull=False).values("milestone")})
    action = Q(**{f"{prefix}key_action__in": parties.filter(key_action__isnull=False).values("key_action")})
    return leaf | action | Q(**{f"{prefix}commitment__in": parties.filter(as_commitment).values("commitment")})


def _mine_to_review(actor: Officer) -> Q:
    """Keep the pieces of the places that let this role review them."""
    coordinations, others = [], []
    for place in Jurisdiction.objects.only("pk", "reviewers", "reviewers_of_coordination"):
        if actor.role != CIVIL_SOCIETY and place.pk != actor.jurisdiction_id:
            continue
        if actor.role in reviewing_roles(place, COORDINATION):
            coordinations.append(place.pk)
        if actor.role in reviewing_roles(place, ""):
            others.append(place.pk)
    place_of = "milestone__commitment__plan__jurisdiction__in"
    by_coordination = Q(office__role=COORDINATION)
    mine = by_coordination & Q(**{place_of: coordinations}) | ~by_coordination & Q(**{place_of: others})
    if actor.role == CIVIL_SOCIETY:
        mine &= sharing(actor.institution_id, "milestone__")
    return mine


def _not_ended_before(day: object) -> Q:
    return (Q(ends_on__isnull=True) | Q(ends_on__gte=day)) & (Q(cut_on__isnull=True) | Q(cut_on__gt=day))
