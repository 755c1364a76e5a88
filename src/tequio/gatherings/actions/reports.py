"""What happened: participants in figures, moments, and what everybody takes away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.gatherings import events, policies, queries
from tequio.gatherings.actions._writing import corrected, locked, needed
from tequio.gatherings.models import Attendance, Gathering, Lesson, Moment
from tequio.gatherings.vocab import COUNTS, MOST_PEOPLE, LessonKind, State
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import tidy
from tequio.people.vocab import Sector
from tequio.record.actions import record


@transaction.atomic
def report_gathering(
    *,
    gathering: Gathering,
    summary: str,
    attendance: Sequence[Mapping[str, Any]],
    moments: Sequence[Mapping[str, str]],
    lessons: Sequence[Mapping[str, Any]],
    links: str = "",
    revision: int,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Gathering:
    """Publish what happened, or correct it with a reason.

    `attendance` has a sector and its counts in each row; `lessons` that bring their `pk` stay what they were, with
    whoever has to see to them. Raises Refused for the future, without participants, or if somebody else saved since.
    """
    gathering = locked(gathering, revision)
    require(policies.can_edit_gathering(actor, gathering))
    if gathering.on > gathering.jurisdiction.day_of(at):
        raise Refused(None, _("It has not taken place yet."))
    was_reported = gathering.is_reported
    if was_reported:
        gathering.reason = needed(reason)
    gathering.summary, gathering.links = tidy(summary), tidy(links)
    gathering.state = State.REPORTED
    gathering.revision += 1
    gathering.changed_at = at
    gathering.save()
    _count(gathering, attendance)
    _tell(gathering, moments)
    _learn(gathering, lessons)
    if was_reported:
        record(corrected(gathering, gathering.reason), actor=actor, at=at)
        return gathering
    fact = events.GatheringReported(
        tenant=gathering.jurisdiction.urn,
        subject=gathering.urn,
        kind=gathering.kind,
        on=gathering.on,
        people=queries.headcount(gathering).total,
        lessons=gathering.lessons.count(),
        text=queries.written(gathering)[1],
    )
    record(fact, actor=actor, at=at)
    return gathering


def _count(gathering: Gathering, rows: Sequence[Mapping[str, Any]]) -> None:
    gathering.attendance.all().delete()
    made = []
    for row in rows:
        counts = {name: int(row.get(name) or 0) for name in COUNTS}
        if row.get("sector") not in Sector.values or min(counts.values()) < 0 or max(counts.values()) > MOST_PEOPLE:
            raise Refused(None, _("Count the people of each sector with whole numbers."))
        if any(counts.values()):
            made.append(Attendance(gathering=gathering, sector=row["sector"], **counts))
    if not made:
        raise Refused(None, _("Say how many people took part: at least one."))
    Attendance.objects.bulk_create(made)


def _tell(gathering: Gathering, rows: Sequence[Mapping[str, str]]) -> None:
    gathering.moments.all().delete()
    told = [(tidy(row.get("title", "")), tidy(row.get("text", ""))) for row in rows]
    Moment.objects.bulk_create(
        Moment(gathering=gathering, order=order, title=title, text=text)
        for order, (title, text) in enumerate([one for one in told if one[0]], start=1)
    )


def _learn(gathering: Gathering, rows: Sequence[Mapping[str, Any]]) -> None:
    kept: dict[Any, Lesson] = {one.pk: one for one in gathering.lessons.all()}
    for order, row in enumerate([row for row in rows if tidy(row.get("text", ""))], start=1):
        if row.get("kind") not in LessonKind.values:
            raise Refused(None, _("Say of each lesson what it is: achievement, challenge, learning, recommendation."))
        lesson = kept.pop(row.get("pk"), None) or Lesson(gathering=gathering, jurisdiction=gathering.jurisdiction)
        lesson.order, lesson.kind, lesson.text = order, row["kind"], tidy(row["text"])
        lesson.addressee, lesson.said_on = tidy(row.get("addressee", "")), gathering.on
        lesson.save()
    for gone in kept.values():
        if gone.owner_id is not None:
            raise Refused(None, _("“%(text)s” is somebody's task: it cannot be removed.") % {"text": gone.short})
        gone.delete()
