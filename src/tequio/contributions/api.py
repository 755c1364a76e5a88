"""What people say and what offices answer, for programs: what everybody reads on the pages, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, P, PathEx, Query, Router, Schema

from tequio.contributions import queries
from tequio.contributions.models import Answer, Contribution
from tequio.contributions.vocab import Kind, Purpose, Ruling, State
from tequio.kit import clock
from tequio.people.models import Jurisdiction
from tequio.record import queries as record
from tequio.web.api import (
    ID,
    REFUSALS,
    URN,
    Listed,
    Newest,
    Paging,
    Thing,
    codes,
    named,
    narrowed,
    newest,
    page_of,
    paged,
)

router = Router(tags=["contributions"])
_Kind = Annotated[Kind, codes(Kind)]
_State = Annotated[State, codes(State)]


class ReasonOut(Schema):
    """A reasoned answer of an office."""

    at: datetime = Field(description="When (UTC)")
    ruling: Ruling = Field(description="What was decided")
    text: str = Field(description="Why")
    office: str = Field(description="Office that answered (urn)")
    institution: str = Field(description="Its institution (urn)")


class PointOut(Schema):
    """One thing that a contribution says."""

    number: int = Field(description="Its number within the contribution")
    text: str = Field(description="The words; empty: the whole contribution")
    ruling: Ruling | str = Field(description="What was decided; empty while nobody answered")
    answers: list[ReasonOut] = Field(description="Its answers, the newest first; that one counts")


class ContributionOut(Thing):
    """A question, comment, disagreement or proposal. What was hidden or withdrawn keeps its place without its words."""

    about: str = Field(description="What it is about (urn)")
    purpose: Purpose = Field(description="talk, or review: the comments of a draft")
    kind: _Kind = Field(description="What it is")
    state: _State = Field(description="Whether everybody reads it")
    is_late: bool = Field(description="Whether it came after the last day")
    name: str = Field(description="Name or pseudonym that its author chose to show; empty if none")
    institution: str | None = Field(description="For which institution it speaks (urn)")
    text: str = Field(description="The words; empty if it was hidden or withdrawn")
    submitted_at: datetime = Field(description="When it was said (UTC)")
    answer_by: date | None = Field(description="Last day to answer in time")
    answered_at: datetime | None = Field(description="When its last point was answered (UTC)")
    waited_days: float | None = Field(description="Days from being said to being answered")
    points: list[PointOut] = Field(description="What it says, point by point")


class PaceOut(Schema):
    """How soon a place answers what is asked on its pages; what was hidden or withdrawn does not count."""

    jurisdiction: str = Field(description="Which place (urn)")
    url: str = Field(description="Its page")
    entry: Newest | None = Field(description="The newest entry of the record about the place")
    answer_days: int = Field(description="Working days within which it promises an answer")
    received: int = Field(description="How many were asked")
    answered: int = Field(description="How many were answered whole")
    in_time: int = Field(description="How many of those by their last day in time")
    waiting: int = Field(description="How many wait for an answer")
    overdue: int = Field(description="How many of those past their last day, today in that place")
    median_days: float | None = Field(description="Median of the days from question to answer; null before the first")


class Contributions(Paging):
    """Which contributions."""

    about: str = Field("", pattern=f"^$|{URN}", description="Only about the thing of this urn, and all beneath it")
    kind: _Kind | None = Field(None, description="Only of this kind")
    is_answered: bool | None = Field(None, description="Only those answered, or those that wait")


@router.get(
    "/contributions",
    response={200: Listed[ContributionOut], **REFUSALS},
    summary="What people say",
    url_name="contributions",
)
def contributions(request: HttpRequest, response: HttpResponse, asked: Query[Contributions]) -> Any:
    """List what people said about public things and what was answered, the oldest first; a page may hold fewer."""
    found = narrowed(queries.whole().shown().exclude(thread__purpose=Purpose.ERRORS), asked, kind="kind")
    if asked.about:
        found = found.filter(thread__thing=asked.about) | found.filter(thread__subject=asked.about)
    if asked.is_answered is not None:
        found = found.filter(answered_at__isnull=not asked.is_answered)
    if asked.after:
        found = found.filter(pk__gt=Contribution.objects.filter(public_id=asked.after).values("pk")[:1])
    rows = list(found.order_by("pk")[: asked.limit + 1])
    return page_of(request, response, rows, asked.limit, lambda shown: _said(request, shown))


@router.get(
    "/contributions/{id}", response={200: ContributionOut, **REFUSALS}, summary="One of them", url_name="contribution"
)
def contribution(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one contribution with its answers."""
    rows = queries.whole().shown().exclude(thread__purpose=Purpose.ERRORS).filter(public_id=id)
    said = _said(request, list(rows))
    if not said:
        raise Http404
    return said[0]


@router.get(
    "/response-times", response={200: Listed[PaceOut], **REFUSALS}, summary="Response times", url_name="response_times"
)
def response_times(request: HttpRequest, response: HttpResponse, asked: Query[Paging]) -> Any:
    """List how soon each place answers what people ask."""
    return paged(request, response, Jurisdiction.objects.all(), asked, lambda rows: _paces(request, rows))


@router.get(
    "/response-times/{id}", response={200: PaceOut, **REFUSALS}, summary="Of one place", url_name="response_time"
)
def response_time(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give how soon the place of an id answers."""
    return _paces(request, [get_object_or_404(Jurisdiction, public_id=id)])[0]


def _paces(request: HttpRequest, rows: Sequence[Jurisdiction]) -> list[PaceOut]:
    told = newest(request, record.newest_of(one.urn for one in rows))
    paces, rules = queries.paces_of(rows, at=clock.now()), queries.rules_in(rows)
    counts = ("received", "answered", "in_time", "waiting", "overdue")
    return [
        PaceOut(
            jurisdiction=one.urn,
            url=request.build_absolute_uri(reverse("contributions:pace", args=[one.slug])),
            entry=told.get(one.urn),
            answer_days=rules[one.pk].answer_days,
            median_days=paces[one.pk].median,
            **{name: getattr(paces[one.pk], name) for name in counts},
        )
        for one in rows
    ]


def _said(request: HttpRequest, rows: Sequence[Contribution]) -> list[ContributionOut]:
    """Show contributions; nothing about what is no longer public."""
    public = record.resolve({one.thread.thing for one in rows})
    told = newest(request, record.newest_of(one.thread.subject for one in rows))
    return [
        ContributionOut(
            **named(request, one, told, chain=one.thread.subject),
            about=one.thread.thing,
            purpose=Purpose(one.thread.purpose),
            **_words(one),
        )
        for one in rows
        if one.thread.thing in public
    ]


def _words(one: Contribution) -> dict[str, Any]:
    is_shown = one.state == State.SHOWN
    waited = (one.answered_at - one.submitted_at).total_seconds() / 86_400 if one.answered_at else None
    return {
        "kind": one.kind,
        "state": one.state,
        "is_late": one.is_late,
        "name": one.name if is_shown else "",
        "institution": one.office.institution.urn if one.office and is_shown else None,
        "text": one.text if is_shown else "",
        "submitted_at": one.submitted_at,
        "answer_by": one.due_on,
        "answered_at": one.answered_at,
        "waited_days": round(waited, 1) if waited is not None else None,
        "points": [
            PointOut(
                number=point.number,
                text=point.text if is_shown else "",
                ruling=point.ruling,
                answers=[_reason(answer) for answer in point.answers.all()],
            )
            for point in one.points.all()
        ],
    }


def _reason(answer: Answer) -> ReasonOut:
    return ReasonOut(
        at=answer.at,
        ruling=Ruling(answer.ruling),
        text=answer.text,
        office=answer.office.urn,
        institution=answer.office.institution.urn,
    )
