"""What an office owes in following commitments, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from tequio.kit.duty import Duty
from tequio.people.queries import Officer
from tequio.plans.models import Milestone
from tequio.tracking.models import Evidence, StatusChange
from tequio.tracking.queries.evidence import own_milestones, returned_to, review_queue
from tequio.tracking.queries.rows import standing_of
from tequio.tracking.vocab import Status

# A milestone of which nothing more can be said: finished or reported so, or over without being done.
OVER = (Status.FINISHED, Status.INCOMPLETE)
MILESTONE, UNREPORTED, RETURNED, REVIEW = "milestone", "unreported", "returned", "review"


def duties(actor: Officer, at: datetime) -> list[Duty]:
    """Return what an office owes here: its open milestones, what came back to it, what waits for its review."""
    owed = [_of_milestone(one, at) for one in open_milestones_of(actor)]
    owed += [
        Duty(
            uid=f"{piece.urn}#mend",
            kind=RETURNED,
            what=_("Mend “%(title)s”: it was returned") % {"title": piece.title},
            url=piece.milestone.get_absolute_url() + "#evidence",
            about=piece.milestone.commitment.title,
        )
        for piece in returned_to(actor)
        if piece.milestone.commitment.is_published
    ]
    return owed + [_of_review(piece) for piece in review_queue(actor)]


def open_milestones_of(actor: Officer) -> QuerySet[Milestone]:
    """Return the milestones that an office still has something to say about."""
    return (
        own_milestones(actor)
        .exclude(standing__status__in=OVER)
        .select_related("commitment__plan__jurisdiction", "key_action", "standing")
    )


def _of_milestone(one: Milestone, at: datetime) -> Duty:
    today = one.commitment.plan.jurisdiction.day_of(at)
    has_begun = one.begins_on is None or one.begins_on <= today
    if has_begun and not standing_of(one).is_confirmed:
        kind, what = UNREPORTED, _("Say how it stands, for nobody has: %(title)s")
    else:
        kind, what = MILESTONE, _("Finish: %(title)s")
    return Duty(
        uid=f"{one.urn}#finish",
        kind=kind,
        what=what % {"title": one.short},
        url=one.get_absolute_url() + "#report",
        due=one.ends_on,
        about=one.commitment.title,
    )


def _of_review(piece: Evidence) -> Duty:
    place = piece.milestone.commitment.plan.jurisdiction
    return Duty(
        uid=f"{piece.urn}#review",
        kind=REVIEW,
        what=_("Review “%(title)s”, handed in by %(who)s on %(day)s")
        % {
            "title": piece.title,
            "who": piece.office.institution,
            "day": f"{place.day_of(piece.submitted_at):%d/%m/%Y}",
        },
        url=f"{piece.milestone.get_absolute_url()}#p-{piece.public_id}",
        about=piece.milestone.commitment.title,
    )


def last_changes(milestones: Iterable[int]) -> dict[int, int]:
    """Return the number of the last change of some milestones: whoever saw it knows how they stand. One query."""
    rows = StatusChange.objects.filter(milestone__in=list(milestones)).order_by().values("milestone")
    return {row["milestone"]: row["last"] for row in rows.annotate(last=Max("pk"))}


def own_commitments(actor: Officer) -> list[tuple[str, str, int]]:
    """Return the public commitments in which an office has something to say: id, title, and how many milestones."""
    rows = open_milestones_of(actor).order_by().values("commitment__public_id", "commitment__title")
    found = rows.annotate(count=Count("pk")).order_by("commitment__title", "commitment__public_id")
    return [(one["commitment__public_id"], one["commitment__title"], one["count"]) for one in found]
