"""Dates that moved, and what the axes of a plan are asked, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, P, PathEx, Query, Router, Schema

from tequio.kit.actor import SYSTEM
from tequio.plans.models import Milestone, Move
from tequio.plans.queries import milestones_visible_to, moves_of
from tequio.record import queries as record
from tequio.tracking.models import FilledFormat, IndicatorFormat, ObservationWindow
from tequio.tracking.queries.formats import formats_visible_to
from tequio.tracking.vocab import FormatState
from tequio.web.api import ID, ONE_ID, REFUSALS, Listed, Newest, Paging, Thing, named, narrowed, newest, numbered, paged

router = Router(tags=["tracking"])


class MoveOut(Schema):
    """One change of a public milestone's dates. It is never changed: to undo it is another."""

    id: str = Field(description="Identifier in this site")
    milestone: str = Field(description="Of which milestone (urn)")
    commitment: str = Field(description="Its commitment (urn)")
    url: str = Field(description="The milestone's page for people")
    entry: Newest | None = Field(description="The newest entry of the record about the commitment")
    number: int = Field(description="Which move it is: 1 is the first")
    at: datetime = Field(description="When it moved (UTC)")
    was_begins_on: date | None = Field(description="First day before")
    was_ends_on: date | None = Field(description="Last day before")
    begins_on: date | None = Field(description="First day after")
    ends_on: date = Field(description="Last day after")
    days: int | None = Field(description="Days by which the end moved")
    first_ends_on: date | None = Field(description="Last day as agreed first")
    reason: str = Field(description="Why")
    reference: str = Field(description="Session or agreement that approved it")
    office: str | None = Field(description="Office that moved it (urn)")


class WindowOut(Schema):
    """The days in which members observe a proposed format."""

    opens_on: date = Field(description="First day")
    closes_on: date = Field(description="Last day, which counts")
    stated: str = Field(description="Its length as it was said")
    target_session: str = Field(description="Session that will decide")


class FilledOut(Schema):
    """The format of one axis for one period."""

    id: str = Field(description="Identifier in this site")
    urn: str = Field(description="Permanent name")
    url: str = Field(description="Its page for people")
    commitment: str = Field(description="Axis (urn)")
    institution: str = Field(description="Who answers (urn)")
    period: str = Field(description="Period")
    due_on: date = Field(description="Due on")
    submitted_at: datetime | None = Field(description="When it was sent (UTC); null while it is owed")


class FormatOut(Thing):
    """The indicator format of a plan, once it was proposed."""

    plan: str = Field(description="Its plan (urn)")
    title: str = Field(description="Title")
    state: FormatState = Field(description="How far it is")
    questionnaire: str = Field(description="Its questions (urn of a questionnaire)")
    approved_in: str = Field(description="Session that approved it")
    approved_at: datetime | None = Field(description="When (UTC)")
    windows: list[WindowOut] = Field(description="When it was observed, the newest first")
    filled: list[FilledOut] = Field(description="What was asked of each axis")


class Moves(Paging):
    """Which moves."""

    after: str = Field("", pattern=r"^[0-9]{0,18}$", description="Go on after the move of this id")
    plan: str = Field("", pattern=ONE_ID, description="Only of the plan of this id")
    commitment: str = Field("", pattern=ONE_ID, description="Only of the commitment of this id")
    milestone: str = Field("", pattern=ONE_ID, description="Only of the milestone of this id")


class Formats(Paging):
    """Which formats."""

    plan: str = Field("", pattern=ONE_ID, description="Only of the plan of this id")


@router.get("/moves", response={200: Listed[MoveOut], **REFUSALS}, summary="Dates that moved", url_name="moves")
def moves(request: HttpRequest, response: HttpResponse, asked: Query[Moves]) -> Any:
    """List every change of a public milestone's dates, the oldest first."""
    above = {"plan": "commitment__plan__public_id", "commitment": "commitment__public_id", "milestone": "public_id"}
    leaves = narrowed(milestones_visible_to(SYSTEM), asked, **above)
    return numbered(request, response, moves_of(leaves), asked, lambda rows: _moves(request, rows))


@router.get("/formats", response={200: Listed[FormatOut], **REFUSALS}, summary="Indicator formats", url_name="formats")
def formats(request: HttpRequest, response: HttpResponse, asked: Query[Formats]) -> Any:
    """List the indicator formats that were proposed, with what each axis was asked."""
    found = narrowed(_formats(), asked, plan="plan__public_id")
    return paged(request, response, found, asked, lambda rows: _told(request, rows))


@router.get("/formats/{id}", response={200: FormatOut, **REFUSALS}, summary="One format", url_name="format")
def format(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one indicator format."""
    return _told(request, [get_object_or_404(_formats(), public_id=id)])[0]


def _formats() -> QuerySet[IndicatorFormat]:
    filled = "filled__commitment__plan__jurisdiction", "filled__institution", "filled__response"
    return formats_visible_to(SYSTEM).prefetch_related("windows", *filled)


def _moves(request: HttpRequest, rows: Sequence[Move]) -> list[MoveOut]:
    told = newest(request, record.newest_of(one.milestone.commitment.urn for one in rows))
    return [
        MoveOut(entry=told.get(one.milestone.commitment.urn), **_where(request, one.milestone), **_to(one))
        for one in rows
    ]


def _where(request: HttpRequest, leaf: Milestone) -> dict[str, Any]:
    return {
        "milestone": leaf.urn,
        "commitment": leaf.commitment.urn,
        "url": request.build_absolute_uri(leaf.get_absolute_url()),
        "first_ends_on": leaf.original_ends_on,
    }


def _to(one: Move) -> dict[str, Any]:
    said = ("number", "at", "was_begins_on", "was_ends_on", "begins_on", "ends_on", "days", "reason", "reference")
    office = one.office.urn if one.office else None
    return {name: getattr(one, name) for name in said} | {"id": str(one.pk), "office": office}


def _told(request: HttpRequest, rows: Sequence[IndicatorFormat]) -> list[FormatOut]:
    told = newest(request, record.newest_of(one.plan.urn for one in rows))
    return [
        FormatOut(
            **named(request, one, told, chain=one.plan.urn),
            plan=one.plan.urn,
            title=one.questionnaire.title,
            state=FormatState(one.state),
            questionnaire=one.questionnaire.urn,
            approved_in=one.approved_in,
            approved_at=one.approved_at,
            windows=[_window(window) for window in one.windows.all()],
            filled=[_filled(request, filled) for filled in one.filled.all() if filled.commitment.is_published],
        )
        for one in rows
    ]


def _window(one: ObservationWindow) -> WindowOut:
    said = ("opens_on", "closes_on", "stated", "target_session")
    return WindowOut(**{name: getattr(one, name) for name in said})


def _filled(request: HttpRequest, one: FilledFormat) -> FilledOut:
    return FilledOut(
        id=one.public_id,
        urn=one.urn,
        url=request.build_absolute_uri(one.get_absolute_url()),
        commitment=one.commitment.urn,
        institution=one.institution.urn,
        period=one.label,
        due_on=one.due_on,
        submitted_at=one.response.submitted_at,
    )
