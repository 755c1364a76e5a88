"""Lessons outside of any gathering, and recommendations that become somebody's task."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tequio.gatherings import events, policies
from tequio.gatherings.actions._writing import digest
from tequio.gatherings.models import Lesson
from tequio.gatherings.vocab import LessonKind
from tequio.kit.actor import Actor
from tequio.kit.policy import Refused, require
from tequio.kit.text import tidy
from tequio.people.models import Institution, Jurisdiction
from tequio.record.actions import record


@transaction.atomic
def add_lesson(*, jurisdiction: Jurisdiction, values: Mapping[str, Any], actor: Actor, at: datetime) -> Lesson:
    """Write down something learned that no gathering said; public at once.

    `values` has kind, text, source, and where known addressee and said_on. Raises Refused without kind, text or source.
    """
    require(policies.can_manage_gatherings(actor, jurisdiction))
    said = {name: tidy(values.get(name) or "") for name in ("kind", "text", "source", "addressee")}
    if said["kind"] not in LessonKind.values:
        raise Refused("kind", _("Choose what it is."))
    for name in ("text", "source"):
        if not said[name]:
            raise Refused(name, _("Write something here."))
    day = values.get("said_on") or jurisdiction.day_of(at)
    lesson = Lesson.objects.create(jurisdiction=jurisdiction, said_on=day, **said)
    fact = events.LessonAdded(
        tenant=jurisdiction.urn,
        subject=jurisdiction.urn,
        lesson=lesson.urn,
        kind=lesson.kind,
        text=digest(lesson.text),
    )
    record(fact, actor=actor, at=at)
    return lesson


@transaction.atomic
def assign_recommendation(
    *, lesson: Lesson, owner: Institution, due_on: date | None, actor: Actor, at: datetime
) -> Lesson:
    """Ask an institution to see to a recommendation by a day. Raises Refused for one of another place."""
    lesson = _locked(lesson)
    require(policies.can_assign_recommendation(actor, lesson))
    if owner.jurisdiction_id != lesson.jurisdiction_id:
        raise Refused("owner", _("Choose an institution of this place."))
    lesson.owner, lesson.due_on = owner, due_on
    lesson.settled_on, lesson.outcome = None, ""
    lesson.save()
    fact = events.RecommendationAssigned(
        tenant=lesson.jurisdiction.urn, subject=_chain(lesson), lesson=lesson.urn, institution=owner.urn, due=due_on
    )
    record(fact, actor=actor, at=at)
    return lesson


@transaction.atomic
def settle_recommendation(*, lesson: Lesson, outcome: str, actor: Actor, at: datetime) -> Lesson:
    """Say what was done about a recommendation. Raises Refused without words."""
    lesson = _locked(lesson)
    require(policies.can_settle_recommendation(actor, lesson))
    if not tidy(outcome):
        raise Refused("outcome", _("Say what was done: it is published."))
    lesson.outcome, lesson.settled_on = tidy(outcome), lesson.jurisdiction.day_of(at)
    lesson.save()
    fact = events.RecommendationSettled(
        tenant=lesson.jurisdiction.urn, subject=_chain(lesson), lesson=lesson.urn, text=digest(lesson.outcome)
    )
    record(fact, actor=actor, at=at)
    return lesson


def _locked(lesson: Lesson) -> Lesson:
    found = Lesson.objects.select_for_update(of=("self",)).select_related("jurisdiction", "gathering")
    return found.get(pk=lesson.pk)


def _chain(lesson: Lesson) -> str:
    """Return the urn of what tells the story of a lesson: its gathering, or its place."""
    return lesson.gathering.urn if lesson.gathering else lesson.jurisdiction.urn
