"""Milestones, their evidence and their changes of status for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, P, PathEx, Query, Router, Schema

from tequio.kit import clock
from tequio.kit.actor import SYSTEM
from tequio.plans.models import Milestone
from tequio.plans.vocab import EvidenceKind
from tequio.record import queries as record
from tequio.tracking import queries
from tequio.tracking.models import Evidence, StatusChange
from tequio.tracking.vocab import STANDING_WORDS, Status
from tequio.web.api import ID, ONE_ID, REFUSALS, Listed, Newest, Paging, Thing, named, narrowed, newest, numbered, paged

router = Router(tags=["tracking"])


class PiecesOut(Schema):
    """How many pieces of evidence it has, by their state."""

    submitted: int = Field(description="Under review")
    accepted: int = Field(description="Accepted by a second person")
    returned: int = Field(description="Returned")


class MilestoneOut(Thing):
    """A milestone or an activity, and how it stands."""

    commitment: str = Field(description="Its commitment (urn)")
    plan: str = Field(description="Its plan (urn)")
    key_action: str | None = Field(description="Its key action, if it is an activity (urn)")
    number: str = Field(description="Its number in the document; may repeat")
    title: str = Field(description="What is to be done")
    responsible: list[str] = Field(description="Who answers for it, in order, as the document names them")
    begins_on: date | None = Field(description="First day planned")
    ends_on: date | None = Field(description="Last day on which it is in time")
    first_ends_on: date | None = Field(description="That day as it was agreed first, before any move")
    status: str = Field(description="not-started, in-progress, stuck, finished, incomplete, or claim: under review")
    status_name: str = Field(description="The same in words, in the language asked for")
    is_confirmed: bool = Field(description="Somebody reported it; if not, it is the initial status")
    since: datetime | None = Field(description="Since when it has this status (UTC)")
    note: str = Field(description="Note or reason of the last report")
    is_late: bool = Field(description="Past its last day and not finished, today in its place")
    weight: Decimal | None = Field(description="Weight among its siblings (%); null: all alike")
    target: Decimal | None = Field(description="Numeric target")
    unit: str = Field(description="Unit of the target")
    value: Decimal | None = Field(description="Value reached, as reported")
    evidence: PiecesOut = Field(description="Pieces of evidence by state")


class EvidenceOut(Thing):
    """An accepted piece of evidence."""

    milestone: str = Field(description="What it proves (urn)")
    commitment: str = Field(description="The commitment of that (urn)")
    kind: EvidenceKind = Field(description="Kind")
    title: str = Field(description="What it shows")
    credit: str = Field(description="Whose work it is")
    licence: str = Field(description="Licence")
    dated_on: date | None = Field(description="Date of the document")
    submitted_at: datetime = Field(description="When it was handed in (UTC)")
    institution: str = Field(description="The institution that handed it in (urn)")
    file_url: str = Field(description="The file, or the address that it points at")
    sha256: str = Field(description="Fingerprint of the bytes that were handed in")


class ChangeOut(Schema):
    """One change of status. It is never edited."""

    id: str = Field(description="Place in the list: what `after` takes")
    milestone: str = Field(description="What changed (urn)")
    commitment: str = Field(description="The commitment of that (urn)")
    url: str = Field(description="Its page for people")
    entry: Newest | None = Field(description="The newest entry of the record about the commitment")
    at: datetime = Field(description="When (UTC)")
    was: str = Field(description="Status before")
    status: str = Field(description="Status after")
    cause: str = Field(description="Why: a report, or what a review of evidence did")
    value: Decimal | None = Field(description="Value reached, where the target is a number")
    note: str = Field(description="Note or reason")
    office: str = Field(description="Office that made it (urn)")
    institution: str = Field(description="Its institution (urn)")


class Below(Paging):
    """Of what."""

    jurisdiction: str = Field("", pattern=ONE_ID, description="Only of the place of this id")
    plan: str = Field("", pattern=ONE_ID, description="Only of the plan of this id")
    commitment: str = Field("", pattern=ONE_ID, description="Only of the commitment of this id")


class Milestones(Below):
    """Which milestones."""

    status: Status | None = Field(None, description="Only in this status")


class Pieces(Below):
    """Which pieces of evidence."""

    milestone: str = Field("", pattern=ONE_ID, description="Only of the milestone of this id")
    kind: EvidenceKind | None = Field(None, description="Only of this kind")


class Changes(Below):
    """Which changes."""

    milestone: str = Field("", pattern=ONE_ID, description="Only of the milestone of this id")
    after: str = Field("", pattern=r"^[0-9]{0,18}$", description="Go on after the change of this id")


@router.get(
    "/milestones", response={200: Listed[MilestoneOut], **REFUSALS}, summary="Milestones", url_name="milestones"
)
def milestones(request: HttpRequest, response: HttpResponse, asked: Query[Milestones]) -> Any:
    """List the milestones and activities of published commitments."""
    found = _below(queries.public_milestones(), asked, "")
    if asked.status == Status.NOT_STARTED:
        found = found.exclude(standing__status__in=[one for one in Status if one != Status.NOT_STARTED])
    elif asked.status:
        found = found.filter(standing__status=asked.status)
    return paged(request, response, found, asked, lambda rows: _milestones(request, rows))


@router.get("/milestones/{id}", response={200: MilestoneOut, **REFUSALS}, summary="One milestone", url_name="milestone")
def milestone(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one milestone or activity."""
    return _milestones(request, [get_object_or_404(queries.public_milestones(), public_id=id)])[0]


@router.get("/evidence", response={200: Listed[EvidenceOut], **REFUSALS}, summary="Evidence", url_name="evidence")
def evidence(request: HttpRequest, response: HttpResponse, asked: Query[Pieces]) -> Any:
    """List the accepted evidence of published commitments."""
    found = _below(queries.evidence_visible_to(SYSTEM), asked, "milestone__")
    found = narrowed(found, asked, milestone="milestone__public_id", kind="kind")
    return paged(request, response, found, asked, lambda rows: _pieces(request, rows))


@router.get("/evidence/{id}", response={200: EvidenceOut, **REFUSALS}, summary="One piece", url_name="piece")
def piece(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one accepted piece of evidence."""
    return _pieces(request, [get_object_or_404(queries.evidence_visible_to(SYSTEM), public_id=id)])[0]


@router.get("/changes", response={200: Listed[ChangeOut], **REFUSALS}, summary="Changes of status", url_name="changes")
def changes(request: HttpRequest, response: HttpResponse, asked: Query[Changes]) -> Any:
    """List every change of status, the oldest first."""
    found = _below(queries.recent_changes(), asked, "milestone__")
    found = narrowed(found, asked, milestone="milestone__public_id")
    return numbered(request, response, found, asked, lambda rows: _changes(request, rows))


def _below(found: QuerySet[Any], asked: Below, prefix: str) -> QuerySet[Any]:
    return narrowed(
        found,
        asked,
        jurisdiction=f"{prefix}commitment__plan__jurisdiction__public_id",
        plan=f"{prefix}commitment__plan__public_id",
        commitment=f"{prefix}commitment__public_id",
    )


def _milestones(request: HttpRequest, rows: Sequence[Milestone]) -> list[MilestoneOut]:
    leaves = queries.leaves(Milestone.objects.filter(pk__in=[one.pk for one in rows]).order_by("pk"), at=clock.now())
    told = newest(request, record.newest_of(row.milestone.commitment.urn for row in leaves))
    return [_milestone(request, row, told) for row in leaves]


def _milestone(request: HttpRequest, row: queries.LeafRow, told: dict[str, Newest]) -> MilestoneOut:
    leaf = row.milestone
    return MilestoneOut(
        **named(request, leaf, told, chain=leaf.commitment.urn),
        commitment=leaf.commitment.urn,
        plan=leaf.commitment.plan.urn,
        key_action=leaf.key_action.urn if leaf.key_action else None,
        number=leaf.label,
        title=leaf.title,
        responsible=[party.name for party in row.parties],
        weight=leaf.weight,
        target=leaf.target,
        unit=leaf.unit,
        begins_on=leaf.begins_on,
        **_standing(row),
    )


def _standing(row: queries.LeafRow) -> dict[str, Any]:
    """Say how far a milestone is."""
    return {
        "ends_on": row.ends_on,
        "first_ends_on": row.first_ends_on,
        "status": row.code,
        "status_name": str(STANDING_WORDS[row.code]),
        "is_confirmed": row.is_confirmed,
        "since": row.since,
        "note": row.note,
        "is_late": row.is_late,
        "value": row.value,
        "evidence": PiecesOut(submitted=row.submitted, accepted=row.accepted, returned=row.returned),
    }


def _pieces(request: HttpRequest, rows: Sequence[Evidence]) -> list[EvidenceOut]:
    told = newest(request, record.newest_of(one.milestone.commitment.urn for one in rows))
    return [
        EvidenceOut(
            **named(
                request,
                one,
                told,
                chain=one.milestone.commitment.urn,
                path=f"{one.milestone.get_absolute_url()}#evidence",
            ),
            milestone=one.milestone.urn,
            commitment=one.milestone.commitment.urn,
            kind=EvidenceKind(one.kind),
            title=one.title,
            credit=one.credit,
            licence=one.licence,
            dated_on=one.dated_on,
            submitted_at=one.submitted_at,
            institution=one.office.institution.urn,
            file_url=request.build_absolute_uri(one.file.get_absolute_url()) if one.file else one.url,
            sha256=one.proof.sha256,
        )
        for one in rows
    ]


def _changes(request: HttpRequest, rows: Sequence[StatusChange]) -> list[ChangeOut]:
    told = newest(request, record.newest_of(one.milestone.commitment.urn for one in rows))
    return [
        ChangeOut(
            id=str(one.pk),
            milestone=one.milestone.urn,
            commitment=one.milestone.commitment.urn,
            url=request.build_absolute_uri(one.milestone.get_absolute_url()),
            entry=told.get(one.milestone.commitment.urn),
            at=one.at,
            was=one.was_code,
            status=one.code,
            cause=one.cause,
            value=one.value,
            note=one.note,
            office=one.office.urn,
            institution=one.office.institution.urn,
        )
        for one in rows
    ]
