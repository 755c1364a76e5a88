"""Gatherings and what was learned in them, for programs: figures of people, never names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, P, PathEx, Query, Router, Schema

from tequio.gatherings import queries
from tequio.gatherings.models import Gathering, Lesson
from tequio.gatherings.vocab import COUNTS, Kind, LessonKind, State
from tequio.people.vocab import Sector
from tequio.record import queries as record
from tequio.web.api import ID, REFUSALS, Listed, Paging, Thing, named, narrowed, newest, paged

router = Router(tags=["gatherings"])
_PLACE = r"^[-\w]*$"


class AttendanceOut(Schema):
    """How many people of a sector took part."""

    sector: Sector = Field(description="Sector")
    women: int = Field(description="Women")
    men: int = Field(description="Men")
    other: int = Field(description="Another identity")
    unsaid: int = Field(description="Not said")


class GatheringOut(Thing):
    """A meeting or an event that was announced, reported or cancelled."""

    jurisdiction: str = Field(description="Its place (urn)")
    kind: Kind = Field(description="What people met for")
    title: str = Field(description="Title")
    on: date = Field(description="Day; the first of its month or year where that is all that is known")
    precision: str = Field(description="How exact the day is: day, month or year")
    venue: str = Field(description="Where")
    state: State = Field(description="announced, reported or cancelled")
    summary: str = Field(description="What happened; empty until it is reported")
    people: int = Field(description="How many took part")
    attendance: list[AttendanceOut] = Field(description="The same by sector and sex")


class LessonOut(Thing):
    """An achievement, a challenge, something learned or a recommendation."""

    jurisdiction: str = Field(description="Its place (urn)")
    gathering: str | None = Field(description="In which gathering it was said (urn); null outside of any")
    kind: LessonKind = Field(description="What it is")
    text: str = Field(description="The words")
    addressee: str = Field(description="For whom")
    source: str = Field(description="Where it comes from, outside of any gathering")
    said_on: date = Field(description="When it was said")
    owner: str | None = Field(description="Which institution sees to it (urn)")
    due_on: date | None = Field(description="By when")
    settled_on: date | None = Field(description="When it was seen to")
    outcome: str = Field(description="What was done")


class Gatherings(Paging):
    """Which gatherings."""

    place: str = Field("", pattern=_PLACE, description="Only of the place of this slug")
    kind: Kind | None = Field(None, description="Only of this kind")


class Lessons(Paging):
    """Which lessons."""

    place: str = Field("", pattern=_PLACE, description="Only of the place of this slug")
    kind: LessonKind | None = Field(None, description="Only of this kind")


@router.get(
    "/gatherings", response={200: Listed[GatheringOut], **REFUSALS}, summary="Gatherings", url_name="gatherings"
)
def gatherings(request: HttpRequest, response: HttpResponse, asked: Query[Gatherings]) -> Any:
    """List the public gatherings, the oldest first."""
    found = narrowed(_gatherings(), asked, place="jurisdiction__slug", kind="kind")
    return paged(request, response, found, asked, lambda rows: _met(request, rows))


@router.get("/gatherings/{id}", response={200: GatheringOut, **REFUSALS}, summary="One gathering", url_name="gathering")
def gathering(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one gathering."""
    return _met(request, [get_object_or_404(_gatherings(), public_id=id)])[0]


@router.get("/lessons", response={200: Listed[LessonOut], **REFUSALS}, summary="Lessons", url_name="lessons")
def lessons(request: HttpRequest, response: HttpResponse, asked: Query[Lessons]) -> Any:
    """List what was learned, the oldest first."""
    found = narrowed(_lessons(), asked, place="jurisdiction__slug", kind="kind")
    return paged(request, response, found, asked, lambda rows: _learned(request, rows))


@router.get("/lessons/{id}", response={200: LessonOut, **REFUSALS}, summary="One lesson", url_name="lesson")
def lesson(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one lesson."""
    return _learned(request, [get_object_or_404(_lessons(), public_id=id)])[0]


def _gatherings() -> QuerySet[Gathering]:
    return Gathering.objects.exclude(state=State.DRAFT).select_related("jurisdiction").prefetch_related("attendance")


def _lessons() -> QuerySet[Lesson]:
    return Lesson.objects.public().select_related("jurisdiction", "gathering", "owner")


def _met(request: HttpRequest, rows: Sequence[Gathering]) -> list[GatheringOut]:
    told = newest(request, record.newest_of(one.urn for one in rows))
    return [
        GatheringOut(
            **named(request, one, told),
            jurisdiction=one.jurisdiction.urn,
            kind=Kind(one.kind),
            title=one.title,
            on=one.on,
            precision=one.precision,
            venue=one.venue,
            state=State(one.state),
            summary=one.summary if one.is_reported else "",
            people=queries.headcount(one).total,
            attendance=[
                AttendanceOut(sector=Sector(row.sector), **{name: getattr(row, name) for name in COUNTS})
                for row in one.attendance.all()
            ],
        )
        for one in rows
    ]


def _learned(request: HttpRequest, rows: Sequence[Lesson]) -> list[LessonOut]:
    chains = {one.pk: (one.gathering or one.jurisdiction).urn for one in rows}
    told = newest(request, record.newest_of(chains.values()))
    return [
        LessonOut(
            **named(request, one, told, chain=chains[one.pk], path=_lessons_page(one)),
            jurisdiction=one.jurisdiction.urn,
            gathering=one.gathering.urn if one.gathering else None,
            kind=LessonKind(one.kind),
            text=one.text,
            addressee=one.addressee,
            source=one.source,
            said_on=one.said_on,
            owner=one.owner.urn if one.owner else None,
            due_on=one.due_on,
            settled_on=one.settled_on,
            outcome=one.outcome,
        )
        for one in rows
    ]


def _lessons_page(one: Lesson) -> str:
    return reverse("gatherings:lessons", args=[one.jurisdiction.slug])
