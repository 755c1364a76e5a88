"""Questionnaires and their public answers, for programs: published versions, and what institutions sent openly."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, P, PathEx, Query, Router, Schema

from tequio.questionnaires import queries
from tequio.questionnaires.models import Questionnaire, Response, Version
from tequio.questionnaires.vocab import Audience, Kind, State
from tequio.record import queries as record
from tequio.web.api import ID, ONE_ID, REFUSALS, Listed, Newest, Paging, Thing, codes, named, narrowed, newest, paged

router = Router(tags=["questionnaires"])
_Kind = Annotated[Kind, codes(Kind)]
_State = Annotated[State, codes(State)]


class VersionOut(Schema):
    """The questions as they were published. They never change."""

    number: int = Field(description="Its number: 1 is the first")
    published_at: datetime | None = Field(description="When it was published (UTC)")
    sha256: str = Field(description="Fingerprint that the record cites")
    document: dict[str, Any] = Field(description="Its sections and questions, as they were published")


class QuestionnaireOut(Thing):
    """A set of typed questions."""

    jurisdiction: str = Field(description="Its place (urn)")
    title: str = Field(description="Title")
    purpose: str = Field(description="What it is for")
    audience: Audience = Field(description="Who answers")
    state: _State = Field(description="Whether it takes answers")
    is_public: bool = Field(description="Whether everybody reads what institutions answer")
    versions: list[VersionOut] = Field(description="Its published versions, the newest first")


class AnsweredOut(Schema):
    """One answer."""

    code: str = Field(description="Code of the question, the same in every version")
    question: str = Field(description="The question as it was asked here")
    kind: _Kind = Field(description="What it takes")
    value: Any = Field(description="The answer as data: codes of choices, days in ISO 8601, numbers as text")


class ResponseOut(Thing):
    """What an institution answered, where answers are public."""

    questionnaire: str = Field(description="To which questionnaire (urn)")
    version: int = Field(description="To which of its versions")
    institution: str = Field(description="Who answered (urn)")
    submitted_at: datetime = Field(description="When it was sent (UTC)")
    sha256: str = Field(description="Fingerprint that the record cites")
    answers: list[AnsweredOut] = Field(description="What it says")


class Questionnaires(Paging):
    """Which questionnaires."""

    jurisdiction: str = Field("", pattern=ONE_ID, description="Only of the place of this id")


class Responses(Paging):
    """Which responses."""

    questionnaire: str = Field("", pattern=ONE_ID, description="Only to the questionnaire of this id")
    institution: str = Field("", pattern=ONE_ID, description="Only of the institution of this id")


@router.get(
    "/questionnaires",
    response={200: Listed[QuestionnaireOut], **REFUSALS},
    summary="Questionnaires",
    url_name="questionnaires",
)
def questionnaires(request: HttpRequest, response: HttpResponse, asked: Query[Questionnaires]) -> Any:
    """List the questionnaires that were published, with their questions."""
    found = narrowed(_questionnaires(), asked, jurisdiction="jurisdiction__public_id")
    return paged(request, response, found, asked, lambda rows: _asked(request, rows))


@router.get(
    "/questionnaires/{id}",
    response={200: QuestionnaireOut, **REFUSALS},
    summary="One questionnaire",
    url_name="questionnaire",
)
def questionnaire(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one questionnaire with its published versions."""
    return _asked(request, [get_object_or_404(_questionnaires(), public_id=id)])[0]


@router.get("/responses", response={200: Listed[ResponseOut], **REFUSALS}, summary="Answers", url_name="responses")
def responses(request: HttpRequest, response: HttpResponse, asked: Query[Responses]) -> Any:
    """List what institutions answered to questionnaires whose answers are public."""
    where = {"questionnaire": "version__questionnaire__public_id", "institution": "institution__public_id"}
    found = narrowed(_responses(), asked, **where)
    return paged(request, response, found, asked, lambda rows: _answered(request, rows))


@router.get("/responses/{id}", response={200: ResponseOut, **REFUSALS}, summary="One of them", url_name="response")
def response(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give what one institution answered."""
    return _answered(request, [get_object_or_404(_responses(), public_id=id)])[0]


def _questionnaires() -> QuerySet[Questionnaire]:
    published = Version.objects.filter(published_at__isnull=False).order_by("-number")
    found = Questionnaire.objects.exclude(state=State.DRAFT).select_related("jurisdiction")
    return found.prefetch_related(Prefetch("versions", published))


def _responses() -> QuerySet[Response]:
    return queries.whole(Response.objects.open_to_all().exclude(version__questionnaire__state=State.DRAFT))


def _asked(request: HttpRequest, rows: Sequence[Questionnaire]) -> list[QuestionnaireOut]:
    told = newest(request, record.newest_of(one.urn for one in rows))
    return [
        QuestionnaireOut(
            **named(request, one, told),
            jurisdiction=one.jurisdiction.urn,
            title=one.title,
            purpose=one.purpose,
            audience=Audience(one.audience),
            state=State(one.state),
            is_public=one.is_public,
            versions=[_version(version) for version in one.versions.all()],
        )
        for one in rows
    ]


def _version(version: Version) -> VersionOut:
    return VersionOut(
        number=version.number,
        published_at=version.published_at,
        sha256=version.sha256,
        document=json.loads(version.document),
    )


def _answered(request: HttpRequest, rows: Sequence[Response]) -> list[ResponseOut]:
    told = newest(request, record.newest_of(one.version.questionnaire.urn for one in rows))
    return [
        ResponseOut(
            **_to(request, one, told),
            institution=one.institution.urn if one.institution else "",
            submitted_at=one.submitted_at or one.started_at,
            sha256=one.sha256,
            answers=[
                AnsweredOut(
                    code=answer.question.code,
                    question=one.asked(answer.question),
                    kind=Kind(answer.question.kind),
                    value=_value(answer.plain),
                )
                for answer in one.answers.all()
            ],
        )
        for one in rows
    ]


def _to(request: HttpRequest, one: Response, told: Mapping[str, Newest]) -> dict[str, Any]:
    """Name a response by its questionnaire, whose page and chain tell of it."""
    asked = one.version.questionnaire
    return named(request, one, told, chain=asked.urn, path=asked.get_absolute_url()) | {
        "questionnaire": asked.urn,
        "version": one.version.number,
    }


def _value(plain: Any) -> Any:
    """Write numbers as text, so that nobody's program rounds them."""
    return plain if plain is None or isinstance(plain, bool | str | list) else str(plain)
