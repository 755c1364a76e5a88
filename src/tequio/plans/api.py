"""Plans and commitments for programs: what is published, as its public text says it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, P, PathEx, Query, Router, Schema

from tequio.kit.actor import SYSTEM
from tequio.plans.models import ActionPlan, Commitment, Party, Publication
from tequio.plans.queries import commitments_visible_to, plans_visible_to
from tequio.plans.vocab import Section
from tequio.record import queries as record
from tequio.web.api import ID, ONE_ID, REFUSALS, Listed, Paging, Thing, named, narrowed, newest, paged

router = Router(tags=["plans"])


class PlanOut(Thing):
    """An action plan."""

    jurisdiction: str = Field(description="Its place (urn)")
    name: str = Field(description="Its name")
    ordinal: int | None = Field(description="Its number among the plans of the place")
    start: date = Field(description="First day")
    end: date = Field(description="Last day")
    precision: str = Field(description="Whether both are days or months")
    version: str = Field(description="How finished its text is")
    forum: str = Field(description="Forum or coalition that made it")
    description: str = Field(description="In a few words")


class PartyOut(Schema):
    """Who answers for something, as the document names them. Persons are not named."""

    section: Section = Field(description="In which list of the form")
    role: str = Field(description="The part that it plays")
    name: str = Field(description="Institution or organisation")
    institution: str | None = Field(description="The institution of the directory (urn)")
    unit: str = Field(description="Unit")


class SdgOut(Schema):
    """A goal, or a target of it."""

    goal: int = Field(description="Number of the goal")
    target: str = Field(description="Code of the target, such as 16.10")


class CommitmentOut(Thing):
    """A commitment at a glance."""

    plan: str = Field(description="Its plan (urn)")
    jurisdiction: str = Field(description="Its place (urn)")
    number: str = Field(description="Its number in the plan")
    title: str = Field(description="Its title")
    lede: str = Field(description="In one sentence, for anybody")
    start: date | None = Field(description="First day")
    end: date | None = Field(description="Last day")
    precision: str = Field(description="Whether both are days or months")
    sdgs: list[SdgOut] = Field(description="Sustainable Development Goals that it serves")
    parties: list[PartyOut] = Field(description="Who answers for it")


class CommitmentWhole(CommitmentOut):
    """A commitment with its public text and its tree."""

    sha256: str = Field(description="Fingerprint of the public text, which the record cites")
    text_url: str = Field(description="The exact bytes of that text")
    text: dict[str, Any] = Field(description="The public text: the form, its lists, key actions and milestones")


class Plans(Paging):
    """Which plans."""

    jurisdiction: str = Field("", pattern=ONE_ID, description="Only of the place of this id")
    on: date | None = Field(None, description="Only those that run on this day")


class Commitments(Paging):
    """Which commitments."""

    jurisdiction: str = Field("", pattern=ONE_ID, description="Only of the place of this id")
    plan: str = Field("", pattern=ONE_ID, description="Only of the plan of this id")
    institution: str = Field("", pattern=ONE_ID, description="Only those that the institution of this id answers for")
    goal: int | None = Field(None, ge=1, le=17, description="Only those that serve this Sustainable Development Goal")


@router.get("/plans", response={200: Listed[PlanOut], **REFUSALS}, summary="Action plans", url_name="plans")
def plans(request: HttpRequest, response: HttpResponse, asked: Query[Plans]) -> Any:
    """List the published plans."""
    found = narrowed(plans_visible_to(SYSTEM), asked, jurisdiction="jurisdiction__public_id")
    if asked.on:
        found = found.filter(start__lte=asked.on, end__gte=asked.on)
    return paged(request, response, found, asked, lambda rows: _plans(request, rows))


@router.get("/plans/{id}", response={200: PlanOut, **REFUSALS}, summary="One plan", url_name="plan")
def plan(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one published plan."""
    return _plans(request, [get_object_or_404(plans_visible_to(SYSTEM), public_id=id)])[0]


@router.get(
    "/commitments", response={200: Listed[CommitmentOut], **REFUSALS}, summary="Commitments", url_name="commitments"
)
def commitments(request: HttpRequest, response: HttpResponse, asked: Query[Commitments]) -> Any:
    """List the published commitments."""
    found = narrowed(_loaded(), asked, jurisdiction="plan__jurisdiction__public_id", plan="plan__public_id")
    if asked.institution:
        parties = Party.objects.filter(institution__public_id=asked.institution)
        found = found.filter(pk__in=parties.values("commitment"))
    if asked.goal:
        found = found.filter(pk__in=found.model.objects.filter(sdgs__goal=asked.goal).order_by().values("pk"))
    return paged(request, response, found, asked, lambda rows: _commitments(request, rows))


@router.get(
    "/commitments/{id}", response={200: CommitmentWhole, **REFUSALS}, summary="One commitment", url_name="commitment"
)
def commitment(request: HttpRequest, id: PathEx[str, P(pattern=ID)]) -> Any:
    """Give one published commitment with its whole public text."""
    found = get_object_or_404(_loaded(), public_id=id)
    text = get_object_or_404(Publication.objects.order_by("-number"), pk=_last(found))
    return CommitmentWhole(
        **_commitments(request, [found])[0].model_dump(),
        sha256=text.sha256,
        text_url=request.build_absolute_uri(reverse("plans:text", args=[text.sha256])),
        text=json.loads(text.document),
    )


def _last(found: Commitment) -> int | None:
    return found.publications.order_by("-number").values_list("pk", flat=True).first()


def _loaded() -> QuerySet[Commitment]:
    own = Party.objects.filter(Q(milestone__isnull=True) & Q(key_action__isnull=True)).select_related("institution")
    return commitments_visible_to(SYSTEM).prefetch_related("sdgs", Prefetch("parties", own.order_by("order", "pk")))


def _plans(request: HttpRequest, rows: Sequence[ActionPlan]) -> list[PlanOut]:
    told = newest(request, record.newest_of(one.urn for one in rows))
    return [
        PlanOut(
            **named(request, one, told),
            jurisdiction=one.jurisdiction.urn,
            name=one.name,
            ordinal=one.ordinal,
            start=one.start,
            end=one.end,
            precision=one.precision,
            version=one.version,
            forum=one.forum,
            description=one.description,
        )
        for one in rows
    ]


def _commitments(request: HttpRequest, rows: Sequence[Commitment]) -> list[CommitmentOut]:
    told = newest(request, record.newest_of(one.urn for one in rows))
    return [
        CommitmentOut(
            **named(request, one, told),
            plan=one.plan.urn,
            jurisdiction=one.plan.jurisdiction.urn,
            number=one.number,
            title=one.title,
            lede=one.lede,
            start=one.start,
            end=one.end,
            precision=one.precision,
            sdgs=[SdgOut(goal=link.goal, target=link.target) for link in one.sdgs.all()],
            parties=[_party(party) for party in one.parties.all()],
        )
        for one in rows
    ]


def _party(party: Party) -> PartyOut:
    return PartyOut(
        section=Section(party.section),
        role=party.role,
        name=party.name,
        institution=party.institution.urn if party.institution else None,
        unit=party.unit,
    )
