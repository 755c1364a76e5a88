"""What each side says of a commitment, and the periods of a plan, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, P, PathEx, Query, Router, Schema

from tequio.plans.vocab import State
from tequio.record import queries as record
from tequio.tracking.models import Assessment, Period
from tequio.tracking.queries.lists import public
from tequio.tracking.vocab import Completion, Track
from tequio.web.api import ID, ONE_ID, REFUSALS, Listed, Paging, Thing, named, narrowed, newest, paged

router = Router(tags=["tracking"])


class ReplyOut(Schema):
    """What the assessed side answered."""

    at: datetime = Field(description="When (UTC)")
    text: str = Field(description="The reply")
    office: str = Field(description="Office that answered (urn)")


class AssessmentOut(Thing):
    """What one side says of a commitment on the Partnership's scale. It is never edited: another takes its place."""

    commitment: str = Field(description="Of which commitment (urn)")
    track: Track = Field(description="Which side speaks")
    completion: Completion = Field(description="Completion, on the Partnership's scale")
    early_results: str = Field(description="Early results; empty if it does not say")
    opened: str = Field(description="Did it open government? Empty if it does not say")
    explanation: str = Field(description="Why")
    references: str = Field(description="What it rests on")
    source_url: str = Field(description="Where the IRM published it")
    source_on: date | None = Field(description="When the IRM published it")
    at: datetime = Field(description="When it was written here (UTC)")
    office: str = Field(description="Office that wrote it (urn)")
    is_current: bool = Field(description="No later one took its place")
    reply: ReplyOut | None = Field(description="What the assessed side answered")


class PeriodOut(Thing):
    """A reporting period of a plan."""

    plan: str = Field(description="Its plan (urn)")
    name: str = Field(description="Its name")
    starts_on: date = Field(description="First day")
    ends_on: date = Field(description="Last day")
    opens_on: date = Field(description="Reports are taken from this day")
    closes_on: date = Field(description="Reports are due by this day")
    closed_at: datetime | None = Field(description="When it closed for ever (UTC)")
    snapshot_sha256: str = Field(description="Fingerprint of what was true then; empty while it is open")
    snapshot_url: str = Field(description="What was true then; empty while it is open")


class Assessments(Paging):
    """Which assessments."""

    commitment: str = Field("", pattern=ONE_ID, description="Only of the commitment of this id")
    plan: str = Field("", pattern=ONE_ID, description="Only of the plan of this id")
    track: Track | None = Field(None, description="Only of this side")


class Periods(Paging):
    """Which periods."""

    plan: str = Field("", pattern=ONE_ID, description="Only of the plan of this id")


@router.get(
    "/assessments", response={200: Listed[AssessmentOut], **REFUSALS}, summary="Assessments", url_name="assessments"
)
def assessments(request: HttpRequest, response: HttpResponse, asked: Query[Assessments]) -> Any:
    """List what each side said of published commitments, the oldest first."""
    above = {"commitment": "commitment__public_id", "plan": "commitment__plan__public_id"}
    found = narrowed(_assessments(), asked, track="track", **above)
    return paged(request, response, found, asked, lambda rows: _assessed(request, rows))


@router.get(
    "/assessments/{id}", response={200: AssessmentOut, **REFUSALS}, summary="One assessment", url_name="assessment"
)
def assessment(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one assessment."""
    return _assessed(request, [get_object_or_404(_assessments(), public_id=id)])[0]


@router.get("/periods", response={200: Listed[PeriodOut], **REFUSALS}, summary="Reporting periods", url_name="periods")
def periods(request: HttpRequest, response: HttpResponse, asked: Query[Periods]) -> Any:
    """List the reporting periods of published plans."""
    found = narrowed(_periods(), asked, plan="plan__public_id")
    return paged(request, response, found, asked, lambda rows: _told(request, rows))


@router.get("/periods/{id}", response={200: PeriodOut, **REFUSALS}, summary="One period", url_name="period")
def period(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one reporting period."""
    return _told(request, [get_object_or_404(_periods(), public_id=id)])[0]


def _assessments() -> QuerySet[Assessment]:
    related = ("commitment__plan__jurisdiction", "office", "reply__office", "successor")
    return Assessment.objects.filter(public("commitment__")).select_related(*related)


def _periods() -> QuerySet[Period]:
    return Period.objects.filter(plan__state=State.PUBLISHED).select_related("plan__jurisdiction", "snapshot")


def _assessed(request: HttpRequest, rows: Sequence[Assessment]) -> list[AssessmentOut]:
    told = newest(request, record.newest_of(one.commitment.urn for one in rows))
    return [
        AssessmentOut(
            **named(request, one, told, chain=one.commitment.urn, path=_address("assessments", one.commitment)),
            commitment=one.commitment.urn,
            track=Track(one.track),
            completion=Completion(one.completion),
            early_results=one.early_results,
            opened=one.opened,
            explanation=one.explanation,
            references=one.references,
            source_url=one.source_url,
            source_on=one.source_on,
            at=one.at,
            office=one.office.urn,
            is_current=getattr(one, "successor", None) is None,
            reply=_reply(one),
        )
        for one in rows
    ]


def _reply(one: Assessment) -> ReplyOut | None:
    said = getattr(one, "reply", None)
    return ReplyOut(at=said.at, text=said.text, office=said.office.urn) if said else None


def _told(request: HttpRequest, rows: Sequence[Period]) -> list[PeriodOut]:
    told = newest(request, record.newest_of(one.plan.urn for one in rows))
    return [
        PeriodOut(
            **named(request, one, told, chain=one.plan.urn, path=_address("period", one.plan, one.public_id)),
            plan=one.plan.urn,
            name=one.name,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            opens_on=one.opens_on,
            closes_on=one.closes_on,
            closed_at=one.closed_at,
            snapshot_sha256=one.snapshot.sha256 if one.is_closed else "",
            snapshot_url=request.build_absolute_uri(_address("snapshot_json", one.plan, one.public_id))
            if one.is_closed
            else "",
        )
        for one in rows
    ]


def _address(name: str, thing: Any, *more: str) -> str:
    """Return the address of a page below a plan or a commitment."""
    place = thing.jurisdiction if hasattr(thing, "jurisdiction") else thing.plan.jurisdiction
    kwargs = {"jurisdiction": place.slug, "public_id": thing.public_id, "slug": thing.slug}
    return reverse(f"tracking:{name}", kwargs=kwargs | ({"period_id": more[0]} if more else {}))
