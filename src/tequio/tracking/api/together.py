"""How commitments give account and how several sectors evaluate them, for programs: what is published (R048, R050)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, P, PathEx, Query, Router, Schema

from tequio.gatherings.vocab import Kind, State
from tequio.people.vocab import Sector
from tequio.record import queries as record
from tequio.tracking import queries
from tequio.tracking.models import Evaluation, Evaluator, Occasion
from tequio.web.api import ID, ONE_ID, REFUSALS, Listed, Newest, Paging, Thing, named, narrowed, newest, numbered, paged

router = Router(tags=["tracking"])
_ABOVE = {"plan": "commitment__plan__public_id", "commitment": "commitment__public_id"}


class OccasionOut(Schema):
    """That a public gathering was about a public commitment."""

    id: str = Field(description="Place in the list: what `after` takes")
    commitment: str = Field(description="About which commitment (urn)")
    gathering: str = Field(description="Which gathering (urn); its lessons and figures stand there")
    url: str = Field(description="The page on which the commitment gives account")
    entry: Newest | None = Field(description="The newest entry of the record about the commitment")
    kind: Kind = Field(description="What people met for: accountability, where it gave account")
    on: date = Field(description="Day; the first of its month or year where that is all that is known")
    precision: str = Field(description="How exact the day is: day, month or year")
    state: State = Field(description="announced, reported or cancelled")


class CriterionOut(Schema):
    """What everybody was asked."""

    number: int = Field(description="Its number")
    name: str = Field(description="Criterion")
    explanation: str = Field(description="What it means")
    least: int = Field(description="Lowest score")
    most: int = Field(description="Highest score")


class ScoreOut(Schema):
    """What an evaluator gave to a criterion."""

    criterion: int = Field(description="Number of the criterion")
    score: int = Field(description="Score")
    reason: str = Field(description="Why")


class EvaluatorOut(Schema):
    """An organisation or institution that evaluated, with its scores."""

    urn: str = Field(description="Permanent name")
    sector: Sector = Field(description="Sector")
    name: str = Field(description="Organisation or institution")
    institution: str | None = Field(description="The same in the directory (urn), if it is there")
    is_assisted: bool = Field(description="Copied from its paper by an office")
    comment: str = Field(description="Comment")
    scores: list[ScoreOut] = Field(description="Its scores")


class EvaluationOut(Thing):
    """A published evaluation by several sectors, with every score."""

    commitment: str = Field(description="Of which commitment (urn)")
    title: str = Field(description="Title")
    thing: str = Field(description="What was evaluated")
    starts_on: date = Field(description="First day")
    ends_on: date = Field(description="Last day")
    findings: str = Field(description="Findings")
    published_at: datetime | None = Field(description="When it was published (UTC)")
    document_url: str = Field(description="The document that the record cites, as JSON")
    criteria: list[CriterionOut] = Field(description="What was asked")
    evaluators: list[EvaluatorOut] = Field(description="Who evaluated, and how")


class Evaluations(Paging):
    """Which evaluations."""

    plan: str = Field("", pattern=ONE_ID, description="Only of the plan of this id")
    commitment: str = Field("", pattern=ONE_ID, description="Only of the commitment of this id")


class Occasions(Evaluations):
    """Which occasions."""

    after: str = Field("", pattern=r"^[0-9]{0,18}$", description="Go on after the occasion of this id")
    kind: Kind | None = Field(None, description="Only those for which people met for this")


@router.get(
    "/evaluations",
    response={200: Listed[EvaluationOut], **REFUSALS},
    summary="Evaluations by several sectors",
    url_name="evaluations",
)
def evaluations(request: HttpRequest, response: HttpResponse, asked: Query[Evaluations]) -> Any:
    """List the published evaluations of published commitments."""
    found = narrowed(_evaluations(), asked, **_ABOVE)
    return paged(request, response, found, asked, lambda rows: _evaluated(request, rows))


@router.get(
    "/evaluations/{id}", response={200: EvaluationOut, **REFUSALS}, summary="One evaluation", url_name="evaluation"
)
def evaluation(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one published evaluation."""
    return _evaluated(request, [get_object_or_404(_evaluations(), public_id=id)])[0]


@router.get(
    "/occasions", response={200: Listed[OccasionOut], **REFUSALS}, summary="Giving account", url_name="occasions"
)
def occasions(request: HttpRequest, response: HttpResponse, asked: Query[Occasions]) -> Any:
    """List which public gatherings were about which commitments, in the order in which they were linked."""
    found = narrowed(queries.public_occasions(), asked, kind="gathering__kind", **_ABOVE)
    return numbered(request, response, found, asked, lambda rows: _met(request, rows))


def _evaluations() -> QuerySet[Evaluation]:
    return queries.published_evaluations().prefetch_related(
        "criteria", "evaluators__institution", "evaluators__scores__criterion"
    )


def _evaluated(request: HttpRequest, rows: Sequence[Evaluation]) -> list[EvaluationOut]:
    told = newest(request, record.newest_of(one.commitment.urn for one in rows))
    said = ("title", "thing", "starts_on", "ends_on", "findings", "published_at")
    return [
        EvaluationOut(
            **named(request, one, told, chain=one.commitment.urn),
            **{name: getattr(one, name) for name in said},
            commitment=one.commitment.urn,
            document_url=request.build_absolute_uri(_document(one)),
            criteria=[
                CriterionOut(
                    number=row.order, name=row.name, explanation=row.explanation, least=row.least, most=row.most
                )
                for row in one.criteria.all()
            ],
            evaluators=[_evaluator(row) for row in one.evaluators.all()],
        )
        for one in rows
    ]


def _evaluator(one: Evaluator) -> EvaluatorOut:
    return EvaluatorOut(
        urn=one.urn,
        sector=Sector(one.sector),
        name=one.name,
        institution=one.institution.urn if one.institution else None,
        is_assisted=one.is_assisted,
        comment=one.comment,
        scores=[
            ScoreOut(criterion=score.criterion.order, score=score.value, reason=score.reason)
            for score in one.scores.all()
        ],
    )


def _document(one: Evaluation) -> str:
    held = one.commitment
    place = held.plan.jurisdiction.slug
    return reverse("tracking:evaluation_data", args=[place, held.public_id, held.slug, one.public_id, "json"])


def _met(request: HttpRequest, rows: Sequence[Occasion]) -> list[OccasionOut]:
    told = newest(request, record.newest_of(one.commitment.urn for one in rows))
    return [
        OccasionOut(
            id=str(one.pk),
            commitment=one.commitment.urn,
            gathering=one.gathering.urn,
            url=request.build_absolute_uri(queries.accountability_page(one.commitment)),
            entry=told.get(one.commitment.urn),
            kind=Kind(one.gathering.kind),
            on=one.gathering.on,
            precision=one.gathering.precision,
            state=State(one.gathering.state),
        )
        for one in rows
    ]
